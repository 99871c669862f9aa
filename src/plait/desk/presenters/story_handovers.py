"""A family handed to another area or taken over from one, in the child's story: for those who may open the handover itself."""

from collections.abc import Iterator

from plait.desk.presenters.story_entry import Entry
from plait.desk.queries.story import Gathered
from plait.handover.life import VERBS
from plait.handover.models import Handover


def handovers(story: Gathered) -> Iterator[Entry]:
    """Offered, and each word of either side that counted. What was written with a word stands on the handover's own page. That a
    protected family went to this or that area is read on the screen alone."""
    for one in story.handovers:
        ours = one.side == Handover.Side.OUT
        title = f"Offered to {one.peer.name}" if ours else f"{one.peer.name} hands the family over to us"
        stays = one.pk in story.whereabouts_protected
        source = one.by_name if ours else one.peer.name
        yield Entry(one.ref, "handover", one.at, title, source, field_group="location", stays=stays)
        for word in one.said.all():
            if word.counted and word.verb in VERBS:
                who = word.by_name if word.ours else f"{word.by_name}, {one.peer.name}"
                key = f"{one.ref}:{word.pk}"
                yield Entry(
                    key, "handover", word.at, VERBS[word.verb], who, field_group="location", stays=stays
                )
