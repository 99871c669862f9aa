"""What the hub is asked: how urgent, why accepted or answered otherwise, who somebody is."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from plait.base.access.classes import FieldGroup as G
from plait.base.clock import due_at
from plait.base.packs import Pack
from plait.base.packs.schema.ratings import Rating
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.base.ui.templatetags.plait_ui import tag
from plait.people.rules import Query
from plait.referrals.forms.later import LaterEntry
from plait.referrals.forms.raising_asked import NhsNumberField, PostcodeField
from plait.referrals.models import ContactPerson
from plait.referrals.presenters.hub_candidates import Candidate
from plait.referrals.queries.hub import outcomes_for_contacts
from plait.referrals.queries.rated import rated

PURPOSES = {
    "Find out whether we know this person": "Find out whether we know this person",
    "Check a link that somebody doubts": "Check a link that somebody doubts",
}


def _because(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


class RateForm(LaterEntry):
    """How urgent, and why. `was` is the rating when the page was read."""

    groups: ClassVar[dict[str, G]] = {"was": G.WORK, "rating": G.WORK, "because": G.CONCERN}
    button = "Keep this rating"
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    rating = forms.ChoiceField(label="Urgency", widget=Radios())
    because = _because(
        "Why?", "What makes it this urgent, and not more or less. Whoever reads it later should see why."
    )

    def __init__(self, *args: Any, pack: Pack, received: datetime, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        shown = [(one, rated(pack, one.code)) for one in pack.ratings]
        choices = [(one.code, tag(how.label, how.sign, how.colour)) for one, how in shown if how]
        hints = {
            one.code: f"{one.means} {_promises(one, pack, received=received, at=at)}" for one in pack.ratings
        }
        field = self.choice("rating")
        field.widget = Radios(hints=hints)
        field.choices = choices


def _promises(rating: Rating, pack: Pack, *, received: datetime, at: datetime) -> str:
    """What the rating promises, and when that is: nobody has to count working hours to know what they choose."""
    calendar = pack.calendar()
    decide = due_at(start=received, target=rating.decision_target, calendar=calendar).at
    partners = due_at(start=at, target=rating.partner_return_target, calendar=calendar).at
    missed = " That time has passed." if decide < at else ""
    return (
        f"Decide within {rating.decision_target}: by {_said(decide)}.{missed} Partners, asked now, answer within "
        f"{rating.partner_return_target}: by {_said(partners)}."
    )


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


class AcceptForm(LaterEntry):
    """Why it becomes a referral."""

    groups: ClassVar[dict[str, G]] = {"because": G.CONCERN}
    button = "Accept as a referral"
    because = _because(
        "Why do you accept it?", "What you have read, and what you think may be happening to the child."
    )


class AnswerForm(PlaitForm):
    """What is done instead of accepting a referral."""

    groups: ClassVar[dict[str, G]] = {"outcome": G.WORK, "because": G.CONCERN}
    button = "Give this answer"
    outcome = forms.ChoiceField(label="Answer", widget=Radios())
    because = _because("Why?", "Whoever raised it hears the answer in the area’s words, and may disagree.")

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = outcomes_for_contacts(pack)
        field = self.choice("outcome")
        field.widget = Radios(hints={one.code: one.means for one in able})
        field.choices = [(one.code, one.label) for one in able]


class PassOnForm(PlaitForm):
    """To which team."""

    groups: ClassVar[dict[str, G]] = {"team": G.WORK}
    button = "Pass it to this team"
    team = forms.ChoiceField(label="Which team has the child?", widget=Radios())

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("team")
        field.choices = teams


class BecauseForm(PlaitForm):
    """One reason or addition, for small deeds."""

    groups: ClassVar[dict[str, G]] = {"because": G.CONCERN}
    because = _because("Why?")

    def __init__(self, *args: Any, label: str, button: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label, self.fields["because"].help_text = label, hint
        self.button = button


class LookForm(PlaitForm):
    """What is known of somebody, to look for them. At least two things, or an NHS number."""

    groups: ClassVar[dict[str, G]] = {
        "forename": G.IDENTITY,
        "surname": G.IDENTITY,
        "born_on": G.IDENTITY,
        "nhs_number": G.IDENTITY,
        "postcode": G.LOCATION,
        "purpose": G.WORK,
    }
    button = "Look"
    forename = forms.CharField(label="First name", required=False, max_length=100)
    surname = forms.CharField(label="Last name", required=False, max_length=100)
    born_on = DateParts(label="Date of birth", required=False, past_only=True)
    nhs_number = NhsNumberField(label="NHS number", required=False, max_length=20)
    postcode = PostcodeField(label="Postcode", required=False)
    purpose = forms.ChoiceField(
        label="What are you looking for?",
        choices=list(PURPOSES.items()),
        initial=next(iter(PURPOSES)),
        widget=Radios(),
    )

    @classmethod
    def about(cls, one: ContactPerson, *, shielded: bool, postcode: str, **kwargs: Any) -> "LookForm":
        """Filled with what the concern says of them; a protected address is not filled in."""
        described = one.description
        return cls(
            initial={
                "forename": described.forename,
                "surname": described.surname,
                "born_on": described.born_on,
                "nhs_number": described.nhs_number,
                "postcode": "" if shielded else postcode,
                "purpose": next(iter(PURPOSES)),
            },
            **kwargs,
        )

    def query(self) -> Query:
        """What to look for, once the form is valid."""
        given = self.cleaned_data
        return Query(
            forename=given["forename"],
            surname=given["surname"],
            born_on=given["born_on"],
            nhs_number=given["nhs_number"],
            postcode=given["postcode"],
        )


class ExpectedForm(PlaitForm):
    """Somebody whom the searcher expected among those found: enough to find them by, and the question why they are not."""

    groups: ClassVar[dict[str, G]] = {
        "expected_forename": G.IDENTITY,
        "expected_surname": G.IDENTITY,
        "expected_born_on": G.IDENTITY,
    }
    button = "Say why not"
    expected_forename = forms.CharField(label="Their first name", required=False, max_length=100)
    expected_surname = forms.CharField(label="Their last name", required=False, max_length=100)
    expected_born_on = DateParts(label="Their date of birth", required=False, past_only=True)

    def query(self) -> Query:
        """Whom they expected, once the form is valid."""
        given = self.cleaned_data
        return Query(
            forename=given["expected_forename"],
            surname=given["expected_surname"],
            born_on=given["expected_born_on"],
        )


NEW = "new"


class SayWhoForm(PlaitForm):
    """Which of those found it is, or somebody new; and why."""

    groups: ClassVar[dict[str, G]] = {"who": G.IDENTITY, "because": G.IDENTITY}
    button = "Say who it is"
    who = forms.ChoiceField(label="This is", widget=Radios())
    because = forms.CharField(
        label="How do you know?",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Needed when you choose somebody we know.",
    )

    def __init__(self, *args: Any, found: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(one.person_id, _named(one)) for one in found]
        hints = {one.person_id: f"{one.sum.level}. {one.sum.guard}".rstrip() for one in found}
        hints[NEW] = "We make a record of their own. It can be joined later, and undone."
        field = self.choice("who")
        field.widget = Radios(hints=hints)
        field.choices = [*choices, (NEW, "Somebody new to us")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("who") not in (None, NEW) and not given.get("because", "").strip():
            self.add_error("because", "Say how you know that it is the same person.")
        return given


def _named(one: Candidate) -> str:
    born = f"born {one.born.day} {one.born:%B %Y}" if one.born else one.age or "date of birth not known"
    also = format_html(", also known as {}", one.also) if one.also else ""
    return format_html("{}, {}{}", one.name, born, also)
