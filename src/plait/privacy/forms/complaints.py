"""Forms of a complaint about how data was used."""

from datetime import datetime
from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.privacy.forms.received import noon_of


class ComplaintForm(PlaitForm):
    """A complaint as it came."""

    groups: ClassVar = {
        "complainant": G.SOURCE_IDENTITY,
        "safe_contact": G.CONTACT_DETAILS,
        "said": G.CONCERN,
        "received_on": G.WORK,
    }
    button = "Record the complaint"
    complainant = forms.CharField(
        label="Who complains?", help_text="Leave it empty if they do not want to be named.", max_length=160, required=False
    )  # fmt: skip
    safe_contact = forms.CharField(
        label="What is the safe way to answer them?", max_length=300, required=False
    )
    said = forms.CharField(label="What do they complain of?", widget=forms.Textarea(attrs={"rows": 5}))
    received_on = DateParts(label="On which day did it come?", past_only=True)

    def received_at(self, at: datetime) -> datetime:
        """That day at noon, or now where that is earlier."""
        return noon_of(self.cleaned_data["received_on"], at)


class AnswerComplaintForm(PlaitForm):
    """What came of a complaint, and what is learnt."""

    groups: ClassVar = {"outcome": G.WORK, "answer": G.CONCERN, "learning": G.WORK}
    button = "Save the answer"
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[
            ("upheld", "Upheld"),
            ("partly", "Upheld in part"),
            ("not_upheld", "Not upheld"),
            ("withdrawn", "Withdrawn"),
        ],
        widget=Radios(),
    )
    answer = forms.CharField(
        label="The answer, as they will read it", widget=forms.Textarea(attrs={"rows": 5})
    )
    learning = forms.CharField(
        label="What is done differently from now on?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
