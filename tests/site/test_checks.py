"""What Plait refuses to be deployed with, each in one sentence that says what to do."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from plait.base.keys import Ring
from plait.site.checks import deploy_faults, fatal_faults, refuse_to_start
from plait.site.environment import Environment

GOOD: dict[str, Any] = {
    "data": "real",
    "database": "postgresql://plait@db/plait",
    "secret_key": "s" * 50,
    "audit_key": "a" * 50,
    "hosts": ["plait.ellowmere.invalid"],
    "https": True,
    "public_url": "https://plait.ellowmere.invalid",
    "smtp_host": "mail.ellowmere.invalid",
    "keys": Ring.made("ellowmere", at=datetime(2026, 11, 1, tzinfo=UTC)).text(),
}


def faults(**changes: Any) -> set[str]:
    return {name for name, _ in deploy_faults(Environment(**(GOOD | changes)))}


def test_a_well_set_plait_is_let_through() -> None:
    assert faults() == set()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"database": "/srv/plait.sqlite3"}, "plait.E001"),
        ({"demo": True}, "plait.E002"),
        ({"debug": True}, "plait.E003"),
        ({"audit_key": Environment().audit_key}, "plait.E004"),
        ({"secret_key": Environment().secret_key}, "plait.E010"),
        ({"secret_key": "short"}, "plait.E011"),
        ({"audit_key": "s" * 50}, "plait.E012"),
        ({"data": "fictional", "debug": True}, "plait.E013"),
        ({"https": False}, "plait.E014"),
        ({"public_url": "http://plait.ellowmere.invalid"}, "plait.E015"),
        ({"hosts": ["*"]}, "plait.E016"),
        ({"smtp_host": ""}, "plait.E017"),
        ({"smtp_tls": False}, "plait.E018"),
        ({"keys": ""}, "plait.E019"),
        ({"keys": "not a ring"}, "plait.E019"),
        ({"keys": "", "data": "fictional"}, "plait.E019"),
        ({"keys": Ring.known_to_all("ellowmere").text()}, "plait.E019"),
    ],
)
def test_each_danger_is_refused(changes: dict[str, Any], fault: str) -> None:
    assert fault in faults(**changes)


def test_every_refusal_is_a_sentence_that_says_what_to_do() -> None:
    worst = Environment(data="real", demo=True, debug=True, hosts=["*"])
    for _, said in deploy_faults(worst):
        assert said.endswith(".")
        assert ": " in said or "set " in said
        assert "\n" not in said


def test_dangers_to_real_families_stop_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="SQLite"):
        refuse_to_start(Environment(**(GOOD | {"database": "x.sqlite3"})))
    refuse_to_start(Environment(**GOOD))


def test_fictional_data_starts_as_it_is() -> None:
    assert fatal_faults(Environment()) == []
    refuse_to_start(Environment(demo=True))
