"""Who may hear that something about somebody waits: by whatever id they were known, and in few questions, since it is asked for
every message."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.people.access import who_may_hear, who_must_not_hear
from plait.people.models import DeclaredConflict, Person


def knows(cast: Any, who: str, person: Person, at: datetime) -> str:
    DeclaredConflict.objects.create(
        practitioner=cast.people[who], person=person, kind="family", declared_at=at - timedelta(days=1)
    )
    return str(cast.people[who].pk)


@pytest.mark.django_db
def test_under_every_id_that_leads_to_somebody(cast: Any, at: datetime) -> None:
    """Three records turned out to be one child: whoever knows any of them must not hear, whichever is asked about."""
    stands = Person.objects.create(made_at=at)
    was, was_too = (Person.objects.create(made_at=at, superseded_by=stands) for _ in range(2))
    other = Person.objects.create(made_at=at)
    barred = {
        knows(cast, "teacher", stands, at), knows(cast, "lead", was, at), knows(cast, "screener", was_too, at)
    }  # fmt: skip
    elsewhere = knows(cast, "manager", other, at)
    for asked in ([stands], [was], [was_too], [was, was_too], [was, stands]):
        assert who_must_not_hear(str(one.pk) for one in asked) == barred, asked
    assert who_must_not_hear([str(was.pk), str(other.pk)]) == {*barred, elsewhere}
    assert who_must_not_hear([]) == frozenset()


@pytest.mark.django_db
def test_whoever_must_not_hear_is_asked_once_for_each_message(
    cast: Any, at: datetime, django_assert_num_queries: Any
) -> None:
    people = [str(Person.objects.create(made_at=at).pk) for _ in range(3)]
    readers = [str(cast.people[one].pk) for one in ("teacher", "lead", "screener")]
    with django_assert_num_queries(3):  # every id of theirs, who declared, who is kept away
        barred = who_must_not_hear(people)
    with django_assert_num_queries(2):  # every id of theirs, who of them is restricted
        assert who_may_hear(readers, people, barred=barred, at=at) == set(readers)
    with django_assert_num_queries(4):
        assert who_may_hear(readers, people, at=at) == set(readers)
