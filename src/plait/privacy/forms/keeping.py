"""Forms about how long records are kept: proposing a disposal, another class, a legal hold."""

from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Radios
from plait.base.ui.forms import PlaitForm


class ProposeForm(PlaitForm):
    """Why what is due may go, and that survivors were thought of."""

    groups: ClassVar = {"because": G.WORK, "survivors_weighed": G.WORK}
    button = "Propose to dispose of these"
    because = forms.CharField(label="Why may they go?", widget=forms.Textarea(attrs={"rows": 3}))
    survivors_weighed = forms.CharField(
        label="May somebody ask for this one day?",
        help_text="Somebody who was a child then may want to know. Say how you weighed it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClassForm(PlaitForm):
    """In which class one record is kept, and why."""

    groups: ClassVar = {"reference": G.WORK, "class_code": G.WORK, "because": G.WORK}
    button = "Keep it so"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on the receipt of a concern, or a reference from the manifest, like item: with its long number.",
        max_length=60,
    )
    class_code = forms.ChoiceField(label="How is it kept?", widget=Radios())
    because = forms.CharField(
        label="Why?", help_text="Name nobody in the family.", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, classes: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["class_code"]
        field.widget = Radios(hints={code: hint for code, _, hint in classes})
        field.choices = [(code, label) for code, label, _ in classes]  # type: ignore[attr-defined]


class HoldForm(PlaitForm):
    """Whose record is to be kept, and why."""

    groups: ClassVar = {"reference": G.WORK, "because": G.WORK}
    button = "Hold this record"
    reference = forms.CharField(
        label="Which record?",
        help_text="The reference on a receipt that speaks of one child, like 7KDX-M4TQ, or person: with its long number.",
        max_length=60,
    )
    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))
