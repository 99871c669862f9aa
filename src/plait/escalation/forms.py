"""What is asked of those who disagree, and of those who answer."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms

from plait.agencies.models import Practitioner
from plait.base.access.classes import FieldGroup as G
from plait.base.clock import LONDON
from plait.base.ui.fields import DateParts, Radios, TimeOfDay, choices_from
from plait.base.ui.forms import PlaitForm
from plait.escalation.models import ChildOutcome, Escalation
from plait.escalation.rules import is_more_urgent
from plait.referrals.forms.leaving import OTHER, other_because

URGENCY_HINTS = {
    "danger": "Ring 999 and the duty team first. Nothing here is quicker, and nothing here waits for it.",
    "harm": "Each stage answers within 24 hours, at weekends too.",
}


DANGER_FOLD = "A child is in danger now: whom did you ring?"
RING_FIRST = "A child is in danger now: ring 999 or the duty team first, then write here whom you rang. This page rings nobody."


def _words(label: str, *, help_text: str = "", rows: int = 5, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def _urgency() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How urgent is it?",
        choices=Escalation.Urgency.choices,
        widget=Radios(hints=URGENCY_HINTS),
    )


def _whom_they_rang() -> forms.CharField:
    return forms.CharField(
        label="Whom did you ring, and when?",
        help_text="999, the duty team. This is only written down here.",
        max_length=300,
        required=False,
    )


def _rung_first(form: PlaitForm, given: dict[str, Any]) -> None:
    if given.get("urgency") == Escalation.Urgency.DANGER and not given.get("emergency_told", "").strip():
        form.add_error("emergency_told", RING_FIRST)


class DifferForm(PlaitForm):
    """What somebody who sees it differently wants, from keeping their view to somebody who looks at it anew."""

    groups: ClassVar = {"want": G.WORK}
    want = forms.ChoiceField(
        label="What do you want?", error_messages={"required": "Choose what you want."}, widget=Radios()
    )

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        """`ways`: for each its code, its words, and what it brings."""
        super().__init__(*args, **kwargs)
        want = self.choice("want")
        want.widget = Radios(hints={code: brings for code, _, brings in ways})
        want.choices = [(code, words) for code, words, _ in ways]


class RaiseForm(PlaitForm):
    """What is disputed, what should happen instead, on what it rests, and how urgent it is."""

    groups: ClassVar = {
        "urgency": G.SAFETY, "about": G.CONCERN, "because": G.CONCERN, "wanted": G.CONCERN, "evidence": G.CONCERN,
        "spoke_with": G.WORK, "talked": G.CONCERN, "emergency_told": G.SAFETY, OTHER: G.WORK,
    }  # fmt: skip
    button = "Take it further"
    folds: ClassVar = {
        "What does it rest on?": ("evidence",),
        "You have talked with them already?": ("spoke_with", "talked"),
        DANGER_FOLD: ("emergency_told",),
    }
    urgency = _urgency()
    about = forms.ChoiceField(label="What do you dispute?", choices=Escalation.About.choices, widget=Radios())
    because = _words(
        "Why do you see it differently?", help_text="They read these words. Say nothing about anybody else."
    )
    wanted = _words("What should happen instead?", rows=3)
    other_because = other_because()
    evidence = _words(
        "What you have seen or heard that speaks for it",
        help_text="Facts first, then what you think.",
        required=False,
    )
    spoke_with = forms.CharField(
        label="Whom did you speak with?",
        help_text="A talk by telephone counts as the first stage.",
        max_length=160,
        required=False,
    )
    talked = _words("What did they say?", rows=3, required=False)
    emergency_told = _whom_they_rang()

    def clean(self) -> dict[str, Any] | None:
        """Whoever talked with somebody says with whom, and what was said; with a child in danger, whom they rang."""
        given = super().clean() or {}
        _rung_first(self, given)
        if (
            bool(given.get("spoke_with", "").strip()) != bool(given.get("talked", "").strip())
            and not self.errors
        ):
            missing = "talked" if given.get("spoke_with", "").strip() else "spoke_with"
            self.add_error(missing, "Say both whom you spoke with and what they said.")
        return given


class AskForm(PlaitForm):
    """A question about a decision, and by when it is needed."""

    groups: ClassVar = {"question": G.CONCERN, "urgency": G.SAFETY, OTHER: G.WORK}
    button = "Ask"
    question = _words(
        "What do you ask?",
        help_text="They must answer with reasons. Asking is part of the job, and is counted as good practice.",
    )
    urgency = _urgency()
    other_because = other_because()


class AnswerForm(PlaitForm):
    """An answer with reasons."""

    groups: ClassVar = {"answer": G.CONCERN, OTHER: G.WORK}
    button = "Send the answer"
    answer = _words(
        "Your answer, with reasons",
        help_text="They read these words. Say nothing about anybody else in the family.",
        rows=6,
    )
    other_because = other_because()


class MoreUrgentForm(PlaitForm):
    """That it is more urgent now, and why. `now`: how urgent it is so far; it never becomes less."""

    groups: ClassVar = {
        "urgency": G.SAFETY, "because": G.CONCERN, "emergency_told": G.SAFETY, OTHER: G.WORK,
    }  # fmt: skip
    button = "It is more urgent now"
    folds: ClassVar = {DANGER_FOLD: ("emergency_told",)}
    urgency = forms.ChoiceField(label="How urgent is it now?", widget=Radios(hints=URGENCY_HINTS))
    because = _words("What has changed?", help_text="Whoever owes the answer reads it.", rows=3)
    emergency_told = _whom_they_rang()
    other_because = other_because()

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        urgency = self.fields["urgency"]
        assert isinstance(urgency, forms.ChoiceField)
        urgency.choices = [one for one in Escalation.Urgency.choices if is_more_urgent(one[0], than=now)]

    def clean(self) -> dict[str, Any] | None:
        """With a child in danger, whom they rang."""
        given = super().clean() or {}
        _rung_first(self, given)
        return given


class ClimbForm(MoreUrgentForm):
    """Why it climbs; and whether it is more urgent from here on."""

    groups: ClassVar = {**MoreUrgentForm.groups, "stage_id": G.WORK}
    button = "Climb to the next stage"
    folds: ClassVar = {"It is more urgent now?": ("urgency", "emergency_told")}
    field_order = ("because", "stage_id", "urgency", "emergency_told")
    because = _words(
        "Why does it climb?", help_text="“Nobody answered” is enough. Whoever answers next reads it.", rows=3
    )
    urgency = forms.ChoiceField(
        label="How urgent is it now?",
        help_text="Leave it empty where it is as urgent as before.",
        required=False,
        widget=Radios(hints=URGENCY_HINTS),
    )
    emergency_told = _whom_they_rang()
    stage_id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class CallForm(PlaitForm):
    """A telephone call, at its true time."""

    groups: ClassVar = {
        "spoke_with": G.WORK, "said": G.CONCERN, "rang_on": G.WORK, "rang_time": G.WORK, OTHER: G.WORK,
    }  # fmt: skip
    button = "Write it down"
    spoke_with = forms.CharField(label="Whom did you speak with?", max_length=160)
    said = _words("What was said?", rows=4)
    rang_on = DateParts(
        label="On which day?", help_text="Leave it empty if it was just now.", required=False, past_only=True
    )
    rang_time = TimeOfDay(label="At what time?", help_text="Like 14:30.", required=False)
    other_because = other_because()

    def clean(self) -> dict[str, Any] | None:
        """A day needs its time and a time its day."""
        given = super().clean() or {}
        if bool(given.get("rang_on")) != bool(given.get("rang_time")) and not self.errors:
            self.add_error(
                "rang_on" if given.get("rang_time") else "rang_time", "Give both the day and the time."
            )
        return given

    def rang_at(self) -> datetime | None:
        """The moment of the call as they typed it; None for "just now"."""
        day: date | None = self.cleaned_data.get("rang_on")
        clock: time | None = self.cleaned_data.get("rang_time")
        return datetime.combine(day, clock, LONDON) if day and clock else None


ENDS = {
    "resolved": "It is settled",
    "withdrawn": "We take it back",
    "overtaken": "Events have overtaken it",
}


class EndForm(PlaitForm):
    """How it ends, in the words that stand on both agencies’ records."""

    groups: ClassVar = {"how": G.WORK, "outcome": G.CONCERN, "learning": G.WORK, OTHER: G.WORK}
    button = "End it"
    how = forms.ChoiceField(label="How does it end?", widget=Radios())
    outcome = _words(
        "What is written on the record?",
        help_text="What was agreed or decided, who does what by when; or why it is taken back; or what overtook it.",
    )
    learning = forms.ChoiceField(label="What does it teach us?", required=False, widget=Radios())
    other_because = other_because()

    def __init__(self, *args: Any, ways: Sequence[str], learning: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how, taught = self.fields["how"], self.fields["learning"]
        assert isinstance(how, forms.ChoiceField) and isinstance(taught, forms.ChoiceField)
        how.choices = [(one, ENDS[one]) for one in ways]
        taught.choices = [(one, one) for one in learning]


class ChildForm(PlaitForm):
    """What it did for the child."""

    groups: ClassVar = {"how": G.CONCERN, "said": G.CONCERN, OTHER: G.WORK}
    button = "Save"
    how = forms.ChoiceField(
        label="How is it for the child now?", choices=ChildOutcome.How.choices, widget=Radios()
    )
    said = _words("What has changed, and how do you know?", rows=4)
    other_because = other_because()


class RecogniseForm(PlaitForm):
    """Why it was right to ask."""

    groups: ClassVar = {"words": G.WORK, OTHER: G.WORK}
    button = "Say so"
    words = _words(
        "What was good about it?", help_text="Whoever asked reads it. It is counted for teams.", rows=3
    )
    other_because = other_because()


class PostForm(PlaitForm):
    """Who holds which role of the ladders."""

    groups: ClassVar = {"role": G.WORK, "practitioner": G.WORK, "order": G.WORK}
    button = "Name them"
    role = forms.ChoiceField(label="In which role are they asked?")
    practitioner = forms.ChoiceField(label="Who?")
    order = forms.ChoiceField(
        label="When are they asked?",
        choices=[("1", "First"), ("2", "When the first cannot"), ("3", "After that")],
        widget=Radios(),
    )

    def __init__(
        self, *args: Any, roles: Iterable[tuple[str, str]], people: Iterable[Practitioner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        role, who = self.fields["role"], self.fields["practitioner"]
        assert isinstance(role, forms.ChoiceField) and isinstance(who, forms.ChoiceField)
        role.choices = choices_from(roles, first="Choose a role")
        names = [(str(one.pk), f"{one.name}, {one.job}") for one in people]
        who.choices = choices_from(names, first="Choose somebody")
