"""What the hub is asked when it settles an answer on risk."""

from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Radios
from plait.base.ui.forms import PlaitForm
from plait.referrals.models import SafetySettled


class SettleForm(PlaitForm):
    """What holds now, who was asked, and why. `was` is the settlement that stood there when the page was read."""

    groups: ClassVar[dict[str, G]] = {
        "was": G.WORK,
        "holds": G.SAFETY,
        "whom": G.SOURCE_IDENTITY,
        "because": G.SAFETY,
    }
    button = "Keep this"
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    holds = forms.ChoiceField(
        label="What holds now?",
        choices=SafetySettled.Holds.choices,
        widget=Radios(hints={"no": "A qualified worker says so. The warnings that rest on this answer end."}),
    )
    whom = forms.CharField(
        label="Whom did you ask?",
        help_text="Their role, or their name. Only the hub reads it.",
        max_length=160,
    )
    because = forms.CharField(
        label="Why is it so?",
        help_text="Everybody who works on this concern reads it. Not where they are, and nothing that says who told us.",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
