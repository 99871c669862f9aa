"""What is kept of a question is its wording: whoever asks, and whatever was recorded or revoked since, is looked at anew."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.models import Agency, Team
from plait.base.access.written import NotWritten, Proof, Written
from plait.base.audit.actor import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def _agency(name: str, **said: Any) -> Agency:
    return Agency.objects.create(name=name, kind="school", **said)


def _actor(*teams: Team, agency: Agency | None = None) -> Actor:
    return Actor(
        id=str(uuid4()),
        name="Nia Osei",
        agency=str(agency.pk) if agency else "",
        teams=frozenset(str(one.pk) for one in teams),
    )


def _teams_of(by: Actor, *, at: datetime) -> QuerySet[Team]:
    theirs = Agency.objects.filter(pk=OuterRef("agency_id"), pk__in=[by.agency] if by.agency else [])
    return Team.objects.filter(Q(pk__in=by.teams) | Exists(theirs)).select_related("agency").order_by("name")


def test_the_same_words_are_asked_for_whoever_reads_and_answered_anew(
    django_assert_num_queries: Any,
) -> None:
    school, other = _agency("Marl School"), _agency("Elm School")
    one, two, three = (
        Team.objects.create(agency=agency, name=name, kind="school")
        for agency, name in ((school, "A"), (school, "B"), (other, "C"))
    )
    written = Written(_teams_of)
    for by, found in (
        (_actor(one, two), [one, two]),
        (_actor(two, three), [two, three]),
        (_actor(three), [three]),
        (_actor(), []),
        (_actor(three, agency=school), [one, two, three]),
        (_actor(one, agency=other), [one, three]),
    ):
        assert written.rows(by, at=AT) == found == list(_teams_of(by, at=AT))
        assert written.count(by, at=AT) == len(found)
        assert written.first(by, at=AT) == (found[0] if found else None)
    by = _actor(one, two)
    with django_assert_num_queries(1):
        assert [row.agency.name for row in written.rows(by, at=AT)] == ["Marl School", "Marl School"]
    two.delete()
    assert written.rows(by, at=AT) == [one]


def test_no_connection_is_held_on_to() -> None:
    """It would outlive its thread, and with it the turn to write."""
    written = Written(_teams_of)
    assert written.rows(_actor(), at=AT) == []
    written.rows(_actor(Team.objects.create(agency=_agency("Elm School"), name="A", kind="school")), at=AT)
    for wording in written._kept.values():
        bound = [
            way.__self__
            for ways, _ in wording.converters.values()
            for way in ways
            if hasattr(way, "__self__")
        ]
        held = [wording.compiler.connection, *(getattr(one, "connection", None) for one in bound)]
        assert connection not in held and all(one is None or one.connection is None for one in held)


def test_values_and_dates_stand_in_their_places() -> None:
    def since(names: tuple[str, ...], day: Any, *, at: datetime, agency: Any) -> Any:
        rows = Team.objects.filter(name__in=names, agency_id=agency)
        return rows.values_list("name", flat=True).distinct().order_by("name")

    school = _agency("Marl School")
    for name in "ABC":
        Team.objects.create(agency=school, name=name, kind="school")
    written = Written(since)
    assert written.rows(("A", "B"), AT.date(), at=AT, agency=school.pk) == ["A", "B"]
    assert written.rows(("C", "A"), AT.date(), at=AT, agency=str(school.pk)) == ["A", "C"]
    # An id as somebody typed it: Django takes it for the same.
    typed = (str(school.pk).upper(), school.pk.hex, school.pk.hex.upper())
    assert [written.rows(("A",), AT.date(), at=AT, agency=one) for one in typed] == [["A"]] * 3
    assert written.rows((), AT.date(), at=AT, agency=school.pk) == []
    assert written.count(("A", "B", "Z"), AT.date(), at=AT, agency=school.pk) == 2


def test_what_is_made_of_a_moment_in_an_unknown_way_is_refused() -> None:
    from plait.base.audit.models import AuditEntry

    def lately(*, at: datetime) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.filter(at__gt=at - timedelta(days=1))

    with pytest.raises(NotWritten, match="in a way that is not known"):
        Written(lately).count(at=AT)


def test_a_question_that_asks_another_while_it_is_made_is_refused() -> None:
    def nested(by: Actor) -> QuerySet[Team]:
        return Team.objects.filter(
            pk__in=list(Team.objects.filter(pk__in=by.teams).values_list("pk", flat=True))
        )

    with pytest.raises(NotWritten, match="asks nothing while it is made"):
        Written(nested).count(_actor(Team(pk=uuid4())))


def test_a_question_that_looks_at_more_than_the_shape_is_found_in_every_test(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def peeks(by: Actor) -> QuerySet[Team]:
        rows = Team.objects.filter(pk__in=by.teams)
        return rows.exclude(name="") if by.name == "Nia Osei" else rows

    assert Proof.every, "tests write questions anew beside the kept ones (tests/conftest.py)"
    with pytest.raises(NotWritten, match="asked anew"):
        Written(peeks).count(_actor(Team(pk=uuid4())))


def test_it_is_proven_the_first_times_and_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Proof, "every", 7)
    assert [times for times in range(1, 22) if Proof.due(times)] == [1, 2, 3, 7, 14, 21]
    monkeypatch.setattr(Proof, "every", 1)
    assert all(Proof.due(times) for times in range(1, 22))
    monkeypatch.setattr(Proof, "every", 0)
    assert not any(Proof.due(times) for times in range(1, 22))
