"""The ledger of promises, kept twice: by the clocks that run, and by what the records say is still owed. They must agree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from plait.agencies.models import Membership, Practitioner
from plait.base.clock import Standing
from plait.base.clock.models import ClockChange, RunningClock
from plait.base.clock.queries import NOT_REQUIRED, standing_of
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.timers.models import Timer
from plait.escalation.models import Challenge, ChildOutcome, Escalation
from plait.escalation.queries import clock_key
from plait.feedback.models import Disagreement, FeedbackTask
from plait.feedback.store.timing import answer_key
from plait.referrals.models import Contact, Decision, PartnerCheck, Referral
from plait.stepdown.life import LIVE
from plait.stepdown.models import StepDown
from plait.stepdown.rules import promise_of, promises_of

ARBITRATOR = "arbitrator"
# Ends of a clock that neither kept what it promised nor left it open: said with a reason by a deed.
WITHDRAWN = (NOT_REQUIRED, "taken back", "withdrawn", "overtaken")


@dataclass
class Ledger:
    """What was opened, and where each of them is now. Whoever pauses one owns it still."""

    opened: int = 0
    now: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def balance(self) -> int:
        """Zero, or promises were lost or made twice."""
        return self.opened - self.now.total()

    def __str__(self) -> str:
        parts = ", ".join(f"{name} {count:,}" for name, count in sorted(self.now.items()))
        return f"{self.opened:,} opened: {parts}; balance {self.balance}"


def ledger(*, at: datetime) -> Ledger:
    """Both books, and every sentence on which they part."""
    found = Ledger(opened=ClockChange.objects.filter(what=ClockChange.What.STARTED).count())
    rows = {one.key: one for one in RunningClock.objects.all()}
    for one in rows.values():
        found.now[_where(one, at)] += 1
    running = {key for key, one in rows.items() if one.state != RunningClock.State.STOPPED}
    owed = set(_owed(at))
    found.wrong += [f"owed, and no clock runs: {key}" for key in sorted(owed - running)]
    found.wrong += [
        f"a clock runs for nothing that is owed: {key}" for key in sorted(running - owed - _looser(running))
    ]
    found.wrong += without_owner(rows[key] for key in running)
    # What stands still waits for somebody else, who has a clock of their own.
    ticking = [one for key in running if (one := rows[key]).state == RunningClock.State.RUNNING]
    found.wrong += late_and_untold(one for one in ticking if one.due_at < at)
    found.wrong += [
        f"a timer is due and has not fired: {one.key}"
        for one in Timer.objects.filter(state="waiting", next_try__lte=at)
    ]
    found.wrong += [
        f"a timer keeps failing: {one.key} ({one.last_error})" for one in Timer.objects.filter(state="failed")
    ]
    found.wrong += [
        f"a letter has not left: {one.key} ({one.last_error})"
        for one in Message.objects.filter(state__in=["queued", "failed"], posted_at__lte=at)
    ]
    return found


def _where(one: RunningClock, at: datetime) -> str:
    stands = standing_of(one, at)
    if one.state == RunningClock.State.STOPPED and one.end_event in WITHDRAWN:
        return "withdrawn"
    if stands in (Standing.CLOSED, Standing.STOPPED):
        return "withdrawn"
    return {Standing.BREACHED: "visibly late", Standing.MET: "kept", Standing.MET_LATE: "met late",
            Standing.PAUSED: "paused"}.get(stands, "open in time")  # fmt: skip


def _owed(at: datetime) -> Iterator[str]:
    """What the records say, without asking a clock."""
    taken = set(Referral.objects.values_list("contact_id", flat=True))
    for contact in Contact.objects.filter(answered_at__isnull=True).exclude(pk__in=taken):
        yield f"{contact.ref}:decision"
    for check in PartnerCheck.objects.filter(status__in=["asked", "opened"]).exclude(
        referral__status="closed"
    ):
        yield f"{check.ref}:answer"
    for referral in Referral.objects.exclude(status="closed"):
        last = Decision.objects.filter(referral=referral).order_by("-at", "pk").first()
        again = referral.moves.filter(became="open").order_by("-at", "pk").first()
        if referral.status == "open" and again is not None:
            turns = referral.moves.filter(became="open").count()
            yield f"{referral.ref}:decide-again:{turns}"  # opened again: the hub decides anew
        elif last is not None and last.next_team_id not in (None, referral.lead_team_id):
            yield f"{referral.ref}:lead-accepts"
    process = current(at=at).stepping_down()
    for one in StepDown.objects.filter(status__in=LIVE):
        answered = set(one.looks.exclude(standing="not_seen").values_list("promise", flat=True))
        keys = list(
            RunningClock.objects.filter(subject=one.ref)
            .exclude(state="stopped")
            .values_list("key", flat=True)
        )
        for promise in promises_of(
            one.status,
            begun=one.begun_at is not None,
            looks=process.codes(one.again),
            answered=answered,
            undecided=one.undecided,
        ):
            mine = [key for key in keys if promise_of(key) == promise]
            yield from mine or [f"{one.ref}:{promise}"]
    said = set(ChildOutcome.objects.filter(at__isnull=False).values_list("escalation_id", flat=True))
    yield from (clock_key(one) for one in Escalation.objects.all() if one.pk not in said)
    yield from (clock_key(one) for one in Challenge.objects.filter(status="asked"))
    yield from (f"feedback:{one.pk}:send" for one in FeedbackTask.objects.filter(status="held"))
    yield from (answer_key(one.pk) for one in Disagreement.objects.filter(answered_at__isnull=True))


def _looser(running: set[str]) -> set[str]:
    """Clocks that an outcome or a rating started: owed while their referral, or their concern, is not over."""
    open_referrals = {one.ref for one in Referral.objects.exclude(status="closed")}
    undecided = {one.ref for one in Contact.objects.filter(answered_at__isnull=True)}
    return {key for key in running if key.rpartition(":")[0] in open_referrals | undecided}


def without_owner(clocks: Iterable[RunningClock]) -> list[str]:
    """Somebody who is there, in an agency that is: a name that was suspended and a team that everybody left own nothing."""
    here = Practitioner.objects.filter(left_at=None, suspended_at=None, agency__ended_at=None)
    people = {f"practitioner:{one}" for one in here.values_list("pk", flat=True)}
    held = Membership.objects.filter(to_at=None, practitioner__in=here, team__agency__ended_at=None)
    there = {ARBITRATOR, *people, *(f"team:{one}" for one in held.values_list("team_id", flat=True))}
    return [f"nobody owns it: {one.key} ({one.owner})" for one in clocks if one.owner not in there]


def late_and_untold(late: Iterable[RunningClock]) -> list[str]:
    """Each has a timer of its own, by the beginning of its key, that has told somebody since it was late, or will at a later
    moment: another promise about the same record speaks for nobody. One without any timer is wrong, whatever its kind."""
    clocks = list(late)
    timers: dict[str, list[Timer]] = defaultdict(list)
    for one in Timer.objects.filter(subject__in={clock.subject for clock in clocks}).exclude(
        state="cancelled"
    ):
        timers[one.subject].append(one)
    return [
        f"late, and nobody was told: {clock.key}"
        for clock in clocks
        if not any(_tells(one, clock) for one in timers[clock.subject])
    ]


def _tells(timer: Timer, clock: RunningClock) -> bool:
    own = timer.key == clock.key or timer.key.startswith(f"{clock.key}:")
    return own and (timer.due_at >= clock.due_at if timer.state == "fired" else timer.due_at > clock.due_at)
