"""*I rang*: what is asked about a telephone call."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from plait.base.access.classes import FieldGroup
from plait.base.ui.fields import DateParts, Radios, TimeOfDay
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.checks import Kind
from plait.referrals.models import CallNote


class CallForm(PlaitForm):
    """*I rang*: who, when, what was said, and what it counts as."""

    groups: ClassVar = {
        "counts_as": FieldGroup.WORK,
        "spoke_with": FieldGroup.WORK,
        "rang_on": FieldGroup.WORK,
        "rang_time": FieldGroup.WORK,
        "said": FieldGroup.CONCERN,
        "kind": FieldGroup.WORK,
        "assertion_kind": FieldGroup.WORK,
    }
    button = "Write it down"
    needed: ClassVar = {"kind": "needed if it was the answer"}
    counts_as = forms.ChoiceField(label="What was the call for?", widget=Radios())
    spoke_with = forms.CharField(label="Whom did you speak with?", help_text="Name and role.", max_length=160)
    rang_on = DateParts(label="Which day?", past_only=True)
    rang_time = TimeOfDay(label="At what time?", help_text="About is enough, like 14:30.")
    said = forms.CharField(
        label="What was said?",
        help_text="If this is the agency’s answer, write what it knows and how it knows it.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
    )
    kind = forms.ChoiceField(
        label="If this was the agency’s answer: which?",
        help_text="It counts for every child of this check.",
        choices=Kind.choices,
        widget=Radios(),
        required=False,
    )
    assertion_kind = forms.ChoiceField(
        label="And how does the agency know it?",
        choices=[
            ("record", "From its records"),
            ("observed", "It saw or heard it itself"),
            ("child", "The child’s own words"),
            ("third_party", "Someone else told it"),
            ("opinion", "Its professional opinion"),
        ],
        widget=Radios(),
        initial="record",
        required=False,
    )

    def __init__(self, *args: Any, hub_side: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("counts_as")
        answer = "The agency’s answer" if hub_side else "Our answer: I gave it by telephone"
        asked = [(CallNote.CountsAs.ASK, "Asking, or chasing")] if hub_side else []
        field.choices = [(CallNote.CountsAs.ANSWER, answer), *asked, (CallNote.CountsAs.NOTE, "A note only")]

    def clean(self) -> dict[str, Any]:
        """An answer by telephone says which answer; the moment is put together from its day and time."""
        given = super().clean() or {}
        if given.get("counts_as") == CallNote.CountsAs.ANSWER and not given.get("kind"):
            self.add_error("kind", "Choose which answer it was.")
        if given.get("rang_on") and given.get("rang_time"):
            moment = datetime.combine(given["rang_on"], given["rang_time"])
            given["rang_at"] = timezone.make_aware(moment)
        return given
