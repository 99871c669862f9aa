"""Look-ups in words: never a name out of the record, and never a score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.models import Practitioner
from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.privacy.access import may_ask_about, own_to_explain
from plait.privacy.models import LookUp
from plait.privacy.queries import due_of, entries_of, lookup_counts
from plait.privacy.queries.looking import kind_of
from plait.privacy.queries.naming import person_behind
from plait.privacy.queries.viewers import looks_of_agency
from plait.privacy.rules import OUTCOMES, READ, SEARCHED, TOOK, TRIED, WORKED

DID = {
    READ: "Opened a record",
    TRIED: "Tried to open a record, and was refused",
    SEARCHED: "Searched for somebody",
    TOOK: "Took a copy or a print",
    WORKED: "Worked on a record",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One look-up as a line of a list."""

    lookup: LookUp
    kind: str
    standing: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One look of a look-up."""

    at: datetime
    did: str
    purpose: str


def label_of(pack: Pack, code: str) -> str:
    """What a kind of question is called."""
    return pack.lookups.label(code) if pack.lookups else code


def rows(lookups: Iterable[LookUp], *, pack: Pack, at: datetime) -> list[Row]:
    """In the order given, with how the clock of each explanation stands."""
    some = list(lookups)
    clocks = due_of([one.ref for one in some])
    return [Row(one, label_of(pack, one.kind), *_standing(one, clocks, at)) for one in some]


def _standing(
    lookup: LookUp, clocks: Mapping[str, RunningClock], at: datetime
) -> tuple[str, datetime | None]:
    clock = clocks.get(lookup.ref)
    return (standing_of(clock, at).value, clock.due_at) if clock else ("", None)


def looks_of(lookup: LookUp) -> list[Entry]:
    """What they did, for the reviewer, the oldest first; not the purposes, which are typed and may name somebody."""
    return [Entry(row.at, _did(row), "") for row in entries_of(lookup)]


def own_looks_of(lookup: LookUp) -> list[Entry]:
    """The same for the one who is asked, with the purposes they gave. What they were refused is not among it: that somebody
    asks about it would tell them that there is something."""
    kept = [row for row in entries_of(lookup) if row.verdict != "refused"]
    return [Entry(row.at, _did(row), "" if row.purpose == "safeguarding" else row.purpose) for row in kept]


def _did(row: AuditEntry) -> str:
    return DID.get(kind_of(row.act, row.verdict, row.reason), "Opened a page")


def only_tried(lookup: LookUp) -> bool:
    """Was every one of these look-ups refused? Then they are not asked."""
    return all(row.verdict == "refused" for row in entries_of(lookup))


def outcome_of(lookup: LookUp) -> str:
    """What came of it, in words."""
    return OUTCOMES.get(lookup.outcome, "")


@dataclass(frozen=True, slots=True)
class Share:
    """How one kind of question did, for deciding whether it is worth asking."""

    kind: str
    made: int
    settled: int
    dismissed: int

    @property
    def dismissed_share(self) -> str:
        """In a hundred, where anything was settled."""
        return f"{round(100 * self.dismissed / self.settled)} in 100" if self.settled else "None settled yet"


def shares(lookups: QuerySet[LookUp], *, pack: Pack) -> list[Share]:
    """Kind by kind, over everything the reader may see."""
    counted = lookup_counts(lookups)
    return [Share(label_of(pack, one.kind), one.made, one.settled, one.dismissed) for one in counted]


@dataclass(frozen=True, slots=True)
class OwnLook:
    """What one person of an agency did on a record."""

    who: str
    job: str
    at: datetime
    did: str


def own_people_rows(reference: str, *, by: Actor, at: datetime) -> list[OwnLook]:
    """How people of the reader's own agency looked at the record behind this reference. Empty as well where there is no such
    record, and where the reader said that they know whom it is about."""
    person_id = person_behind(reference)
    if not may_ask_about(by, person_id):
        return []
    staff = {
        pseudonym(f"practitioner:{one.pk}"): one for one in Practitioner.objects.filter(agency_id=by.agency)
    }
    rows = looks_of_agency(person_id, by.agency)
    record(act="audit:own-people-read", about=f"person:{person_id}", by=by, at=at, fields=("audit",))
    return [
        OwnLook(staff[row.who].name, staff[row.who].job, row.at, _did(row))
        for row in rows
        if row.who in staff
    ]


def flag_link(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `person-pages` (given `person_id`): for whoever may mark a record as one in the public eye."""
    actor = getattr(request, "actor", None)
    if actor is None or not (may(actor, "decision:override") or may(actor, "restricted:keep")):
        return None
    return render_to_string("privacy/flag_link.html", {"person_id": context.get("person_id")})


def asked_slot(request: HttpRequest, _context: Mapping[str, Any]) -> str | None:
    """Fills the slot `your-account`: what the reader is asked to explain, where they are."""
    number = own_to_explain(request.actor).count()  # type: ignore[attr-defined]
    return render_to_string("privacy/asked.html", {"number": number}, request=request) if number else None
