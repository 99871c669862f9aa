"""One escalation and one challenge, as their pages say them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plait.base.audit.actor import Actor
from plait.base.clock import Standing
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import release
from plait.escalation import queries
from plait.escalation.access import part_in
from plait.escalation.models import Challenge, Escalation, EscalationStage, Owner
from plait.escalation.rules import UNHEEDED, Part, may_overtake
from plait.referrals.access import own_contacts, visible_contacts, visible_referrals

SCOPES = {"inside": "Inside one agency", "between": "Between agencies", "areas": "Between areas"}

STANDS_ON = {
    "inside": "on the agency’s record",
    "between": "on both agencies’ records",
    "areas": "on our record. The other area has no copy of them: ring it",
}


@dataclass(frozen=True, slots=True)
class OwnerShown:
    """Who owns it on one side, why it is they, how to ring them, and who owned it before."""

    side: str
    agency: str
    name: str
    why: str
    phone: str
    since: datetime | None
    before: list[Owner]


@dataclass(frozen=True, slots=True)
class StageShown:
    """One stage that was reached."""

    row: EscalationStage
    number: int
    does: str
    formal: bool
    talk: bool
    partnership: str  # knows | ring: it is told of this stage; empty: it is not


@dataclass(frozen=True, slots=True)
class Page:
    """One escalation, with both sides, as its reader may act on it."""

    one: Escalation
    about: str
    on: str
    scope: str
    number: int
    stages_in_all: int
    stages: list[StageShown]
    ours: OwnerShown
    theirs: OwnerShown
    standing: Standing | None
    due: datetime | None
    beyond: bool
    part: Part
    late: bool
    top: bool
    open: bool
    climbs_to: str
    arbitrator: str
    arbitrator_phone: str
    outcome: str
    child: Any

    @property
    def stands_on(self) -> str:
        """On whose record the outcome is written, as a sentence goes on after *stand*."""
        return STANDS_ON[self.one.scope]

    @property
    def may_end(self) -> bool:
        """Is there a way in which this reader may end it?"""
        return bool(self.ways_to_end())

    def ways_to_end(self) -> list[str]:
        """How this reader may end it: the side that disagrees in every way, whoever arbitrates by deciding, whoever owns
        the other side above the first talk by what has overtaken it; whoever decided it in none."""
        if self.part.ours:
            return ["resolved", "withdrawn", "overtaken"]
        if not may_overtake(self.part, because="said on the page that this opens"):
            return []
        return ["resolved", "overtaken"] if self.top else ["overtaken"]


def page_of(one: Escalation, *, by: Actor, at: datetime) -> Page:
    """Everything that the page of one escalation says."""
    file = release(one.pack).ladders()
    ladder = queries.ladder_of(one)
    stages = queries.stages_of(one)
    last = stages[-1]
    clock = clock_now(one, queries.clocks_of([one.ref]).get(one.ref, []))
    standing = standing_of(clock, at) if clock else None
    above = queries.next_rule(last)
    outcome = queries.outcome_for(one, by.agency)
    phone = file.arbitrator.phone or release(one.pack).area.hub_phone
    return Page(
        one=one,
        about=one.get_about_display(),
        on=_what_it_is_about(one, by=by, at=at),
        scope=SCOPES[one.scope],
        number=last.order,
        stages_in_all=len(ladder.stages),
        stages=[_stage(row) for row in reversed(stages)],
        ours=_owner(one, last, "ours", phone),
        theirs=_owner(one, last, "theirs", phone),
        standing=standing,
        due=clock.due_at if clock else None,
        beyond=bool(clock and clock.beyond_calendar),
        part=part_in(one, by),
        late=standing is Standing.BREACHED,
        top=above is None,
        open=queries.is_open(one),
        climbs_to=above.name if above else "",
        arbitrator=file.arbitrator.title,
        arbitrator_phone=phone,
        outcome=outcome.text if outcome else "",
        child=getattr(one, "child_outcome", None),
    )


def _what_it_is_about(one: Escalation, *, by: Actor, at: datetime) -> str:
    """The page of the referral or the concern, as far as this reader opens one; else of what they told. Empty: they open none."""
    referral = visible_referrals(by, at=at).filter(contact_id=one.contact_id).first()
    if referral is not None:
        return f"/referrals/{referral.pk}/"
    if visible_contacts(by, at=at).filter(pk=one.contact_id).exists():
        return f"/hub/concerns/{one.contact_id}/"
    return (
        f"/concerns/{one.contact_id}/" if own_contacts(by, at=at).filter(pk=one.contact_id).exists() else ""
    )


def _stage(row: EscalationStage) -> StageShown:
    rule = queries.rule_of(row)
    talk = row.answered_by == row.climbed_by and row.order == 1
    knows = "knows" if queries.named_then(row.began_at) else "ring"
    return StageShown(row, row.order, rule.does, rule.formal, talk, knows if rule.tells_partnership else "")


def _owner(
    of: Escalation | Challenge, holds: EscalationStage | Challenge, side: str, phone: str
) -> OwnerShown:
    rows = [
        one
        for one in holds.owners.select_related("practitioner", "team").order_by("from_at", "pk")
        if one.side == side
    ]
    now = next((one for one in rows if one.to_at is None), None)
    agency = of.our_agency if side == "ours" else of.their_agency
    named = of.other_side if side == "theirs" and isinstance(of, Escalation) else agency.name
    number = ""
    if now is not None:
        person, team = now.practitioner, now.team
        number = (person.phone if person else team.phone if team else phone) or agency.phone
    return OwnerShown(
        side=side,
        agency=named,
        name=now.name if now else "",
        why=now.get_why_display() if now and now.why != Owner.Why.ROLE else "",
        phone=number,
        since=now.from_at if now else None,
        before=[one for one in rows if one.to_at is not None and _passed(one)],
    )


def _passed(one: Owner) -> bool:
    return one.passed_because in {"has-left", "is-away", "decided-it", UNHEEDED}


def clock_now(of: Escalation | Challenge, clocks: list[RunningClock]) -> RunningClock | None:
    """The clock that says how it stands now."""
    key = queries.clock_key(of)
    return next((one for one in clocks if one.key == key), None)


@dataclass(frozen=True, slots=True)
class ChallengePage:
    """One challenge, as its reader may act on it."""

    one: Challenge
    scope: str
    theirs: OwnerShown
    standing: Standing | None
    due: datetime | None
    part: Part
    late: bool


def challenge_page(one: Challenge, *, by: Actor, at: datetime) -> ChallengePage:
    """Everything that the page of one challenge says."""
    pack = release(one.pack)
    clock = clock_now(one, queries.clocks_of([one.ref]).get(one.ref, []))
    standing = standing_of(clock, at) if clock else None
    return ChallengePage(
        one=one,
        scope=SCOPES[one.scope],
        theirs=_owner(one, one, "theirs", pack.ladders().arbitrator.phone or pack.area.hub_phone),
        standing=standing,
        due=clock.due_at if clock else None,
        part=part_in(one, by),
        late=standing is Standing.BREACHED,
    )
