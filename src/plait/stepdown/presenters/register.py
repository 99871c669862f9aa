"""The register: who holds whom, what is due, at risk and late."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.http import HttpRequest

from plait.base.access.counting import Later
from plait.base.access.request import PlaitRequest
from plait.base.clock.models import RunningClock
from plait.base.packs import NotInPack, Pack
from plait.people.queries import names_of
from plait.referrals.models import ContactPerson
from plait.stepdown.access import waiting_for
from plait.stepdown.models import StepDown
from plait.stepdown.queries.holding import new_concerns_of
from plait.stepdown.rules import ACCEPT, RISK

WORDS = {ACCEPT: "Accept or decline", RISK: "Decide what happens now"}


@dataclass(frozen=True, slots=True)
class Row:
    """One family of the register."""

    id: str
    reference: str
    names: str
    step: str
    who: str
    status: str
    promise: str
    standing: str
    due: datetime | None
    again: int
    answer: bool


@dataclass(slots=True)
class Part:
    """Rows that stand together, under a heading."""

    anchor: str
    title: str
    rows: list[Row] = field(default_factory=list)


def label_of(promise: str, pack: Pack) -> str:
    """What a promise is called here; one that the pack has dropped keeps a name."""
    look = pack.stepdown.look(promise) if pack.stepdown else None
    return WORDS.get(promise) or (look.label if look else promise.replace("_", " ").capitalize())


def children_by_contact(contact_ids: Sequence[object]) -> dict[object, str]:
    """The children's names by the concern behind a step down; two queries."""
    people = ContactPerson.objects.filter(contact_id__in=list(contact_ids)).exclude(
        role=ContactPerson.Role.ADULT
    )
    rows = list(people.order_by("order", "pk").values_list("contact_id", "description__person_id"))
    names = names_of(str(person) for _, person in rows)
    found: dict[object, list[str]] = {}
    for contact, person in rows:
        found.setdefault(contact, []).append(names.get(str(person), "Name not known"))
    return {contact: ", ".join(dict.fromkeys(some)) for contact, some in found.items()}


def standing_of(stepdown: StepDown, at: datetime) -> str:
    """How its next promise stands, from what is kept on the row."""
    if stepdown.due_at is None:
        return ""
    if stepdown.due_at < at:
        return "late"
    return "at_risk" if stepdown.at_risk_at and stepdown.at_risk_at <= at else "due"


def rows_of(found: Sequence[StepDown], *, teams: frozenset[str], pack: Pack, at: datetime) -> list[Row]:
    """Lines in the order given."""
    names = children_by_contact([one.referral.contact_id for one in found])
    return [
        Row(
            id=str(one.pk),
            reference=one.reference,
            names=names.get(one.referral.contact_id, "Name not known"),
            step=f"{one.from_label} → {one.to_label}",
            who=one.lead.name if one.lead else str(one.from_team),
            status=f"Asked to step down, waiting for {one.waits_for}"
            if one.waits_for
            else one.get_status_display(),
            promise=label_of(one.next_promise, pack) if one.next_promise else "",
            standing=standing_of(one, at),
            due=one.due_at,
            again=len(new_concerns_of(one)) if one.new_concerns.all() else 0,
            answer=one.status == "offered" and str(one.to_team_id) in teams,
        )
        for one in found
    ]


def parts_of(rows: Sequence[Row]) -> list[Part]:
    """New concerns first, then what is late, at risk and due; each family once."""
    parts = [
        Part("again", "A new concern"), Part("late", "Late"), Part("at_risk", "At risk"), Part("due", "Due later"),
    ]  # fmt: skip
    by_anchor = {part.anchor: part for part in parts}
    for row in rows:
        by_anchor["again" if row.again else row.standing or "due"].rows.append(row)
    return parts


def count_waiting(request: HttpRequest) -> Later:
    """For the navigation: what waits for the reader's teams."""
    asking = cast(PlaitRequest, request)
    return waiting_for.later(asking.actor, at=asking.at)


def clock_words(running: RunningClock, promise: str, pack: Pack) -> str:
    """What a clock of a step down is about, for a page."""
    try:
        return label_of(promise, pack) if promise else pack.clock_rule(running.rule).label
    except NotInPack:
        return promise
