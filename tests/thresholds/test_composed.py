"""A vignette names nobody: neither somebody whom the records know, nor anybody else, so that a refusal tells nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.site.demo.cast import AGENCIES, PEOPLE
from plait.site.demo.moderating import VIGNETTES
from plait.thresholds.rules import Framework
from plait.thresholds.rules.composed import could_be_somebody
from plait.thresholds.rules.moderating import (
    may_add_vignette,
    may_begin,
    may_close,
    may_open,
    may_score,
    may_settle,
    may_show,
)

STORY = (
    "A boy of seven comes to school hungry on most days. He says that his mother sleeps all day. A neighbour rang. "
    "Nobody has seen the inside of the home since Christmas, and he missed two appointments with CAMHS in Year 2."
)


def test_what_is_composed_passes() -> None:
    assert could_be_somebody(STORY) == ()
    assert may_add_vignette(text=STORY, composed=True)


@pytest.mark.parametrize("text", [text for _, text in VIGNETTES])
def test_the_demo_s_vignettes_name_nobody(text: str) -> None:
    assert could_be_somebody(text) == ()


@pytest.mark.parametrize(
    "says",
    [
        "We know Ava Marlow well.",
        "We know Zebedee Quince well.",  # nobody knows anybody of that name: refused in the same words
        "Theo is seven.",
        "Hungry again, said Leanne.",
        "It was Theo’s bruise.",
        "his name is zofia",
        "a boy called sam came in",
        "They live at 12 Quay Street now.",
        "They moved to EW3 4QT.",
        "Born on 3.4.2018.",
        "Born on 3 April 2018.",
        "Her number is 999 123 4567.",
        "Ring 07700 900123.",
        "Write to mum@home.invalid.",
        "See 7KDX-M4TQ.",
        "See person:0b9c2c1e-3c2b-4b5b-9d7f-1f0a2b3c4d5e.",
        "Near the Kestrel Academy.",
        "The UPN is A123456789012.",
    ],
)
def test_what_could_be_somebody_is_refused_in_the_same_words(says: str) -> None:
    verdict = may_add_vignette(text=f"{STORY} {says}", composed=True)
    assert not verdict and verdict.reason == "could-be-somebody", says
    assert "whether it is anybody’s or not" in verdict.say


@pytest.mark.parametrize("name", [one[0] for one in PEOPLE.values()] + [one[0] for one in AGENCIES.values()])
def test_nobody_of_the_cast_can_be_named(name: str) -> None:
    if name.startswith("Ellowmere Early Help"):
        name = "in Ellowmere"
    assert could_be_somebody(f"Then {name} said so."), name


@given(st.text(max_size=200))
def test_no_text_makes_it_fall(text: str) -> None:
    could_be_somebody(text)


def test_the_other_rules_of_a_session() -> None:
    assert may_begin(title="Neglect, autumn", agencies=2)
    assert may_begin(title="Neglect", agencies=1).reason == "too-few-agencies"
    assert may_begin(title=" ", agencies=3).reason == "no-title"
    assert may_begin(title="the Marlow children", agencies=3).reason == "could-be-somebody"
    assert may_add_vignette(text=STORY, composed=False).reason == "not-said-to-be-composed"
    assert may_add_vignette(text="A boy.", composed=True).reason == "too-short"
    assert may_open(vignettes=1) and may_open(vignettes=0).reason == "no-vignette"
    assert may_show(scores=1) and may_show(scores=0).reason == "nobody-scored"
    assert may_settle(levels=[1, 2], level=3, because="So").reason == "no-such-level"
    assert may_settle(levels=[1, 2], level=2, because=" ").reason == "needs-reason"
    assert may_settle(levels=[1, 2], level=2, because="So")
    assert (
        may_close(parted_and_not_settled=[])
        and "vignette 2, 3" in may_close(parted_and_not_settled=[3, 2]).say
    )
    frame = Framework({1: "one", 2: "two"}, {"a": 2})
    assert (
        may_score(framework=frame, level=1, indicators=["a"], because="").reason == "differs-without-reason"
    )
