"""Forms of being away and of being on duty."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms

from plait.agencies.models import Practitioner
from plait.base.access.classes import FieldGroup as G
from plait.base.clock import LONDON
from plait.base.ui.fields import DateParts, TimeOfDay, choices_from
from plait.base.ui.forms import PlaitForm

FAR = 730  # days: nobody plans further


def _names(people: Iterable[Practitioner]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.name}, {one.job}") for one in people]


def _choices(form: PlaitForm, name: str, people: Iterable[Practitioner], *, first: str) -> None:
    field = form.choice(name)
    field.choices = choices_from(_names(people), first=first)


class AwayForm(PlaitForm):
    """From when until when, and who acts. Why is not asked. With `of_team`, a manager says it for somebody of the team."""

    groups: ClassVar = {"practitioner": G.WORK, "first": G.WORK, "last": G.WORK, "deputy": G.WORK}
    button = "Save"
    practitioner = forms.ChoiceField(label="Who is away?")
    first = DateParts(label="First day away")
    last = DateParts(label="Last day away", help_text="The same day, for one day.")
    deputy = forms.ChoiceField(
        label="Who acts meanwhile?",
        help_text="They must be able to open what comes. They are told nothing about a family they know.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[Practitioner],
        today: date,
        of_team: Iterable[Practitioner] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.this_day = today
        _choices(self, "deputy", people, first="The standing deputy, or whoever is on duty")
        if of_team is None:
            del self.fields["practitioner"]
        else:
            _choices(self, "practitioner", of_team, first="Choose somebody")

    def clean(self) -> dict[str, Any] | None:
        """The last day is not before the first; nobody acts for themselves."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must not be before the first.")
        elif first and last and (last - first).days > 366:
            self.add_error("last", "Give at most a year.")
        elif last and last < self.this_day:
            self.add_error("last", "This day is over already.")
        elif first and (first - self.this_day).days > FAR:
            self.add_error("first", "This day is too far away. Check the year.")
        if given.get("deputy") and given.get("deputy") == given.get("practitioner"):
            self.add_error("deputy", "Choose somebody else: nobody acts for themselves.")
        return given

    def when(self) -> tuple[datetime, datetime]:
        """From the first moment of the first day to the end of the last."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return (
            datetime.combine(first, time(), LONDON),
            datetime.combine(last + timedelta(days=1), time(), LONDON),
        )


class DeputyForm(PlaitForm):
    """Who stands in for somebody whenever they do not answer."""

    groups: ClassVar = {"deputy": G.WORK, "do": G.WORK}
    button = "Save"
    do = forms.CharField(
        widget=forms.HiddenInput(attrs={"id": "deputy-do"}), initial="deputy", required=False
    )
    deputy = forms.ChoiceField(
        label="Who is the standing deputy?",
        help_text="Asked when something is late and nobody answers; acts in every absence for which nobody else is chosen.",
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[Practitioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "deputy", people, first="Nobody")


class ShiftForm(PlaitForm):
    """Who is on duty, on which day, from when until when."""

    groups: ClassVar = {"practitioner": G.WORK, "day": G.WORK, "begins": G.WORK, "ends": G.WORK}
    button = "Put them on duty"
    practitioner = forms.ChoiceField(label="Who?")
    day = DateParts(label="On which day?")
    begins = TimeOfDay(label="From")
    ends = TimeOfDay(
        label="Until", help_text="A time that is not later than the first is one on the next day."
    )

    def __init__(self, *args: Any, people: Iterable[Practitioner], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_day = today
        _choices(self, "practitioner", people, first="Choose somebody")

    def clean_day(self) -> date:
        """Not over, and not in another age."""
        day: date = self.cleaned_data["day"]
        if day < self.this_day:
            raise forms.ValidationError("This day is over already.")
        if (day - self.this_day).days > FAR:
            raise forms.ValidationError("This day is too far away. Check the year.")
        return day

    def when(self) -> tuple[datetime, datetime]:
        """Both moments; a night shift ends on the next day."""
        given = self.cleaned_data
        ends_on = given["day"] + timedelta(days=1 if given["ends"] <= given["begins"] else 0)
        return (
            datetime.combine(given["day"], given["begins"], LONDON),
            datetime.combine(ends_on, given["ends"], LONDON),
        )


class ManagerForm(PlaitForm):
    """Who manages a team."""

    groups: ClassVar = {"practitioner": G.WORK}
    button = "Save"
    practitioner = forms.ChoiceField(
        label="Who manages this team?",
        help_text="They keep the rota, say that somebody is away, and act when nobody else of the team can.",
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[Practitioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "practitioner", people, first="Nobody is named")
