"""Forms of whoever reviews looks at records, and of whoever explains their own."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.clock import LONDON
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.privacy.rules import AFTERWARDS, OUTCOMES


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


class LookedAtForm(PlaitForm):
    """What came of looking at something that no agreement carried."""

    groups: ClassVar = {"outcome": G.WORK, "because": G.WORK}
    button = "I have looked at it"
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=list(AFTERWARDS.items()),
        widget=Radios(
            hints={
                "agreement": "Tell your information governance lead. They write the clause.",
                "doubtful": "Their manager is told by you, not by Plait.",
            }
        ),
    )
    because = forms.CharField(
        label="Say it in a sentence", help_text="Name nobody in the family.", widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip


class FoundForm(PlaitForm):
    """What somebody found who looked at an alarm."""

    groups: ClassVar = {"found": G.WORK}
    button = "Settle it"
    found = forms.CharField(
        label="What did you find?",
        help_text="Whom you rang, what they said, and what was done.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


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


class OwnPeopleForm(PlaitForm):
    """Which record an agency asks about."""

    groups: ClassVar = {"reference": G.WORK}
    button = "Look"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on a receipt that speaks of one child, or person: with its long number.",
        max_length=60,
    )


class SheetForm(PlaitForm):
    """For whom a sheet of who looked is, and why it is safe to give it."""

    groups: ClassVar = {
        "reference": G.WORK,
        "for_whom": G.WORK,
        "recipient": G.SOURCE_IDENTITY,
        "safe_because": G.SAFETY,
    }
    button = "Make the sheet"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on a receipt that speaks of one child, or person: with its long number.",
        max_length=60,
    )
    for_whom = forms.ChoiceField(
        label="Who gets it?",
        choices=[("self", "The person it is about"), ("parent", "A parent or carer of the child")],
        widget=Radios(),
    )
    recipient = forms.CharField(label="Their name", max_length=160)
    safe_because = forms.CharField(
        label="Why is it safe to give it to them?", widget=forms.Textarea(attrs={"rows": 3})
    )
