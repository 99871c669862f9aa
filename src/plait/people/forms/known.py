"""What is asked about people: hiding whereabouts, and whom one knows."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.matching.names import nhs_number
from plait.people.actions.end_conflict import WHY_ENDED
from plait.people.actions.reveal_whereabouts import LEAST, LEAST_IN_DANGER, WHY_NEEDED
from plait.people.rules import DANGER, Query

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
        help_text="At least 10 characters, 20 where a child is in danger now. No address and nobody’s name.",
        min_length=LEAST,
        max_length=120,
        error_messages={"min_length": f"Say why in at least {LEAST} characters"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = given.get("because", "")
        if given.get("why") == DANGER and said and len(said.strip()) < LEAST_IN_DANGER:
            self.add_error(
                "because",
                f"Somebody looks at this afterwards: say it in at least {LEAST_IN_DANGER} characters",
            )
        return given


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


class ReviewForm(PlaitForm):
    """What somebody makes of two records, and why."""

    groups: ClassVar = {"said": G.IDENTITY, "because": G.IDENTITY, "blind": G.WORK}
    button = "Keep this answer"
    said = forms.ChoiceField(label="Are they one person?", widget=Radios())
    because = forms.CharField(
        label="Why?",
        help_text="What in the records makes you say so. Not needed where you cannot tell.",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    blind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("said")
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("said") not in (None, "unsure") and not given.get("because", "").strip():
            self.add_error("because", "Say why, so that whoever looks again can follow you.")
        return given


class SecondForm(PlaitForm):
    """A second person's look at two children said to be one."""

    groups: ClassVar = {"agrees": G.IDENTITY, "because": G.IDENTITY}
    button = "Keep this answer"
    agrees = forms.ChoiceField(
        label="Do you agree that they are one person?",
        choices=[("yes", "Yes, join their records"), ("no", "No, keep them apart for now")],
        widget=Radios(),
    )
    because = forms.CharField(
        label="Why?", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class WhyForm(PlaitForm):
    """Why something about an identity is undone."""

    groups: ClassVar = {"because": G.IDENTITY}
    because = forms.CharField(
        label="Why was it wrong?", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class OwnRecordsForm(PlaitForm):
    """Whom a partner looks for among what their own agency has sent."""

    groups: ClassVar = {
        "forename": G.IDENTITY,
        "surname": G.IDENTITY,
        "born_on": G.IDENTITY,
        "nhs_number": G.IDENTITY,
        "purpose": G.WORK,
    }
    button = "Look"
    forename = forms.CharField(label="First name", required=False, max_length=100)
    surname = forms.CharField(label="Last name", required=False, max_length=100)
    born_on = DateParts(label="Date of birth", required=False, past_only=True)
    nhs_number = forms.CharField(label="NHS number", required=False, max_length=20)
    purpose = forms.ChoiceField(
        label="What are you looking for?",
        choices=[(one, one) for one in ("Answer what the hub asked", "Check what our agency has sent")],
        widget=Radios(),
    )

    def clean_nhs_number(self) -> str:
        """A wrong number finds nobody, and nobody would know why."""
        text = str(self.cleaned_data["nhs_number"])
        if text and nhs_number(text) is None:
            raise forms.ValidationError(
                "This is not an NHS number: one of its 10 digits is wrong. Leave it empty if you cannot check it."
            )
        return text

    def query(self) -> Query:
        """Whom to look for, once the form is valid."""
        given = self.cleaned_data
        return Query(
            forename=given["forename"],
            surname=given["surname"],
            born_on=given["born_on"],
            nhs_number=given["nhs_number"],
        )
