"""One person's answers to each service by name, asked by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Checkboxes, DateParts, Radios, offered
from plait.base.ui.forms import PlaitForm
from plait.sharing.models import FamilyAgreement
from plait.sharing.queries.family import Kin
from plait.sharing.rules.family_deeds import AgreementSaid, PartnerSaid

WHAT = (
    ("concern", "What people are worried about"),
    ("family", "Family and home"),
    ("child_voice", "What the child says and wants"),
    ("education", "School and learning"),
    ("health", "Health"),
    ("police", "Police and offences"),
    ("safety", "Safety now"),
    ("contact_details", "How to reach them"),
)
ANSWERS = (("", "Not asked about"), ("yes", "Yes"), ("no", "No"), ("later", "Ask me later"))
OWN_LINES = 3


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class AgreementForm(PlaitForm):
    """One person's answers, asked by themselves. `services` are agencies here by id; three lines are for others by name."""

    groups: ClassVar = {
        "capacity": G.FAMILY,
        "capacity_note": G.FAMILY,
        "about": G.FAMILY,
        "present": G.FAMILY,
        "why_safe": G.SAFETY,
        "language": G.FAMILY,
        "format": G.FAMILY,
        "interpreter": G.FAMILY,
        "interpreter_name": G.FAMILY,
        "why": G.CONCERN,
        "what": G.WORK,
        "left_out_said": G.CONCERN,
        "left_out": G.WORK,
        "limits_explained": G.WORK,
        "change_explained": G.WORK,
        "method": G.WORK,
        "given_on": G.WORK,
        "expires_on": G.WORK,
        "review_on": G.WORK,
        "copy": G.SAFETY,
        "copy_how": G.SAFETY,
    }
    button = "Record what they said"
    capacity = forms.ChoiceField(
        label="In what capacity do they answer?",
        choices=FamilyAgreement.Capacity.choices,
        widget=Radios(
            hints={
                "responsibility": "For a child under 16. Somebody without parental responsibility cannot agree for a child.",
                "competent_child": "For this decision, today. Say below how you know that they understand.",
                "young_person": "Nobody else can agree for them.",
            }
        ),
    )
    capacity_note = forms.CharField(
        label="How do you know?",
        required=False,
        max_length=1_000,
        widget=_area(2),
        help_text="What the child understood, in their words; or how you saw that an adult has responsibility.",
    )
    about = forms.MultipleChoiceField(label="Whose information is it about?", widget=Checkboxes())
    present = forms.CharField(
        label="Who was in the room?",
        max_length=500,
        help_text="“Nobody else” is a good answer. A partner who listens is worth writing down.",
    )
    why_safe = forms.CharField(
        label="Why was it safe to ask them?",
        required=False,
        max_length=500,
        widget=_area(2),
        help_text="Needed where somebody in this family must not know something.",
    )
    language = forms.CharField(label="In which language?", max_length=80, initial="English")
    format = forms.ChoiceField(
        label="In which form?", choices=FamilyAgreement.Format.choices, widget=Radios(), initial="spoken"
    )
    interpreter = forms.ChoiceField(
        label="Was there an interpreter?",
        choices=FamilyAgreement.Interpreter.choices,
        widget=Radios(),
        initial="not_needed",
    )
    interpreter_name = forms.CharField(label="Who interpreted?", required=False, max_length=120)
    why = forms.CharField(
        label="What is the sharing for?",
        max_length=1_000,
        widget=_area(2),
        help_text="As you said it to them.",
    )
    what = forms.MultipleChoiceField(
        label="What may be shared?", choices=WHAT, required=False, widget=Checkboxes()
    )
    left_out = forms.MultipleChoiceField(
        label="What did they want left out?", choices=WHAT, required=False, widget=Checkboxes()
    )
    left_out_said = forms.CharField(label="In their words", required=False, max_length=500, widget=_area(2))
    limits_explained = forms.BooleanField(label="I explained what we cannot keep private", required=False)
    change_explained = forms.BooleanField(
        label="I explained that they can change their mind, and how", required=False
    )
    method = forms.ChoiceField(
        label="How did they answer?",
        choices=FamilyAgreement.Method.choices,
        widget=Radios(),
        initial="verbal",
    )
    given_on = DateParts(label="On which day?", past_only=True)
    expires_on = DateParts(
        label="Until when does it last?",
        required=False,
        help_text="Left empty: as long as the region allows.",
    )
    review_on = DateParts(
        label="When do you look at it again together?",
        required=False,
        help_text="Left empty: the region’s usual time.",
    )
    copy = forms.ChoiceField(
        label="Did they get a copy?",
        choices=FamilyAgreement.Copy.choices,
        widget=Radios(hints={"not_safe": "No sheet can then be printed for them."}),
        help_text="Somebody else at home may find it.",
    )
    copy_how = forms.CharField(
        label="How did it reach them, and why is that safe?", required=False, max_length=300
    )

    def __init__(
        self, *args: Any, kin: Sequence[Kin], giver: Kin, services: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.services = dict(services)
        about: Any = self.fields["about"]
        about.choices = [
            (one.id, one.name) for one in kin if one.id == giver.id or one.kind in ("the child", "child")
        ]
        added: dict[str, forms.Field] = {}
        for key, name in self.services.items():
            added[f"service_{key}"] = forms.ChoiceField(label=offered(name), choices=ANSWERS, required=False)
        for number in range(1, OWN_LINES + 1):
            added[f"other_name_{number}"] = forms.CharField(
                label=f"Another service {number}", required=False, max_length=120
            )
            added[f"other_answer_{number}"] = forms.ChoiceField(
                label=f"Their answer about service {number}", choices=ANSWERS, required=False
            )
        self.fields.update(added)
        self.__dict__["groups"] = {**self.groups, **dict.fromkeys(added, G.WORK)}

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The questions under their headings, in the order in which one asks."""
        named = [name for name in self.fields if name.startswith("service_")]
        others = [name for name in self.fields if name.startswith("other_")]
        plan = (
            ("Who answers", "", ["capacity", "capacity_note", "about", "present", "why_safe"]),
            ("In words they understand", "", ["language", "format", "interpreter", "interpreter_name"]),
            ("What it is for, and what may be shared", "", ["why", "what", "left_out", "left_out_said"]),
            ("Each service by name", "Read each one out. Leave those you did not ask about.", named),
            (
                "Services that are not in Plait",
                "You will have to tell these yourself if they change their mind.",
                others,
            ),
            ("What you explained", "", ["limits_explained", "change_explained"]),
            ("Their answer", "", ["method", "given_on", "expires_on", "review_on", "copy", "copy_how"]),
        )
        return [(title, hint, [self[name] for name in names]) for title, hint, names in plan if names]

    def said(self) -> AgreementSaid:
        """What was typed, as the deed takes it."""
        told = self.cleaned_data
        partners = [
            PartnerSaid(name=name, answer=told[f"service_{key}"], agency_id=key)
            for key, name in self.services.items()
            if told.get(f"service_{key}")
        ]
        for number in range(1, OWN_LINES + 1):
            name, answer = told.get(f"other_name_{number}") or "", told.get(f"other_answer_{number}") or ""
            if name.strip() or answer:
                partners.append(PartnerSaid(name=name, answer=answer, service=name))
        plain = {
            name: told[name]
            for name in (
                "capacity", "capacity_note", "present", "why_safe", "language", "format", "interpreter", "interpreter_name",
                "why", "left_out_said", "limits_explained", "change_explained", "method", "given_on", "expires_on", "review_on",
                "copy", "copy_how",
            )
        }  # fmt: skip
        base = AgreementSaid(
            giver_id=self.giver.id, about=tuple(told["about"]), partners=tuple(partners),
            **{name: plain.pop(name) for name in ("capacity", "present", "why", "given_on")},
        )  # fmt: skip
        return replace(base, groups=tuple(told["what"]), left_out=tuple(told["left_out"]), **plain)


def agencies_named(agreement: FamilyAgreement | None) -> dict[str, str]:
    """The agencies that were asked about then, by id: each is asked about again, also one that has ended since."""
    rows = agreement.partners.all() if agreement else ()
    return {one.agency_id: one.name for one in rows if one.agency_id}


def as_initial(agreement: FamilyAgreement) -> dict[str, Any]:
    """What they said last time, to start from when they are asked again; never the day, and nothing that was explained then."""
    found: dict[str, Any] = {
        "capacity": agreement.capacity, "capacity_note": agreement.capacity_note, "language": agreement.language,
        "format": agreement.format, "interpreter": agreement.interpreter, "interpreter_name": agreement.interpreter_name,
        "why": agreement.why, "what": agreement.groups, "left_out": agreement.left_out,
        "left_out_said": agreement.left_out_said, "method": agreement.method,
    }  # fmt: skip
    others = 0
    for one in agreement.partners.all():
        answer = "no" if one.withdrawal_id else one.answer
        if one.agency_id:
            found[f"service_{one.agency_id}"] = answer
        elif others < OWN_LINES:
            others += 1
            found |= {f"other_name_{others}": one.name, f"other_answer_{others}": answer}
    return found
