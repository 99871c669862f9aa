"""A worried person's own words find the area's indicators; what parts two views is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.packs.said import beginnings, find
from plait.thresholds.queries.found import indicators_for
from plait.thresholds.queries.shown import ages_of, framework, parting
from tests.packs.shipped import AREAS, shipped

ELLOWMERE, HARROWFEN = map(shipped, AREAS)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(
    ("said", "finds"),
    [
        ("he smells and his clothes are filthy", "neglect"),
        ("Bruises on a baby", "bruise or mark on a baby"),
        ("dad hits mum", "domestic abuse"),
        ("SHE RAN AWAY TWICE", "Goes missing more than once"),
        ("mum was drunk again", "drugs or alcohol"),
        ("they were evicted and sleep on a sofa", "homeless"),
        ("cooks for her little brother and cares for mum", "Looks after a parent"),
        ("they want to send her abroad to be married off", "forced marriage"),
    ],
)
def test_plain_words_find_what_agencies_agreed_to_look_for(area: str, said: str, finds: str) -> None:
    found = indicators_for(said, age="", pack=shipped(area))
    assert any(finds in one.text for one in found), [one.text for one in found]


def test_most_words_come_first_and_of_these_the_highest_level() -> None:
    found = indicators_for("hungry and left alone", age="", pack=ELLOWMERE)
    assert found[0].text.startswith("Severe neglect") and len(found[0].by) == 2
    assert [(-len(one.by), -one.level) for one in found] == sorted(
        (-len(one.by), -one.level) for one in found
    )


def test_an_age_leaves_out_what_is_not_meant_for_it() -> None:
    assert not any("baby" in one.text for one in indicators_for("a bruise", age="teen", pack=ELLOWMERE))
    assert any("baby" in one.text for one in indicators_for("a bruise", age="baby", pack=ELLOWMERE))


@pytest.mark.parametrize("said", ["", "the and of", "zzzqx", "🙂", "'’"])
def test_words_that_say_nothing_find_nothing(said: str) -> None:
    assert indicators_for(said, age="", pack=HARROWFEN) == []


@given(st.text(max_size=60))
def test_no_text_makes_it_fall(said: str) -> None:
    texts = [one.text for one in ELLOWMERE.indicators()]
    for fit in find(said, texts, ELLOWMERE.synonyms):
        assert 0 <= fit.place < len(texts) and fit.by


@pytest.mark.parametrize("pack", [ELLOWMERE, HARROWFEN], ids=AREAS)
def test_every_indicator_is_found_by_its_own_words(pack) -> None:  # type: ignore[no-untyped-def]
    for one in pack.indicators():
        assert one.text in [found.text for found in indicators_for(one.text, age="", pack=pack)]


def test_endings_do_not_matter() -> None:
    assert beginnings("bruises bruised bruising") == beginnings("bruise bruise bruise")


def test_levels_say_their_law_and_indicators_their_ages() -> None:
    levels = framework(HARROWFEN)
    assert levels[0].law == "" and "47" in levels[4].law
    assert [len(framework(pack)) for pack in (ELLOWMERE, HARROWFEN)] == [4, 5]
    bruise = next(one for one in ELLOWMERE.indicators() if "cannot move" in one.text)
    assert ages_of(bruise, ELLOWMERE) == "under 2"
    everybody = next(one for one in ELLOWMERE.indicators() if one.code == "L3-05")
    assert ages_of(everybody, ELLOWMERE) == ""


def test_what_parts_two_views_is_what_only_one_of_them_ticked() -> None:
    parted = parting(
        ELLOWMERE, ticked={"School": ["L4-02", "L3-07"], "Police": ["L3-07", "L3-05"], "Health": ["L3-07"]}
    )
    assert [(one.level, one.by, one.not_by) for one in parted] == [
        (4, ("School",), ("Health", "Police")),
        (3, ("Police",), ("Health", "School")),
    ]
    assert parting(ELLOWMERE, ticked={"School": ["L4-02"]}) == ()
