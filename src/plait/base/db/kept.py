"""The cursor for questions that come in the same words again and again: the database keeps what it made of them."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper


def kept_cursor() -> CursorWrapper:
    """In this thread's connection and its transaction; each database has its own way (`sqlite.base`, `postgres.base`)."""
    return cast(CursorWrapper, cast(Any, connections[DEFAULT_DB_ALIAS]).kept_cursor())


def as_constants(sql: str, params: Sequence[Any], *, but: Collection[int]) -> str | None:
    """The words as such a cursor is given them: every parameter is written into them, except those in the places `but`. None
    where the database wants them all apart."""
    found: str | None = cast(Any, connections[DEFAULT_DB_ALIAS]).as_constants(sql, params, but=but)
    return found
