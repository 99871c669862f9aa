"""Two requests at once involve somebody once: the database holds it, and the second deed goes on as if it had come later."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plait.people.actions.describe_person import describe_person
from plait.people.actions.involve import involve
from plait.people.models import Involvement
from plait.people.rules import Described
from plait.site.demo.cast import Cast


@pytest.fixture
def told(cast: Cast, at: datetime) -> dict[str, Any]:
    by = cast.actor("teacher", at=at)
    person = describe_person(
        described=Described(forename="Theo"), source_ref="contact:x", agency_id="", by=by, at=at
    )
    return {
        "person_ids": [str(person.person_id)], "kind": "duty", "source_kind": "contact", "source_id": uuid4(),
        "team_id": str(cast.teams["hub"].pk), "by": by, "at": at,
    }  # fmt: skip


@pytest.mark.django_db
def test_whoever_comes_second_in_the_same_moment_changes_nothing(told: dict[str, Any]) -> None:
    involve(**told)
    real, blind = QuerySet.exists, [True]

    def exists(self: QuerySet[Any]) -> bool:
        """What a request sees that looked before the other had committed."""
        if self.model is Involvement and blind:
            return not blind.pop()
        return real(self)

    with patch.object(QuerySet, "exists", exists):
        assert involve(**told) == []
    assert Involvement.objects.count() == 1


@pytest.mark.django_db
def test_the_database_holds_it_for_teams_and_for_people(
    told: dict[str, Any], cast: Cast, at: datetime
) -> None:
    by_name = {**told, "team_id": None, "practitioner_id": str(cast.people["lead"].pk)}
    for some in (told, by_name):
        (made,) = involve(**some)
        made.pk = uuid4()
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)
        Involvement.objects.filter(source_id=some["source_id"]).update(to_at=at + timedelta(hours=1))
        assert len(involve(**some)) == 1  # ended, and begun again
