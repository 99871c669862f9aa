"""What is wrong with a concern, if anything: not known is an answer everywhere, and nothing else is let through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plait.people.rules import Described
from plait.referrals.concern import LONGEST, REASONS, ChildSaid, Concern, faults_of, parts_of
from plait.referrals.rules import how_complete

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANYTHING = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=80)
BARE = Concern(children=(ChildSaid(Described()),))


@given(st.sampled_from(REASONS), ANYTHING)
def test_any_words_in_any_one_box_are_a_reason(box: str, words: str) -> None:
    faults = faults_of(replace(BARE, **{box: words}), at=AT)  # type: ignore[arg-type]
    assert bool(faults) == (not words.strip())


@given(st.sampled_from(REASONS), ANYTHING, ANYTHING)
def test_a_nul_anywhere_is_refused(box: str, before: str, after: str) -> None:
    faults = faults_of(replace(BARE, **{box: f"{before}\x00{after}"}), at=AT)  # type: ignore[arg-type]
    assert any("NUL" in fault.say for fault in faults)


@given(st.integers(1, 50))
def test_what_does_not_fit_is_said_with_by_how_much(over: int) -> None:
    (fault,) = faults_of(replace(BARE, observed="a" * (LONGEST + over)), at=AT)
    assert f"{over:,} characters too long" in fault.say and fault.part == "told"


@given(st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=40)))
def test_what_is_entered_later_lies_in_the_last_31_days(ago: timedelta) -> None:
    concern = replace(BARE, observed="x", channel="paper", happened_at=AT - ago)
    assert bool(faults_of(concern, at=AT)) == (not timedelta(0) <= ago <= timedelta(days=31))


@given(ANYTHING, ANYTHING)
def test_the_meter_explains_and_never_bars(observed: str, wanted: str) -> None:
    concern = replace(BARE, observed=observed, wanted=wanted)
    share, missing = how_complete(parts_of(concern))
    assert 0 <= share <= 100 and all(part.why and part.label for part in missing)
    assert all(part.say for part in faults_of(concern, at=AT))
