"""A session in words: its state, who has scored, and its figures as tables."""

from collections.abc import Iterable
from typing import Any

from plait.thresholds.models import ModerationSession
from plait.thresholds.queries.moderation import Measured, Outcome
from plait.thresholds.rules.alpha import Agreement

STATES = {
    "draft": ("Being prepared", "dot", "grey"),
    "scoring": ("Being scored", "clock", "blue"),
    "talking": ("Scores are shown: talk", "alert", "yellow"),
    "closed": ("Closed", "tick", "green"),
}
_NOTHING = "–"


def row(session: ModerationSession) -> dict[str, Any]:
    """One session in the list."""
    return {"session": session, "tag": STATES[session.status]}


def number(found: Agreement) -> str:
    """Alpha with two places; a dash where nothing can be said."""
    return _NOTHING if found.alpha is None else _places(found.alpha)


def bounds(found: Agreement) -> str:
    """Between which bounds it lies, in words; what is missing to say so."""
    if found.alpha is None:
        return _NOTHING
    if found.low is None or found.high is None:
        return "too few vignettes to say"
    return f"{_places(found.low)} to {_places(found.high)}"


def _places(value: float) -> str:
    return f"{value:.2f}".replace("-", "−").replace("−0.00", "0.00")


def figures(measured: Iterable[Measured]) -> list[list[str]]:
    """Rows of a table: what, alpha, its bounds, from how many vignettes, what it says."""
    return [
        [one.name, number(one.found), bounds(one.found), str(one.found.units), one.says] for one in measured
    ]


def beside_each_other(shown: Outcome) -> list[list[str]]:
    """Rows of a table: each vignette, the level that each agency saw, and what was agreed."""
    rows = []
    for one in shown.vignettes:
        seen = {score.agency: f"Level {score.level}" for score in one.scores}
        agreed = f"Level {one.settlement.level}" if one.settlement else _NOTHING
        rows.append(
            [
                f"Vignette {one.vignette.number}",
                *(seen.get(agency, "not scored") for agency in shown.agencies),
                agreed,
            ]
        )
    return rows


def outcome_words(shown: Outcome) -> dict[str, Any]:
    """Everything that the outcome's part of the page shows."""
    return {
        "shown": shown,
        "grid_columns": ["Vignette", *shown.agencies, "Agreed"],
        "grid": beside_each_other(shown),
        "alpha": number(shown.overall.found),
        "bounds": bounds(shown.overall.found),
        "figure_columns": ["", "Alpha", "Between", "Vignettes", "What it says"],
        "pairs": figures(shown.pairs),
        "indicators": figures(shown.indicators),
    }
