"""Steps down in the child's story: made, accepted or declined, each look, how it ended. Only for those who have a part in it."""

from collections.abc import Iterator

from plait.desk.presenters.story_entry import Entry
from plait.desk.queries.story import Gathered

_TITLES = {
    "accept": "Somebody holds the family after a step down",
    "decline": "A team declined to hold the family",
    "carry": "Held without a lead, by a manager’s word",
    "weigh the risk": "A manager weighed it, and decided",
    "hold to the end": "A step down held to the end",
    "step up": "Stepped up as a plan",
    "concern again": "Concern again",
    "end": "A step down was ended early",
}


def steps(story: Gathered) -> Iterator[Entry]:
    """Step downs that the reader may open themselves."""
    for one in story.steps:
        words = f"{one.why}\n\nIf it gets worse: {one.contingency}" if one.contingency else one.why
        yield Entry(
            one.ref,
            "step",
            one.made_at,
            one.in_words,
            str(one.from_team),
            words,
        )
        for move in one.moves.all():
            if move.verb in _TITLES:
                key = f"{one.ref}:{move.pk}"
                yield Entry(key, "step", move.at, _TITLES[move.verb], move.by_name, move.because)
        for look in one.looks.all():
            parts = (look.own_records, look.child_words, look.partners)
            labels = ("Own records", "The child says", "Partners")
            said = "\n\n".join(
                f"{label}: {text}" for label, text in zip(labels, parts, strict=True) if text.strip()
            )
            title = f"{look.label}: {look.get_standing_display().lower()}"
            yield Entry(f"{one.ref}:{look.pk}", "step", look.at, title, look.by_name, said)
