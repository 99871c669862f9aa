"""What may be typed: refused with a sentence, never altered in silence. Names keep every mark and every direction."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible

LONGEST = 20_000
"""Characters allowed where a field names no limit of its own: about ten printed pages."""


def tidy(value: Any) -> Any:
    """Text in one Unicode spelling (NFC) and with one kind of line end; anything else as it is.

    NFC joins a letter and its combining mark where one character exists for both. Nothing visible changes, and marks
    that have no joined form, right-to-left text and its direction marks stay.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list):
        return [tidy(one) for one in value]
    return value


def has_nul(value: Any) -> bool:
    """Is there a NUL in this text, or in any text of this list or mapping, its keys too? No database keeps one."""
    if isinstance(value, dict):
        return any(has_nul(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return any(has_nul(one) for one in value)
    return "\x00" in str(value)


def without_nul(kept: dict[str, Any]) -> dict[str, Any]:
    """What was typed, fit to be kept as a draft: a NUL, which no database keeps, stands as a visible mark."""

    def marked(value: Any) -> Any:
        return (
            [marked(one) for one in value]
            if isinstance(value, list)
            else str(value).replace("\x00", "\ufffd")
        )

    return {name: marked(value) for name, value in kept.items() if "\x00" not in name}


@deconstructible
class NoNul:
    """Refuses the NUL character, which no database keeps faithfully."""

    def __call__(self, value: str) -> None:
        if "\x00" in value:
            raise ValidationError(
                "This holds a hidden character (NUL) that cannot be kept. Type the words again, or paste them as plain text.",
                code="nul",
            )


@deconstructible
class NotTooLong:
    """Refuses text over `limit` characters and says by how much; nothing is cut off."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        over = len(value) - self.limit
        if over > 0:
            raise ValidationError(
                f"This is {over:,} character{'' if over == 1 else 's'} too long. The most that fits is {self.limit:,}.",
                code="max_length",
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NotTooLong) and other.limit == self.limit

    def __hash__(self) -> int:
        return hash(self.limit)
