"""Forms of a request about somebody’s own data, step by step."""

from datetime import datetime
from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.privacy.forms.received import noon_of
from plait.privacy.rules.redacting import REASONS


class RequestForm(PlaitForm):
    """What somebody asks for about their own data."""

    groups: ClassVar = {
        "kind": G.WORK,
        "about": G.IDENTITY,
        "requester": G.SOURCE_IDENTITY,
        "asks_as": G.SOURCE_IDENTITY,
        "safe_contact": G.CONTACT_DETAILS,
        "said": G.CONCERN,
        "received_on": G.WORK,
    }
    button = "Record the request"
    kind = forms.ChoiceField(
        label="What do they ask for?",
        choices=[
            ("access", "A copy of what is held"),
            ("correct", "Correct a fact"),
            ("erase", "Erase something"),
            ("restrict", "Keep it, and do not use it"),
            ("object", "Object to its use"),
        ],
        widget=Radios(),
    )
    about = forms.CharField(label="About whom?", max_length=200)
    requester = forms.CharField(
        label="Who asks?",
        help_text="Only this page keeps it. Nobody named in the record is told.",
        max_length=160,
    )
    asks_as = forms.ChoiceField(
        label="As what?",
        choices=[
            ("self", "The person themselves"),
            ("parent", "A parent or carer, for a child"),
            ("representative", "A representative"),
        ],
        widget=Radios(
            hints={"parent": "Not a matter of course: ask what the child wants, and who may be in danger."}
        ),
    )
    safe_contact = forms.CharField(
        label="What is the safe way to answer them?", max_length=300, required=False
    )
    said = forms.CharField(label="What did they say?", widget=forms.Textarea(attrs={"rows": 4}))
    received_on = DateParts(label="On which day did it come?", past_only=True)

    def received_at(self, at: datetime) -> datetime:
        """That day at noon, or now where that is earlier."""
        return noon_of(self.cleaned_data["received_on"], at)


class CheckRequestForm(PlaitForm):
    """How it is known who asks, and which record is meant."""

    groups: ClassVar = {"reference": G.WORK, "how": G.WORK, "scope": G.WORK}
    button = "They may ask"
    reference = forms.CharField(
        label="Which record is meant?",
        help_text="The reference on a receipt that speaks of one child, or person: with its long number.",
        max_length=60,
    )
    how = forms.CharField(
        label="How do you know who they are, and that they may ask?", widget=forms.Textarea(attrs={"rows": 3})
    )
    scope = forms.CharField(
        label="What do they want to see?",
        help_text="A reasonable search is enough: a time, a matter.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LineForm(PlaitForm):
    """What of one line may be released."""

    groups: ClassVar = {"decided": G.WORK, "words": G.CONCERN, "reason": G.WORK, "why": G.WORK}
    button = "Save this line"
    decided = forms.ChoiceField(
        label="What may they have?",
        choices=[("release", "All of it"), ("part", "All but some words"), ("withhold", "None of it")],
        widget=Radios(),
    )
    words = forms.CharField(
        label="Which words are taken out?", help_text="One to a line, as they stand above.", required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reason = forms.ChoiceField(label="Why?", required=False, choices=[("", "Choose one"), *REASONS.items()])
    why = forms.CharField(
        label="More about why", help_text="For the second person. It is not released.", required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ExtendForm(PlaitForm):
    """Why a request takes two months more."""

    groups: ClassVar = {"because": G.WORK, "told": G.WORK}
    button = "Two months more"
    because = forms.CharField(
        label="Why does it take longer?",
        help_text="As they read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    told = forms.BooleanField(label="I have told them, in the way that is safe for them")


class SettleLineForm(PlaitForm):
    """What is done about one thing that somebody asked to have put right."""

    groups: ClassVar = {"decided": G.WORK, "text": G.CONCERN, "why": G.WORK}
    button = "Save"
    decided = forms.ChoiceField(
        label="What is done about it?",
        choices=[
            ("correct", "It was wrong: correct it"),
            ("noted", "It stays, with a note that it is disputed"),
            ("restrict", "It stays, and is not passed on for now"),
            ("kept", "It stays as it is"),
        ],
        widget=Radios(
            hints={
                "correct": "The old words are kept, and no longer shown. Whoever had them is told.",
                "noted": "The note stands beside it wherever it is read.",
                "restrict": "No copy, no paper, no new answer holds it. Where a child is in danger it still goes.",
            }
        ),
    )
    text = forms.CharField(
        label="The corrected words, or the note",
        help_text="For example: the family disputes this; the visit was to another flat.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why = forms.CharField(
        label="Why?", help_text="For a correction, and where it stays as it is.", required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class AnswerRequestForm(PlaitForm):
    """What came of a request."""

    groups: ClassVar = {"outcome": G.WORK, "answer": G.CONCERN}
    button = "Save the answer"
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[("done", "Done as asked"), ("part", "Done in part"), ("refused", "Refused, with reasons")],
        widget=Radios(),
    )
    answer = forms.CharField(
        label="The answer, as they will read it", widget=forms.Textarea(attrs={"rows": 5})
    )
