"""Questions to the database that are written once and asked on every page: what is kept is their wording, never an answer.

Django needs ten times as long to put a question about access into SQL as the database needs to answer it, and does so again
on every page. What it comes to depends on the program and on the *shape* of what is asked with (which roles, how many teams),
not on who asks, when, or what is recorded. So the wording of each shape is kept for the life of the process, and the ids and
moments of this very reader are put in their places each time. The database decides each time anew: what was revoked is
revoked for the very next question.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable

from plait.base.access.counting import Later
from plait.base.access.lasting import Lasting, lasting
from plait.base.access.stand_ins import Mark, Way, said_in, shape_of, stand_in, ways_of
from plait.base.db.kept import kept_cursor
from plait.base.db.vendor import is_sqlite

M = TypeVar("M", bound=Model)
P = ParamSpec("P")

MOST_SHAPES = 500  # of one question; what comes after them is written anew each time
MOST_KEPT_OF = 1_000  # things said in one question: of more, another time it is hardly ever the same number, so it is just asked


class NotWritten(TypeError):
    """Something in a question is neither the same twice nor what it was asked with: it cannot be kept."""


class Proof:
    """In the tests a question that is asked is also written anew, and must have come to the same: the first three times in
    each shape, and `every` so many times after (1: always; 0: never, as in service)."""

    every = 0

    @classmethod
    def due(cls, times: int) -> bool:
        """Is it written anew the so-many-eth time it is asked?"""
        return bool(cls.every) and (times <= 3 or times % cls.every == 0)


@dataclass(frozen=True, slots=True)
class _Wording:
    """One question in one shape. `sql` is None where no row can ever answer it.

    `forms`: in which forms which of the things asked with are said; `places`: which parameter is which of the forms.
    `lasting`: the words with what is always the same written into them, where the database keeps a plan for such.
    """

    query: Any
    compiler: Any
    iterable: Any
    converters: Any
    sql: str | None
    params: tuple[Any, ...]
    forms: tuple[tuple[int, Way], ...]
    places: tuple[tuple[int, int], ...]
    lasting: Lasting | None

    def asked(self, said: list[Any]) -> tuple[str, tuple[Any, ...]]:
        """What the database is sent."""
        if self.sql is None:
            raise EmptyResultSet
        if self.lasting is None:
            return self.sql, self.filled(said)
        return self.lasting.sql, self.lasting.beside(said)

    def filled(self, said: list[Any]) -> tuple[Any, ...]:
        made = [way(said[number]) for number, way in self.forms]
        found = list(self.params)
        for place, form in self.places:
            found[place] = made[form]
        return tuple(found)


class _Answered:
    """Stands where a query set keeps its query, and gives it a compiler that has asked already."""

    def __init__(self, wording: _Wording, found: list[Any]) -> None:
        self.wording, self.found = wording, found

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        kept = self.wording.compiler
        one = object.__new__(type(kept))
        one.__dict__.update(kept.__dict__)
        one.connection = connections[using or DEFAULT_DB_ALIAS]
        one.execute_sql, one.get_converters = self.execute_sql, self.get_converters
        return one

    def get_converters(self, _columns: Any) -> Any:
        return self.wording.converters

    def execute_sql(self, *_args: Any, **_options: Any) -> list[list[Any]]:
        return [self.found]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.wording.query, name)


class Written(Generic[P, M]):
    """A question made by a function that builds a query set of what it is given (actors, moments, days, ids, numbers, texts,
    tuples of these) and looks at nothing of that but its shape: an actor's roles, kind and number of teams; how many.

    The function asks the database nothing itself. Each shape is written twice with different stand-ins; whatever differs must
    be one of them (else NotWritten).
    """

    def __init__(self, make: Callable[P, QuerySet[M, Any]]) -> None:
        self.make = make
        self.__doc__ = make.__doc__
        self._kept: dict[object, _Wording] = {}
        self._asked: dict[object, int] = {}  # only where it is proven

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> QuerySet[M, Any]:
        """The query set itself, for whoever goes on with it."""
        return self.make(*args, **kwargs)

    def rows(self, *args: P.args, **kwargs: P.kwargs) -> list[Any]:
        """All that the query set gives."""
        if sum(map(_said, (*args, *kwargs.values()))) > MOST_KEPT_OF:
            return list(self.make(*args, **kwargs))
        wording, said = self._worded(args, kwargs, self.make)
        found = _asked(wording, said)
        if not found or wording.iterable in _COLUMNS:
            return _columns(wording, found)
        made: Any = QuerySet(model=wording.query.model, query=cast(Any, _Answered(wording, found)))
        made._iterable_class = wording.iterable
        return list(made)

    def first(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """The first in the query set's own order, which should be of few; None where there is none."""
        return next(iter(self.rows(*args, **kwargs)), None)

    def count(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """How many there are."""
        return self.later(*args, **kwargs).number

    def later(self, *args: P.args, **kwargs: P.kwargs) -> Later:
        """How many there are, to be asked together with other numbers of the page."""
        wording, said = self._worded(args, kwargs, lambda *a, **k: _bare(self.make(*a, **k)))
        return Later() if wording.sql is None else Later((wording.asked(said),))

    def _worded(self, args: Any, kwargs: Any, make: Callable[..., Any]) -> tuple[_Wording, list[Any]]:
        values = (*args, *kwargs.values())
        said = [one for value in values for one in said_in(value)]
        shape = tuple(shape_of(value) for value in values)
        key = (is_sqlite(), make is self.make, tuple(kwargs), shape)
        found = self._kept.get(key)
        if found is None:
            found = _written(make, args, kwargs)
            if len(self._kept) < MOST_SHAPES:
                self._kept[key] = found
        if Proof.every:
            self._asked[key] = times = self._asked.get(key, 0) + 1
            if Proof.due(times):
                _prove(found, said, make(*args, **kwargs))
        return found, said


def _said(value: object) -> int:
    """How many things are said in it, near enough."""
    return len(value) if isinstance(value, tuple) else 1


_COLUMNS = (ValuesListIterable, FlatValuesListIterable)


def _asked(wording: _Wording, said: list[Any]) -> list[Any]:
    """The rows as the database gives them."""
    if wording.sql is None:
        return []
    with kept_cursor() as cursor:
        cursor.execute(*wording.asked(said))
        rows: list[Any] = cursor.fetchall()
    if wording.compiler.has_extra_select:  # columns that it is only ordered by
        rows = [row[: wording.compiler.col_count] for row in rows]
    return rows


def _columns(wording: _Wording, rows: list[Any]) -> list[Any]:
    """As the query set would give them. Where no model is made of a row, what Django does for each question costs more than the
    question."""
    if rows and wording.converters:
        rows = _converted(rows, list(wording.converters.items()))
    return [row[0] for row in rows] if wording.iterable is FlatValuesListIterable else rows


def _converted(rows: list[Any], converters: list[Any]) -> list[Any]:
    connection, found = connections[DEFAULT_DB_ALIAS], [list(row) for row in rows]
    for row in found:
        for place, (steps, expression) in converters:
            for step in steps:
                row[place] = step(row[place], expression, connection)
    return [tuple(row) for row in found]


def _bare(made: Any) -> Any:
    """The same rows, as short as they can be put: for counting them."""
    return made.order_by() if made._fields else made.order_by().values("pk")


def _written(make: Callable[..., Any], args: Any, kwargs: Any) -> _Wording:
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(_asks_nothing):
        (one, sql, first, marks), (_, again, second, others) = (
            _wrote(make, args, kwargs, turn) for turn in (1, 2)
        )
    if sql != again or len(first) != len(second):
        raise NotWritten("the same shape comes to other words")
    said = _said_as(marks)
    found = [_place(here, there, said, marks, others) for here, there in zip(first, second, strict=True)]
    forms = tuple(dict.fromkeys(form for form in found if form is not None))
    places = tuple((place, forms.index(form)) for place, form in enumerate(found) if form is not None)
    made, compiler = one
    # What is kept must not hold on to this thread's connection, nor to the turn to write that ends with it.
    compiler.connection = connections.create_connection(DEFAULT_DB_ALIAS)
    columns = [] if sql is None else [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    kept = None if sql is None else lasting(sql, first, found)
    return _Wording(made.query, compiler, made._iterable_class, converters, sql, first, forms, places, kept)


def _wrote(make: Callable[..., Any], args: Any, kwargs: Any, turn: int) -> Any:
    marks: list[Mark] = []
    told = [stand_in(value, turn, marks) for value in args]
    named = {name: stand_in(value, turn, marks) for name, value in kwargs.items()}
    made = make(*told, **named)
    if made._prefetch_related_lookups or made._known_related_objects:
        raise NotWritten("what is fetched beside it would not be")
    compiler = made.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        sql, params = None, ()
    return (made, compiler), sql, tuple(params), marks


def _said_as(marks: list[Mark]) -> dict[tuple[type, Any], list[tuple[int, Way]]]:
    """Whatever a stand-in may stand as, and whose it is. Looked up: a question about thousands is written in their number, not
    in its square."""
    found: dict[tuple[type, Any], list[tuple[int, Way]]] = {}
    for number, mark in enumerate(marks):
        for way in ways_of(mark.said):
            form = way(mark.said)
            found.setdefault((type(form), form), []).append((number, way))
    return found


def _place(
    here: Any,
    there: Any,
    said: dict[tuple[type, Any], list[tuple[int, Way]]],
    marks: list[Mark],
    others: list[Mark],
) -> tuple[int, Way] | None:
    """Whose place this is, and in which form it stands there; None where it is the same whoever asks."""
    if type(here) is type(there) and here == there:
        return None
    for number, way in said.get((type(here), here), ()) if isinstance(here, Hashable) else ():
        same = others[number] if number < len(others) else None
        teams = (other for other in others if other.team) if marks[number].team else ()
        if any(_same(way(other.said), there) for other in (same, *teams) if other is not None):
            return number, way
    raise NotWritten(f"{here!r} is made of what was asked with, in a way that is not known here")


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _asks_nothing(*_said: Any) -> Any:
    raise NotWritten("a question that is kept asks nothing while it is made")


def _prove(wording: _Wording, said: list[Any], plain: Any) -> None:
    try:
        sql, params = plain.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        sql, params = None, ()
    kept = () if sql is None else wording.filled(said)
    if sql != wording.sql or sorted(map(repr, params)) != sorted(map(repr, kept)):
        raise NotWritten(
            f"asked anew, it comes to something else: {sql} {params} against {wording.sql} {kept}"
        )
