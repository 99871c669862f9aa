"""How urgent it is, and when somebody is asked to climb. Pure."""

from datetime import datetime, timedelta

URGENCIES = ("danger", "harm", "soon", "usual")  # the most urgent first


def next_prompt(*, due: datetime, at: datetime, pressing: bool) -> datetime:
    """When both sides are asked again to climb, after the moment at which it was due: each day, and while it is pressing every
    six hours. A prompt never stops by itself, and nothing ever climbs in silence."""
    return max(due, at) + (timedelta(hours=6) if pressing else timedelta(days=1))


def is_pressing(urgency: str, *, prompts: int, unheeded: int) -> bool:
    """With a risk of harm, until whoever owes it has been asked `unheeded` times: a fortieth letter in ten days is read by nobody
    who did not read four. From then on somebody else is asked, and where nobody else is left, each day."""
    return counts_as_harm(urgency) and prompts < unheeded


def counts_as_harm(urgency: str) -> bool:
    """Is this one of those that no stage may keep for more than 24 hours?"""
    return urgency in ("danger", "harm")


def is_more_urgent(urgency: str, *, than: str) -> bool:
    """Danger before harm, harm before what cannot wait a week, that before what can wait its turn."""
    return urgency in URGENCIES and URGENCIES.index(urgency) < URGENCIES.index(than)
