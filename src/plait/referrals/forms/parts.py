"""Fields that forms of several pages have in common."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

LONG = 6000


def long_text(label: str, *, rows: int = 4, required: bool = False, help_text: str = "") -> forms.CharField:
    """Words of any length that a decision needs."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _is_key(value: str) -> None:
    try:
        UUID(value)
    except ValueError:
        raise ValidationError("This page was changed on its way. Open it again.", code="key") from None


def key_field() -> forms.CharField:
    """A random id made when the page was opened: the same form sent twice does its deed once."""
    return forms.CharField(max_length=36, validators=[_is_key], widget=forms.HiddenInput)
