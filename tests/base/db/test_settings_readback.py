"""What was asked of the database is read back at start."""

import pytest
from django.db import connection

from plait.base.db.settings_readback import database_faults
from plait.base.db.vendor import is_postgresql, is_sqlite


def test_vendor_names_this_lane(lane: str) -> None:
    assert is_sqlite() == (lane == "sqlite")
    assert is_postgresql() == (lane == "postgres")


@pytest.mark.django_db
def test_the_settings_hold(lane: str) -> None:
    found = database_faults()
    if lane == "sqlite":
        assert found == []
    else:  # the test server is made forgetful on purpose, and the read-back notices
        assert len(found) == 3
        assert all("Turn it on." in fault for fault in found)


@pytest.mark.django_db
def test_a_setting_that_slipped_is_named(lane: str) -> None:
    with connection.cursor() as cursor:
        if lane == "sqlite":
            cursor.execute("PRAGMA recursive_triggers = OFF")
        else:
            cursor.execute("SET synchronous_commit = off")
    found = database_faults()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = ON" if lane == "sqlite" else "RESET synchronous_commit")
    wanted = "recursive_triggers is 0, not 1" if lane == "sqlite" else "synchronous_commit is off"
    assert any(wanted in fault for fault in found)
