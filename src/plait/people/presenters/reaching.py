"""How somebody is reached, in words: the safe way, from whom they are protected, what leads there, and what waits."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.people.models import FamilyMessage, LeadsThere, Person, ProtectedFrom, SafeContact
from plait.people.places import is_shielded, whereabouts_of
from plait.people.queries.reaching import (
    around,
    end_asked_of,
    leads_of,
    messages_to,
    protected_from_them,
    protections_of,
    safe_way_to_reach,
)
from plait.people.rules import Secrets, what_must_not_leave

STOPPED = {
    "hidden": "Stopped: where they are was hidden",
    "safe-way-changed": "Stopped: the safe way has changed",
    "protected-from": "Stopped: somebody is protected since",
    "dropped": "Let go",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the safe way."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Protection:
    """From whom, why, and the court's order."""

    id: str
    name: str
    kind: str
    because: str
    order: str
    until: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One letter, message or call."""

    id: str
    means: str
    to: str
    standing: str
    waits: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ReachingShown:
    """Everything on the page."""

    hidden: bool
    stated: bool
    way: list[Row]
    contact: list[Row]
    not_while: tuple[str, ...]
    protections: list[Protection]
    may_end: bool
    leads: list[Row]
    messages: list[Waiting]
    others: int
    end_asked: bool


def reaching_shown(person: Person, *, sees: bool, by: Actor) -> ReachingShown:
    """`sees`: whoever is shown where somebody is reads the number, the code word and what leads there too."""
    way, person_id = safe_way_to_reach(str(person.pk)), str(person.pk)
    methods = ", ".join(SafeContact.Method(one).label for one in way.methods)
    rows = [
        Row("The safe way", methods or "What was said does not agree: ring the hub"),
        Row("When", "; ".join(way.times)),
        Row("Voicemail", "A message may be left" if way.voicemail else "Leave no message"),
        Row("Not while present", "; ".join(way.not_while)),
        Row("Letters", "Show no name of a service" if way.neutral else "May show who writes"),
        Row("Language", "; ".join(way.languages)),
        Row("Interpreter", {"yes": "Needed: never a relative, a friend or a child", "no": "Not needed"}.get(way.interpreter, "")),
        Row("Look at it again", f"{way.review_on.day} {way.review_on:%B %Y}" if way.review_on else ""),
    ]  # fmt: skip
    contact = [
        Row("Number or address", "; ".join(way.contacts)),
        Row("Code word", "; ".join(way.code_words)),
        Row("Not safe", "; ".join(sorted(way.unsafe))),
    ]
    return ReachingShown(
        hidden=is_shielded(person),
        stated=way.stated,
        way=[row for row in rows if row.value] if way.stated else [],
        contact=[row for row in contact if row.value] if sees else [],
        not_while=way.not_while,
        protections=[_protection(one) for one in protections_of([person_id])],
        may_end=bool(may(by, "decision:make")),
        leads=[Row(LeadsThere.Kind(one.kind).label, one.words) for one in leads_of([person_id])]
        if sees
        else [],
        messages=[_waiting(one, sees) for one in messages_to(person_id)[:20]],
        others=protected_from_them(person_id).count(),
        end_asked=end_asked_of(person_id) is not None,
    )


def _protection(one: ProtectedFrom) -> Protection:
    return Protection(
        str(one.pk),
        one.name,
        ProtectedFrom.Kind(one.kind).label,
        one.because,
        one.order,
        one.order_until,
        one.at,
    )


def _waiting(one: FamilyMessage, sees: bool) -> Waiting:
    waits = one.state == FamilyMessage.State.WAITING
    standing = STOPPED.get(one.cancelled_because, "") or FamilyMessage.State(one.state).label
    return Waiting(
        str(one.pk),
        FamilyMessage.Means(one.means).label,
        one.to if sees else "",
        standing,
        waits and sees,
        one.at,
    )


def words_to_take_out(person_id: str, words: str) -> list[SafeString]:
    """A sentence for each word that would say where anybody protected round them is, as it was written."""
    found = what_must_not_leave(words, Secrets(where=whereabouts_of(around(person_id))))
    return [
        format_html("Take out <q data-typed>{}</q>: {}.", one.words, one.why) for one in dict.fromkeys(found)
    ]
