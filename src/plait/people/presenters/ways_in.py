"""Claims, emergency access and what a record is opened for, in words; and what stands above every record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from plait.agencies.queries import practitioner
from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.packs import NoPack, Pack, current
from plait.people.access import involvements_of, teams_with_notes
from plait.people.models import AccessReview, AgencyNote, Claim, Description, InferredConflict
from plait.people.queries import (
    claim_until,
    emergency_until,
    kept_named,
    name_of,
    names_of,
    said_purpose,
    standing_id,
)
from plait.people.rules import KINDS_OF_NOTE


@dataclass(frozen=True, slots=True)
class ShownReview:
    """One use of an emergency way in, for whoever looks at it. Nothing of what the record says."""

    id: str
    what: str
    who: str
    job: str
    agency: str
    phone: str
    why: str
    because: str
    at: datetime
    until: datetime | None
    due_at: datetime
    reference: str
    outcome: str
    said: str
    reviewed_by: str
    reviewed_at: datetime | None


def reviews_shown(rows: Iterable[AccessReview]) -> list[ShownReview]:
    """Each in words."""
    return [review_shown(one) for one in rows]


def review_shown(one: AccessReview) -> ShownReview:
    """One in words."""
    whom = one.practitioner
    return ShownReview(
        id=str(one.pk),
        what=AccessReview.Kind(one.kind).label,
        who=whom.name,
        job=whom.job,
        agency=whom.agency.name,
        phone=whom.phone or whom.agency.phone,
        why=_reason(one),
        because=one.because,
        at=one.at,
        until=one.until,
        due_at=one.due_at,
        reference=f"person:{one.person_id}",
        outcome=AccessReview.Outcome(one.outcome).label if one.outcome else "",
        said=one.said,
        reviewed_by=practitioner(one.reviewed_by).name if one.reviewed_by else "",
        reviewed_at=one.reviewed_at,
    )


def _reason(one: AccessReview) -> str:
    try:
        reasons = current(at=one.at).access.emergency.reasons
    except NoPack:
        reasons = ()
    return next((reason.label for reason in reasons if reason.code == one.why), one.why.replace("_", " "))


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """One claim as its maker reads it: the same words for a record that is not opened and for none at all."""

    name: str
    role: str
    made_at: datetime
    standing: str
    until: datetime | None
    story: str


def own_claim_shown(one: Claim, *, at: datetime) -> OwnClaim:
    """What came of it."""
    live = one.ends_at is not None and one.ends_at > at
    opened = live and one.state in (Claim.State.OPEN, Claim.State.CONFIRMED) and one.person_id is not None
    if opened:
        said = "Open to you" if one.state == Claim.State.CONFIRMED else "Open to you for a day"
    elif one.state == Claim.State.ASKED:
        said = "Somebody looks at it"
    else:
        said = "Nothing is open by it"
    return OwnClaim(
        one.name, one.role_label, one.made_at, said, one.ends_at if opened else None,
        standing_id(str(one.person_id)) if opened else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim for whoever answers it."""

    id: str
    who: str
    job: str
    agency: str
    phone: str
    name: str
    born: date | None
    role: str
    because: str
    reference: str
    made_at: datetime
    open_until: datetime | None
    known: str


def claim_shown(one: Claim) -> ShownClaim:
    """Who says it, and of whom."""
    whom = one.practitioner
    return ShownClaim(
        id=str(one.pk),
        who=whom.name,
        job=whom.job,
        agency=whom.agency.name,
        phone=whom.phone or whom.agency.phone,
        name=one.name,
        born=one.born_on,
        role=one.role_label,
        because=one.because,
        reference="" if ":" in one.reference else one.reference,
        made_at=one.made_at,
        open_until=one.ends_at if one.state == Claim.State.OPEN else None,
        known=names_of([str(one.person_id)]).get(str(one.person_id), "") if one.person_id else "",
    )


def meant_choices(
    found: Iterable[Description] = (), *, kept: str = "", claim: Claim | None = None
) -> list[tuple[str, str]]:
    """People whom a claim may mean, by id: those found, or those of this name whose restricted record a team keeps."""
    rows = list(found)
    if kept and claim is not None:
        rows = kept_named(kept, claim)
    return [(str(one.person_id), _line(one)) for one in rows]


def _line(one: Description) -> str:
    born = f", born {one.born_on.day} {one.born_on:%B %Y}" if one.born_on else ""
    return f"{name_of(one)}{born}"


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict that was found, for whoever looks at it."""

    id: str
    who: str
    job: str
    agency: str
    how: str
    reference: str
    found_at: datetime
    asked_at: datetime | None


def found_shown(one: InferredConflict) -> Found:
    """Who, and by what. Nothing of the record but its reference."""
    whom = one.practitioner
    how = InferredConflict.By(one.by).label
    return Found(
        str(one.pk), whom.name, whom.job, whom.agency.name, how, f"person:{one.person_id}", one.found_at, one.asked_at
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One private note."""

    kind: str
    text: str
    who: str
    at: datetime


def notes_shown(rows: Iterable[AgencyNote]) -> list[ShownNote]:
    """Each in words."""
    return [
        ShownNote(KINDS_OF_NOTE.get(one.kind, one.kind), one.text, one.written_by.name, one.written_at)
        for one in rows
    ]


# ---------------------------------------------------------------- slots
def ways_on(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """On the page that gives nothing: what this reader may do, which depends on who they are and on nothing else."""
    by: Actor | None = getattr(request, "actor", None)
    if by is None or by.kind != "practitioner":
        return None
    ways = {"claim": bool(may(by, "involvement:claim")), "emergency": bool(may(by, "emergency:open"))}
    return render_to_string("people/ways_on.html", ways) if any(ways.values()) else None


def above_record(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Above every record: how long a way in that one took lasts, what it is opened for, and the team's own notes."""
    by: Actor | None = getattr(request, "actor", None)
    person_id = str(context.get("person_id", ""))
    if by is None or by.kind != "practitioner" or not person_id:
        return None
    at: datetime = request.at  # type: ignore[attr-defined]
    try:
        pack = current(at=at)
    except NoPack:
        return None
    until = emergency_until(by.id, person_id, at=at)
    shown = {
        "person_id": person_id,
        "emergency_until": until,
        "minutes": _minutes(until, at) if until else 0,
        "claim_until": None if until else claim_until(by.id, person_id, at=at),
        "purpose": _purpose(by, person_id, pack, at=at),
        "next": request.get_full_path() if request.method == "GET" else "",
        "notes": bool(teams_with_notes(by, person_id, at=at)),
    }
    return render_to_string("people/above_record.html", shown, request=request)


def _minutes(until: datetime, at: datetime) -> int:
    return max(1, -(-int((until - at).total_seconds()) // 60))


def _purpose(by: Actor, person_id: str, pack: Pack, *, at: datetime) -> dict[str, Any]:
    said = said_purpose(by.id, person_id, on=timezone.localdate(at))
    kinds = frozenset(
        involvements_of(by, at=at).filter(person_id=UUID(person_id)).values_list("kind", flat=True)
    )
    taken = pack.access.default_purpose(kinds or frozenset({"custodian"}))
    kept = pack.access.purpose(said) if said else None
    return {"said": kept, "taken": taken, "choices": pack.access.purposes}
