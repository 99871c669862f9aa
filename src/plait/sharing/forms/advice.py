"""Can I share this? Six answers, and then what was decided, kind by kind of information."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from plait.agencies.models import Adviser, Agency
from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.packs.schema.advice import ItemKind
from plait.base.ui.fields import Checkboxes, Radios
from plait.base.ui.forms import PlaitForm
from plait.sharing.events import SUBJECT

SURE = [("no", "No"), ("yes", "Yes"), ("unsure", "I am not sure")]
ABOUT = [
    ("child", "A child"),
    ("carer", "A parent or carer"),
    ("other", "Somebody else in the child’s life"),
]
OUTCOMES = [
    ("share", "Share"),
    ("part", "Share part"),
    ("ask_first", "Ask first"),
    ("withhold", "Do not share"),
]
KNOWN_AS = [
    ("fact", "Fact: we saw or heard it"),
    ("told", "Told by somebody else"),
    ("opinion", "Our opinion"),
    ("mixed", "Both, kept apart"),
]
CONTEXT = [
    ("with_response", "I say what was done about it, and what came of it"),
    ("no_response", "Nothing was done yet, and I say so"),
    ("not_known", "I do not know what was done"),
]
HISTORY = [
    ("now", "Only what is happening now"),
    ("bears_on_now", "Older things that bear on now, with what came of them"),
    ("asked_period", "The time that they asked about"),
    ("whole", "Everything we have, because all of it matters"),
]
CONNECTED = [
    ("child", "The child"),
    ("siblings", "Brothers and sisters"),
    ("carers", "Parents or carers"),
    ("household", "Others at home"),
    ("elsewhere", "Somebody who lives elsewhere"),
]
FAMILY_TOLD = [
    ("told", "Yes, they were told"),
    ("will_tell", "I will tell them"),
    ("unsafe", "No: it could put somebody at risk"),
    ("not_known", "Not decided yet"),
]
AGREED = [
    ("not_needed", "It is not needed"),
    ("agreed", "They agreed"),
    ("refused", "They said no"),
    ("not_asked", "They were not asked yet"),
]


def recipients(pack: Pack, agencies: Iterable[Agency]) -> list[Any]:
    """Whom one can choose: the hub first, the agencies here by name, then every kind of agency."""
    kinds = [(f"kind:{kind}", partner.label) for kind, partner in pack.partners.items()]
    hub = [one for one in kinds if one[0] == "kind:HUB"]
    here = [(f"agency:{one.pk}", one.name) for one in agencies]
    return [
        ("", "Choose"),
        *hub,
        ("Agencies here", here),
        ("Any other", [one for one in kinds if one not in hub]),
    ]


class AskForm(PlaitForm):
    """What, about whom, with whom, for what; and the two tests, asked apart."""

    groups: ClassVar = {
        "recipient": G.WORK, "reason": G.WORK, "about": G.WORK, "items": G.WORK, "detriment": G.SAFETY,
        "adult_victim": G.SAFETY, "subject": G.WORK,
    }  # fmt: skip
    button = "What can I share?"
    recipient = forms.ChoiceField(label="With whom?")
    reason = forms.ChoiceField(label="What for?")
    about = forms.MultipleChoiceField(label="About whom?", choices=ABOUT, widget=Checkboxes())
    items = forms.MultipleChoiceField(
        label="What do you have?", help_text="Tick what you hold. Write no names and no details here."
    )
    detriment = forms.ChoiceField(
        label="Would sharing harm the child more than not sharing?", choices=SURE, widget=Radios()
    )
    adult_victim = forms.ChoiceField(
        label="Could it put an adult at risk who is being hurt or controlled?", choices=SURE, widget=Radios()
    )
    subject = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, pack: Pack, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = pack.advice
        assert said is not None
        _choose(self, "recipient", recipients(pack, agencies))
        _choose(self, "reason", [("", "Choose"), *((one.code, one.label) for one in said.reasons)])
        self.fields["items"].widget = Checkboxes(hints={one.code: one.hint for one in said.items})
        _choose(self, "items", [(one.code, one.label) for one in said.items])
        self.fields["detriment"].help_text = said.detriment
        self.fields["adult_victim"].help_text = said.adult_victim

    def clean_subject(self) -> str:
        """What this is for; an address that was tampered with is for nothing in particular."""
        said = str(self.cleaned_data["subject"])
        return said if SUBJECT.fullmatch(said) else ""


class ItemDecision(PlaitForm):
    """What happens with one kind of information, and how it is known."""

    groups: ClassVar = {"outcome": G.WORK, "known_as": G.WORK}
    mark_optional = False
    outcome = forms.ChoiceField(label="Your decision", choices=OUTCOMES)
    known_as = forms.ChoiceField(
        label="Fact or opinion", choices=[("", "Not said"), *KNOWN_AS], required=False
    )


class DecisionForm(PlaitForm):
    """On what it rests, how it is told, and who was asked: codes only."""

    groups: ClassVar = {
        "gateway": G.WORK, "context": G.WORK, "history": G.WORK, "connected": G.WORK, "agreed": G.WORK,
        "family_told": G.WORK, "adviser_asked": G.WORK,
    }  # fmt: skip
    mark_optional = False
    gateway = forms.ChoiceField(label="It rests on", required=False)
    history = forms.ChoiceField(
        label="How much history?", choices=[("", "Not said"), *HISTORY], required=False
    )
    context = forms.ChoiceField(
        label="What was done about it?", choices=[("", "Not said"), *CONTEXT], required=False
    )
    connected = forms.MultipleChoiceField(
        label="Which people does it speak of?", choices=CONNECTED, widget=Checkboxes(), required=False
    )
    agreed = forms.ChoiceField(
        label="Did the family agree?", choices=[("", "Not said"), *AGREED], required=False
    )
    family_told = forms.ChoiceField(
        label="Does the family know?", choices=FAMILY_TOLD, initial="not_known", required=False
    )
    adviser_asked = forms.ChoiceField(
        label="Whom did you ask?", choices=[("", "Nobody"), *Adviser.Kind.choices], required=False
    )

    def __init__(self, *args: Any, gateways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "gateway", [("", "Nothing leaves: no power is needed"), *gateways])


def item_forms(
    kinds: Sequence[ItemKind], *, data: Any = None, advised: dict[str, str] | None = None
) -> dict[str, ItemDecision]:
    """One small form for each kind of information: bound to what was sent, or starting from what Plait advises."""
    made = {}
    for kind in kinds:
        start = {"outcome": (advised or {}).get(kind.code, ""), "known_as": ""}
        made[kind.code] = ItemDecision(data, prefix=f"i-{kind.code}", initial=start, takes_held=False)
    return made


def _choose(form: PlaitForm, name: str, choices: Sequence[Any]) -> None:
    field = form.choice(name)
    field.choices = choices


def label_of(form: PlaitForm, name: str, chosen: str) -> str:
    """The words of the choice that was made, grouped or not."""
    choices: Any = getattr(form.fields[name], "choices", ())
    labels: dict[str, str] = {}
    for value, label in choices:
        labels |= dict(label if isinstance(label, list) else [(str(value), str(label))])
    return labels.get(chosen, chosen)
