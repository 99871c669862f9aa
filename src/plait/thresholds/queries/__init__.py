"""Reading agencies' views of the level, and the framework they were given on."""

from collections.abc import Iterable

from plait.base.packs import Pack
from plait.thresholds.models import LevelView
from plait.thresholds.rules import Framework


def framework_of(pack: Pack) -> Framework:
    """The area's levels and indicators as the rules weigh them."""
    return Framework(
        levels={level.n: level.label for level in pack.levels},
        indicators={indicator.code: indicator.level for indicator in pack.indicators()},
    )


def standing_views(subject: str) -> list[LevelView]:
    """The newest view of each agency on this subject, by the agency's name. One query."""
    newest: dict[str, LevelView] = {}
    for view in LevelView.objects.filter(subject=subject).order_by("at", "pk"):
        newest[view.agency_id] = view
    return sorted(newest.values(), key=lambda view: view.agency_name)


def views_on(subjects: Iterable[str]) -> list[LevelView]:
    """Every view ever given on these subjects, oldest first: the history that a timeline shows."""
    return list(LevelView.objects.filter(subject__in=list(subjects)).order_by("at", "pk"))


def own_view(subject: str, agency_id: str) -> LevelView | None:
    """What one agency said last of this subject."""
    return LevelView.objects.filter(subject=subject, agency_id=agency_id).order_by("-at", "pk").first()
