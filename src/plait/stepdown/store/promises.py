"""What a step down promises, as clocks with an owner, and the timers that notice when nobody keeps it.

Every change of a step down ends in `settle`: clocks that its state owes run, others stop, each is owned by somebody who is
there, and the soonest stands on the row for the register.
"""

from datetime import datetime, timedelta

from plait.agencies.queries import teams_where_somebody_is
from plait.base.audit.actor import Actor
from plait.base.clock import Target, due_at
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import NOT_REQUIRED, clocks_about, not_before
from plait.base.packs import Pack
from plait.base.packs.schema.stepdown import AGAIN as ASKED_FOR
from plait.base.timers import cancel_timer, set_timer
from plait.base.timers.queries import timers_under
from plait.stepdown.models import LookedAgain, StepDown
from plait.stepdown.rules import ACCEPT, RISK, owner_of, promise_of, promises_of

SOON, LATE = "stepdown-soon", "stepdown-late"
_RULES = {ACCEPT: "accept_clock", RISK: "risk_clock"}
_BEGIN = {ACCEPT: "a team was asked", RISK: "somebody has to decide"}
AGAIN = 5  # working days after which the managers hear again of what nobody has kept


def key_of(stepdown: StepDown, promise: str, *, turn: int = 0) -> str:
    """The key of a promise's clock. Asked of another team it is a promise of its own turn, with its whole time."""
    return f"{stepdown.ref}:{promise}" + (f":{turn}" if turn else "")


def answered_looks(stepdown: StepDown) -> set[str]:
    """Promises to look again that somebody has kept: an attempt at which nobody was seen keeps none."""
    seen = stepdown.looks.exclude(standing=LookedAgain.Standing.NOT_SEEN)
    return set(seen.values_list("promise", flat=True))


def owed_by(stepdown: StepDown, *, pack: Pack) -> tuple[str, ...]:
    """What is owed now, by its records and without asking a clock."""
    return promises_of(
        stepdown.status,
        begun=stepdown.begun_at is not None,
        looks=pack.stepping_down().codes(stepdown.again),
        answered=answered_looks(stepdown),
        undecided=stepdown.undecided,
    )


def looks_left(stepdown: StepDown, *, pack: Pack) -> list[str]:
    """Promises to look again that nobody has kept yet, begun or not."""
    answered = answered_looks(stepdown)
    return [code for code in pack.stepping_down().codes(stepdown.again) if code not in answered]


def settle(
    stepdown: StepDown,
    *,
    pack: Pack,
    kept: str = "",
    anew: bool = False,
    months: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Bring clocks, timers and the row into line with the state. `kept` is the promise that was just answered: its clock stops
    as kept, others that are owed no more as not required. `anew`: another team was asked, which has the whole time again.
    `months`: until a look that a manager has just asked for, else the pack's."""
    answered = answered_looks(stepdown)
    owed = owed_by(stepdown, pack=pack)
    running = {
        promise_of(one.key): one
        for one in clocks_about(stepdown.ref)
        if one.state != RunningClock.State.STOPPED
    }
    for promise, one in running.items():
        if promise not in owed or (anew and promise == ACCEPT):
            words = "answered" if promise == kept or promise in answered else NOT_REQUIRED
            _stop(one, end_event=words, by=by, at=at)
    for promise in owed:
        if promise not in running or (anew and promise == ACCEPT):
            _start(stepdown, promise, pack=pack, months=months, by=by, at=at)
    _own(stepdown, by=by, at=at)
    _show(stepdown)


def _start(
    stepdown: StepDown, promise: str, *, pack: Pack, months: int | None, by: Actor, at: datetime
) -> None:
    process = pack.stepping_down()
    look = process.look(promise)
    code = look.clock if look else getattr(process, _RULES[promise])
    rule = pack.clock_rule(code)
    by_manager = promise.startswith(ASKED_FOR)
    turn = sum(promise_of(one.key) == promise for one in clocks_about(stepdown.ref))
    key = key_of(stepdown, promise, turn=turn)
    made = start_clock(
        key=key, rule=code, subject=stepdown.ref, start_event=_BEGIN.get(promise, "somebody holds the family"),
        started_at=(stepdown.begun_at or at) if look and not by_manager else at,
        target=Target("months", months) if by_manager and months else rule.target, calendar=pack.calendar(),
        owner=owner(stepdown, promise, at=at), by=by.id, at=at, pack_release=str(pack.release_id),
        at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    set_timer(key=f"{key}:soon", kind=SOON, subject=stepdown.ref, due_at=made.at_risk_at, at=at)
    set_timer(key=f"{key}:late:0", kind=LATE, subject=stepdown.ref, due_at=made.due_at, at=at)


def next_rung(key: str, *, fired: int, stepdown: StepDown, pack: Pack, at: datetime) -> None:
    """Nobody kept it yet: the next who must hear of it does so after the pack's working days."""
    first, second = pack.stepping_down().late_after
    days = {0: first, 1: second - first}.get(fired, AGAIN)
    moment = due_at(start=at, target=Target("working_days", days), calendar=pack.calendar()).at
    late = max(moment, at + timedelta(hours=1))
    set_timer(key=f"{key}:late:{fired + 1}", kind=LATE, subject=stepdown.ref, due_at=late, at=at)


def owner(stepdown: StepDown, promise: str, *, at: datetime) -> str:
    """`team:<id>` of whoever answers for a promise now; there is always one. A team that everybody left answers for nothing."""
    there = teams_where_somebody_is(at=at)
    teams = {
        "receiving": stepdown.to_team,
        "handing": stepdown.from_team,
        "hub": stepdown.referral.contact.team,
    }
    found = owner_of(
        promise,
        stepdown.status,
        receiving=stepdown.to_team_id in there,
        handing=stepdown.from_team_id in there,
    )
    return f"team:{teams[found].pk}"


def would_pass_on(stepdown: StepDown, *, at: datetime) -> bool:
    """Is any of its promises owned by somebody who cannot answer for it now, while somebody else could?"""
    running = [one for one in clocks_about(stepdown.ref) if one.state != RunningClock.State.STOPPED]
    return any(one.owner != owner(stepdown, promise_of(one.key), at=at) for one in running)


def _own(stepdown: StepDown, *, by: Actor, at: datetime) -> None:
    for one in clocks_about(stepdown.ref):
        if one.state == RunningClock.State.STOPPED:
            continue
        wanted = owner(stepdown, promise_of(one.key), at=at)
        if one.owner != wanted:
            because = "Somebody else holds the family now."
            pass_on_clock(key=one.key, owner=wanted, by=by.id, at=not_before(one, at), because=because)


def _stop(running: RunningClock, *, end_event: str, by: Actor, at: datetime) -> None:
    stop_clock(key=running.key, end_event=end_event, by=by.id, at=not_before(running, at))
    for key in timers_under(running.subject, f"{running.key}:"):
        cancel_timer(key=key)


def _show(stepdown: StepDown) -> None:
    first = next((one for one in clocks_about(stepdown.ref) if one.state == RunningClock.State.RUNNING), None)
    stepdown.next_promise = promise_of(first.key) if first else ""
    stepdown.due_at = first.due_at if first else None
    stepdown.at_risk_at = first.at_risk_at if first else None
    stepdown.save(update_fields=["next_promise", "due_at", "at_risk_at"])
