"""What is asked of whoever notes a move, raises word of a missing family, signs it, and says how it goes on."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.ui.fields import Checkboxes, DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.handover.models import FamilyMove, MoveLook
from plait.handover.rules.alerting import CHECKS, MAYBE, SAID_BY, SEEN_BY, Answers
from plait.handover.rules.moving import Noted
from plait.people.rules.moves import HARMLESS
from plait.referrals.forms.parts import key_field
from plait.referrals.forms.raising_asked import PostcodeField

Choices = Sequence[tuple[str, str]]


def _words(
    label: str, *, help_text: str = "", rows: int = 2, most: int = 1000, required: bool = True
) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=box, max_length=most, required=required)


class _WithHousehold(PlaitForm):
    """Who of the household, besides the child; left out where nobody else may be named."""

    groups: ClassVar[dict[str, G]] = {"household": G.FAMILY}
    household = forms.MultipleChoiceField(label="Who else?", widget=Checkboxes(), required=False)

    def __init__(self, *args: Any, household: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if household:
            self.choice("household").choices = list(household)
            self.fields["household"].initial = [code for code, _ in household]
        else:
            del self.fields["household"]


class MoveForm(_WithHousehold):
    """How the move is known, for how long, and what moved them: harmless reasons first."""

    groups: ClassVar[dict[str, G]] = {
        "known": G.CONCERN, "told": G.CONCERN, "moved_on": G.CONCERN, "temporary": G.CONCERN, "until": G.CONCERN,
        "postcode": G.LOCATION, "why": G.CONCERN, "words": G.CONCERN,
    }  # fmt: skip
    field_order = ("known", "told", "household", "moved_on", "temporary", "until", "postcode", "why", "words")
    button = "Note the move"
    known = forms.ChoiceField(label="How is it known?", choices=FamilyMove.Known.choices, widget=Radios())
    told = forms.CharField(label="Who said so, or what makes you think so?", max_length=200)
    moved_on = DateParts(label="Since when?", required=False)
    temporary = forms.BooleanField(label="They are there for a time only", required=False)
    until = DateParts(label="Until when?", help_text="Somebody is asked again on that day.", required=False)
    postcode = PostcodeField(
        label="Postcode of where they are now",
        help_text="Only whose area it is is kept, and not even that where anybody hides. Leave it empty to go by the newest "
        "address that is written down.",
        required=False,
    )
    why = forms.MultipleChoiceField(
        label="What moved them?", help_text="Most families who move have a reason that is nobody’s fault.",
        choices=HARMLESS, widget=Checkboxes(), required=False,
    )  # fmt: skip
    words = _words("Anything else", help_text="No address.", required=False)

    def noted(self) -> Noted:
        """What was said, for the deed."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "household"}
        return Noted(**{**said, "why": tuple(said["why"])})


class MoveLookForm(PlaitForm):
    """What somebody finds when the time of a move is over."""

    groups: ClassVar[dict[str, G]] = {
        "move": G.WORK,
        "found": G.CONCERN,
        "longer": G.CONCERN,
        "seen": G.CONCERN,
    }
    button = "Keep it"
    move = key_field()
    found = forms.ChoiceField(label="What do you know now?", widget=Radios())
    longer = DateParts(label="If they stay longer: until when?", required=False)
    seen = _words("How do you know?", required=False)

    def __init__(self, *args: Any, able: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        labels = dict(MoveLook.Found.choices)
        self.choice("found").choices = [(one, labels[one]) for one in able]
        if "longer" not in able:
            del self.fields["longer"]

    def clean(self) -> dict[str, Any]:
        """A day is kept where they stay longer, and nowhere else."""
        given = super().clean() or self.cleaned_data
        longer = given.get("found") == "longer"
        self.no_place_for("longer", unless=longer, say="Choose that they stay longer, or take the day out.")
        return given


class RaiseAlertForm(_WithHousehold):
    """Everything that must be answered before word of a missing family can be sent."""

    groups: ClassVar[dict[str, G]] = {
        "said_by": G.CONCERN, "may_be_fled": G.SAFETY, "fleeing": G.SAFETY, "check": G.SAFETY, "check_by": G.SAFETY,
        "check_found": G.SAFETY, "because": G.CONCERN, "agencies": G.WORK, "areas": G.WORK,
    }  # fmt: skip
    field_order = (
        "said_by", "may_be_fled", "fleeing", "check", "check_by", "check_found", "because", "household", "agencies", "areas",
    )  # fmt: skip
    button = "Ask a senior to sign"
    said_by = forms.ChoiceField(
        label="Who says that they are missing?", choices=list(SAID_BY.items()), widget=Radios()
    )
    may_be_fled = forms.ChoiceField(
        label="May whoever says so be the one they flee from?",
        help_text="A father who looks for a mother who fled says that she is missing, too.",
        choices=list(MAYBE.items()), widget=Radios(),
    )  # fmt: skip
    fleeing = forms.ChoiceField(
        label="Is anybody in this family fleeing from somebody?", choices=list(MAYBE.items()), widget=Radios()
    )
    check = forms.ChoiceField(
        label="The check for domestic abuse", choices=list(CHECKS.items()), widget=Radios()
    )
    check_by = forms.CharField(
        label="Who made it?", help_text="By name and agency.", max_length=120, required=False
    )
    check_found = _words(
        "What was looked at, and what came of it?", help_text="Stays here.", most=500, required=False
    )
    because = _words(
        "Why do you think that they are missing?",
        help_text="Stays here: nobody who is told reads it.",
        rows=3,
    )
    agencies = forms.MultipleChoiceField(
        label="Which agencies here are told?", widget=Checkboxes(), required=False
    )
    areas = forms.MultipleChoiceField(
        label="Which other areas are told?", widget=Checkboxes(), required=False
    )

    def __init__(self, *args: Any, agencies: Choices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        for name, offered in (("agencies", agencies), ("areas", areas)):
            if offered:
                self.choice(name).choices = list(offered)
            else:
                del self.fields[name]

    def answers(self) -> Answers:
        """What was said, for the deed."""
        said = self.cleaned_data
        names = ("said_by", "may_be_fled", "fleeing", "check", "check_by", "check_found", "because")
        return Answers(**{name: said[name] for name in names})


class SignForm(PlaitForm):
    """A senior says yes, under a power; or no, and why."""

    groups: ClassVar[dict[str, G]] = {"sign": G.WORK, "gateway": G.WORK, "why_not": G.CONCERN}
    button = "Answer"
    sign = forms.ChoiceField(
        label="Shall it go out?",
        choices=[("yes", "Yes: I have read every answer, and nobody of them flees"), ("no", "No")],
        widget=Radios(),
    )
    gateway = forms.ChoiceField(label="If it goes: under which power or duty?", required=False)
    why_not = _words("If it does not go: why?", most=500, required=False)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        powers = pack.alerting().powers
        self.choice("gateway").choices = [(one, pack.gateways[one].title) for one in powers]


class TellForm(PlaitForm):
    """Still missing, safe and seen, or it ends."""

    groups: ClassVar[dict[str, G]] = {
        "how": G.WORK, "words": G.CONCERN, "seen_by": G.WORK, "seen_on": G.WORK,
    }  # fmt: skip
    button = "Keep it, and tell all who were told"
    how = forms.ChoiceField(
        label="How does it stand?",
        choices=[
            ("still", "Still missing"),
            ("found", "Found: safe and seen"),
            ("ended", "It ends for another reason"),
        ],
        widget=Radios(),
    )
    seen_by = forms.ChoiceField(
        label="If they are found: who has seen them?",
        choices=[(one, one) for one in SEEN_BY],
        help_text="Their role alone: everybody who was told reads it. Never where.",
        widget=Radios(),
        required=False,
    )
    seen_on = DateParts(label="When were they seen?", past_only=True, required=False)
    words = _words("What was checked, or why does it end?", help_text="Stays here.", most=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False

    def clean(self) -> dict[str, Any]:
        """The day they were seen is kept with who has seen them."""
        given = super().clean() or self.cleaned_data
        seen = bool(given.get("seen_by"))
        self.no_place_for("seen_on", unless=seen, say="Say who has seen them, or take the day out.")
        return given
