"""The rules alone: what is urgent, quiet hours, digests, and clocks that go forward and back."""

import ast
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.clock.calendars import LONDON
from plait.notices.rules import (
    KINDS,
    SORTS,
    Quiet,
    digest_key,
    how_it_leaves,
    is_told_in_the_app,
    is_urgent,
    next_digest,
    sort_of,
    words_of,
)
from plait.site.environment import ROOT

NIGHT, MORNING = datetime(2026, 11, 23, 23, 30, tzinfo=LONDON), datetime(2026, 11, 24, 7, 0, tzinfo=LONDON)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LONDON)
times = st.times().map(lambda one: one.replace(microsecond=0))
moments = st.integers(0, 800 * 24 * 60).map(
    lambda minutes: (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(LONDON)
)


def leaves(
    local: datetime,
    *,
    urgent: bool = False,
    in_digest: bool = False,
    back: datetime | None = None,
    on: bool = False,
) -> tuple[str, datetime | None]:
    said = how_it_leaves(
        urgent=urgent, in_digest=in_digest, local=local, quiet=Quiet(), hours=(8,), back_at=back, on_duty=on
    )
    return said.how, said.at


def test_what_is_not_urgent_waits_until_the_morning_and_what_is_never_does() -> None:
    assert leaves(NOON) == ("now", None)
    assert leaves(NIGHT) == ("later", MORNING)
    assert leaves(NIGHT, urgent=True) == ("now", None)
    assert leaves(NIGHT, urgent=True, in_digest=True, back=MORNING) == ("now", None)
    assert leaves(NIGHT, on=True) == ("now", None), "whoever is on duty is awake"
    assert leaves(NOON, in_digest=True) == ("digest", MORNING + timedelta(hours=1))


def test_whoever_is_away_finds_it_when_they_are_back() -> None:
    midnight = datetime(2026, 11, 26, tzinfo=LONDON)
    assert leaves(NOON, back=midnight) == ("later", midnight.replace(hour=7))
    assert leaves(NOON, back=midnight, in_digest=True) == ("digest", midnight.replace(hour=8))


@given(moments, times, times)
def test_quiet_hours_end_within_a_day_and_not_in_themselves(
    local: datetime, begins: time, ends: time
) -> None:
    quiet = Quiet(begins, ends)
    over = quiet.over_at(local)
    assert not quiet.covers(over)
    assert (
        local.replace(tzinfo=None)
        <= over.replace(tzinfo=None)
        <= local.replace(tzinfo=None) + timedelta(days=1)
    )


@given(moments, times)
def test_two_times_alike_silence_nobody(local: datetime, same: time) -> None:
    assert not Quiet(same, same).covers(local)


@given(moments, st.sets(st.integers(0, 23), max_size=3), times, times)
def test_a_digest_is_always_still_to_come_and_never_in_the_quiet(
    local: datetime, hours: set[int], begins: time, ends: time
) -> None:
    quiet = Quiet(begins, ends)
    slot = next_digest(local, hours, quiet)
    assert slot.replace(tzinfo=None) > local.replace(tzinfo=None)
    assert not quiet.covers(slot)


def test_the_hour_that_comes_twice_has_one_digest() -> None:
    """On 25 October 2026 the clocks go back at two: half past one comes twice, an hour apart."""
    first = datetime(2026, 10, 25, 1, 0, tzinfo=LONDON)
    second = first.replace(fold=1)
    assert first.timestamp() + 3600 == second.timestamp()
    assert digest_key("x", first) == digest_key("x", second)
    again = next_digest(datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1), (1,), Quiet(time(4), time(4)))
    assert again.date().isoformat() == "2026-10-26"


def test_every_kind_of_letter_has_its_words() -> None:
    """A letter that the code posts by a kind of its own is told in words of its own."""
    found = {
        str(word.value.value)
        for path in (ROOT / "src" / "plait").rglob("*.py")
        if "federation" not in path.parts and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("post", "tell_officers")
        for word in node.keywords
        if word.arg == "kind" and isinstance(word.value, ast.Constant)
    }
    assert len(found) > 20
    missing = found - set(KINDS) - {"one-time-link", "invitation", "digest"}
    assert not missing, f"notices/rules.py has no words for {sorted(missing)}"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_notice_says_something_and_names_nobody(kind: str) -> None:
    sort, words = KINDS[kind]
    assert sort in SORTS and words[0].isupper() and len(words) < 80
    assert words_of(kind) == words and sort_of(kind).code == sort


def test_what_is_urgent() -> None:
    assert is_urgent("check-late", "due") and is_urgent("anything", "ring")
    assert not is_urgent("stepdown-soon", "due") and not is_urgent("feedback", "waiting")
    assert words_of("brand-new") == "Something waits for you"


def test_links_and_letters_about_notices_are_no_notices() -> None:
    someone = "11111111-1111-4111-8111-111111111111"
    assert is_told_in_the_app(key="x", to=f"practitioner:{someone}")
    for key, to in (
        ("notice:x", f"team:{someone}"),
        ("x", f"mailbox:{someone}"),
        ("x", "practitioner:joanne"),
    ):
        assert not is_told_in_the_app(key=key, to=to)
