"""Every page asks whether anybody it speaks of is shielded: of those few alone, never through everybody there is."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.base.db.vendor import is_sqlite
from plait.people.models import Person
from plait.people.places import whereabouts_of
from tests.matrix.world import NOW

pytestmark = pytest.mark.django_db


def test_whoever_stands_for_them_is_found_without_reading_through_everybody() -> None:
    head = Person.objects.create(made_at=NOW, address_hidden=True)
    joined = Person.objects.create(made_at=NOW, superseded_by=head)
    with CaptureQueriesContext(connection) as asked:
        whereabouts_of([str(joined.pk), str(uuid4())])
    first, *others = asked.captured_queries
    assert others, "somebody is shielded, so where they are is asked too"
    with connection.cursor() as cursor:
        if not is_sqlite():
            cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"{'explain query plan' if is_sqlite() else 'explain'} {first['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "Seq Scan on people_person" not in plan and "SCAN people_person" not in plan, plan
