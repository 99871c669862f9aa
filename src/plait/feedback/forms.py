"""What is asked on feedback pages."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.clock import LONDON
from plait.base.ui.fields import DateParts, Radios, TimeOfDay
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.leaving import other_because


class ReceiptForm(PlaitForm):
    """The reference on the receipt of a concern raised by an earlier link."""

    groups: ClassVar = {"reference": G.WORK}
    button = "Show what came of it"
    reference = forms.CharField(
        label="The reference on your receipt",
        help_text="Like 7KDX-M4TQ. It was on the page when you sent the concern.",
        max_length=20,
    )


class DisagreeForm(PlaitForm):
    """What somebody disagrees with, and what they think should happen."""

    groups: ClassVar = {"because": G.CONCERN, "wanted": G.CONCERN}
    button = "Send to the hub"
    because = forms.CharField(
        label="What do you disagree with?",
        help_text="A few words are enough. The hub must answer with reasons.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wanted = forms.CharField(
        label="What should happen instead?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(PlaitForm):
    """The hub's answer to a disagreement."""

    groups: ClassVar = {"answer": G.CONCERN, "other_because": G.WORK}
    button = "Send the answer"
    other_because = other_because()
    answer = forms.CharField(
        label="Your answer, with reasons",
        help_text="They read this beside what they were told. Say nothing about anybody else in the family.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class PickupForm(PlaitForm):
    """Whether the child can go home, and with whom somebody spoke where it was said by telephone."""

    groups: ClassVar = {"said": G.CONCERN, "spoke_with": G.WORK}
    button = "I rang and said so"
    said = forms.ChoiceField(
        label="What did you say?",
        choices=[
            ("can_go", "The child can go home"),
            ("keep", "Keep the child until we ring"),
            ("coming", "We are coming"),
        ],
        widget=Radios(),
    )
    spoke_with = forms.CharField(
        label="Whom did you speak with?",
        help_text="A name, and what they do there.",
        max_length=160,
        required=False,
    )


class AnswerWordForm(PlaitForm):
    """Whether a partner's answer helped, for the agency that gave it."""

    groups: ClassVar = {"said": G.WORK, "words": G.CONCERN, "other_because": G.WORK}
    button = "Tell them"
    said = forms.ChoiceField(
        label="What do you say of their answer?",
        choices=[
            ("helped", "It helped"),
            ("late", "It came too late"),
            ("missing", "Something was missing"),
        ],
        widget=Radios(),
    )
    words = forms.CharField(
        label="What helped, or what was missing?",
        help_text="They read these words. Say nothing of the family that they did not tell us, and of no other agency.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=600,
    )
    other_because = other_because()

    def clean(self) -> dict[str, Any] | None:
        """What was missing has to be said: else nobody can send it."""
        given = super().clean() or {}
        if given.get("said") == "missing" and not given.get("words", "").strip():
            self.add_error("words", "Say what was missing, so that they can send it.")
        return given


class SettleForm(PlaitForm):
    """Told by telephone, or not told and why."""

    groups: ClassVar = {
        "how": G.WORK,
        "spoke_with": G.SOURCE_IDENTITY,
        "rang_on": G.WORK,
        "rang_time": G.WORK,
        "because": G.CONCERN,
    }
    button = "Save"
    needed: ClassVar = {"spoke_with": "needed if you rang"}
    how = forms.ChoiceField(
        label="Were they told?",
        choices=[("told", "I rang and told them"), ("not_told", "They are not told")],
        widget=Radios(hints={"not_told": "Say why below: unsafe, anonymous, nobody can be reached."}),
    )
    spoke_with = forms.CharField(
        label="Whom did you speak with?",
        help_text="Only if you rang.",
        max_length=160,
        required=False,
    )
    rang_on = DateParts(
        label="On which day did you ring?",
        help_text="Only if you rang. Leave it empty if it was just now.",
        required=False,
        past_only=True,
    )
    rang_time = TimeOfDay(label="At what time?", help_text="Like 14:30.", required=False)
    because = forms.CharField(
        label="What was said, or why they are not told", widget=forms.Textarea(attrs={"rows": 5})
    )

    def clean(self) -> dict[str, Any] | None:
        """Whoever rang spoke with somebody; a day needs its time and a time its day."""
        given = super().clean() or {}
        if given.get("how") == "told" and not given.get("spoke_with", "").strip():
            self.add_error("spoke_with", "Say whom you spoke with.")
        self.no_place_for(
            "rang_on", unless=given.get("how") == "told", say="Say that you rang, or take the day out."
        )
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
