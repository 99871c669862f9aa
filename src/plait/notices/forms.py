"""How somebody wants to hear of things."""

from datetime import time
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Checkboxes, Radios, TimeOfDay
from plait.base.ui.forms import PlaitForm
from plait.notices.queries import Choice
from plait.notices.rules import HOURS_OFFERED, QUIET_FROM, QUIET_UNTIL, SORTS

HOURS = (("8", "In the morning, at 8"), ("13", "At midday, at 1"), ("8-15", "At 8 and at 3 in the afternoon"))
QUIET = (("yes", "Yes"), ("no", "No, write to me at any hour"))


class ChoiceForm(PlaitForm):
    """What may wait for a digest, when the digest comes, and when it is quiet."""

    groups: ClassVar = {
        "in_digest": G.WORK, "hours": G.WORK, "quiet": G.WORK, "quiet_from": G.WORK, "quiet_until": G.WORK,
    }  # fmt: skip
    button = "Save"
    mark_optional = False
    in_digest = forms.MultipleChoiceField(
        label="What may wait and come together in one message?",
        help_text="Everything else is sent at once. What is late, or about danger, never waits.",
        choices=[(one.code, one.label) for one in SORTS.values() if one.waits],
        widget=Checkboxes(hints={one.code: one.hint for one in SORTS.values() if one.hint}),
        required=False,
    )
    hours = forms.ChoiceField(label="When does that message come?", choices=HOURS, widget=Radios())
    quiet = forms.ChoiceField(
        label="Should mail wait at night?",
        help_text="What is late, or about danger, is sent all the same. While you are on duty nothing waits.",
        choices=QUIET,
        widget=Radios(),
    )
    quiet_from = TimeOfDay(label="Quiet from", required=False)
    quiet_until = TimeOfDay(label="Until", required=False)

    def clean(self) -> dict[str, Any]:
        """Two times alike would be no time, or a whole day: we ask which."""
        given = super().clean() or self.cleaned_data
        if given.get("quiet") == "yes":
            for name in ("quiet_from", "quiet_until"):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, "Give a time, such as 20:00.")
            if given.get("quiet_from") is not None and given.get("quiet_from") == given.get("quiet_until"):
                self.add_error(
                    "quiet_until", "Give another time than the first, or choose that nothing waits at night."
                )
        return given

    def hours_of_quiet(self) -> tuple[time, time]:
        """From when until when; two times alike where nothing waits."""
        if self.cleaned_data["quiet"] == "no":
            return QUIET_FROM, QUIET_FROM
        return self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]


def as_chosen(choice: Choice) -> dict[str, Any]:
    """What the form shows of a choice."""
    quiet = choice.quiet
    silent = quiet.begins != quiet.ends
    return {
        "in_digest": sorted(choice.in_digest),
        "hours": next((code for code, hours in HOURS_OFFERED.items() if hours == choice.hours), "8"),
        "quiet": "yes" if silent else "no",
        "quiet_from": quiet.begins if silent else QUIET_FROM,
        "quiet_until": quiet.ends if silent else QUIET_UNTIL,
    }
