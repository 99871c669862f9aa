"""What follows an agreement: changing one's mind, looking again, going ahead without, telling, and the sheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.ui.fields import Checkboxes, DateParts, Radios, choices_from, offered
from plait.base.ui.forms import PlaitForm
from plait.people.rules.reaching import IN_HAND
from plait.sharing.actions.answer_withdrawal import NONE_APPLIES, PRESSURE
from plait.sharing.actions.give_copy import MEANS, STYLES
from plait.sharing.actions.go_ahead_without import ToldAfter
from plait.sharing.actions.note_transparency import Told
from plait.sharing.actions.withdraw_agreement import HOW
from plait.sharing.models import AgreementReview, Transparency, WithoutAgreement


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class WithdrawForm(PlaitForm):
    """Which services, when and how they said so. Nothing is asked that could hold it back."""

    groups: ClassVar = {"services": G.WORK, "how": G.WORK, "said_on": G.WORK, "said": G.CONCERN}
    button = "Stop sharing now"
    services = forms.MultipleChoiceField(
        label="Which services?",
        required=False,
        widget=Checkboxes(),
        help_text="Tick none to take back every yes.",
    )
    how = forms.ChoiceField(label="How did they tell you?", choices=list(HOW.items()), widget=Radios())
    said_on = DateParts(label="On which day?", past_only=True)
    said = forms.CharField(label="In their words", required=False, max_length=1_000, widget=_area())

    def __init__(self, *args: Any, yes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.choices = list(yes)


class ReviewForm(PlaitForm):
    """Does it still stand, and when is it looked at again?"""

    groups: ClassVar = {"outcome": G.WORK, "said": G.CONCERN, "next_on": G.WORK}
    button = "Keep"
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[one for one in AgreementReview.Outcome.choices if one[0] != "asked_again"],
        widget=Radios(hints={"ended": "It stays as it was said, and nothing more rests on it."}),
        help_text="If their answer is another one now, go back and ask again instead.",
    )
    said = forms.CharField(
        label="How was it looked at, and with whom?",
        max_length=1_000,
        widget=_area(),
        help_text="They were asked alone?",
    )
    next_on = DateParts(label="When is it looked at again?", required=False)


class ToldForm(PlaitForm):
    """Telling one person: was it safe, were they told?"""

    groups: ClassVar = {
        "safe": G.SAFETY, "told": G.WORK, "what": G.CONCERN, "told_on": G.WORK, "told_by": G.WORK, "how": G.WORK,
        "why_not": G.SAFETY, "why_not_said": G.SAFETY, "review_on": G.WORK,
    }  # fmt: skip
    button = "Keep"
    needed: ClassVar = {
        "told_on": "needed if they were told", "told_by": "needed if they were told",
        "why_not": "needed if they were not", "review_on": "needed if they were not",
    }  # fmt: skip
    safe = forms.ChoiceField(
        label="Is telling them safe?", choices=Transparency.Safe.choices, widget=Radios()
    )
    told = forms.ChoiceField(label="Were they told?", choices=Transparency.Told.choices, widget=Radios())
    what = forms.CharField(
        label="What were they told?", required=False, max_length=1_000, widget=_area(2),
        help_text="What is shared, with whom, and why.",
    )  # fmt: skip
    told_on = DateParts(label="When were they told?", required=False, past_only=True)
    told_by = forms.CharField(label="By whom?", required=False, max_length=120)
    how = forms.CharField(label="How?", required=False, max_length=120)
    why_not = forms.ChoiceField(label="If not, why not?", required=False)
    why_not_said = forms.CharField(label="In your words", required=False, max_length=1_000, widget=_area(2))
    review_on = DateParts(label="If not, when is that looked at again?", required=False)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why: Any = self.fields["why_not"]
        why.choices = choices_from(pack.agreement().reasons_not_told, first="Choose one")

    def clean(self) -> dict[str, Any]:
        """Of the two days the answer keeps one."""
        given = super().clean() or self.cleaned_data
        told = given.get("told") == "yes"
        self.no_place_for("told_on", unless=told, say="Say that they were told, or take the day out.")
        self.no_place_for(
            "review_on",
            unless=not told,
            say="They were told, so nothing is looked at again: take the day out.",
        )
        return given

    def said(self, person_id: str) -> Told:
        """As the deed takes it."""
        told = dict(self.cleaned_data)
        return Told(person_id=person_id, on=told.pop("told_on"), **told)


class WithoutForm(PlaitForm):
    """Going ahead without agreement: with whom, under what, why, on whose word, and whether they were told."""

    groups: ClassVar = {
        "agencies": G.WORK, "gateway": G.WORK, "reason": G.SAFETY, "because": G.SAFETY, "authoriser": G.WORK,
        "told": G.SAFETY, "told_on": G.WORK, "tell_by": G.WORK, "why_never": G.SAFETY,
    }  # fmt: skip
    button = "Keep, and go ahead"
    needed: ClassVar = {
        "told_on": "needed if they were told",
        "tell_by": "needed if they will be told",
        "why_never": "needed if it is not safe",
    }
    agencies = forms.MultipleChoiceField(label="With whom is it shared?", widget=Checkboxes())
    gateway = forms.ChoiceField(
        label="Under which legal basis?", help_text="One that does not turn on agreement."
    )
    reason = forms.ChoiceField(label="Why without agreement?", widget=Radios())
    because = forms.CharField(label="In this case", max_length=1_000, widget=_area())
    authoriser = forms.ChoiceField(
        label="On whose word?",
        help_text="They are told that something waits, and confirm it. You need not wait for that.",
    )
    told = forms.ChoiceField(
        label="Has the family been told?", choices=WithoutAgreement.ToldAfter.choices, widget=Radios()
    )
    told_on = DateParts(label="When were they told?", required=False, past_only=True)
    tell_by = DateParts(label="By when will they be told?", required=False)
    why_never = forms.CharField(
        label="Why is telling them not safe?", required=False, max_length=500, widget=_area(2)
    )

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        agencies: Mapping[str, str],
        gateways: Iterable[tuple[str, str]],
        authorisers: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of: dict[str, list[tuple[str, str]]] = {
            "agencies": [(key, offered(name)) for key, name in agencies.items()],
            "gateway": [("", "Choose one"), *gateways],
            "reason": choices_from(pack.agreement().reasons_without),
            "authoriser": [("", "Choose one"), *authorisers],
        }
        for name, choices in choices_of.items():
            field: Any = self.fields[name]
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Each day belongs to one answer."""
        given = super().clean() or self.cleaned_data
        told = given.get("told")
        self.no_place_for(
            "told_on", unless=told == "told", say="Say that they have been told, or take the day out."
        )
        self.no_place_for(
            "tell_by", unless=told == "will_be", say="Say that they will be told, or take the day out."
        )
        return given

    def after(self) -> ToldAfter:
        """Whether they were told, as the deed takes it."""
        told = self.cleaned_data
        return ToldAfter(told["told"], told["told_on"], told["tell_by"], told["why_never"])


class PressureForm(PlaitForm):
    """After a withdrawal: under pressure?"""

    groups: ClassVar = {"answer": G.SAFETY, "said": G.SAFETY}
    button = "Keep this answer"
    answer = forms.ChoiceField(
        label="Might somebody have put them under pressure to change their mind?",
        choices=list(PRESSURE.items()),
        widget=Radios(),
    )
    said = forms.CharField(label="What makes you think so?", max_length=1_000, widget=_area(2))


class OtherGatewayForm(PlaitForm):
    """After a withdrawal: does another gateway apply?"""

    groups: ClassVar = {"answer": G.WORK, "said": G.CONCERN}
    button = "Keep this answer"
    answer = forms.ChoiceField(
        label="Does another legal basis apply to what was shared under this agreement?"
    )
    said = forms.CharField(label="Why?", max_length=1_000, widget=_area(2))

    def __init__(self, *args: Any, gateways: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer: Any = self.fields["answer"]
        answer.choices = [("", "Choose one"), (NONE_APPLIES, "No: sharing stops"), *gateways]


class CopyForm(PlaitForm):
    """The sheet: in which words, and how it reaches them."""

    groups: ClassVar = {"style": G.WORK, "means": G.WORK, "to": G.CONTACT_DETAILS, "how": G.SAFETY}
    button = "Make their sheet"
    style = forms.ChoiceField(
        label="In which words?", choices=list(STYLES.items()), widget=Radios(), initial="plain"
    )
    means = forms.ChoiceField(
        label="How does it get to them?", choices=list(MEANS.items()), widget=Radios(), initial=IN_HAND
    )
    to = forms.CharField(
        label="Where is it sent?",
        help_text="For post and e-mail. It is checked against the safe way to reach them, and not kept here.",
        max_length=200,
        required=False,
    )
    how = forms.CharField(label="How does it reach them, and why is that safe?", max_length=300)
