"""Who disagrees, in the child's story: raised, each stage reached, and the outcome. Only for those who have a part in it."""

from collections.abc import Iterator

from plait.desk.presenters.story_entry import Entry
from plait.desk.queries.story import Gathered


def disputes(story: Gathered) -> Iterator[Entry]:
    """Escalations that the reader may open themselves: to anybody else it would say who told us."""
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
