"""Words that somebody outside the hub will read: which must be taken out, beside the field in which they stand."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.forms import PlaitForm
from plait.people.rules import Finding
from plait.referrals.forms.hub import BecauseForm

OTHER = "other_because"


def other_because() -> forms.CharField:
    """The reason why a name may stand; asked only once a name was found (`stop`)."""
    return forms.CharField(
        label="If it is not about them: whom do you mean, and why must they be named?",
        help_text="Only for names. An address, a school or a telephone number has to be taken out. What you write is kept.",
        required=False,
        max_length=120,
        widget=forms.HiddenInput,
    )


def stop(form: PlaitForm, found: Iterable[tuple[str, Sequence[Finding]]]) -> bool:
    """Says at each of these fields which words to take out and why; True when there was anything. Nothing typed is lost."""
    stopped = names = False
    for name, findings in found:
        for one in dict.fromkeys(findings):
            stopped, names = True, names or one.by_chance
            # Their own words, as they typed them (`people.presenters.known.veil_page`).
            words = format_html("Take out <q data-typed>{}</q>: {}.", one.words, one.why)
            form.add_error(name, ValidationError(words, code="gives-away"))
    if names:
        form.fields[OTHER].widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    return stopped


class AddMoreForm(BecauseForm):
    """What the hub adds to a question that is out."""

    groups: ClassVar[dict[str, G]] = {"because": G.CONCERN, OTHER: G.WORK}
    other_because = other_because()
