"""May they be reached in this way? The safe way, contacts that are shared, and those from whom they are protected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.people.rules.reaching import Guarded, SafeWay, contact_key, is_among, may_reach, strictest

HERS, SHARED, HIS = "07700 900142", "01632 960777", "07700 900999"
WAY = SafeWay(stated=True, methods=("ring",), contacts=(HERS,), unsafe=frozenset({SHARED}))
HIDDEN = Guarded(protected=True, theirs=frozenset({HIS, "dean@mail.invalid", "2 Old Mill, EW3 2PL"}))


@pytest.mark.parametrize(
    ("means", "to", "reason"),
    [
        ("call", HERS, "safe-way"),
        ("call", "+44 7700 900 142", "safe-way"),
        ("call", "01632960777", "unsafe-contact"),
        ("call", "0044 7700 900999", "reaches-protected-from"),
        ("email", " Dean@Mail.invalid ", "reaches-protected-from"),
        ("letter", "2, old mill, EW32PL", "reaches-protected-from"),
        ("voicemail", HERS, "no-voicemail"),
        ("text", HERS, "not-the-safe-way"),
        ("letter", "14 Heron Quay Rise, EW4 2QX", "not-the-safe-way"),
        ("call", "01632 960111", "not-the-safe-contact"),
    ],
)
def test_only_the_safe_way_reaches_them(means: str, to: str, reason: str) -> None:
    verdict = may_reach(WAY, HIDDEN, means=means, to=to)
    assert verdict.reason == reason
    assert verdict.allowed == (reason == "safe-way")
    if not verdict:
        assert verdict.say and verdict.next_step, "a refusal is a sentence, with a way on"
        assert to not in verdict.say


def test_who_is_protected_is_reached_only_when_somebody_said_how() -> None:
    assert may_reach(SafeWay(), Guarded(), means="call", to=HERS).reason == "nothing-said"
    assert may_reach(SafeWay(), Guarded(protected=True), means="call", to=HERS).reason == "no-safe-way"
    none = SafeWay(stated=True, methods=("none",))
    assert may_reach(none, Guarded(), means="letter", to="1 Mill Row, EW3 2PL").reason == "no-contact"


def test_a_letter_never_goes_where_they_lived_before() -> None:
    way = SafeWay(stated=True, methods=("letter",), contacts=("9 New Court, EW5 1AA",))
    before = Guarded(protected=True, former=frozenset({"4 Mill Row, Ellowmere, EW3 2PL"}))
    assert may_reach(way, before, means="letter", to="4 Mill Row, EW3 2PL").reason == "former-address"
    assert may_reach(way, before, means="letter", to="9 New Court, Ellowmere, EW5 1AA")


def test_two_spellings_of_a_contact_are_one() -> None:
    assert contact_key("+44 (0)7700 900142") == contact_key("07700-900-142")
    assert contact_key("14 Heron Quay Rise, Ellowmere EW4 2QX") == contact_key("14, heron quay rise\new42qx")
    assert contact_key("12 Mill Row, EW3 2PL") != contact_key("14 Mill Row, EW3 2PL")
    assert not is_among("", {""})
    assert is_among("4 Mill Rd", {"4 Mill Road"})


PROFILES = st.builds(
    SafeWay,
    stated=st.just(True),
    methods=st.sampled_from([("ring",), ("text",), ("letter",), ("through",), ("none",)]),
    contacts=st.sampled_from([(), (HERS,), (SHARED,), (HIS,)]),
    voicemail=st.booleans(),
    neutral=st.booleans(),
    unsafe=st.frozensets(st.sampled_from([HERS, SHARED, HIS]), max_size=2),
)


@given(st.lists(PROFILES, min_size=1, max_size=4), st.sampled_from(["call", "voicemail", "text", "email", "letter"]),
       st.sampled_from([HERS, SHARED, HIS, "01632 960111"]))  # fmt: skip
def test_of_several_the_strictest_holds(told: list[SafeWay], means: str, to: str) -> None:
    """What one of them refuses for good, no other allows; and the order in which they were told changes nothing."""
    together = may_reach(strictest(told), Guarded(), means=means, to=to)
    for one in told:
        alone = may_reach(one, Guarded(), means=means, to=to)
        if alone.reason in {"unsafe-contact", "no-contact", "no-voicemail", "not-the-safe-way"}:
            assert not together, (alone.reason, together.reason)
    assert may_reach(strictest(reversed(told)), Guarded(), means=means, to=to).allowed == together.allowed
    assert strictest([]) == SafeWay()
