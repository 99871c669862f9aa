"""A log names nobody, however carelessly it is written to."""

import json
import logging
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plait.site.logging import ALLOWED_KEYS, OthersFormatter, only_what_is_allowed


def line(**keys: Any) -> dict[str, Any]:
    return only_what_is_allowed(None, "", dict(keys))


def test_keys_that_are_not_on_the_list_are_dropped() -> None:
    assert line(event="timer-failed", kind="ring-the-hub", child="Amina Yusuf", nhs_number="9990000001") == {
        "event": "timer-failed",
        "kind": "ring-the-hub",
    }


def test_a_name_in_an_allowed_key_is_withheld() -> None:
    assert line(event="x", kind="Amina Yusuf")["kind"] == "withheld"
    assert line(event="Amina was seen at 4 Elder Street")["event"] == "withheld"


def test_an_error_keeps_its_type_and_place_and_loses_its_words() -> None:
    try:
        raise ValueError("Amina Yusuf, 4 Elder Street")
    except ValueError as fault:
        kept = line(event="page-not-answered", exc_info=fault)
        same = line(event="page-not-answered", exc_info=True)
    assert kept["fault"] == "ValueError"
    assert "test_logging.py" in kept["where"]
    assert same == kept


def test_other_packages_are_heard_but_not_quoted() -> None:
    try:
        raise KeyError("Amina")
    except KeyError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "f", 1, "Internal error: %s", ("/people/Amina/",), sys.exc_info()
        )
    said = OthersFormatter().format(record)
    assert "Amina" not in said
    assert json.loads(said)["fault"] == "KeyError"
    assert json.loads(said)["logger"] == "django.request"


@given(st.dictionaries(st.text(max_size=20), st.text() | st.integers() | st.none(), max_size=8))
def test_nothing_else_ever_leaves(keys: dict[str, Any]) -> None:
    kept = only_what_is_allowed(None, "", dict(keys))
    assert set(kept) <= ALLOWED_KEYS
    assert not any(" " in str(value) for value in kept.values())
