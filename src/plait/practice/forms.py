"""What is asked when a question is answered, and in supervision."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.prompts.actions.answer_prompt import NO_ANSWER
from plait.base.prompts.models import Disposition
from plait.base.ui.fields import Checkboxes, Radios
from plait.base.ui.forms import PlaitForm

HINTS = {
    "acted": "Say what, and when.",
    "known": "Say who has it in hand.",
    "not_so": "Say what shows that. It tells the owners of the rule that it asks too soon.",
    "supervision": "It goes onto your own list. On the next page you choose with whom you talk it over.",
    "later": "It comes back in a few days.",
}


class AnswerForm(PlaitForm):
    """What a question means, in somebody's own words. Only “later” needs none; what must be answered is offered neither that nor
    supervision. Some questions come with `reasons`, the harmless ones, to be thought of first: what was ticked is part of the
    answer."""

    groups: ClassVar = {"kind": G.WORK, "thought_of": G.CONCERN, "because": G.CONCERN}
    button = "Keep the answer"
    kind = forms.ChoiceField(
        label="What is your answer?", choices=Disposition.Kind.choices, widget=Radios(hints=HINTS)
    )
    thought_of = forms.MultipleChoiceField(
        label="Think of these first. Which of them do you know to be so?",
        help_text="Most families who move have a reason that is nobody’s fault. Tick all that hold, or none.",
        required=False,
        widget=Checkboxes(),
    )
    because = forms.CharField(
        label="Why?",
        help_text="A few words that somebody else can follow in a year. Only “Later” needs none.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, mandatory: bool = False, reasons: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if reasons:
            cast(forms.MultipleChoiceField, self.fields["thought_of"]).choices = list(reasons)
        else:
            del self.fields["thought_of"]
        self.reasons = dict(reasons)
        self.fields["because"].required = mandatory
        if mandatory:
            self.fields["because"].help_text = "A few words that somebody else can follow in a year."
            kinds = cast(forms.ChoiceField, self.fields["kind"])
            kinds.choices = [one for one in Disposition.Kind.choices if one[0] not in NO_ANSWER]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind, said = given.get("kind"), given.get("because", "x")  # a fault of its own is said already
        if kind and kind != Disposition.Kind.LATER and not (said.strip() or given.get("thought_of")):
            self.add_error("because", "Say in a few words why")
        return given

    @property
    def said(self) -> str:
        """The answer in words: what was written, and which harmless reasons are known to hold."""
        known = [self.reasons[one] for one in self.cleaned_data.get("thought_of") or ()]
        written = self.cleaned_data["because"].strip()
        return "\n".join([*([written] if written else ()), *(f"Known to be so: {one}" for one in known)])


class TakeForm(PlaitForm):
    """With whom a question is talked over, and what is on one's mind."""

    groups: ClassVar = {"supervisor": G.WORK, "because": G.CONCERN}
    button = "Take it to supervision"
    supervisor = forms.ChoiceField(label="Who supervises you?", choices=())
    because = forms.CharField(
        label="What do you want to talk over?", widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, supervisors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("supervisor").choices = [("", "Choose somebody"), *supervisors]


class AnotherForm(PlaitForm):
    """With whom it is talked over instead."""

    groups: ClassVar = {"supervisor": G.WORK}
    button = "Talk it over with them"
    supervisor = forms.ChoiceField(label="With whom do you talk it over instead?", choices=())

    def __init__(self, *args: Any, supervisors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("supervisor").choices = [("", "Choose somebody"), *supervisors]


class ReflectForm(PlaitForm):
    """The practitioner's own note."""

    groups: ClassVar = {"reflection": G.CONCERN}
    button = "Keep my note"
    reflection = forms.CharField(
        label="Your own note",
        help_text="What you noticed, what you felt, what you might not be seeing. Only you and your supervisor read it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AgreedForm(PlaitForm):
    """What the two agreed."""

    groups: ClassVar = {"agreed": G.CONCERN}
    button = "We have talked it over"
    agreed = forms.CharField(
        label="What did you agree?",
        help_text="After that neither of you can change what stands here.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
