"""What is asked about people: hiding whereabouts, and whom one knows."""

from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.people.actions.end_conflict import WHY_ENDED
from plait.people.actions.reveal_whereabouts import LEAST, WHY_NEEDED

HOW_KNOWN = (
    ("own_family", "My own family"),
    ("partner", "My partner, or somebody who was"),
    ("friend", "A friend"),
    ("neighbour", "A neighbour"),
    ("colleague", "A colleague, or somebody I work with outside this"),
    ("other", "I know them in another way"),
)


class ShieldForm(PlaitForm):
    """Why somebody's whereabouts are hidden, and when to look at it again."""

    groups: ClassVar = {"because": G.SAFETY, "review_on": G.WORK}
    button = "Hide where they are"
    because = forms.CharField(
        label="Why must it be hidden?",
        help_text="Who must not learn where they are. Do not write an address here.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    review_on = DateParts(
        label="When should somebody look at this again?",
        help_text="It stays hidden until a person decides otherwise, whatever the date.",
        required=False,
    )


class RevealForm(PlaitForm):
    """Why a protected address is needed."""

    groups: ClassVar = {"why": G.WORK, "because": G.WORK}
    button = "Show the address"
    why = forms.ChoiceField(
        label="What do you need the address for?", choices=list(WHY_NEEDED.items()), widget=Radios
    )
    because = forms.CharField(
        label="Why do you need it?",
        help_text="At least 10 characters. Do not write an address or anybody’s name here.",
        min_length=LEAST,
        max_length=120,
        error_messages={"min_length": f"Say why in at least {LEAST} characters"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ConflictForm(PlaitForm):
    """Somebody whom the practitioner knows."""

    groups: ClassVar = {
        "forename": G.IDENTITY,
        "surname": G.IDENTITY,
        "born_on": G.IDENTITY,
        "kind": G.FAMILY,
    }
    button = "Declare it"
    forename = forms.CharField(label="Their first name", max_length=100)
    surname = forms.CharField(label="Their last name", max_length=100)
    born_on = DateParts(
        label="Their date of birth, if you know it",
        help_text="Like 27 3 2014.",
        required=False,
        past_only=True,
    )
    kind = forms.ChoiceField(label="How do you know them?", choices=HOW_KNOWN, widget=Radios)


class EndConflictForm(PlaitForm):
    """Why a declaration ends."""

    groups: ClassVar = {"because": G.WORK}
    button = "End it"
    because = forms.ChoiceField(label="Why does it end?", choices=list(WHY_ENDED.items()), widget=Radios)
