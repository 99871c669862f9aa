"""One way to write a thing down, so that the same words are the same bytes, here and in any other language.

JSON with sorted names, no spaces, UTF-8, whole numbers only; base64url without padding and without stray bits. What is not
written so is refused, never mended: two readings of the same bytes are how a signature comes to cover what nobody signed.
"""

import base64
import binascii
import json
from typing import Any

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
DEEPEST = 40  # levels of lists and objects within each other


class NotCanonical(ValueError):
    """These bytes are not what Plait would have written for what they say."""


def canonical(said: Any) -> bytes:
    """The bytes of a JSON value. Raises NotCanonical for fractions, names that are no text, and what JSON cannot say."""
    _check(said, 0)
    try:
        return _encode(said).encode()
    except (TypeError, ValueError, RecursionError) as fault:
        raise NotCanonical(type(fault).__name__) from None


def read_canonical(written: bytes) -> Any:
    """What canonical bytes say. Raises NotCanonical for anything that would be written in other bytes."""
    try:
        said = json.loads(written.decode())
    except (ValueError, RecursionError):
        raise NotCanonical("no JSON") from None
    if canonical(said) != written:
        raise NotCanonical("written otherwise")
    return said


def text64(raw: bytes) -> str:
    """Base64url, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw64(text: str) -> bytes:
    """The bytes of a base64url text; NotCanonical for padding, other letters and bits that say nothing."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NotCanonical("no base64url") from None
    if text64(raw) != text:
        raise NotCanonical("written otherwise")
    return raw


def _check(said: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise NotCanonical("too deep")
    if isinstance(said, float):
        raise NotCanonical("a fraction")
    if isinstance(said, dict):
        for name, value in said.items():
            if not isinstance(name, str):
                raise NotCanonical("a name that is no text")
            _check(value, depth + 1)
    elif isinstance(said, list | tuple):
        for value in said:
            _check(value, depth + 1)
