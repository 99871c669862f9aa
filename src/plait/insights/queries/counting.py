"""What every count shares: what is left out, how a clock went, and figures by line and column."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When

from plait.agencies.models import Agency
from plait.base.clock.models import RunningClock
from plait.base.db.subjects import KeyOf
from plait.insights.rules.measures import Measure
from plait.insights.rules.periods import Period
from plait.insights.rules.tables import Counted, columns_of
from plait.people.models import Description, Person
from plait.referrals.models import Contact, ContactPerson

NO_AGENCY = ("none", "Families, the public and callers without a name")


def told_of(path: str = "") -> Q:
    """Concerns that figures are made of: none of the closed list, and none that speaks of somebody restricted. `path` leads to
    the concern. Both are few, and found by an index of their own: so a count begins with its months, not with every concern
    there ever was."""
    few = Person.objects.filter(restricted=True).values("pk")
    described = Description.objects.filter(person_id__in=few).values("pk")
    restricted = ContactPerson.objects.filter(description_id__in=described).values("contact_id")
    elsewhere = [one for one in Contact.Route if one != Contact.Route.STANDARD]
    closed = Contact.objects.filter(route__in=elsewhere).values("pk")
    column = f"{path or 'pk'}__in"
    return ~Q(**{column: closed}) & ~Q(**{column: restricted})


def within(field: str, period: Period) -> Q:
    """In these months."""
    return Q(**{f"{field}__gte": period.begins, f"{field}__lt": period.ends})


def how_it_went(before: str, after: str, *, at: datetime) -> Subquery:
    """`in_time`, `late`, `overdue` or `waiting`, by the clock with that key; nothing where there is none."""
    went = RunningClock.objects.filter(key=KeyOf(OuterRef("pk"), before, after)).values(
        went=Case(
            When(state="stopped", stopped_at__lte=F("due_at"), then=Value("in_time")),
            When(state="stopped", then=Value("late")),
            When(state="running", due_at__lt=at, then=Value("overdue")),
            default=Value("waiting"),
            output_field=CharField(),
        )
    )
    return Subquery(went[:1])


def lines(rows: Iterable[Sequence[Any]]) -> dict[str, dict[str, int]]:
    """(line, column, how many) as figures by line and column; an empty line is nobody's agency."""
    found: dict[str, dict[str, int]] = {}
    for line, column, count in rows:
        row = found.setdefault(str(line) if line else NO_AGENCY[0], {})
        key = str(column or "waiting")
        row[key] = row.get(key, 0) + int(count)
    return found


def agencies() -> tuple[tuple[str, str], ...]:
    """A line for each agency of the area, whether anything was counted for it or not, by name and never by figure."""
    known = Agency.objects.filter(ended_at__isnull=True).order_by("name", "pk").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in known)


def counted(
    measure: Measure, rows: Sequence[tuple[str, str]], figures: Mapping[str, Mapping[str, int]]
) -> Counted:
    """The measure's table. What was counted for an agency that has ended since is in no line and in no total."""
    codes = [column.code for column in measure.columns]
    return Counted(measure, tuple(rows), columns_of(figures, [key for key, _ in rows], codes))
