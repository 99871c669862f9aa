"""What is asked of whoever asks an area what it knows, and of whoever answers one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Checkboxes, DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.handover.actions.answer_area import Answering, Own
from plait.handover.rules.requests import LONGEST_PURPOSE, Reply, Wanted
from plait.sharing.models import InformationItem, SharingDecision


class AskInformationForm(PlaitForm):
    """For what, under which power, which questions, of which time."""

    groups: ClassVar = {
        "purpose": G.CONCERN, "gateway": G.WORK, "questions": G.CONCERN, "since": G.WORK, "until": G.WORK,
    }  # fmt: skip
    button = "Ask them"
    folds: ClassVar = {"Only of a certain time": ("since", "until")}
    purpose = forms.CharField(
        label="What is it for?",
        help_text="A sentence. The other area reads it; say nothing about where they live, or who told you.",
        max_length=LONGEST_PURPOSE,
    )
    gateway = forms.ChoiceField(label="Under which power or duty?")
    questions = forms.CharField(
        label="What do you want to know?",
        help_text="One question a line, six at most.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3_000,
    )
    since = DateParts(label="From", past_only=True, required=False)
    until = DateParts(label="To", past_only=True, required=False)

    def __init__(self, *args: Any, powers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("gateway").choices = list(powers)

    def wanted(self) -> Wanted:
        """What they want, once the form is valid."""
        said = self.cleaned_data
        asked = tuple(one.strip() for one in said["questions"].splitlines() if one.strip())
        return Wanted(said["purpose"], said["gateway"], asked, said["since"], said["until"])


class AnswerAreaForm(PlaitForm):
    """Which answer, what of the record goes along, what is written besides, and what the law wants kept of it."""

    groups: ClassVar = {
        "kind": G.WORK, "items": G.CONCERN, "own": G.CONCERN, "known": G.CONCERN, "outcome": G.WORK, "note": G.CONCERN,
        "because": G.WORK, "gateway": G.WORK, "family_told": G.WORK, "detriment": G.WORK,
    }  # fmt: skip
    button = "Send the answer"
    folds: ClassVar = {
        "If you hold something back, and what the law asks": (
            "because",
            "gateway",
            "family_told",
            "detriment",
        )
    }
    kind = forms.ChoiceField(
        label="Your answer",
        choices=[
            ("items", "Here is what we know"), ("nothing_relevant", "Known to us, nothing relevant"),
            ("cannot_share", "We cannot share it"), ("speak_to_me", "Sensitive: speak to me"), ("rang", "I rang them"),
        ],
        widget=Radios(hints={"speak_to_me": "Leave a number and a time below. Nothing of the matter is written."}),
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label="What of this may they know?",
        help_text="Each line is weighed by itself. Nothing sealed, no place and no name of who told us is offered here.",
        widget=Checkboxes(),
        required=False,
    )
    own = forms.CharField(
        label="What else do you know?",
        help_text="One thing in a paragraph, in plain words.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=12_000,
        required=False,
    )
    known = forms.ChoiceField(
        label="How do you know what you wrote?",
        choices=InformationItem.Assertion.choices,
        initial="record",
        required=False,
    )
    outcome = forms.ChoiceField(
        label="Are you sharing it?",
        choices=[
            (SharingDecision.Outcome.SHARE, "Share"),
            (SharingDecision.Outcome.PART, "Share part: I am holding something back"),
            (SharingDecision.Outcome.WITHHOLD, "Do not share"),
            (SharingDecision.Outcome.ASK_FIRST, "Ask first: somebody must agree before it goes"),
        ],
        widget=Radios(),
        initial="share",
        required=False,
    )
    note = forms.CharField(
        label="What should they understand, or whom do they ring?",
        help_text="They read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        required=False,
    )
    because = forms.CharField(
        label="If you are not sharing all of it: why?",
        help_text="Stays here: the record of your decision.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
    )
    gateway = forms.ChoiceField(label="The power or duty this rests on", required=False)
    family_told = forms.ChoiceField(
        label="Does the family know?",
        choices=[("told", "Yes, they were told"), ("not_yet", "Not yet"),
                 ("unsafe", "No: telling them could put somebody at risk"), ("not_known", "Not known")],
        initial="not_known",
        required=False,
    )  # fmt: skip
    detriment = forms.CharField(
        label="If sharing would harm the child more than not sharing: how, and who agreed?",
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[tuple[str, str]],
        gateways: Sequence[tuple[str, str]],
        usual: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choice("gateway").choices = list(gateways)
        self.fields["gateway"].initial = usual
        if items:
            self.choice("items").choices = list(items)
        else:
            del self.fields["items"]

    def answering(self) -> Answering:
        """What they answer, once the form is valid."""
        said = self.cleaned_data
        own = [one.strip() for one in said["own"].replace("\r\n", "\n").split("\n\n") if one.strip()]
        return Answering(
            reply=Reply(said["kind"], said["outcome"] or "share", because=said["because"], note=said["note"]),
            items=said.get("items", ()),
            own=tuple(Own(one[:4_000], said["known"] or "record") for one in own),
            gateway=said["gateway"],
            detriment=said["detriment"],
            family_told=said["family_told"] or "not_known",
        )
