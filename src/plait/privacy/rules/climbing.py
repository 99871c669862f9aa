"""To whom an alarm about a sealed log climbs while nobody has settled it, and when again. Pure."""

from datetime import datetime, timedelta

# Each step adds the next: whoever may end the trust in another area stands above whoever reads the audit. Never those who keep
# the machines: an alarm may be about them.
STEPS = ("privacy_officer", "information_governance", "hub_manager")
WORDS = (
    "The area’s privacy officers",
    "the information governance lead of the hub’s agency",
    "the hub’s managers",
)
LATE = "witness-alarm-late"
EVERY, AFTER_STEPS, AFTERWARDS = timedelta(days=1), 7, timedelta(days=7)


def timer_of(alarm_id: str, step: int = 0) -> str:
    """The key of the timer by which it climbs from this step."""
    return f"{LATE}:{alarm_id}+{step}" if step else f"{LATE}:{alarm_id}"


def told_at(step: int) -> tuple[str, ...]:
    """Which roles hear of it at this step: 0 is the alarm itself."""
    return STEPS[: max(0, step) + 1]


def words_of(step: int) -> str:
    """Who has been told by now."""
    return ", ".join(WORDS[: max(0, step) + 1])


def next_after(step: int, at: datetime) -> datetime:
    """Each day for a week, then each week."""
    return at + (EVERY if step < AFTER_STEPS else AFTERWARDS)
