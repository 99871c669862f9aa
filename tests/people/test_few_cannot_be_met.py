"""Whom a reader may not meet is asked on every page: from the few who are restricted or declared, never through everybody."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from plait.people.access import described_to, is_unreachable, unreachable_people
from plait.people.models import DeclaredConflict, Description, Involvement, Person
from plait.people.queries.accesses import was_taken_off

READERS = ("teacher", "screener", "manager", "dsl", "custodian", "lead", "privacy_officer")


@pytest.fixture
def few(cast: Any, at: datetime) -> dict[str, Person]:
    """Somebody restricted, kept by the custodians, with whom the lead works by name; two whom the screener declared, one
    of them no longer."""
    people = {
        name: Person.objects.create(made_at=at) for name in ("anybody", "restricted", "known", "once known")
    }
    kept = people["restricted"]
    kept.restricted, kept.custodian = True, cast.teams["custodians"]
    kept.save()
    Involvement.objects.create(
        person=kept,
        practitioner=cast.people["lead"],
        kind="allocated",
        source_kind="contact",
        source_id=uuid4(),
        from_at=at - timedelta(days=1),
    )
    for name, ended in (("known", None), ("once known", at)):
        DeclaredConflict.objects.create(
            practitioner=cast.people["screener"], person=people[name], kind="family", declared_at=at, ended_at=ended
        )  # fmt: skip
    return people


@pytest.mark.django_db
def test_asked_of_everybody_or_of_one_it_is_the_same(cast: Any, at: datetime, few: dict[str, Person]) -> None:
    for who in READERS:
        by = cast.actor(who, at=at)
        assert set(unreachable_people(by, at=at)) == set(Person.objects.filter(is_unreachable(by, at=at))), (
            who
        )
    gone = {who: set(unreachable_people(cast.actor(who, at=at), at=at)) for who in READERS}
    assert gone["screener"] == {few["restricted"], few["known"]}
    assert gone["teacher"] == {few["restricted"]}
    assert gone["lead"] == gone["custodian"] == set()


@pytest.mark.django_db
def test_nobody_reads_through_everybody(cast: Any, at: datetime, few: dict[str, Person], lane: str) -> None:
    # Among a handful a planner may rightly read them all: an area has thousands, and the planner is told so.
    Person.objects.bulk_create([Person(made_at=at) for _ in range(5_000)])
    if lane != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_person")
    plan = unreachable_people(cast.actor("screener", at=at), at=at).explain()
    assert "people_restricted" in plan
    assert "SCAN people_person\n" not in f"{plan}\n"
    assert "Seq Scan on people_person" not in plan


@pytest.mark.django_db
def test_a_search_reads_the_records_it_found_and_not_through_everybody(
    cast: Any, at: datetime, few: dict[str, Person], lane: str
) -> None:
    people = Person.objects.bulk_create([Person(made_at=at) for _ in range(2_000)])
    Description.objects.bulk_create(
        [
            Description(person=person, number=number, source_ref="extract:1", stated_at=at)
            for number, person in enumerate(people)
        ]
    )
    asked: list[tuple[str, Any]] = []

    def listening(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listening):
        found = described_to(cast.actor("screener", at=at), range(40), at=at)
    assert len(found) == 40
    ((sql, params),) = (one for one in asked if 'FROM "people_description"' in one[0])
    with connection.cursor() as cursor:
        if lane != "sqlite":
            cursor.execute("ANALYZE people_person, people_description")
        cursor.execute(("EXPLAIN QUERY PLAN " if lane == "sqlite" else "EXPLAIN ") + sql, params)
        plan = [str(row[-1]) for row in cursor.fetchall()]
    assert [line for line in plan if "people_description" in line and "number" in line], plan
    if (
        lane == "sqlite"
    ):  # it keeps no statistics of its own: what it is led to read has to be little by itself
        assert not [line for line in plan if "superseded" in line or "SCAN" in line], plan


@pytest.mark.django_db
def test_whoever_was_taken_off_is_looked_for_among_these_people_and_not_among_all_of_a_team(
    cast: Any, at: datetime, lane: str
) -> None:
    """Asked before each letter to a team leaves. By the team's index SQLite read all that a hub ever worked with: the more
    clocks stood open, the longer a tick took."""
    hub, assessment, day = cast.teams["hub"], cast.teams["assessment"], timedelta(days=1)
    child, *others = Person.objects.bulk_create([Person(made_at=at) for _ in range(200)])
    said = {"kind": "works", "source_kind": "contact", "from_at": at - 2 * day}
    Involvement.objects.bulk_create(
        [Involvement(person=one, team=hub, to_at=at - day, source_id=uuid4(), **said) for one in [child, *others]]
        + [Involvement(person=child, team=assessment, source_id=uuid4(), **said)]
    )  # fmt: skip
    asked: list[tuple[str, Any]] = []

    def listening(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listening):
        assert was_taken_off(f"team:{hub.pk}", [str(child.pk)], at=at)
        assert not was_taken_off(f"team:{assessment.pk}", [str(child.pk)], at=at)
    assert len(asked) == 2, "one question for each, whatever was found"
    with connection.cursor() as cursor:
        for sql, params in asked if lane == "sqlite" else []:
            cursor.execute("EXPLAIN QUERY PLAN " + sql, params)
            plan = [str(row[-1]) for row in cursor.fetchall()]
            assert [line for line in plan if "(person_id=?" in line], plan
            assert not [line for line in plan if "team" in line or "SCAN" in line], plan
