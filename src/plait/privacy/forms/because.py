"""A reason, where a deed asks for nothing else."""

from typing import ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.forms import PlaitForm


class BecauseForm(PlaitForm):
    """A deed that needs its reason, and nothing else."""

    groups: ClassVar = {"because": G.WORK}
    button = "Save"
    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))
