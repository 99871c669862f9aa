"""Who disagrees, in the child's story: raised, each stage reached, and the outcome. Only for those who have a part in it."""

from collections.abc import Iterator

from plait.desk.presenters.story_entry import Entry
from plait.desk.presenters.story_sources import is_protected, source_of
from plait.desk.queries.story import Gathered


def disputes(story: Gathered) -> Iterator[Entry]:
    """Those that the reader may open themselves: to anybody else it would say who told us."""
    yield from _disagreements(story)
    yield from _asked_why(story)
    for one in story.disputes:
        agency = one.our_agency.name
        for stage in sorted(one.stages.all(), key=lambda row: row.order):
            title = (
                f"{agency} disputes: {one.get_about_display().lower()}"
                if stage.order == 1
                else "An escalation climbed"
            )
            yield Entry(
                f"escalation:{one.pk}:{stage.order}",
                "escalation",
                stage.began_at,
                f"{title} ({stage.name})",
                agency,
                stage.climbed_because or (one.wanted if stage.order == 1 else ""),
                field_group="work",
            )
        outcome = next(iter(one.outcomes.all()), None)
        if one.ended_at is not None and outcome is not None:
            said = f"An escalation ended: {one.get_status_display().lower()}"
            key = f"escalation:{one.pk}:ended"
            yield Entry(key, "escalation", one.ended_at, said, agency, outcome.text, field_group="work")


def _disagreements(story: Gathered) -> Iterator[Entry]:
    for one in story.disagreements:
        referrer = story.referrers.get(str(one.task.contact_id))
        told_us = one.task.kind in ("referrer", "public")
        source = source_of(referrer) if told_us else one.agency_name
        wanted = f"What should happen instead: {one.wanted}" if one.wanted else ""
        yield Entry(
            f"disagreement:{one.pk}", "escalation", one.at, "Disagrees with what they were told", source,
            "\n\n".join(part for part in (one.because, wanted) if part), "opinion",
            may_tell=told_us and is_protected(referrer),
        )  # fmt: skip
        if one.answered_at is not None:
            key = f"disagreement:{one.pk}:answered"
            yield Entry(
                key, "escalation", one.answered_at, "A disagreement was answered", "The hub", one.answered
            )


def _asked_why(story: Gathered) -> Iterator[Entry]:
    for one in story.challenges:
        agency = one.our_agency.name
        title = f"{agency} asks why it was decided so"
        yield Entry(f"challenge:{one.pk}", "escalation", one.at, title, agency, one.question, "opinion")
        if one.answered_at is not None:
            key, said = f"challenge:{one.pk}:answered", f"{agency} was told why"
            yield Entry(key, "escalation", one.answered_at, said, one.answered_by_name, one.answer)
