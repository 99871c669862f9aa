"""What is asked of whoever offers a family to another area, adds to a package, and of whoever answers one."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.handover.rules.absent import FILLED, SAYS
from plait.handover.rules.offering import Offer
from plait.handover.wire.items import BASES, ITEMS, KIND, WHY_NOT
from plait.referrals.forms.parts import key_field, long_text

# What the record seldom holds, so that whoever offers is asked for it.
OWN_WORDS = ("plan", "risk", "legal", "abuse", "missing", "health", "education", "worked", "agreed", "gaps")
REASONED = tuple(code for code in OWN_WORDS if code != "gaps")
YES_NO = [("yes", "Yes"), ("no", "No"), ("not_known", "Not known")]


def _own(code: str) -> forms.CharField:
    return long_text(KIND[code].label, rows=2, help_text=KIND[code].means)


def _why(code: str) -> forms.ChoiceField:
    """`gaps` is never empty; of the others a reason stands where nothing does."""
    return forms.ChoiceField(
        label=f"{KIND[code].label}: if nothing is there, why?",
        choices=[("", "As the record says, or not known"), *((one, WHY_NOT[one].rstrip(".")) for one in SAYS)],
        help_text="This takes the place of what the record says." if code in FILLED else "",
        required=False,
    )  # fmt: skip


class OfferForm(PlaitForm):
    """Which area, why they moved, and what the record does not say. Nothing of it keeps anybody from offering."""

    groups: ClassVar[dict[str, G]] = {
        "area": G.WORK, "area_because": G.CONCERN, "basis": G.WORK,
        "why_moved": G.CONCERN, "planned": G.CONCERN, "destination": G.CONCERN,
        "temporary": G.CONCERN, "gateway": G.WORK,
        "force": G.LOCATION, "force_phone": G.LOCATION, "force_source": G.CONCERN, "sure": G.WORK,
        "handover_id": G.WORK, "seen": G.WORK,
        **{f"own_{code}": G.CONCERN for code in OWN_WORDS},
        **{f"why_{code}": G.CONCERN for code in REASONED},
    }  # fmt: skip
    button = "Go on"
    folds: ClassVar = {
        "The police force there": ("force", "force_phone", "force_source"),
        "What the record does not say": tuple(f"own_{code}" for code in OWN_WORDS),
        "What is not there, and why": tuple(f"why_{code}" for code in REASONED),
    }
    area = forms.ChoiceField(label="Which area are they in now, or going to?")
    area_because = forms.CharField(
        label="If it is another area than their postcode says: why?", max_length=200, required=False,
        help_text="It stays here. Say nothing of who told you.",
    )  # fmt: skip
    basis = forms.ChoiceField(
        label="On what does their help stand?", choices=[("", "Choose one"), *BASES.items()]
    )
    why_moved = long_text(
        "Why did they move?",
        required=True,
        help_text="“Not known” is an answer. Say nothing of who told you.",
    )
    planned = forms.ChoiceField(label="Was it planned?", choices=YES_NO, widget=Radios())
    destination = forms.ChoiceField(
        label="How sure is it that they are there?",
        choices=[("there", "They are there"), ("certain", "They are certain to go"), ("unsure", "It is not sure"),
                 ("not_known", "Not known")],
        widget=Radios(),
    )  # fmt: skip
    temporary = forms.BooleanField(
        label="They are there for a short time only. The other area is told; we keep hold", required=False
    )
    gateway = forms.ChoiceField(label="Under which power or duty?")
    force = forms.CharField(
        label="Which police force is it there?", max_length=160, required=False,
        help_text="Only if the area names none on its page, or it is another one. Never of a protected family.",
    )  # fmt: skip
    force_phone = forms.CharField(label="Its telephone number", max_length=40, required=False)
    force_source = forms.CharField(
        label="How do you know that it is this one?", max_length=160, required=False
    )
    own_plan = _own("plan")
    own_risk = _own("risk")
    own_legal = _own("legal")
    own_abuse = _own("abuse")
    own_missing = _own("missing")
    own_health = _own("health")
    own_education = _own("education")
    own_worked = _own("worked")
    own_agreed = _own("agreed")
    own_gaps = _own("gaps")
    why_plan = _why("plan")
    why_risk = _why("risk")
    why_legal = _why("legal")
    why_abuse = _why("abuse")
    why_missing = _why("missing")
    why_health = _why("health")
    why_education = _why("education")
    why_worked = _why("worked")
    why_agreed = _why("agreed")
    sure = forms.BooleanField(label="This is what they will see: offer it", required=False)
    handover_id = key_field()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, areas: Sequence[tuple[str, str]], pack: Pack, postcode_says: str = "",
        expected: Collection[str] = (), shown: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        area: Any = self.fields["area"]
        area.choices = [("", "Choose an area"), *areas]
        if postcode_says:
            area.help_text = f"By the postcode that stands here: {postcode_says}."
        else:
            del self.fields["area_because"]
        self.expected = expected if postcode_says else None
        gateway: Any = self.fields["gateway"]
        powers = pack.handing_over().powers if pack.handover else ()
        gateway.choices = [(code, pack.gateways[code].title) for code in powers if code in pack.gateways]
        if not shown:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Another area than the postcode says is asked why before the package is shown; the deed asks once more."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        other = self.expected is not None and said.get("area") and said["area"] not in self.expected
        if other and len(said.get("area_because", "").strip()) < 5:
            self.add_error("area_because", "Choose that area, or say why it goes to this one")
        return said

    def offer(self) -> Offer:
        """What was said, for the deed."""
        said = self.cleaned_data
        return Offer(
            peer_id=said["area"],
            basis=said["basis"],
            area_because=said.get("area_because", ""),
            why_moved=said["why_moved"],
            planned=said["planned"],
            destination=said["destination"],
            temporary=said["temporary"],
            gateway=said["gateway"],
            force=said["force"],
            force_phone=said["force_phone"],
            force_source=said["force_source"],
            texts={code: said[f"own_{code}"] for code in OWN_WORDS},
            why_not={code: said[f"why_{code}"] for code in REASONED if said[f"why_{code}"]},
        )


READ = "We have read what they told us. Nothing is sent"
ANSWERS = {
    "read": ("read", READ),
    "triage": ("accept for triage", "We look at it from now on"),
    "query": ("query", "We have a question"),
    "conference": ("set conference", "The conference is on the day below"),
    "take": ("accept responsibility", "We take responsibility: we have hold of this family"),
    "decline": ("decline", "We decline"),
    "back": ("give back", "We give the family back"),
}


class AnswerForm(PlaitForm):
    """What this area answers, in one place: one choice, and what belongs to it."""

    groups: ClassVar[dict[str, G]] = {"answer": G.WORK, "day": G.WORK, "code": G.WORK, "words": G.CONCERN}
    button = "Tell the other area"
    answer = forms.ChoiceField(label="What do you answer?", widget=Radios())
    day = DateParts(label="If you set the conference: on which day?", required=False)
    code = forms.ChoiceField(label="If you decline: why?", required=False)
    words = long_text(
        "In your own words",
        rows=3,
        help_text="A question, a reason, who agreed. Say nothing of where anybody protected is.",
    )

    def __init__(self, *args: Any, able: Sequence[str], pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        answer: Any = self.fields["answer"]
        answer.choices = [(name, label) for name, (verb, label) in ANSWERS.items() if verb in able]
        code: Any = self.fields["code"]
        reasons = pack.handing_over().declines if pack.handover else ()
        code.choices = [("", "Choose a reason"), *((one.code, one.label) for one in reasons)]

    def clean(self) -> dict[str, Any]:
        """A day is kept with the conference alone."""
        given = super().clean() or self.cleaned_data
        chosen = given.get("answer") == "conference"
        self.no_place_for(
            "day", unless=chosen, say=f"Choose “{ANSWERS['conference'][1]}”, or take the day out."
        )
        return given


SPEAKS = {
    "read": READ,
    "answer": "This answers their question",
    "add": "Something to add",
    "correct": "Something was wrong, and this is right",
    "back": "We take the handover back",
}


class SpeakForm(PlaitForm):
    """What whoever offered says afterwards."""

    groups: ClassVar[dict[str, G]] = {
        "what": G.WORK,
        "item": G.WORK,
        "words": G.CONCERN,
        "supplement_id": G.WORK,
    }
    button = "Tell the other area"
    what = forms.ChoiceField(label="What do you tell them?", widget=Radios())
    item = forms.ChoiceField(label="To which part does it belong?", required=False)
    words = long_text("In your own words", rows=3)
    supplement_id = key_field()

    def __init__(self, *args: Any, able: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        what: Any = self.fields["what"]
        what.choices = [(name, label) for name, label in SPEAKS.items() if name in able]
        item: Any = self.fields["item"]
        item.choices = [("", "Choose a part"), *((one.code, one.label) for one in ITEMS)]
