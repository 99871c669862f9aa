"""What is asked of somebody who takes a way in, of those who answer for it, and of one's own home."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.people.actions import claim_child, end_involvement, review_access, settle_inferred
from plait.people.rules import KINDS_OF_NOTE
from plait.people.rules.homes import Home

OUTCOMES = (
    ("in_order", "It was in order"),
    ("explained", "It was explained by the person who used it"),
    ("not_in_order", "It was not in order: I take it further"),
)


def _words(label: str, *, least: int, most: int, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=least,
        max_length=most,
        error_messages={"min_length": f"Say it in at least {least} characters"},
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class EmergencyForm(PlaitForm):
    """Why a record must be opened now."""

    groups: ClassVar = {"why": G.WORK, "because": G.WORK}
    button = "Open it for an hour"
    why = forms.ChoiceField(label="Why now?", widget=Radios())
    because = forms.CharField(
        label="What is happening?", widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = pack.access.emergency
        self.button = f"Open it for {rules.minutes} minutes"
        why = self.choice("why")
        why.choices = [(one.code, one.label) for one in rules.reasons]
        self.fields[
            "because"
        ].help_text = f"At least {rules.least_words} characters. Do not write an address here."
        self.least = rules.least_words

    def clean_because(self) -> str:
        """Long enough for whoever looks afterwards."""
        said: str = self.cleaned_data["because"]
        if not self.least <= len(said.strip()) <= 1000:
            raise forms.ValidationError(f"Say what is happening in {self.least} to 1,000 characters")
        return said


class AccessReviewForm(PlaitForm):
    """What a privacy officer makes of it."""

    groups: ClassVar = {"outcome": G.WORK, "said": G.WORK}
    button = "Keep this"
    outcome = forms.ChoiceField(label="What did you find?", choices=OUTCOMES, widget=Radios())
    said = _words("How do you know?", least=review_access.LEAST, most=1000)


class ClaimForm(PlaitForm):
    """Whom somebody says they work with."""

    groups: ClassVar = {
        "forename": G.IDENTITY, "surname": G.IDENTITY, "born_on": G.IDENTITY, "role_label": G.WORK,
        "because": G.WORK, "reference": G.WORK,
    }  # fmt: skip
    button = "Say it"
    forename = forms.CharField(label="The child’s first name", max_length=100)
    surname = forms.CharField(label="The child’s last name", max_length=100)
    born_on = DateParts(label="Date of birth, if you know it", required=False, past_only=True)
    role_label = forms.CharField(
        label="What are you to the child?", help_text="For example: her school nurse.", max_length=120
    )
    because = _words(
        "How do you work with them?",
        least=claim_child.LEAST,
        most=600,
        help_text="The child’s worker, or somebody in the hub, reads it and answers.",
    )
    reference = forms.CharField(
        label="A reference, if you have one",
        help_text="It stands on receipts and on what the hub asks, like 7KDX-M4TQ.",
        required=False,
        max_length=40,
    )


class AnswerClaimForm(PlaitForm):
    """Do they work with this child?"""

    groups: ClassVar = {"person": G.IDENTITY, "answer": G.WORK}
    button = "Answer"
    person = forms.ChoiceField(label="Which child do they mean?", required=False, widget=Radios())
    answer = forms.ChoiceField(
        label="Do they work with this child?",
        choices=[("yes", "Yes"), ("no", "No, or I do not know them: do not open anything")],
        widget=Radios(),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(people)
        if choices:
            field = self.choice("person")
            field.choices = [*choices, ("", "None of these")]
        else:
            del self.fields["person"]


class EndInvolvementForm(PlaitForm):
    """Why somebody's way in ends."""

    groups: ClassVar = {"because": G.WORK}
    button = "End it now"
    because = _words("Why does it end?", least=end_involvement.LEAST, most=120, rows=2)


class InferredForm(PlaitForm):
    """Do they know each other?"""

    groups: ClassVar = {"answer": G.FAMILY, "because": G.FAMILY}
    button = "Keep this"
    answer = forms.ChoiceField(
        label="Do they know each other?",
        choices=[
            ("yes", "Yes: keep this record from them"),
            ("no", "No: it is somebody of the same name, or a shared number"),
        ],
        widget=Radios(),
    )
    because = _words("How do you know?", least=settle_inferred.LEAST, most=600)


class NoteForm(PlaitForm):
    """A note that only the writer's own team ever opens."""

    groups: ClassVar = {"kind": G.HEALTH, "text": G.HEALTH}
    button = "Keep this note"
    kind = forms.ChoiceField(
        label="What kind of note is it?", choices=list(KINDS_OF_NOTE.items()), widget=Radios()
    )
    text = forms.CharField(
        label="The note", max_length=10_000, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )


class OwnHomeForm(PlaitForm):
    """Where a practitioner lives and who is next of kin. Kept as marks that can only be compared."""

    groups: ClassVar = {
        "surnames": G.IDENTITY, "postcode": G.LOCATION, "line": G.LOCATION, "phones": G.CONTACT_DETAILS,
        "kin_forename": G.FAMILY, "kin_surname": G.FAMILY, "kin_postcode": G.LOCATION,
    }  # fmt: skip
    button = "Keep this, and go on"
    surnames = forms.CharField(
        label="Last names of those you live with, yours among them", required=False, max_length=200,
        help_text="With commas between.",
    )  # fmt: skip
    postcode = forms.CharField(label="Your postcode", required=False, max_length=12)
    line = forms.CharField(label="First line of your address", required=False, max_length=120)
    phones = forms.CharField(
        label="Your own telephone numbers", required=False, max_length=120, help_text="With commas between."
    )
    kin_forename = forms.CharField(label="Next of kin: first name", required=False, max_length=100)
    kin_surname = forms.CharField(label="Next of kin: last name", required=False, max_length=100)
    kin_postcode = forms.CharField(
        label="Next of kin: postcode", required=False, max_length=12, help_text="Where it is not yours."
    )

    def home(self) -> Home:
        """What was said, once the form is valid."""
        given = self.cleaned_data
        kin = (given["kin_forename"], given["kin_surname"], given["kin_postcode"])
        return Home(
            surnames=_parts(given["surnames"]),
            postcode=given["postcode"],
            line=given["line"],
            phones=_parts(given["phones"]),
            kin=(kin,) if given["kin_surname"] else (),
        )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
