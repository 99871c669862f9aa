"""What was done on paper while Plait was down, and is written down afterwards."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, TimeOfDay
from plait.base.ui.forms import PlaitForm

# Which field a refusal of the true time speaks of.
TRULY = dict.fromkeys(("decided-in-future", "decided-before-it-came", "decided-long-ago"), "decided_time")


class LaterEntry(PlaitForm):
    """The true time of what was done on paper, folded away: left empty, it is done now."""

    groups: ClassVar[dict[str, G]] = {"decided_on": G.WORK, "decided_time": G.WORK}
    folds: ClassVar = {"Only if it was done while Plait was down": ("decided_on", "decided_time")}
    decided_on = DateParts(label="Which day was it done?", past_only=True, required=False)
    decided_time = TimeOfDay(
        label="At what time was it done?", required=False, help_text="For example 02:30."
    )

    def clean(self) -> dict[str, Any]:
        """Both, or neither: the clocks count from that minute."""
        given = super().clean() or self.cleaned_data
        for one, other, say in (
            ("decided_on", "decided_time", "Give the time too, as near as you know it."),
            ("decided_time", "decided_on", "Give the day too."),
        ):
            if given.get(one) is not None and given.get(other) is None and other not in self.errors:
                self.add_error(other, say)
        return given

    def decided_at(self) -> datetime | None:
        """Its true time; None where it is done now."""
        day, hour = self.cleaned_data.get("decided_on"), self.cleaned_data.get("decided_time")
        return timezone.make_aware(datetime.combine(day, hour)) if day and hour else None


class AcceptLeadForm(LaterEntry):
    """Nothing is asked of whoever accepts the lead, but when, where it was done on paper."""

    button = "Accept as lead"
