"""The clocks of what is owed to those who told us, and the timer that notices when one is late: both have the same key."""

from datetime import datetime

from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.reopen_clock import reopen_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, not_before
from plait.base.clock.targets import Target
from plait.base.packs import Pack
from plait.base.timers import cancel_timer, set_timer

LATE = "feedback-late"
PICKUP, RING_BACK = "school_pickup", "school_ring_back"
SEND, ANSWER = "referrer_feedback", "disagreement_answer"
BEGINS = {
    PICKUP: "A child is said to be at school now",
    RING_BACK: "A school was asked to keep a child until somebody rings",
}
AT_THE_GATE = frozenset(BEGINS)  # a child waits: minutes, and the area's words
LINKS = {
    PICKUP: "/feedback/pickup/{}/",
    RING_BACK: "/feedback/pickup/{}/",
    SEND: "/feedback/to-settle/{}/",
    ANSWER: "/feedback/disagreements/{}/",
}
HALF = 0.5  # of so short a time, the second half is at risk


def pickup_key(contact_ref: str) -> str:
    """The clock within which the school hears whether the child can go home."""
    return f"{contact_ref}:pickup"


def ring_back_key(word_ref: str) -> str:
    """The clock within which a school that keeps a child is rung: each such word has its own."""
    return f"{word_ref}:ring-back"


def send_key(task_ref: str) -> str:
    """The clock within which somebody is told what came of it."""
    return f"{task_ref}:send"


def answer_key(disagreement_id: object) -> str:
    """The clock within which a disagreement is answered with reasons."""
    return f"disagreement:{disagreement_id}:answer"


def path_of(running: RunningClock) -> str:
    """The page on which what is owed can be given."""
    return LINKS[running.rule].format(running.subject.partition(":")[2])


def start(
    key: str, rule: str, *, subject: str, owner: str, target: Target | None = None, watched: bool = True,
    pack: Pack, by: str, at: datetime,
) -> RunningClock:  # fmt: skip
    """Start it for whoever owes it; `watched`: its timer rings from when it is at risk (a child waits) or late."""
    rule_of = pack.clock_rule(rule) if target is None else None
    running = start_clock(
        key=key,
        rule=rule,
        subject=subject,
        start_event=rule_of.start_event if rule_of else BEGINS[rule],
        started_at=at,
        target=target or pack.clock(rule),
        calendar=pack.calendar(),
        owner=owner,
        by=by,
        at=at,
        pack_release=str(pack.release_id),
        at_risk_fraction=rule_of.at_risk_fraction if rule_of else HALF,
    )
    if watched:
        first = running.at_risk_at if rule in AT_THE_GATE else running.due_at
        set_timer(key=key, kind=LATE, subject=subject, due_at=first, at=at)
    return running


def go_on(
    key: str, *, because: str, subject: str, owner: str, pack: Pack, by: str, at: datetime
) -> RunningClock:
    """It was stopped, and is owed all the same, by this one: the time since does not count."""
    before = clock(key)
    assert before is not None, "what was sent had a clock"
    at_ = not_before(before, at)
    running = reopen_clock(key=key, calendar=pack.calendar(), because=because, by=by, at=at_)
    if running.owner != owner:
        running = pass_on_clock(key=key, owner=owner, by=by, at=at_)
    set_timer(key=key, kind=LATE, subject=subject, due_at=running.due_at, at=at)
    return running


def stop(key: str, *, end_event: str, by: str, at: datetime) -> None:
    """It was done, or need not be done any more: nobody is asked again."""
    running = clock(key)
    if running is not None and running.state != RunningClock.State.STOPPED:
        stop_clock(key=key, end_event=end_event, by=by, at=not_before(running, at))
    cancel_timer(key=key)


def ring_back_of(contact_ref: str) -> RunningClock | None:
    """The clock of a school that keeps a child and waits to be rung; None where nobody waits."""
    running = RunningClock.objects.filter(subject=contact_ref, rule=RING_BACK)
    return running.exclude(state=RunningClock.State.STOPPED).order_by("due_at", "pk").first()


def nobody_waits(contact_ref: str, *, end_event: str, by: str, at: datetime) -> None:
    """The school was rung, or heard another word: whoever was to ring it need not any more."""
    while (running := ring_back_of(contact_ref)) is not None:
        stop(running.key, end_event=end_event, by=by, at=at)
