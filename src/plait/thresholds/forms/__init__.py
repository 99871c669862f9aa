"""The form on which an agency says which level of need it sees."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup
from plait.base.packs import Pack
from plait.base.ui.fields import Checkboxes, Radios
from plait.base.ui.forms import PlaitForm


class LevelViewForm(PlaitForm):
    """What they see of the area's indicators (of one age band, if given), then the level, then why. Indicators never choose
    the level."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "indicators": FieldGroup.CONCERN,
        "level": FieldGroup.CONCERN,
        "because": FieldGroup.CONCERN,
    }
    button = "Keep our view"

    indicators = forms.MultipleChoiceField(
        label="What do you see or know of?",
        required=False,
        help_text="Tick what fits. Nothing is added up, and nothing is decided by it.",
    )
    level = forms.TypedChoiceField(
        label="Which level of need do you see?",
        coerce=int,
        help_text="You decide. If it differs from what you ticked, say why below.",
    )
    because = forms.CharField(
        label="Why?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, pack: Pack, age: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {level.n: level.label for level in pack.levels}
        # A choice's grouping is drawn by the renderer as a heading between the boxes.
        grouped = [
            (
                f"Level {level.n}: {labels[level.n]}",
                [(one.code, one.text) for one in pack.indicators(level.n) if not age or age in one.ages],
            )
            for level in reversed(pack.levels)
        ]
        ticks: Any = self.fields["indicators"]
        ticks.widget = Checkboxes()
        ticks.choices = [group for group in grouped if group[1]]
        level: Any = self.fields["level"]
        level.widget = Radios(hints={str(one.n): one.means for one in pack.levels})
        level.choices = [(one.n, f"{one.n}: {one.label}") for one in pack.levels]
