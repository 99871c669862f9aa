"""One step down as its page says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.agencies.models import Team
from plait.agencies.roles import may
from plait.base.access.verdict import Verdict
from plait.base.audit.actor import Actor
from plait.base.clock import Standing
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for, standing_of
from plait.base.packs import NotInPack, Pack
from plait.people.access import may_be_opened
from plait.people.models import SafetyNote
from plait.people.queries import names_of, safety_notes_of
from plait.referrals.access import visible_referrals
from plait.referrals.models import Referral
from plait.stepdown.access import end_verdict, holder_of, works_verdict
from plait.stepdown.life import DECLINED, HELD, LIVE, OFFERED
from plait.stepdown.models import LookedAgain, Need, NewConcern, StepDown, StepDownMove, Told
from plait.stepdown.presenters.register import label_of
from plait.stepdown.queries.holding import holder_able, whole
from plait.stepdown.queries.parts import agreement_needed, agreement_now, children_in, lacking
from plait.stepdown.rules import RISK, Missing, may_accept, promise_of

NOT_THEIRS = ("end-needs-manager", "end-is-undecided")  # said to whoever tries; no page says it to everybody


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """A promise, how it stands, and whether it is answered by looking."""

    code: str
    label: str
    running: RunningClock
    standing: str
    asks: str
    joint: bool
    from_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page."""

    names: list[tuple[str, str]]
    warned: list[SafetyNote]
    children: list[tuple[str, str]]
    missing: list[Missing]
    covered: list[Missing]
    agreement: str
    agreed: bool
    agreement_matters: bool
    needs: list[Need]
    told: list[Told]
    promises: list[ShownPromise]
    kept: list[LookedAgain]
    moves: list[StepDownMove]
    new_concerns: list[NewConcern]
    gateway: str
    nobody_holds: bool
    live: bool
    may_answer: bool
    may_write: bool
    may_end: bool
    end_waits: Verdict | None
    may_weigh: bool
    may_open_referral: bool
    over: bool
    held_since: bool


def _said_once(notes: Iterable[SafetyNote]) -> list[SafetyNote]:
    """The same note of two children is one line."""
    return list({(one.kind, one.who, one.said): one for one in notes}.values())


def shown(stepdown: StepDown, *, pack: Pack, by: Actor, at: datetime) -> Shown:
    """In a fixed number of queries, whatever was written."""
    read = whole(stepdown)
    children = children_in(stepdown)
    names, opens = names_of(children), may_be_opened(by, children, at=at)
    facts = agreement_now(stepdown, pack=pack, at=at)
    absent = list(lacking(stepdown, at=at))
    live = stepdown.status in LIVE
    answers = stepdown.status in (OFFERED, HELD) and bool(may_accept(holder_of(stepdown, by=by)))
    unheld = stepdown.status == HELD and not holder_able(stepdown)
    gateway = pack.gateways.get(stepdown.gateway)
    running = [one for one in read.clocks if one.state == RunningClock.State.RUNNING]
    seen = [one for one in read.looks if one.standing != LookedAgain.Standing.NOT_SEEN]
    ends = end_verdict(stepdown, by=by, because="as said", at=at)
    decide = any(promise_of(one.key) == RISK for one in running)
    return Shown(
        names=[(one, names.get(one, "Name not known")) for one in children],
        warned=_said_once(safety_notes_of(children)),
        children=[(one, names.get(one, "Name not known")) for one in children if one in opens],
        missing=[one for one in absent if live and one.code not in stepdown.risk_parts],
        covered=[one for one in absent if live and one.code in stepdown.risk_parts],
        agreement="It stands." if facts.stands else f"{facts.say} {facts.next_step}.".strip(),
        agreed=facts.stands,
        agreement_matters=agreement_needed(stepdown, pack=pack),
        needs=list(stepdown.needs.order_by("at", "pk")),
        told=list(stepdown.told.order_by("at", "pk")),
        promises=[_promise(one, pack, at) for one in running],
        kept=read.looks,
        moves=read.moves,
        new_concerns=read.new_concerns,
        gateway=gateway.title if gateway else "",
        nobody_holds=unheld,
        live=live,
        may_answer=answers and (stepdown.status == OFFERED or unheld),
        may_write=bool(works_verdict(stepdown, by=by)),
        may_end=live and bool(ends),
        end_waits=ends if live and not ends and ends.reason not in NOT_THEIRS else None,
        may_weigh=live and (bool(absent) or decide) and bool(may(by, "decision:override")),
        may_open_referral=visible_referrals(by, at=at).filter(pk=stepdown.referral_id).exists(),
        over=stepdown.status not in (*LIVE, DECLINED),
        held_since=stepdown.undecided and bool(seen) and seen[0].standing == LookedAgain.Standing.YES,
    )


def _promise(running: RunningClock, pack: Pack, at: datetime) -> ShownPromise:
    code = promise_of(running.key)
    look = pack.stepdown.look(code) if pack.stepdown else None
    late = "late" if running.due_at < at else "at_risk" if running.at_risk_at <= at else "due"
    waits = running.at_risk_at if look and look.waits and at < running.at_risk_at else None
    joint = bool(look and look.joint)
    return ShownPromise(code, label_of(code, pack), running, late, look.ask if look else "", joint, waits)


@dataclass(frozen=True, slots=True)
class StillPromised:
    """Something that was promised of this referral and is not done: what, and by when."""

    label: str
    standing: Standing
    due: datetime


def still_promised(referral: Referral, *, pack: Pack, at: datetime) -> list[StillPromised]:
    """What runs on the referral and its concern, the soonest first: whoever steps down looks at it before."""
    running = clocks_for([referral.ref, referral.contact.ref]).filter(state=RunningClock.State.RUNNING)
    return [
        StillPromised(clock_label(pack, one.rule), standing_of(one, at), one.due_at)
        for one in running.order_by("due_at", "pk")
    ]


def clock_label(pack: Pack, rule: str) -> str:
    """What the pack calls this promise."""
    try:
        return pack.clock_rule(rule).label
    except NotInPack:
        return rule.replace("_", " ").capitalize()


def team_choices(teams: Sequence[Team]) -> list[tuple[str, str]]:
    """Teams for a select, by agency."""
    return [(str(team.pk), f"{team.name} ({team.agency.name})") for team in teams]
