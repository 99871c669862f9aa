"""What a designated officer is asked about a concern of the closed list."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, TimeOfDay
from plait.base.ui.forms import PlaitForm


class DoneForm(PlaitForm):
    """What was done: with whom, when, and what came of it."""

    groups: ClassVar[dict[str, G]] = {
        "spoke_with": G.WORK,
        "rang_on": G.WORK,
        "rang_time": G.WORK,
        "said": G.CONCERN,
    }
    button = "Write it down"
    spoke_with = forms.CharField(
        label="With whom?", help_text="Name and role: whom you rang, met or wrote to.", max_length=160
    )
    rang_on = DateParts(label="Which day?", past_only=True)
    rang_time = TimeOfDay(label="At what time?", help_text="About is enough, like 14:30.")
    said = forms.CharField(
        label="What was said and agreed?",
        help_text="Who does what next, and by when. Only those who keep the closed list read it.",
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=4_000,
    )

    def clean(self) -> dict[str, Any]:
        """The moment is put together from its day and time."""
        given = super().clean() or {}
        if given.get("rang_on") and given.get("rang_time"):
            given["rang_at"] = timezone.make_aware(datetime.combine(given["rang_on"], given["rang_time"]))
        return given
