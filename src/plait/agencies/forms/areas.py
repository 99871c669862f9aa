"""Forms about other areas."""

from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.forms import PlaitForm


class ProposeAreaForm(PlaitForm):
    """What another area published, on which agreement, and how it was made sure that it is really theirs."""

    groups: ClassVar = {"description": G.WORK, "agreement": G.WORK, "checked": G.WORK}
    button = "Propose to a second person"
    description = forms.CharField(
        label="What the other area publishes of itself",
        help_text="Open its address with /.well-known/plait-area at the end, and copy everything that is there.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=16_000,
    )
    agreement = forms.CharField(
        label="Agreement between the two areas",
        help_text="Its name or number and its date, as both areas keep it.",
        max_length=200,
    )
    checked = forms.CharField(
        label="How you made sure that it is really theirs",
        help_text="Whom you rang, on which number that you knew before, and that they read you the same fingerprints.",
        max_length=200,
    )


class SuspendAreaForm(PlaitForm):
    """Why nothing from an area is believed any more."""

    groups: ClassVar = {"because": G.WORK}
    button = "Believe nothing from this area"
    because = forms.CharField(
        label="Why?", help_text="A few words for your colleagues and for the other area.", max_length=500
    )


class SettleIncidentForm(PlaitForm):
    """What came of ringing another area."""

    groups: ClassVar = {"found": G.WORK}
    button = "Settle it"
    found = forms.CharField(
        label="What did you find?",
        help_text="Whom you rang, what they said, and what was done. Name nobody in a family.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2_000,
    )
