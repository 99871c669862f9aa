"""The form on which somebody says in their own words what worries them."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup
from plait.base.packs import Pack
from plait.base.ui.forms import PlaitForm


class SearchForm(PlaitForm):
    """A few words, and an age. Nothing of it is kept."""

    groups: ClassVar = {"said": FieldGroup.CONCERN, "age": FieldGroup.CONCERN}
    button = "Find indicators"

    said = forms.CharField(
        label="What worries you?",
        help_text="A few words, as you would say them. Name nobody. They go into no record.",
        max_length=300,
    )
    age = forms.ChoiceField(label="How old is the child?", required=False)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = [(band.code, band.label) for band in pack.level_scheme.age_bands]
        self.fields["age"].choices = [("", "Any age"), *bands]  # type: ignore[attr-defined]
