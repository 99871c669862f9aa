"""What is asked on the pages of the reviewer's desk."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.clock import LONDON
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.privacy.rules import OUTCOMES


class SettleLookupForm(PlaitForm):
    """What came of a look-up."""

    groups: ClassVar = {"outcome": G.WORK, "because": G.WORK}
    button = "Save what came of it"
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=list(OUTCOMES.items()),
        widget=Radios(
            hints={
                "dismissed": "Choose this when you can see by yourself that it was part of the work.",
                "concern": "Their manager is told by you, not by Plait.",
                "breach": "Your agency’s own breach procedure begins with you. Plait does not report it to anybody.",
            }
        ),
    )
    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 4}))


class ExplainForm(PlaitForm):
    """Why somebody looked, in their own words."""

    groups: ClassVar = {"answer": G.WORK}
    button = "Send my explanation"
    answer = forms.CharField(
        label="Why did you look?",
        help_text="A sentence or two. Name nobody in the family.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class FlagForm(PlaitForm):
    """A record in the public eye."""

    groups: ClassVar = {"team": G.WORK, "until": G.WORK, "because": G.SAFETY}
    button = "Mark this record"
    team = forms.ChoiceField(label="Which team may open it?", widget=Radios())
    until = DateParts(label="Until which day?", help_text="You can end it sooner.")
    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]

    def until_at(self) -> datetime:
        """The end of that day."""
        day: date = self.cleaned_data["until"]
        return datetime.combine(day, time(23, 59), LONDON).astimezone(UTC)


class BecauseForm(PlaitForm):
    """A deed that needs its reason, and nothing else."""

    groups: ClassVar = {"because": G.WORK}
    button = "Save"
    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))


class ProposeForm(PlaitForm):
    """Why what is due may go, and that survivors were thought of."""

    groups: ClassVar = {"because": G.WORK, "survivors_weighed": G.WORK}
    button = "Propose to dispose of these"
    because = forms.CharField(label="Why may they go?", widget=forms.Textarea(attrs={"rows": 3}))
    survivors_weighed = forms.CharField(
        label="May somebody ask for this one day?",
        help_text="Somebody who was a child then may want to know. Say how you weighed it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HoldForm(PlaitForm):
    """Whose record is to be kept, and why."""

    groups: ClassVar = {"reference": G.WORK, "because": G.WORK}
    button = "Hold this record"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on a receipt that speaks of one child, like 7KDX-M4TQ, or person: with its long number.",
        max_length=60,
    )
    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))
