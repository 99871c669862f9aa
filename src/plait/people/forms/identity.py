"""What is asked of somebody who raises a wall between a former and a present identity."""

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import Checkboxes, Radios
from plait.base.ui.forms import PlaitForm
from plait.people.models import IdentityShield

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class IdentityShieldForm(PlaitForm):
    """What kind of wall, what goes over to the present identity, who keeps it, and why."""

    groups: ClassVar = {
        "kind": G.SAFETY,
        "description_ids": G.IDENTITY,
        "present_id": G.IDENTITY,
        "custodian_team_id": G.WORK,
        "because": G.SAFETY,
        "sure": G.WORK,
    }
    button = "Raise the wall"
    kind = forms.ChoiceField(
        label="What stands between the two?", choices=IdentityShield.Kind.choices, widget=Radios()
    )
    description_ids = forms.MultipleChoiceField(
        label="Which of these are who they are now?",
        help_text="They go over, with their numbers and addresses. What you leave unticked stays with who they were.",
        required=False,
        widget=Checkboxes(),
    )
    present_id = forms.CharField(
        label="Address of the record of who they are now, if there is one already",
        help_text="Open that record and copy the address of its page. Leave it empty, and a new record is made.",
        required=False,
        max_length=300,
    )
    custodian_team_id = forms.ChoiceField(
        label="Who keeps the former record and answers for the wall?", widget=Radios()
    )
    because = forms.CharField(
        label="What is this based on?",
        help_text="An order, a certificate, a decision. It is sealed: no page shows it. Do not write an address here.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    sure = forms.BooleanField(
        label="I have looked at what goes over and what stays",
        help_text="No page takes the wall down again.",
    )

    def __init__(
        self,
        *args: Any,
        told: Sequence[tuple[str, str]],
        teams: Sequence[tuple[str, str]],
        may_choose: Callable[[str], bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.may_choose = may_choose
        for name, choices in (("description_ids", told), ("custodian_team_id", teams)):
            field = self.choice(name)
            field.choices = choices
        if not told:
            del self.fields["description_ids"]
        if len(teams) == 1:
            self.fields["custodian_team_id"].initial = teams[0][0]

    def clean_present_id(self) -> str | None:
        """The id in the address; the same words for a record that is not there and for one that is not theirs to open."""
        said = self.cleaned_data["present_id"].strip()
        if not said:
            return None
        found = _ID.search(said)
        if found is None or not self.may_choose(found[0].lower()):
            raise forms.ValidationError("Copy the address of a record that you can open, and not of this one")
        return found[0].lower()
