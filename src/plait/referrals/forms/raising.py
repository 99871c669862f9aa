"""The forms of raising a concern, one for each step. What they ask stands in the pack; here stand dates and links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from plait.base.access.classes import FieldGroup
from plait.base.packs.pack import Pack
from plait.base.ui.dates import PartialDate
from plait.base.ui.fields import Checkboxes, DateParts, TimeOfDay
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.raising_asked import asked_form
from plait.referrals.rules import dates_make_sense

FORM = "raise-concern"


class StepForm(PlaitForm):
    """A step. Nearly everything may stay empty, so the page says that once instead of beside each question."""

    mark_optional = False
    button = "Save and continue"

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.at = at


class ChildForm(StepForm):
    """One child. A child who is not born yet has an expected date instead of a birth."""

    groups: ClassVar[dict[str, FieldGroup]] = {"child_unborn": FieldGroup.IDENTITY}
    field_order = (
        "child_given_name", "child_family_name", "child_other_names", "child_unborn", "child_born", "child_age",
        "child_address", "child_postcode", "child_where_now", "child_school", "child_nhs_number", "child_language",
    )  # fmt: skip
    folds: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "More about this child (only if you know)": ("child_language", "child_ethnicity", "child_disability"),
    }
    child_unborn = forms.BooleanField(label="This child is not born yet", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said, unborn = cleaned.get("child_born"), bool(cleaned.get("child_unborn"))
        if isinstance(said, PartialDate):
            verdict = dates_make_sense(
                born_on=None if unborn else said.earliest,
                unborn=unborn,
                expected_on=said.earliest if unborn else None,
                today=timezone.localdate(self.at),
            )
            if not verdict:
                self.add_error("child_born", f"{verdict.say} {verdict.next_step}.")
        return cleaned


class AdultForm(StepForm):
    """Somebody around the children; with more than one child, to which of them they belong."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "adult_other_child": FieldGroup.FAMILY,
        "adult_of": FieldGroup.FAMILY,
    }
    field_order = (
        "adult_given_name", "adult_family_name", "adult_other_child", "adult_role", "adult_of",
    )  # fmt: skip
    adult_other_child = forms.BooleanField(label="This is another child, not an adult", required=False)
    adult_of = forms.MultipleChoiceField(
        label="To which of the children?",
        required=False,
        widget=Checkboxes(),
        help_text="Leave empty for all of them.",
        error_messages={"invalid_choice": "One of these children is no longer listed. Choose again."},
    )

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(children) > 1:
            self.choice("adult_of").choices = list(children)
        else:
            del self.fields["adult_of"]


class LastForm(StepForm):
    """The last questions, and the true time of what is entered late."""

    groups: ClassVar[dict[str, FieldGroup]] = {"late_on": FieldGroup.WORK, "late_at": FieldGroup.WORK}
    late_on = DateParts(
        label="Only if Plait was down and you told the hub on paper or by phone: on which day?",
        required=False,
        past_only=True,
    )
    late_at = TimeOfDay(label="And at what time?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seldom = ("late_on", "late_at")
        self.order_fields([*(name for name in self.fields if name not in seldom), *seldom])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, hour = cleaned.get("late_on"), cleaned.get("late_at")
        if (day is None) != (hour is None) and not (self.errors.keys() & {"late_on", "late_at"}):
            self.add_error("late_at" if day else "late_on", "Give the day and the time, or neither.")
        return cleaned


@dataclass(frozen=True, slots=True)
class Step:
    """One step of raising a concern. `many` names what is added again and again (child, adult)."""

    key: str
    title: str
    sections: tuple[str, ...]
    base: type[StepForm] = StepForm
    many: str = ""


STEPS = (
    Step("start", "Before you start", ("start",)),
    Step("safety", "Who must not know", ("safety",)),
    Step("children", "The child or children", ("child",), ChildForm, "child"),
    Step("adults", "Adults around them", ("adult",), AdultForm, "adult"),
    Step("worry", "What worries you", ("worry",)),
    Step("hopes", "What helps, and what you want", ("good", "want")),
    Step("family", "The family, and you", ("told", "you"), LastForm),
)
STEP = {step.key: step for step in STEPS}


def form_of(
    step: Step,
    pack: Pack,
    *,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    kept: Mapping[str, Any] | None = None,
    children: Sequence[tuple[str, str]] = (),
) -> StepForm:
    """The form of a step: bound to `data`, or showing what was `kept`, or empty."""
    made = asked_form(pack, FORM, step.sections, base=step.base)
    more: dict[str, Any] = {"at": at}
    if step.many == "adult":
        more["children"] = children
    if data is not None:
        form: Any = made(as_posted(data), **more)
    elif kept is not None:
        form = made.from_draft(kept, **more)
    else:
        form = made(**more)
    assert isinstance(form, StepForm)
    return form


def as_posted(kept: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """What a draft kept, in the shape that a browser sends."""
    if isinstance(kept, MultiValueDict):
        return kept
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in kept.items()}
    )
