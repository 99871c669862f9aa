"""What the hub found out and said between the decisions: how a risk was settled, and whether the child can go home."""

from collections.abc import Iterator

from plait.desk.presenters.story_entry import Entry
from plait.desk.presenters.story_sources import is_protected
from plait.desk.queries.story import Gathered
from plait.referrals.models import SafetySettled

_HOLDS = {
    SafetySettled.Holds.YES: "it is so",
    SafetySettled.Holds.NO: "it is not so",
    SafetySettled.Holds.NOT_SURE: "nobody is sure after all",
}


def settled(story: Gathered) -> Iterator[Entry]:
    """Each answer that was found out, never whom the hub asked. Like the warnings that it settles it stays on the screen."""
    for one in story.settled:
        title = f"Asked since: {one.get_kind_display().lower()}? {_HOLDS[SafetySettled.Holds(one.holds)].capitalize()}"
        referrer = story.referrers.get(str(one.contact_id))
        yield Entry(
            f"settled:{one.pk}", "risk", one.at, title, f"{one.by_name}, the hub", one.because, field_group="safety",
            may_tell=is_protected(referrer), stays=True,
        )  # fmt: skip


def before_the_bell(story: Gathered) -> Iterator[Entry]:
    """Whether the child can go home, as it was said to whoever told us."""
    for one in story.pickup:
        said = f"Can the child go home? {one.get_said_display()}"
        rang = "Said by telephone." if one.rang else ""
        told = is_protected(story.referrers.get(str(one.contact_id)))
        source = f"{one.by_name}, the hub"
        yield Entry(
            one.ref, "feedback", one.at, said, source, rang, field_group="work", may_tell=told, stays=told
        )
