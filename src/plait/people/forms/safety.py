"""What is asked about protecting somebody: the safe way, from whom, what else leads there, a message, and showing again."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, Offered, Radios
from plait.base.ui.forms import PlaitForm
from plait.people.models import FamilyMessage, LeadsThere, ProtectedFrom, SafeContact


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class SafeContactForm(PlaitForm):
    """How somebody may be reached safely."""

    groups: ClassVar = {
        "method": G.CONTACT_DETAILS,
        "contact": G.CONTACT_DETAILS,
        "times": G.CONTACT_DETAILS,
        "voicemail": G.CONTACT_DETAILS,
        "not_while": G.SAFETY,
        "unsafe": G.SAFETY,
        "code_word": G.SAFETY,
        "neutral": G.SAFETY,
        "language": G.CONTACT_DETAILS,
        "interpreter": G.CONTACT_DETAILS,
        "review_on": G.WORK,
    }
    button = "Keep this way"
    method = forms.ChoiceField(
        label="What is the safe way?", choices=SafeContact.Method.choices, widget=Radios
    )
    contact = forms.CharField(
        label="Which number or address is safe?",
        help_text="One that only they answer or open. Not needed if they are only seen in person.",
        required=False,
        max_length=200,
    )
    times = forms.CharField(
        label="When?", help_text="Like: Monday to Friday, 9 to 11.", required=False, max_length=120
    )
    voicemail = forms.ChoiceField(
        label="May a message be left on their voicemail?", choices=SafeContact.Known.choices, widget=Radios
    )
    not_while = forms.CharField(
        label="Do not make contact while somebody is present",
        help_text="Who that is. Ask first whether they can talk.",
        required=False,
        max_length=200,
    )
    unsafe = forms.CharField(
        label="Numbers and addresses that are not safe",
        help_text="Shared, watched, or answered by somebody else. One on each line. Nothing is sent there.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    code_word = forms.CharField(
        label="Code word",
        help_text="By which they know that it is you, and you that it is they.",
        required=False,
        max_length=60,
    )
    neutral = forms.BooleanField(label="Letters show no name of a service", required=False, initial=True)
    language = forms.CharField(label="Language they speak", required=False, max_length=80)
    interpreter = forms.ChoiceField(
        label="Do they need an interpreter?",
        help_text="Never a relative, a friend or a child.",
        choices=SafeContact.Known.choices,
        widget=Radios,
    )
    review_on = DateParts(label="When should somebody look at this again?", required=False)

    def clean_unsafe(self) -> tuple[str, ...]:
        return _lines(self.cleaned_data["unsafe"])


class ProtectForm(PlaitForm):
    """From whom somebody is protected."""

    groups: ClassVar = {
        "name": G.SAFETY,
        "kind": G.SAFETY,
        "other_id": G.FAMILY,
        "because": G.SAFETY,
        "source_ref": G.WORK,
        "order": G.SAFETY,
        "order_until": G.SAFETY,
        "reach": G.SAFETY,
        "agency_id": G.SAFETY,
    }
    button = "Protect them"
    name = forms.CharField(label="From whom?", help_text="Their name, and who they are.", max_length=200)
    kind = forms.ChoiceField(label="Why them?", choices=ProtectedFrom.Kind.choices, widget=Radios)
    other_id = forms.ChoiceField(
        label="Is it one of these?", help_text="Their records are then never joined.", required=False
    )
    because = forms.CharField(
        label="What is this based on?",
        help_text="Who told it, or which decision. Do not write an address here.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    order = forms.CharField(
        label="Court order, with what it covers",
        help_text="It is noted and decides nothing here: a parent with responsibility may be the one.",
        required=False,
        max_length=200,
    )
    order_until = DateParts(label="Until when does the order hold?", required=False)
    reach = forms.CharField(
        label="Telephones, e-mail addresses and homes that they use",
        help_text="One on each line. Nothing goes there, and nobody with one of them reads this record.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agency_id = forms.ChoiceField(
        label="Do they read an agency’s mailbox?",
        widget=Offered(),
        help_text="If they work there. The agency is then told by a person.",
        required=False,
    )
    source_ref = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, related: list[tuple[str, str]], agencies: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, none in (
            ("other_id", related, "None of these, or not known"),
            ("agency_id", agencies, "No, or not known"),
        ):
            field = self.choice(name)
            field.choices = [("", none), *choices]

    def clean_reach(self) -> tuple[str, ...]:
        return _lines(self.cleaned_data["reach"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {name: value or None if name.endswith("_id") else value for name, value in given.items()}


class ReasonForm(PlaitForm):
    """Why a protection ends, or an address may be shown again."""

    groups: ClassVar = {"because": G.SAFETY}
    because = forms.CharField(
        label="Why is it safe now?",
        help_text="At least ten letters. Do not write an address here.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class AnswerForm(PlaitForm):
    """The second person's answer: shown again, or it stays hidden."""

    groups: ClassVar = {"agrees": G.LOCATION, "because": G.SAFETY}
    button = "Keep this answer"
    agrees = forms.ChoiceField(
        label="What happens?",
        choices=[("no", "It stays hidden"), ("yes", "Show where they are again")],
        widget=Radios,
    )
    because = forms.CharField(
        label="Why?",
        help_text="At least ten letters. Do not write an address here.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_agrees(self) -> bool:
        return bool(self.cleaned_data["agrees"] == "yes")


class LeadForm(PlaitForm):
    """What else would lead to somebody."""

    groups: ClassVar = {"kind": G.LOCATION, "words": G.LOCATION}
    button = "Protect this too"
    kind = forms.ChoiceField(label="What is it?", choices=LeadsThere.Kind.choices, widget=Radios)
    words = forms.CharField(
        label="Its name or number",
        help_text="Like the name of a nursery, a surgery or a workplace, or a car’s registration.",
        min_length=3,
        max_length=200,
    )


class FamilyMessageForm(PlaitForm):
    """A letter, message or call to somebody in a family."""

    groups: ClassVar = {"means": G.WORK, "to": G.CONTACT_DETAILS, "words": G.CONCERN}
    button = "Check and keep it"
    means = forms.ChoiceField(label="How?", choices=FamilyMessage.Means.choices, widget=Radios)
    to = forms.CharField(label="To which number or address?", max_length=200)
    words = forms.CharField(
        label="What will be said or written?",
        help_text="Nothing that would say where anybody protected is. Assume that somebody else may read it.",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
