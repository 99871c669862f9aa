"""What is asked of whoever asks another area, and of whoever answers one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Checkboxes, Radios
from plait.base.ui.forms import PlaitForm
from plait.handover.models import FamilyAsk


class AskAreasForm(PlaitForm):
    """Whether they hide, which areas, who goes along, and why. Asking all areas is a senior's."""

    groups: ClassVar = {
        "fleeing": G.SAFETY, "areas": G.WORK, "household": G.FAMILY, "told_because": G.CONCERN, "because": G.CONCERN,
        "interest": G.WORK,
        "everywhere": G.WORK, "wide_because": G.CONCERN,
    }  # fmt: skip
    button = "Ask"
    folds: ClassVar = {"Ask every area": ("everywhere", "wide_because")}
    fleeing = forms.ChoiceField(
        label="Is anybody in this family hiding from somebody?",
        help_text="Ask the adult who looks after the child, alone. If nobody has asked, or somebody is, only custodians in the "
        "other area learn that you ask.",
        choices=FamilyAsk.Fleeing.choices,
        widget=Radios(),
    )
    areas = forms.MultipleChoiceField(
        label="Which areas?",
        help_text="Where they have lived, as far as you know it or the family says so.",
        widget=Checkboxes(),
        required=False,
    )
    told_because = forms.CharField(
        label="Areas where they did not live: who said what of them?",
        help_text="Such as: the mother speaks of a sister there. Stays here. Without it only areas where they lived are asked.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    household = forms.MultipleChoiceField(
        label="Who else is named in the question?",
        help_text="Only people who live with the child now. Whoever has no date of birth here is left out.",
        widget=Checkboxes(),
        required=False,
    )
    because = forms.CharField(
        label="Why do you ask?",
        help_text="A sentence. The other area reads it; say nothing about where they live.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
    interest = forms.BooleanField(label="Tell me if another area asks about this child", required=False)
    everywhere = forms.BooleanField(label="Ask every other area too", required=False)
    wide_because = forms.CharField(
        label="Why every area?",
        help_text="For a child whom nobody can find, say. Your reason is kept.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]],
        household: Sequence[tuple[str, str]],
        senior: bool,
        interest_days: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interest"].help_text = f"It ends by itself after {interest_days} days."
        if not senior:
            del self.fields["everywhere"], self.fields["wide_because"]
        self.choice("areas").choices = list(areas)
        if household:
            self.choice("household").choices = list(household)
            self.fields["household"].initial = [code for code, _ in household]
        else:
            del self.fields["household"]


class SettleAskForm(PlaitForm):
    """Is it this family, and how do you know?"""

    groups: ClassVar = {"theirs": G.IDENTITY, "because": G.CONCERN}
    button = "Tell the other area"
    theirs = forms.ChoiceField(
        label="Is it this family?",
        help_text="“Yes” tells them that the family is known here and whom to ring, and nothing else.",
        choices=(("yes", "Yes"), ("no", "No, or I cannot tell")),
        widget=Radios(),
    )
    because = forms.CharField(
        label="How do you know?",
        help_text="Stays here.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )

    def __init__(self, *args: Any, kept_beside: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept_beside:
            self.fields["theirs"].help_text = (
                "Somebody whom you keep may be the child who is meant, so neither answer tells the other area that anybody is "
                "known. Ring them."
            )


class TakeKnownForm(PlaitForm):
    """What somebody does about a family with whom nobody here works."""

    groups: ClassVar = {"taken": G.CONCERN}
    button = "I take it"
    taken = forms.CharField(
        label="What do you do?",
        help_text="Such as: rang them, and they say that the family is safe. Or why nothing has to be done. Stays here.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class RungForm(PlaitForm):
    """What came of ringing whoever asked."""

    groups: ClassVar = {"rung": G.CONCERN}
    button = "I have rung"
    rung = forms.CharField(
        label="Whom did you ring, and what was agreed?",
        help_text="Or why nobody should be rung. Only custodians read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
