"""What the agency that was asked is asked: which answer, what it knows, and the little that the law wants written down."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup
from plait.base.ui.dates import PartialDate
from plait.base.ui.fields import Checkboxes, DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.referrals.actions.answer_batch import BY_BATCH
from plait.referrals.actions.settle_answers import Item
from plait.referrals.models import CheckAnswer
from plait.sharing.models import InformationItem, SharingDecision

Kind = CheckAnswer.Kind

KIND_HINTS = {
    Kind.ITEMS: "You write it down on the next page, one thing at a time.",
    Kind.NOTHING_RELEVANT: "You looked, you know the child, and nothing bears on what is asked.",
    Kind.NOT_KNOWN: "You looked and found nobody. This is an answer: silence is not.",
    Kind.CANNOT_SHARE: "You say why, and which other way the hub can try.",
    Kind.NEED_MORE: "The hub is told what you need. The time allowed runs on.",
    Kind.SPEAK_TO_ME: "You leave a number and a time. Nothing is written here.",
}

GROUPS = (
    ("concern", "The worry itself"),
    ("child_voice", "What the child says and wants"),
    ("family", "Family and home"),
    ("education", "School and learning"),
    ("health", "Health"),
    ("police", "Police and offences"),
    ("safety", "Safety now"),
    ("contact_details", "How to reach them"),
)

# What an agency of this kind mostly knows: where a new item starts.
USUAL_GROUP = {"SCHOOL": "education", "EY": "education", "LA_EDU": "education", "NHS": "health", "GP": "health",
               "CAMHS": "health", "ICB": "health", "POLICE": "police", "PROB": "police", "DA": "safety",
               "HOUSING": "family"}  # fmt: skip


class KindForm(PlaitForm):
    """Which answer, for one child."""

    groups: ClassVar = {"kind": FieldGroup.WORK}
    kind = forms.ChoiceField(
        label="Your answer",
        choices=Kind.choices,
        widget=Radios(hints={str(kind): hint for kind, hint in KIND_HINTS.items()}),
        error_messages={"required": "Choose an answer."},
    )


class ItemForm(PlaitForm):
    """One thing the agency knows. A block left empty is not an item."""

    groups: ClassVar = {
        "text": FieldGroup.CONCERN,
        "happened_on": FieldGroup.CONCERN,
        "happened_said": FieldGroup.CONCERN,
        "assertion_kind": FieldGroup.CONCERN,
        "visibility": FieldGroup.WORK,
        "field_group": FieldGroup.WORK,
    }
    text = forms.CharField(
        label="What you know",
        help_text="One thing, in plain words. Say what it means for the child, not only that it happened.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        error_messages={"required": "Write what you know, or clear the rest of this item."},
    )
    happened_on = DateParts(
        label="When it happened",
        help_text="The year alone is enough.",
        partial=True,
        past_only=True,
        required=False,
    )
    happened_said = forms.CharField(
        label="Or about when",
        help_text="For example: last winter, most Mondays.",
        max_length=44,  # a month and year stand beside it in the 60 there are
        required=False,
    )
    assertion_kind = forms.ChoiceField(
        label="How you know it", choices=InformationItem.Assertion.choices, widget=Radios(), initial="record"
    )
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=[
            ("shareable", "The hub, and those it works with on this"),
            ("sealed", "Only the people who decide"),
            ("private", "Only our agency"),
        ],
        widget=Radios(
            hints={
                "sealed": "For what could put somebody in danger. It is never printed, copied or passed on.",
                "private": "A working note. The hub never sees it, nor that it exists.",
            }
        ),
        initial="shareable",
    )
    field_group = forms.ChoiceField(label="What it is about", choices=GROUPS, initial="concern")

    def clean_field_group(self) -> str:
        """The children's own words are always kept as the child's voice."""
        return (
            "child_voice"
            if self.cleaned_data.get("assertion_kind") == "child"
            else self.cleaned_data["field_group"]
        )

    def item(self) -> Item:
        """The item, once the form is valid. A day goes in as a day; a year or month alone as words."""
        given = self.cleaned_data
        when: PartialDate | None = given["happened_on"]
        whole = when is not None and when.day is not None
        words = "; ".join(
            filter(None, (given["happened_said"], when.words if when is not None and not whole else ""))
        )
        return Item(
            text=given["text"].strip(),
            happened_on=when.earliest if whole and when is not None else None,
            happened_said=words,
            assertion_kind=given["assertion_kind"],
            visibility=given["visibility"],
            field_group=given["field_group"],
        )


class ItemsForm(PlaitForm):
    """Beside the items: context, and how much of it is shared. A reason is asked for only where something is held back."""

    groups: ClassVar = {
        "note": FieldGroup.CONCERN,
        "outcome": FieldGroup.WORK,
        "because": FieldGroup.WORK,
        "detriment": FieldGroup.WORK,
    }
    needed: ClassVar = {"because": "needed unless you share all of it"}
    note = forms.CharField(
        label="What should the hub understand about this?",
        help_text="Your view, kept apart from the facts above: patterns, gaps, what it is like to be this child.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
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
        widget=Radios(hints={"withhold": "What you wrote stays with your agency.",
                             "ask_first": "What you wrote stays with your agency until you answer again."}),
        initial="share",
    )  # fmt: skip
    because = forms.CharField(
        label="If you are not sharing all of it: why?",
        help_text="Leave this empty when you share. The hub does not read it; it is the record of your decision.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
    )
    detriment = forms.CharField(
        label="If sharing would harm the child more than not sharing: how, and who agreed?",
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Part, nothing and ask-first need their reason."""
        given = super().clean() or {}
        if given.get("outcome") not in ("share", None) and not (given.get("because") or "").strip():
            self.add_error(
                "because", "Say why you are not sharing all of it. It protects you, and the law asks for it."
            )
        return given


class CannotForm(PlaitForm):
    """Why it cannot be shared, and the other way."""

    groups: ClassVar = {"because": FieldGroup.WORK, "route": FieldGroup.WORK}
    because = forms.CharField(
        label="Why can it not be shared?",
        help_text="The hub reads this. Say no more than it needs.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )
    route = forms.CharField(
        label="Which way should the hub try instead?",
        help_text="A person, a number, a court, a form.",
        max_length=500,
    )


class MoreForm(PlaitForm):
    """What else the agency needs before it can answer."""

    groups: ClassVar = {"note": FieldGroup.WORK}
    note = forms.CharField(
        label="What more do you need to know?",
        help_text="For example: a date of birth, another name, which of two children.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )


class SpeakForm(PlaitForm):
    """Whom to ring, and when."""

    groups: ClassVar = {"note": FieldGroup.CONTACT_DETAILS}
    note = forms.CharField(
        label="Which number, and when can the hub reach you?",
        help_text="Write nothing of the matter itself here.",
        max_length=200,
    )


BESIDE: dict[str, type[PlaitForm]] = {
    Kind.ITEMS: ItemsForm,
    Kind.CANNOT_SHARE: CannotForm,
    Kind.NEED_MORE: MoreForm,
    Kind.SPEAK_TO_ME: SpeakForm,
}


class LawForm(PlaitForm):
    """The gateway, chosen already, and whether the family knows."""

    groups: ClassVar = {"gateway": FieldGroup.WORK, "family_told": FieldGroup.WORK, "seen": FieldGroup.WORK}
    mark_optional = False
    gateway = forms.ChoiceField(label="The power or duty this rests on", required=False)
    family_told = forms.ChoiceField(
        label="Does the family know that you are sharing this?",
        choices=[
            ("told", "Yes, they were told"),
            ("not_yet", "Not yet"),
            ("unsafe", "No: telling them could put somebody at risk"),
            ("not_known", "Not known"),
        ],
        widget=Radios(),
        initial="not_known",
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, gateways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("gateway")
        field.choices = gateways


class BatchForm(PlaitForm):
    """Which checks of the morning list, and one answer for all of them."""

    groups: ClassVar = {"checks": FieldGroup.WORK, "kind": FieldGroup.WORK}
    checks = forms.MultipleChoiceField(
        label="Checks", widget=Checkboxes(), error_messages={"required": "Tick at least one check."}
    )
    kind = forms.ChoiceField(
        label="One answer for every check you ticked, and for all its children",
        choices=[(kind, kind.label) for kind in BY_BATCH],
        widget=Radios(),
        error_messages={"required": "Choose the answer for the checks you ticked."},
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("checks")
        field.choices = offered
