"""Forms of agreements between agencies: what stands above the clauses, a clause that is read aloud, and the grave deeds."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from plait.agencies.models import Agency
from plait.base.access.classes import FieldGroup as G
from plait.base.federation.models import Peer
from plait.base.packs import Pack
from plait.base.ui.fields import Checkboxes, DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.sharing.actions.write_clause import Given
from plait.sharing.models import Clause, SharingAgreement
from plait.sharing.rules import Condition
from plait.sharing.rules.clauses import ANY, GROUP_WORDS, RULES
from plait.sharing.rules.conditions import CONDITIONS
from plait.sharing.rules.heading import SIDES, Heading
from plait.sharing.rules.lint import GROUPS

_RULE_WORDS = {
    "no": "No: another legal basis carries it",
    "service": "Yes: the family agrees to the service",
    "consent": "Yes: the person consents",
}
assert set(_RULE_WORDS) == set(RULES)


def _several(label: str, hint: str = "") -> Any:
    return forms.MultipleChoiceField(label=label, help_text=hint, required=False, widget=Checkboxes())


class HeadingForm(PlaitForm):
    """Title, plain summary, whom it binds, days, impact assessment, and the text or where it is kept."""

    groups: ClassVar = dict.fromkeys(
        ("title", "summary", "first", "second", "starts", "ends", "dpia", "text", "reference"), G.WORK
    )
    title = forms.CharField(label="What is it called?", max_length=120)
    summary = forms.CharField(
        label="What is it for, in plain words?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    first = forms.MultipleChoiceField(
        label="Who is on the first side?",
        help_text="One person of each side signs for that side.",
        widget=Checkboxes(),
    )
    second = forms.MultipleChoiceField(label="Who is on the second side?", widget=Checkboxes())
    starts = DateParts(label="On which day does it start?")
    ends = DateParts(label="What is its last day?", required=False, help_text="Leave empty if it has none.")
    dpia = forms.CharField(
        label="Which data protection impact assessment does it rest on?",
        help_text="Its reference.",
        max_length=80,
    )
    text = forms.CharField(
        label="The agreement itself, or where it is kept",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference = forms.CharField(
        label="Your reference for it", help_text="Plait makes one if you have none.", required=False,
        max_length=40,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[Agency],
        areas: Iterable[Peer] = (),
        standing: SharingAgreement | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = sorted(((str(one.pk), one.name) for one in agencies), key=lambda one: one[1].casefold())
        abroad = sorted(((str(one.pk), one.name) for one in areas), key=lambda one: one[1].casefold())
        offered += [(one, f"{name} (another area)") for one, name in abroad]
        if abroad:
            self.fields[
                "second"
            ].help_text = (
                "Another area stands alone on its side, and the agency that runs the hub alone on the other."
            )
        for side in SIDES:
            field: Any = self.fields[side]
            field.choices = offered
        if standing is not None:
            del self.fields["reference"]
        self.button = "Keep" if standing else "Begin the draft"

    def clean(self) -> dict[str, Any]:
        """Nobody stands on both sides."""
        said = super().clean() or {}
        if set(said.get("first", ())) & set(said.get("second", ())):
            self.add_error("second", "An agency is on one side only. Take it out of one of them.")
        if said.get("starts") and said.get("ends") and said["ends"] < said["starts"]:
            self.add_error("ends", "It ends before it starts. Check both days.")
        return said

    def heading(self) -> Heading:
        """As the deed takes it."""
        names = ("title", "summary", "starts", "ends", "dpia", "text")
        return Heading(**{name: self.cleaned_data[name] for name in names})

    def parties(self) -> dict[str, str]:
        """The side of each agency."""
        return {one: side for side in SIDES for one in self.cleaned_data[side]}


def heading_of(agreement: SharingAgreement) -> dict[str, Any]:
    """What the form starts from where there is a draft."""
    kept = {name: getattr(agreement, name) for name in ("title", "summary", "starts", "ends", "dpia", "text")}
    sides = {side: [one.agency_id for one in agreement.parties.all() if one.side == side] for side in SIDES}
    return kept | sides


class ClauseForm(PlaitForm):
    """A clause in the order in which it is read aloud. Anything may stay empty in a draft: the lint says what is missing."""

    groups: ClassVar = dict.fromkeys(
        (
            "kind", "holders", "field_groups", "recipients", "purposes", "gateways", "lawful_basis", "agreement_rule",
            "conditions", "months", "begins", "ends",
        ),
        G.WORK,
    )  # fmt: skip
    mark_optional = False
    button = "Keep this clause"
    kind = forms.ChoiceField(label="May it be shared?", choices=Clause.Kind.choices, widget=Radios())
    holders = _several("Who shares?", "A kind of agency stands for every party of that kind.")
    field_groups = _several("What?")
    recipients = _several("With whom?")
    purposes = _several("What for?")
    gateways = _several(
        "On which legal basis?", "The law that lets them share. Any one of those you tick is enough."
    )
    lawful_basis = forms.CharField(
        label="The lawful basis in data protection law",
        help_text="As it is named in the impact assessment.",
        required=False,
        max_length=120,
    )
    agreement_rule = forms.ChoiceField(
        label="Must the family have agreed?", choices=list(_RULE_WORDS.items()), widget=Radios()
    )
    conditions = _several("Only as long as", "All that you tick must hold.")
    months = forms.IntegerField(
        label="How many months back?",
        help_text="Only where you ticked how long ago it may have happened.",
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    begins = DateParts(
        label="From which day?", required=False, help_text="Empty: from the first day of the agreement."
    )
    ends = DateParts(label="Until which day?", required=False, help_text="Empty: as long as the agreement.")

    def __init__(
        self, *args: Any, agreement: SharingAgreement, kinds: Mapping[str, str], pack: Pack, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"kind": "permit", "agreement_rule": "no", **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        parties = sorted(
            ((one.agency_id, one.name) for one in agreement.parties.all() if one.left_at is None),
            key=lambda one: one[1].casefold(),
        )
        named = [(code, f"{words[:1].upper()}{words[1:]}") for code, words in kinds.items()]
        who = [(ANY, "Every party"), *named, *parties]
        offered: dict[str, list[tuple[str, str]]] = {
            "holders": who,
            "recipients": who,
            "field_groups": [
                (code, f"{words[:1].upper()}{words[1:]}")
                for code, words in GROUP_WORDS.items()
                if code in GROUPS
            ],
            "purposes": [(code, one.label) for code, one in pack.purposes.items()],
            "gateways": [
                (code, f"{one.title} ({one.statute})")
                for code, one in pack.gateways.items()
                if one.for_case_sharing
            ],
            "conditions": [
                (code, f"{one.words[:1].upper()}{one.words[1:]}".replace("{n} months", "so many months"))
                for code, one in CONDITIONS.items()
            ],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            there = {code for code, _ in choices}
            stray = [(one, f"“{one}”") for one in self.initial.get(name) or [] if one not in there]
            field.choices = [
                *choices,
                *stray,
            ]  # what stands there and is no more is shown, so that it can be taken out

    def given(self) -> Given:
        """As the deed takes it."""
        said = self.cleaned_data
        months = said["months"] or 0
        return Given(
            kind=said["kind"],
            holders=tuple(said["holders"]),
            recipients=tuple(said["recipients"]),
            field_groups=tuple(said["field_groups"]),
            purposes=tuple(said["purposes"]),
            gateways=tuple(said["gateways"]),
            lawful_basis=said["lawful_basis"],
            agreement_rule=said["agreement_rule"],
            begins=said["begins"],
            ends=said["ends"],
            conditions=tuple(
                Condition(one, months if one in CONDITIONS and CONDITIONS[one].takes_number else 0)
                for one in said["conditions"]
            ),
        )


_KEPT = (
    "kind", "holders", "recipients", "field_groups", "purposes", "gateways", "lawful_basis", "agreement_rule", "begins",
    "ends", "conditions",
)  # fmt: skip


def clause_fields(clause: Clause) -> dict[str, Any]:
    """A clause by the names under which it is kept."""
    return {name: getattr(clause, name) for name in _KEPT}


def clause_said(clause: Clause) -> dict[str, Any]:
    """What the form starts from where a clause stands."""
    months = next((one.get("number") for one in clause.conditions if one.get("number")), None)
    return clause_fields(clause) | {
        "conditions": [one["name"] for one in clause.conditions],
        "months": months,
    }


class SignForm(PlaitForm):
    """One word before a signature."""

    groups: ClassVar = {"read": G.WORK}
    button = "Sign for our side"
    read = forms.BooleanField(
        label="I have read each clause, and I may sign for my agency’s side",
        error_messages={"required": "Say that you have read each clause and may sign."},
    )


class RevokeForm(PlaitForm):
    """Why an agreement, or a clause of it, is revoked."""

    groups: ClassVar = {"because": G.WORK}
    button = "Revoke it now"
    because = forms.CharField(
        label="Why?",
        help_text="The other side reads it. Name nobody.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LeaveForm(PlaitForm):
    """Which party leaves, and why."""

    groups: ClassVar = {"agency": G.WORK, "because": G.WORK}
    button = "It leaves now"
    agency = forms.ChoiceField(label="Which agency leaves?", widget=Radios())
    because = forms.CharField(label="Why?", help_text="All parties read it. Name nobody.", max_length=200)

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.choices = list(parties)
