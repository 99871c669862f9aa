"""The forms of a strategy discussion: its record, who was there, who does what by when, and whether it was done."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory

from plait.base.access.classes import FieldGroup
from plait.base.ui.fields import DateParts, Radios, TimeOfDay
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.parts import key_field, long_text

G = FieldGroup

MOST_ROWS = 20
A_YEAR = timedelta(days=366)

# domain.md 3.3: children's social care, police and health at the least. Label → words by which an agency is one of them.
AT_LEAST = {
    "Children’s social care": ("social", "children’s", "children's", "council"),
    "Police": ("police", "constabulary"),
    "Health": (
        "health",
        "nhs",
        "gp",
        "surgery",
        "hospital",
        "nurs",
        "paediatric",
        "medical",
        "camhs",
        "midwi",
    ),
}


class StrategyForm(PlaitForm):
    """The one page of a strategy discussion; who was there and who does what are rows beside it."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "held_on": G.WORK,
        "held_time": G.WORK,
        "shared": G.CONCERN,
        "decided": G.CONCERN,
        "enquiry": G.WORK,
        "medical": G.HEALTH,
        "medical_because": G.HEALTH,
        "safety_tonight": G.SAFETY,
        "record_id": G.WORK,
    }
    button = "Keep the record"

    held_on = DateParts(label="Which day was it held?", past_only=True)
    held_time = TimeOfDay(label="At what time?", help_text="For example 14:30.")
    shared = long_text("What was shared?", required=True, rows=6, help_text="Say who told what.")
    decided = long_text("What was decided, and why?", required=True)
    enquiry = forms.ChoiceField(
        label="Is there a section 47 enquiry?",
        choices=[
            ("single", "Yes, by children’s social care alone"),
            ("joint", "Yes, jointly with the police"),
            ("none", "No"),
        ],
        widget=Radios(),
    )
    medical = forms.ChoiceField(
        label="Is a medical needed?",
        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known yet")],
        widget=Radios(),
    )
    medical_because = long_text("Why, or why not; where and when?", rows=3)
    safety_tonight = long_text(
        "How is each child safe tonight?",
        required=True,
        rows=3,
        help_text="With whom they sleep, and who looks in. Write no address: it stands with the child, where it is protected.",
    )
    record_id = key_field()


class AttendedForm(PlaitForm):
    """One person who was there."""

    groups: ClassVar[dict[str, FieldGroup]] = {"name": G.WORK, "agency": G.WORK}
    mark_optional = False
    name = forms.CharField(label="Name", max_length=120, required=False)
    agency = forms.CharField(label="Agency", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """An agency that somebody wrote down is there by a person; one that stood on the empty page may stay alone."""
        given = super().clean() or self.cleaned_data
        agency = given.get("agency")
        if agency and agency not in AT_LEAST and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "Say who was there from this agency, or clear this line.")
        return given


class ActionForm(PlaitForm):
    """One thing somebody does by a day."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "who": G.WORK,
        "what": G.CONCERN,
        "due_on": G.WORK,
        "due_time": G.WORK,
    }
    mark_optional = False
    who = forms.CharField(label="Who", max_length=160, required=False)
    what = forms.CharField(label="Does what", max_length=1000, required=False)
    due_on = DateParts(label="By which day", required=False)
    due_time = TimeOfDay(label="By what time (without a day: on the day itself)", required=False)

    def clean(self) -> dict[str, Any]:
        """An action needs somebody who does it, and a day; a time alone is of the day of the discussion (`all_from`)."""
        given = super().clean() or self.cleaned_data
        if given.get("what"):
            if not given.get("who"):
                self.add_error("who", "Say who does this.")
            if not (
                given.get("due_on") or given.get("due_time") or {"due_on", "due_time"} & set(self.errors)
            ):
                self.add_error("due_on", "Say by which day, or by what time.")
        elif "what" not in self.errors and any(given.get(one) for one in ("who", "due_on", "due_time")):
            self.add_error("what", "Say what is done, or clear the rest of this line.")
        return given


class Rows(BaseFormSet):  # type: ignore[type-arg]  # Django's own cannot be subscripted
    """Rows of a form, none of them required."""

    @property
    def full(self) -> bool:
        """Does the page hold as many rows as it can?"""
        return self.total_form_count() >= MOST_ROWS


Attended: "type[BaseFormSet[Any]]" = formset_factory(AttendedForm, formset=Rows, extra=3, max_num=MOST_ROWS)
Actions: "type[BaseFormSet[Any]]" = formset_factory(ActionForm, formset=Rows, extra=5, max_num=MOST_ROWS)


def all_from(actions: "BaseFormSet[Any]", *, day: date) -> bool:
    """Is everything due on the day of the discussion or within a year of it? What is not says so beside its field. What has
    only a time is due on that very day."""
    for row in actions.forms:
        if row.cleaned_data.get("what"):
            row.cleaned_data["due_on"] = row.cleaned_data.get("due_on") or day
        due = row.cleaned_data.get("due_on")
        if due is not None and not day <= due <= day + A_YEAR:
            row.add_error("due_on", "Write a day from the discussion on, within a year of it.")
    return not any(row.errors for row in actions.forms)


def as_typed(
    rows: "type[BaseFormSet[Any]]", data: Mapping[str, Any], *, prefix: str, more: bool = False
) -> "BaseFormSet[Any]":
    """The rows as they were typed, mistakes and all, complaining of nothing; with some empty ones after them if `more`."""
    typed = [row.from_draft(data, prefix=row.prefix).initial for row in rows(data, prefix=prefix)]
    shown = rows(prefix=prefix, initial=typed)
    shown.extra = rows.extra if more else 0
    return shown


class DoneForm(PlaitForm):
    """Whether something agreed was done."""

    groups: ClassVar[dict[str, FieldGroup]] = {"done": G.WORK, "note": G.CONCERN}
    button = "Keep this"
    needed: ClassVar = {"note": "needed if it was not done"}
    done = forms.ChoiceField(
        label="Was it done?",
        choices=[("yes", "Yes, it is done"), ("no", "No, and it will not be done as agreed")],
        widget=Radios(),
    )
    note = long_text(
        "What came of it?", rows=3, help_text="Needed where it was not done: why, and what happens instead."
    )

    def clean(self) -> dict[str, Any]:
        """What was not done says why."""
        given = super().clean() or self.cleaned_data
        if given.get("done") == "no" and not str(given.get("note") or "").strip():
            self.add_error("note", "Say why it was not done, and what happens instead.")
        return given
