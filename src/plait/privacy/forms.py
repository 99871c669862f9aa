"""What is asked on the pages of the reviewer's desk."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.clock import LONDON
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.privacy.rules import AFTERWARDS, OUTCOMES
from plait.privacy.rules.redacting import REASONS


def _noon(day: date, at: datetime) -> datetime:
    return min(datetime.combine(day, time(12), LONDON).astimezone(UTC), at)


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


class ClassForm(PlaitForm):
    """In which class one record is kept, and why."""

    groups: ClassVar = {"reference": G.WORK, "class_code": G.WORK, "because": G.WORK}
    button = "Keep it so"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on the receipt of a concern, or a reference from the manifest, like item: with its long number.",
        max_length=60,
    )
    class_code = forms.ChoiceField(label="How is it kept?", widget=Radios())
    because = forms.CharField(
        label="Why?", help_text="Name nobody in the family.", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, classes: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["class_code"]
        field.widget = Radios(hints={code: hint for code, _, hint in classes})
        field.choices = [(code, label) for code, label, _ in classes]  # type: ignore[attr-defined]


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
        return _noon(self.cleaned_data["received_on"], at)


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


class OwnPeopleForm(PlaitForm):
    """Which record an agency asks about."""

    groups: ClassVar = {"reference": G.WORK}
    button = "Look"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on a receipt that speaks of one child, or person: with its long number.",
        max_length=60,
    )


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
        return _noon(self.cleaned_data["received_on"], at)


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
