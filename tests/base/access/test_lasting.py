"""A question that is asked on every page is planned once: its words stay the same, and a list of ids is one thing beside them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from plait.agencies.models import Agency, Team
from plait.base.access.counting import Later, numbers_of
from plait.base.access.lasting import lasting
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.db.kept import kept_cursor
from plait.base.db.vendor import is_sqlite

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@Written
def _named(ids: tuple[UUID, ...]) -> QuerySet[Team, Any]:
    rows = Team.objects.filter(Q(pk__in=ids) & ~Q(kind__in=("100% else", "other")))
    return rows.order_by("name").values_list("name", flat=True)


@Written
def _of(agency: UUID) -> QuerySet[Team]:
    return Team.objects.filter(agency_id=agency)


def _teams(count: int) -> list[Team]:
    school = Agency.objects.create(name="Marl School", kind="school")
    return [Team.objects.create(agency=school, name=f"{one:02}", kind="school") for one in range(count)]


def test_however_many_ids_they_are_asked_for_in_words_that_are_kept() -> None:
    teams = _teams(3)
    with CaptureQueriesContext(connection) as asked:
        assert _named.rows(some_ids([one.pk for one in teams], least=64)) == ["00", "01", "02"]
        assert _named.rows(some_ids([teams[1].pk, uuid4()], least=64)) == ["01"]
        assert _named.rows(some_ids([], least=64)) == []
    assert len(asked) == 3
    if not is_sqlite():
        assert all("= ANY(" in row["sql"] and "100% else" in row["sql"] for row in asked.captured_queries)


def test_the_server_plans_such_a_question_a_few_times_for_each_connection() -> None:
    if is_sqlite():
        return  # it plans while it reads, and keeps both
    teams = _teams(2)
    for _ in range(12):
        assert _of.count(teams[0].agency_id) == 2
    with kept_cursor() as cursor:
        cursor.execute(
            "select generic_plans, custom_plans from pg_prepared_statements where statement like %s",
            ['%"agencies_team"."agency_id" = $1) counted%'],
        )
        assert cursor.fetchall() == [(6, 5)]


def test_only_a_whole_list_as_it_was_given_is_one_thing() -> None:
    a, b, c = uuid4(), uuid4(), uuid4()

    def same(value: Any) -> Any:
        return value

    words = "select 1 where x IN (%s, %s) and y NOT IN (%s, %s) and z IN (%s, %s) and w like '%%' and k = %s"
    found = [(0, same), (1, same), (0, same), (1, same), (1, same), (0, same), None]
    made = lasting(words, [a, b, a, b, b, a, "so"], found)
    if made is None:
        assert is_sqlite()
        return
    assert made.sql == (
        "select 1 where x = ANY(%s::uuid[]) and y NOT IN (%s, %s) and z IN (%s, %s) and w like '%%' and k = 'so'"
    )
    assert made.beside([b, c]) == (f"{{{b.hex},{c.hex}}}", b, c, c, b), "in figures alone"


def test_several_numbers_of_a_page_are_one_question() -> None:
    teams = _teams(2)
    with CaptureQueriesContext(connection) as asked:
        both = _of.later(teams[0].agency_id) + _of.later(uuid4()) + 3
        assert numbers_of([both, None, 7, _of.later(teams[0].agency_id), Later()]) == [5, None, 7, 2, 0]
    assert len(asked) == 1
    assert both == 5
