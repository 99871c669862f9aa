"""What the desk's own pages ask."""

from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.forms import PlaitForm


class WhoLookedForm(PlaitForm):
    """Which record a privacy officer asks about."""

    groups: ClassVar = {"reference": G.WORK}
    button = "Show who has looked"
    reference = forms.CharField(
        label="Reference of the record",
        help_text="As it stands on a receipt, a question or a feedback, like BCDF-2346. Or the reference from a person’s page.",
        max_length=80,
    )
