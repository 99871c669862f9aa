"""What is asked of whoever lends what a package does not hold, and of whoever reads it at its source."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Radios
from plait.base.ui.forms import PlaitForm

WHY_LONG = 200


class LendForm(PlaitForm):
    """What, to whom by name, and why."""

    groups: ClassVar = {"what": G.SAFETY, "reader": G.WORK, "because": G.CONCERN}
    button = "Lend it for 15 minutes"
    what = forms.ChoiceField(label="What do you lend?", widget=Radios())
    reader = forms.CharField(
        label="Who there may read it?",
        help_text="By name, as their Plait knows them. Their emergency duty team may read it too.",
        max_length=120,
    )
    because = forms.CharField(
        label="Why must they read it?", help_text="A sentence. It is kept here.", max_length=WHY_LONG
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("what").choices = list(offered)


class ReadLentForm(PlaitForm):
    """Which of what is lent, and why."""

    groups: ClassVar = {"lent": G.WORK, "because": G.CONCERN}
    button = "Read it at its source"
    lent = forms.ChoiceField(label="What do you read?", widget=Radios())
    because = forms.CharField(
        label="Why do you need it now?",
        help_text="Both areas keep that you read it, and why.",
        max_length=WHY_LONG,
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("lent").choices = list(offered)
