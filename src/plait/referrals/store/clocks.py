"""Which clocks a decision, an acceptance, a closing and a reopening start, stop and reopen, with their timers."""

from datetime import datetime

from plait.agencies.models import Team
from plait.base.audit.actor import Actor
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.reopen_clock import reopen_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import CLOSED, clock, clocks_for, not_before
from plait.base.packs import Pack
from plait.base.packs.schema.outcomes import Outcome
from plait.base.timers import cancel_timer, set_timer
from plait.referrals.models import Contact, Referral

LEAD_NOT_ACCEPTED = "lead-not-accepted"
DONE_RULE = "passed_concern_done"
# Whoever leads: the hub alone adds to a question, and its manager alone agrees to a closing.
HUBS_OWN = ("partner_waits", "closing_agreed")


def lead_accepts_key(referral_id: object) -> str:
    """The clock within which the next team accepts."""
    return f"referral:{referral_id}:lead-accepts"


def stop_at_decision(referral: Referral, *, truly: datetime, by: Actor, at: datetime) -> None:
    """The rating's promise and the one-day decision are kept by deciding, at the time when it was `truly` decided."""
    for name in ("rating", "decision"):
        _stop(f"contact:{referral.contact_id}:{name}", end_event="decided", truly=truly, by=by, at=at)
    for one in clocks_for([referral.ref]).filter(key__startswith=decide_again_key(referral.pk)):
        _stop(one.key, end_event="decided", truly=truly, by=by, at=at)


def decide_again_key(referral_id: object) -> str:
    """How the clocks begin within which the hub decides anew what was opened again; each opening has one of its own."""
    return f"referral:{referral_id}:decide-again"


def await_decision(referral: Referral, pack: Pack, *, by: Actor, at: datetime) -> None:
    """Opened again and nobody else's: the hub decides anew within the time that it has for a concern. Without this clock an open
    referral would stand on no board and nobody would owe it anything."""
    begin = decide_again_key(referral.pk)
    turn = clocks_for([referral.ref]).filter(key__startswith=begin).count() + 1
    start_clock(
        key=f"{begin}:{turn}",
        rule="referral_decision",
        subject=referral.ref,
        start_event="opened again",
        started_at=at,
        target=pack.clock("referral_decision"),
        calendar=pack.calendar(),
        owner=f"team:{referral.contact.team_id}",
        by=by.id,
        at=at,
        pack_release=str(pack.release_id),
    )


def start_after_decision(
    referral: Referral,
    chosen: Outcome,
    *,
    team: Team | None,
    pack: Pack,
    truly: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """The next team must accept within the rating's time from now, since only now it hears of it; clocks that the outcome names
    began when it was `truly` decided.

    A clock that the outcome named before goes on as it is: deciding again resets nothing.
    """
    if team is not None and team.pk != referral.lead_team_id:
        _await_acceptance(referral, team, pack, by=by, at=at)
    else:  # nobody has to accept: no team is asked, or the one that leads already
        _stop(lead_accepts_key(referral.pk), end_event="decided again, without another team", by=by, at=at)
    owner = team.pk if team is not None else referral.contact.team_id
    begun = {running.rule for running in clocks_for([referral.ref])}
    for code in chosen.starts:
        if code not in pack.clocks or code in begun:
            continue
        rule = pack.clock_rule(code)
        start_clock(
            key=f"referral:{referral.pk}:{code}",
            rule=code,
            subject=referral.ref,
            start_event=rule.start_event[:120],
            started_at=truly,
            target=rule.target,
            calendar=pack.calendar(),
            owner=f"team:{owner}",
            by=by.id,
            at=at,
            pack_release=str(pack.release_id),
            at_risk_fraction=rule.at_risk_fraction,
        )


def ask_again_to_lead(referral: Referral, team: Team, pack: Pack, *, by: Actor, at: datetime) -> None:
    """Opened again: the team that the last decision asked is asked anew, with its clock running on and a timer of its own."""
    turn = referral.moves.filter(became=Referral.Status.DECIDED, was=Referral.Status.CLOSED).count()
    because = "Opened again: the team is asked anew to accept."
    _await_acceptance(referral, team, pack, because=because, turn=f":{turn}", by=by, at=at)


def _await_acceptance(
    referral: Referral,
    team: Team,
    pack: Pack,
    *,
    because: str = "A new decision: another team is asked to accept.",
    turn: str = "",
    by: Actor,
    at: datetime,
) -> None:
    key, owner = lead_accepts_key(referral.pk), f"team:{team.pk}"
    known = clock(key)
    if known is None:
        rated = {rating.code: rating.accept_target for rating in pack.ratings}
        running = start_clock(
            key=key,
            rule="lead_accepts",
            subject=referral.ref,
            start_event="decided",
            started_at=at,
            target=rated.get(referral.contact.rating) or pack.clock("lead_accepts"),
            calendar=pack.calendar(),
            owner=owner,
            by=by.id,
            at=at,
            pack_release=str(pack.release_id),
        )
    elif known.state == RunningClock.State.STOPPED:
        moment = not_before(known, at)
        running = reopen_clock(key=key, calendar=pack.calendar(), because=because, by=by.id, at=moment)
    else:
        running = known
    if running.owner != owner:
        moment = not_before(running, at)
        running = pass_on_clock(
            key=key, owner=owner, by=by.id, at=moment, because="Another team is asked to accept."
        )
    # A timer of its own for each team: one that has fired for the first must still fire for the second.
    set_timer(
        key=f"{key}{turn}:{team.pk}",
        kind=LEAD_NOT_ACCEPTED,
        subject=referral.ref,
        due_at=running.due_at,
        at=at,
    )


def stop_at_acceptance(referral: Referral, *, truly: datetime, by: Actor, at: datetime) -> None:
    """The lead has accepted, at the time when it was `truly` done."""
    _stop(lead_accepts_key(referral.pk), end_event="lead accepted", truly=truly, by=by, at=at)


def await_second_person(referral: Referral, pack: Pack, *, by: Actor, at: datetime) -> None:
    """Somebody asks to close a family under protection: the hub, whose manager agrees or not, owes an answer. Asked in other
    words it is the same asking."""
    begin = f"{referral.ref}:close-asked"
    before = clocks_for([referral.ref]).filter(key__startswith=begin)
    if before.exclude(state=RunningClock.State.STOPPED).exists():
        return
    rule = pack.clock_rule("closing_agreed")
    start_clock(
        key=f"{begin}:{before.count() + 1}", rule=rule.code, subject=referral.ref, start_event=rule.start_event, started_at=at,
        target=rule.target, calendar=pack.calendar(), owner=f"team:{referral.contact.team_id}", by=by.id, at=at,
        pack_release=str(pack.release_id), at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip


def end_asking_to_close(referral: Referral, *, end_event: str, by: Actor, at: datetime) -> None:
    """It was closed, or went on otherwise: nobody waits for a second person any more."""
    for one in list(clocks_for([referral.ref]).filter(key__startswith=f"{referral.ref}:close-asked")):
        _stop(one.key, end_event=end_event, by=by, at=at)


def hand_on_promises(referral: Referral, *, owner: str, because: str, by: Actor, at: datetime) -> None:
    """What was promised for the family is owed by whoever leads it, so that a word about what is late reaches them: forty-five
    days of an assessment are not the hub's once a team has accepted."""
    for one in list(clocks_for([referral.ref])):
        if one.rule not in HUBS_OWN and one.state != RunningClock.State.STOPPED and one.owner != owner:
            pass_on_clock(key=one.key, owner=owner, by=by.id, at=not_before(one, at), because=because)


def stop_at_strategy(referral: Referral, *, held_at: datetime, by: Actor, at: datetime) -> None:
    """The strategy discussion was held, at its true time."""
    key = f"referral:{referral.pk}:strategy_discussion"
    running = clock(key)
    if running is not None and running.state != RunningClock.State.STOPPED:
        moment = not_before(running, at)
        held = min(max(held_at, running.started_at), moment)
        stop_clock(key=key, end_event="strategy discussion held", by=by.id, at=moment, stopped_at=held)


def stop_at_closing(subjects: list[str], *, by: Actor, at: datetime) -> None:
    """Every clock about the referral, its concern and its checks stops, marked as stopped by the closing."""
    for running in list(clocks_for(subjects)):
        if running.state != RunningClock.State.STOPPED:
            _stop(running.key, end_event=CLOSED, by=by, at=at)


def reopen_after_closing(subjects: list[str], *, pack: Pack, because: str, by: Actor, at: datetime) -> None:
    """Clocks that only the closing stopped go on from where they stood; what was kept in time stays kept. Acceptance is
    awaited anew by `ask_again_to_lead`, a decision by `await_decision`, and an answer when a partner is asked again. Nobody waits
    at a gate any more."""
    for stopped in list(clocks_for(subjects)):
        if (
            stopped.key.endswith((":lead-accepts", ":answer", ":pickup", ":ring-back"))
            or ":decide-again:" in stopped.key
        ):
            continue
        if stopped.state == RunningClock.State.STOPPED and stopped.end_event == CLOSED:
            moment = not_before(stopped, at)
            reopen_clock(key=stopped.key, calendar=pack.calendar(), because=because, by=by.id, at=moment)


def passed_clock(contact_ref: str) -> RunningClock | None:
    """The clock of the newest passing of a concern to a team, running or not: each passing has one of its own."""
    found = RunningClock.objects.filter(subject=contact_ref, rule="worker_accepts")
    return found.order_by("-started_at", "-pk").first()


def next_passed_key(contact_ref: str) -> str:
    """The key of the clock for the passing that is done now. A team that is given it after another has its whole time."""
    before = RunningClock.objects.filter(subject=contact_ref, rule="worker_accepts").count()
    return f"{contact_ref}:{before + 1}:worker-accepts" if before else f"{contact_ref}:worker-accepts"


def end_passing(
    contact_ref: str, *, end_event: str, truly: datetime | None = None, by: Actor, at: datetime
) -> None:
    """Nobody waits any more for a team to accept it, or to say what it did: its clock stops and its timer rings nobody."""
    found = passed_clock(contact_ref)
    if found is not None:
        _stop(found.key, end_event=end_event, truly=truly, by=by, at=at)
    for one in list(
        clocks_for([contact_ref]).filter(rule=DONE_RULE).exclude(state=RunningClock.State.STOPPED)
    ):
        _stop(one.key, end_event=end_event, by=by, at=at)


def await_what_was_done(contact: Contact, team: str, pack: Pack, *, by: Actor, at: datetime) -> None:
    """A team has accepted what the hub passed on: it owes a word of what it did. Without this clock a concern about a child
    who is open already stood on no list, and nobody was told."""
    turn = clocks_for([contact.ref]).filter(rule=DONE_RULE).count() + 1
    rule = pack.clock_rule(DONE_RULE)
    start_clock(
        key=f"{contact.ref}:{turn}:done", rule=rule.code, subject=contact.ref, start_event=rule.start_event, started_at=at,
        target=rule.target, calendar=pack.calendar(), owner=f"team:{team}", by=by.id, at=at,
        pack_release=str(pack.release_id), at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip


def _stop(key: str, *, end_event: str, truly: datetime | None = None, by: Actor, at: datetime) -> None:
    running = clock(key)
    if running is not None:
        moment = not_before(running, at)
        happened = min(max(truly, running.started_at), moment) if truly is not None else None
        stop_clock(key=key, end_event=end_event, by=by.id, at=moment, stopped_at=happened)
    cancel_timer(key=key)
