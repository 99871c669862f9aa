"""What stands in for what a question is asked with while it is written (`written`): the same in shape, and never said."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from plait.base.audit.actor import Actor

Way = Callable[[Any], Any]

# What of an actor a question may be asked with; of these only the form is part of its shape.
_TEXTS = ("name", "agency_name", "job")
_FIRST = datetime(2001, 1, 1, 3, 4, 5, 678901, UTC)


# As somebody may type one too: Django takes an id in capitals, or without its hyphens, for the same id.
_ID = re.compile("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_PLAIN = (int, UUID)  # of a list of these only the length is part of its shape


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def _plain_list(value: tuple[Any, ...]) -> bool:
    kinds = set(map(type, value))
    return len(kinds) == 1 and kinds.issubset(_PLAIN)


def shape_of(value: Any) -> object:
    """Everything about it that the wording may depend on."""
    if isinstance(value, Actor):
        own = tuple(shape_of(getattr(value, name)) for name in ("id", "agency", *_TEXTS))
        teams = tuple(shape_of(one) for one in sorted(value.teams))
        return value.kind, value.agency_kind, value.roles, value.qualified, own, teams
    if isinstance(value, tuple):
        if _plain_list(value):
            return tuple, type(value[0]), len(value)
        return (tuple, *(shape_of(one) for one in value))
    if isinstance(value, str):
        return str, bool(value), _is_id(value), _head(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, UUID | int | datetime | date):
        return type(value)
    raise TypeError(f"asked with {type(value).__name__}")


def _head(text: str) -> tuple[str, ...]:
    """`mailbox:` and `process:` of an actor's id are part of its shape."""
    kind, colon, rest = text.partition(":")
    return (f"{kind}:",) if colon and rest else ()


def said_in(value: Any) -> Iterator[Any]:
    """What is put into the places of the wording, in the order of the stand-ins."""
    if isinstance(value, Actor):
        for one in (*(getattr(value, name) for name in ("id", "agency", *_TEXTS)), *sorted(value.teams)):
            yield from said_in(one)
    elif isinstance(value, tuple) and _plain_list(value):
        yield from value
    elif isinstance(value, tuple):
        for one in value:
            yield from said_in(one)
    elif value not in (None, "") and not isinstance(value, bool):
        yield value


@dataclass(frozen=True, slots=True)
class Mark:
    """What stood in for one thing. One of a reader's teams may stand where any other of them stood: a set has no order."""

    said: Any
    team: bool = False


def stand_in(value: Any, turn: int, marks: list[Mark], *, team: bool = False) -> Any:
    """The same in shape, and nothing that is ever said; what was made is added to `marks`, in the order of `said_in`."""
    if isinstance(value, Actor):
        own = {name: stand_in(getattr(value, name), turn, marks) for name in ("id", "agency", *_TEXTS)}
        teams = frozenset(stand_in(one, turn, marks, team=True) for one in sorted(value.teams))
        return replace(value, **own, teams=teams)
    if isinstance(value, tuple):
        return tuple(stand_in(one, turn, marks) for one in value)
    if value in (None, "") or isinstance(value, bool):
        return value
    number = turn * 100_000 + len(marks)
    made: Any
    if isinstance(value, datetime):
        made = _FIRST + timedelta(days=number, seconds=number)
    elif isinstance(value, date):
        made = (_FIRST + timedelta(days=number)).date()
    elif isinstance(value, UUID):
        made = UUID(int=number << 64)
    elif isinstance(value, int):
        made = -1_000_000_000 - number
    elif _is_id(value):
        made = str(UUID(int=number << 64))
    else:
        made = "".join(_head(value)) + f"stands in {number}"
    marks.append(Mark(made, team))
    return made


def _plainly(value: Any) -> Any:
    return value


def _as_moment(value: Any) -> Any:
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)


def _as_day(value: Any) -> Any:
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value(value)


def _local_day(value: Any) -> Any:
    return _as_day(timezone.localdate(value))


def _hex(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else UUID(value).hex


def _id(value: Any) -> Any:
    return UUID(str(value))


def _as_number(kind: str) -> Way:
    """PostgreSQL is told how wide a whole number is, by the kind of field it is held against; SQLite is not."""
    return lambda value: connections[DEFAULT_DB_ALIAS].ops.adapt_integerfield_value(value, kind)


_NUMBERS = tuple(_as_number(kind) for kind in ("SmallIntegerField", "IntegerField", "BigIntegerField"))


def ways_of(mark: Any) -> tuple[Way, ...]:
    """The forms in which a database is told such a thing."""
    if isinstance(mark, datetime):
        return _plainly, _as_moment, _local_day
    if isinstance(mark, date):
        return _plainly, _as_day
    if isinstance(mark, UUID) or (isinstance(mark, str) and _is_id(mark)):
        return _plainly, str, _id, _hex
    if isinstance(mark, int):
        return _plainly, *_NUMBERS
    return (_plainly,)


# So many at least, where it must not be told from the question how many there were, nor whether there was anybody.
AS_ONE = 64
_IDS_OF_NOTHING = tuple(UUID(int=number) for number in range(AS_ONE))
_NUMBERS_OF_NOTHING = tuple(-1 - number for number in range(AS_ONE))


def some_ids(ids: Iterable[object], *, least: int = 0) -> tuple[UUID, ...]:
    """These ids, and ids of nothing at the end, so that there are 1, 2, 4, 8 ... of them: questions of few shapes."""
    kept = {one if isinstance(one, UUID) else UUID(str(one)) for one in ids}
    found = sorted(kept, key=_AS_NUMBER)
    return _filled_up(found, _IDS_OF_NOTHING, lambda number: UUID(int=number), least)


_AS_NUMBER = attrgetter("int")  # an id is compared as its number, and not half as fast


def some_numbers(numbers: Iterable[int], *, least: int = 0) -> tuple[int, ...]:
    """The same with numbers of records, which are never less than nothing."""
    found = sorted({int(one) for one in numbers})
    return _filled_up(found, _NUMBERS_OF_NOTHING, lambda number: -1 - number, least)


def _filled_up(
    kept: list[Any], nothing: tuple[Any, ...], more: Callable[[int], Any], least: int
) -> tuple[Any, ...]:
    wanted = max(least, 1 << (len(kept) - 1).bit_length() if kept else 0) - len(kept)
    return (*kept, *nothing[:wanted], *(more(number) for number in range(len(nothing), wanted)))
