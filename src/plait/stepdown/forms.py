"""What is asked when help gets less, when somebody takes a family over, and when somebody looks again."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.ui.fields import DateParts, Offered, Radios
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.parts import key_field, long_text
from plait.stepdown.models import LookedAgain, Need
from plait.stepdown.rules import MOST_MONTHS

NEEDS = (1, 2, 3)
TOLD = [("", "Not yet"), ("yes", "Yes, they were told"), ("not_safe", "No, it is not safe to tell them")]


class PartsForm(PlaitForm):
    """What belongs to a step down and may be said now or later."""

    groups: ClassVar[dict[str, G]] = {
        "contingency": G.CONCERN, "family_told": G.CONCERN, "family_how": G.CONCERN, "services_told": G.WORK,
        "gateway": G.WORK, "explained_on": G.WORK,
    }  # fmt: skip
    button = "Keep this"
    contingency = long_text(
        "What happens if it gets worse?",
        rows=3,
        help_text="“If … happens, … does … .” Put in who the family rings, and when it is 999.",
    )
    family_told = forms.ChoiceField(
        label="Was the family told?", choices=TOLD, required=False, widget=Radios()
    )
    family_how = long_text("How were they told, or why is it not safe?", rows=2)
    services_told = long_text("Which services were told? One on each line", rows=3)
    gateway = forms.ChoiceField(
        label="Which power was explained to the family, so that partners may be asked later?", required=False
    )
    explained_on = DateParts(
        label="On which day was it explained?", required=False, past_only=True, help_text="Only if it was."
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        gateway: Any = self.fields["gateway"]
        process = pack.stepping_down()
        gateway.choices = [("", "None: partners are not asked")] + [
            (code, pack.gateways[code].title) for code in process.explains if code in pack.gateways
        ]
        gateway.help_text = f"In these words or your own: “{process.explain_words}”"

    def clean(self) -> dict[str, Any]:
        """The day belongs to the power that was explained."""
        given = super().clean() or self.cleaned_data
        self.no_place_for(
            "explained_on",
            unless=bool(given.get("gateway")),
            say="Choose the power that was explained, or take the day out.",
        )
        return given

    def services(self) -> tuple[str, ...]:
        """The services that were told, line by line."""
        lines = self.cleaned_data["services_told"].splitlines()
        return tuple(line.strip() for line in lines if line.strip())[:20]


class StepDownForm(PartsForm):
    """Less help, and who is asked to hold the family."""

    groups: ClassVar[dict[str, G]] = {
        "from_level": G.WORK, "to_level": G.WORK, "to_team": G.WORK, "why": G.CONCERN, "bar_because": G.CONCERN,
        "stepdown_id": G.WORK, **{f"need_{n}": G.CONCERN for n in NEEDS}, **{f"need_{n}_who": G.WORK for n in NEEDS},
    }  # fmt: skip
    button = "Ask them to hold the family"
    folds: ClassVar = {
        "What is still needed, and who does it": tuple(
            name for n in NEEDS for name in (f"need_{n}", f"need_{n}_who")
        ),
        "Who was told": ("family_told", "family_how", "services_told"),
        "If partners may be asked later": ("gateway", "explained_on"),
        "If this area bars the step": ("bar_because",),
    }
    field_order = ("from_level", "to_level", "to_team", "why", "contingency")
    from_level = forms.TypedChoiceField(label="From which level of need?", coerce=int)
    to_level = forms.TypedChoiceField(label="To which level?", coerce=int)
    to_team = forms.ChoiceField(
        label="Who is asked to hold the family from here?",
        widget=Offered(),
        help_text="They accept or decline. Until they accept, whoever leads now keeps hold.",
    )
    why = long_text("Why is less help right now?", required=True, help_text="What has changed for the child?")
    need_1 = forms.CharField(label="What is still needed?", required=False, max_length=300)
    need_1_who = forms.CharField(label="Who does it?", required=False, max_length=160)
    need_2 = forms.CharField(label="What else?", required=False, max_length=300)
    need_2_who = forms.CharField(label="Who does that?", required=False, max_length=160)
    need_3 = forms.CharField(label="And what else?", required=False, max_length=300)
    need_3_who = forms.CharField(label="Who does this?", required=False, max_length=160)
    bar_because = long_text(
        "Why is this step safe for this family?",
        rows=3,
        help_text="Kept under your name, with the bar it passes.",
    )
    stepdown_id = key_field()

    def __init__(
        self, *args: Any, pack: Pack, teams: Sequence[tuple[str, str]], manager: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, pack=pack, **kwargs)
        levels = [(one.n, f"Level {one.n}: {one.label}") for one in pack.levels]
        upper: Any = self.fields["from_level"]
        lower: Any = self.fields["to_level"]
        team: Any = self.fields["to_team"]
        upper.choices = [("", "Choose a level"), *levels[1:]]
        lower.choices = [("", "Choose a level"), *levels[:-1]]
        team.choices = [("", "Choose a team"), *teams]
        if not manager:
            del self.fields["bar_because"]

    def needs(self) -> tuple[tuple[str, str], ...]:
        """What is still needed, with who does it."""
        given = self.cleaned_data
        return tuple(
            (given[f"need_{n}"], given[f"need_{n}_who"]) for n in NEEDS if given[f"need_{n}"].strip()
        )


class AddForm(PartsForm):
    """What was missing, added later."""

    groups: ClassVar[dict[str, G]] = {"need": G.CONCERN, "need_who": G.WORK}
    folds: ClassVar = {
        "Something else that is needed": ("need", "need_who"),
        "Who was told": ("family_told", "family_how", "services_told"),
        "If partners may be asked later": ("gateway", "explained_on"),
    }
    need = forms.CharField(label="What is needed?", required=False, max_length=300)
    need_who = forms.CharField(label="Who does it?", required=False, max_length=160)

    def __init__(self, *args: Any, pack: Pack, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, pack=pack, **kwargs)
        self.named = {f"who_{number}": str(need.pk) for number, need in enumerate(needs, 1)}
        for (name, _), need in zip(self.named.items(), needs, strict=True):
            self.fields[name] = forms.CharField(
                label=f"Who does this: {need.what}?", required=False, max_length=160, initial=need.who
            )
        self.__dict__["groups"] = {**self.groups, **dict.fromkeys(self.named, G.WORK)}
        self.order_fields(["contingency", *self.named])

    def owners(self) -> dict[str, str]:
        """By the id of each need, who does it."""
        return {need: self.cleaned_data[name] for name, need in self.named.items()}


class AnswerForm(PlaitForm):
    """Accept, or decline with a reason."""

    groups: ClassVar[dict[str, G]] = {"answer": G.WORK, "code": G.WORK, "because": G.CONCERN}
    button = "Answer"
    answer = forms.ChoiceField(
        label="Will you hold this family?",
        choices=[("accept", "Yes, I hold them from now"), ("decline", "No, our team cannot")],
        widget=Radios(hints={"decline": "Say why below. The family stays with whoever hands over."}),
    )
    code = forms.ChoiceField(label="If not: why?", required=False)
    because = long_text("Anything to add?", rows=3, help_text="If you decline, a sentence is needed.")

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: Any = self.fields["code"]
        code.choices = [
            ("", "Choose a reason"),
            *((one.code, one.label) for one in pack.stepping_down().declines),
        ]


class LookForm(PlaitForm):
    """How is it now? Own records first."""

    groups: ClassVar[dict[str, G]] = {
        "together": G.WORK, "own_records": G.CONCERN, "child_words": G.CHILD_VOICE, "partners": G.CONCERN, "standing": G.WORK,
    }  # fmt: skip
    button = "Keep this answer"
    together = forms.ChoiceField(
        label="Did you go together?",
        choices=[
            ("yes", "Yes: whoever hands over, and whoever holds the family"),
            ("no", "No: one of us alone"),
        ],
        required=False,
        widget=Radios(),
        help_text="Leave it empty only where nobody could see or reach them.",
    )
    own_records = long_text(
        "What do your own records show?",
        required=True,
        help_text="Look there first: dates, visits, what changed.",
    )
    child_words = long_text("What does the child say?", rows=3)
    partners = long_text("What do partners say?", rows=3)
    standing = forms.ChoiceField(
        label="Does it still hold?", choices=LookedAgain.Standing.choices, widget=Radios()
    )

    def __init__(self, *args: Any, gateway: str, joint: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not joint:
            del self.fields["together"]
        if gateway:
            self.fields[
                "partners"
            ].help_text = f"Only under the power that was explained to the family: {gateway}."
        else:
            del self.fields["partners"]


class BecauseForm(PlaitForm):
    """One question, one answer in words."""

    groups: ClassVar[dict[str, G]] = {"because": G.CONCERN}
    because = long_text("Why?", required=True)

    def __init__(self, *args: Any, asks: str, says: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label = asks
        self.fields["because"].help_text = help_text
        self.fields["because"].error_messages["required"] = f"Answer “{asks}”"
        self.button = says


class WeighForm(PlaitForm):
    """What a manager decides, and when somebody looks again."""

    groups: ClassVar[dict[str, G]] = {"because": G.CONCERN, "months": G.WORK}
    button = "Record this decision"
    because = long_text("Why is it safe enough to go on?", required=True)
    months = forms.TypedChoiceField(
        label="When does somebody look again?", coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, usual: int, left: bool, **kwargs: Any) -> None:
        """`usual` months are chosen where no look is `left`; else it goes on as it was promised, unless the manager says more."""
        super().__init__(*args, **kwargs)
        months: Any = self.fields["months"]
        kept = [("", "As it was promised: the times on the page stand")] if left else []
        months.choices = kept + [
            (str(n), f"In {n} month{'' if n == 1 else 's'}") for n in range(1, MOST_MONTHS + 1)
        ]
        months.initial = "" if left else str(usual)
        self.fields[
            "because"
        ].help_text = "Kept under your name, with what is missing today. Nobody stays in help because a form is not whole."


class AnotherForm(PlaitForm):
    """Which other team is asked, and why."""

    groups: ClassVar[dict[str, G]] = {"team": G.WORK, "because": G.CONCERN}
    button = "Ask this team"
    team = forms.ChoiceField(label="Which team is asked now?", widget=Offered())
    because = long_text("Why this team?", required=True, rows=3)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.choices = [("", "Choose a team"), *teams]
