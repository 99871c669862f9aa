"""What is asked in a moderation session."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.ui.fields import Checkboxes, Radios
from plait.base.ui.forms import PlaitForm
from plait.thresholds.forms import LevelViewForm


class BeginForm(PlaitForm):
    """What a session is about, and which agencies sit in it."""

    groups: ClassVar = {"title": G.WORK, "agencies": G.WORK}
    button = "Begin a session"
    title = forms.CharField(
        label="What is it about?", help_text="A few words, like: neglect at home, autumn.", max_length=120
    )
    agencies = forms.MultipleChoiceField(
        label="Which agencies take part?",
        widget=Checkboxes(),
        help_text="They see it once you open it for scoring.",
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = agencies  # type: ignore[attr-defined]


class VignetteForm(PlaitForm):
    """A story of nobody."""

    groups: ClassVar = {"text": G.WORK, "age": G.WORK, "composed": G.WORK}
    button = "Add this vignette"
    text = forms.CharField(
        label="The vignette",
        help_text="What was seen, heard and is not known, as somebody would tell the hub. No name, place, date or number: write "
        "“the mother”, “a boy of seven”, “last winter”.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=4000,
    )
    age = forms.ChoiceField(label="How old is the child in it?", widget=Radios())
    composed = forms.BooleanField(
        label="I composed this from several, and changed what could tell. It is not the story of one child."
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["age"].choices = [(one.code, one.label) for one in pack.level_scheme.age_bands]  # type: ignore[attr-defined]


class ScoreForm(LevelViewForm):
    """An agency's score: as its view of the level is asked, with the indicators of the vignette's age."""

    button = "Keep our score"


class SettleForm(PlaitForm):
    """What the agencies agreed when they talked."""

    groups: ClassVar = {"level": G.WORK, "because": G.WORK, "to_change": G.WORK}
    button = "Keep what was agreed"
    level = forms.TypedChoiceField(label="Which level did you agree on?", coerce=int, widget=Radios())
    because = forms.CharField(
        label="Why this level?",
        help_text="What settled it, in a sentence or two.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    to_change = forms.CharField(
        label="Which words of the levels should change?",
        help_text="For whoever owns the levels. Leave it empty if the words are right and were read differently.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(one.n, f"{one.n}: {one.label}") for one in pack.levels]  # type: ignore[attr-defined]
