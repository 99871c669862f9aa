"""The lead's desk: waiting to be accepted, mine, my team's."""

from dataclasses import dataclass, field
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.referrals.presenters.protected import Flag, protected_flags
from plait.referrals.queries.clock_words import what_is_due
from plait.referrals.queries.leading import Led
from plait.referrals.queries.rated import Rated, rated

NOBODY_LEADS: Flag = {"text": "Nobody leads now: accept, or ring the hub", "sign": "alert", "colour": "red"}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One family on the desk: its children, what was decided, and the promise that is due soonest."""

    id: str
    ref: str
    reference: str
    children: str
    rating: Rated | None
    outcome: str
    lead: str
    standing: str
    due: datetime | None
    due_words: str
    flags: list[Flag]
    overdue: str


@dataclass(slots=True)
class Desk:
    """The three lists. The soonest due stand first."""

    waiting: list[DeskRow] = field(default_factory=list)
    mine: list[DeskRow] = field(default_factory=list)
    team: list[DeskRow] = field(default_factory=list)
    late: int = 0


def on_the_desk(read: list[Led], *, pack: Pack, by: Actor, at: datetime) -> Desk:
    """Sort what was read onto the desk."""
    desk = Desk()
    for led in read:
        row = _row(led, pack, at)
        referral = led.referral
        asked = led.asked is not None and str(led.asked.pk) in by.teams
        awaits = asked and (led.unled or led.asked != referral.lead_team)
        if awaits:
            desk.waiting.append(row)
        elif str(referral.lead_id) == by.id:
            desk.mine.append(row)
        elif referral.lead_team_id and str(referral.lead_team_id) in by.teams:
            desk.team.append(row)
        desk.late += row.standing == "breached"
    for rows in (desk.waiting, desk.mine, desk.team):
        rows.sort(key=lambda one: (one.due is None, one.due))
    return desk


def _row(led: Led, pack: Pack, at: datetime) -> DeskRow:
    running = [clock for clock in led.clocks if clock.state != "stopped"]
    soonest = min(running, key=lambda clock: clock.due_at, default=None)
    return DeskRow(
        id=str(led.referral.pk),
        ref=led.referral.ref,
        reference=led.referral.reference,
        children=", ".join(led.children) or "Name not known",
        rating=rated(pack, led.referral.contact.rating),
        outcome=led.outcome,
        lead="Nobody now" if led.unled else led.referral.lead.name if led.referral.lead else "",
        standing=str(standing_of(soonest, at)) if soonest else "",
        due=soonest.due_at if soonest else None,
        flags=[*([NOBODY_LEADS] if led.unled else []), *protected_flags(led.people, shielded=led.shielded)],
        overdue=f"{led.overdue} agreed and late" if led.overdue else "",
        due_words=what_is_due(soonest, pack) if soonest else "",
    )
