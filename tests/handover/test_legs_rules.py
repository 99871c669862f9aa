"""What each service passes on: which legs a family's move has, how each stands by two words, and who may say what. Pure."""

from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import pytest

from plait.handover.life import LEG
from plait.handover.rules.legs import (
    ChildFact,
    LegFacts,
    MoveFacts,
    Noted,
    Voice,
    how_it_stands,
    legs_of,
    may_note,
)


@dataclass(frozen=True)
class Kind:
    code: str
    when: str
    from_age: int = 0
    to_age: int = 25
    bases: tuple[str, ...] = ()
    each_child: bool = False
    temporary: bool = True


KINDS = (
    Kind("idva", "abuse"),
    Kind("police", "abuse", bases=("cp", "s47")),
    Kind("midwife", "unborn"),
    Kind("visitor", "age", to_age=4),
    Kind("school", "age", from_age=4, to_age=17, each_child=True, temporary=False),
    Kind("gp", "always"),
    Kind("asked", "asked"),
)
OTTO, BABY, UNBORN, UNKNOWN = (
    ChildFact("c1", 7),
    ChildFact("c2", 1),
    ChildFact("c3", unborn=True),
    ChildFact("c4"),
)


def needed(
    *children: ChildFact, basis: str = "cin", temporary: bool = False, abuse: bool = False
) -> set[str]:
    said = MoveFacts(children, basis, temporary, abuse)
    return {leg.key for _, leg in legs_of(KINDS, said) if leg.needed}


@pytest.mark.parametrize(
    ("children", "facts", "keys"),
    [
        ((OTTO,), {}, {"school-c1", "gp"}),
        ((OTTO, BABY), {}, {"school-c1", "visitor", "gp"}),
        ((UNBORN,), {}, {"midwife", "gp"}),
        ((UNKNOWN,), {}, {"school-c4", "visitor", "gp"}),
        ((OTTO,), {"basis": "cp"}, {"school-c1", "police", "gp"}),
        ((OTTO,), {"basis": "early_help"}, {"school-c1", "gp"}),
        ((OTTO,), {"basis": "early_help", "abuse": True}, {"idva", "police", "school-c1", "gp"}),
        ((OTTO,), {"temporary": True}, {"gp"}),
    ],
)
def test_the_legs_follow_from_what_is_known(
    children: tuple[ChildFact, ...], facts: dict[str, Any], keys: set[str]
) -> None:
    assert needed(*children, **facts) == keys


def test_what_nothing_calls_for_is_there_to_be_called_for() -> None:
    every = {leg.key for _, leg in legs_of(KINDS, MoveFacts(children=(OTTO, UNBORN), basis="cin"))}
    assert every == {"idva", "police", "midwife", "visitor", "school-c1", "gp", "asked"}, (
        "a file for each child born"
    )


@pytest.mark.parametrize(
    ("sender", "receiver", "stands"),
    [
        (Voice("due", 1), None, "due"),
        (Voice("pass on", 2), None, "passed"),
        (Voice("pass on", 2), Voice("acknowledge", 1, heard=2), "acknowledged"),
        (Voice("pass on", 2), Voice("nobody yet", 1, heard=1), "passed"),
        (Voice("pass on", 2, heard=1), Voice("nobody yet", 1, heard=1), "passed"),
        (Voice("pass on", 2), Voice("nobody yet", 1, heard=2), "nobody_yet"),
        (Voice("pass on", 2), Voice("not needed", 1, heard=1), "passed"),
        (Voice("not needed", 2), Voice("acknowledge", 1, heard=1), "acknowledged"),
        (Voice("due", 3, heard=1), Voice("acknowledge", 1, heard=2), "due"),
        (Voice("not needed", 2), Voice("nobody yet", 1, heard=1), "nobody_yet"),
    ],
)
def test_whoever_had_heard_the_other_speaks_last(sender: Voice, receiver: Voice | None, stands: str) -> None:
    assert how_it_stands(sender, receiver) == stands


def test_two_words_that_crossed_end_nothing_that_is_out() -> None:
    for one, other in permutations(("pass on", "not needed", "nobody yet", "due"), 2):
        assert how_it_stands(Voice(one, 2), Voice(other, 2)) == how_it_stands(Voice(other, 2), Voice(one, 2))
        assert how_it_stands(Voice(one, 2), Voice(other, 2)) != "not_needed"


PASSED = Noted("pass on", how="telephone", to_name="Ms Hill, safeguarding lead", to_phone="01632 960555")
OUT = LegFacts("due", "out", "received")
HIDDEN = replace(OUT, protected=True)


@pytest.mark.parametrize(
    ("said", "facts", "reason"),
    [
        (PASSED, OUT, "leg of a handover-may-pass on"),
        (replace(PASSED, to_name=" "), OUT, "no-name"),
        (replace(PASSED, how=""), OUT, "no-how"),
        (replace(PASSED, how="secure"), OUT, "leg of a handover-may-pass on"),
        (replace(PASSED, how="secure"), replace(OUT, by_voice=True), "by-voice"),
        (replace(PASSED, how="secure"), HIDDEN, "by-voice"),
        (replace(PASSED, service="Tern Lane School"), HIDDEN, "would-say-where"),
        (PASSED, HIDDEN, "leg of a handover-may-pass on"),
        (PASSED, replace(OUT, side="in"), "they-pass-it-on"),
        (Noted("acknowledge"), replace(OUT, side="in"), "no-name"),
        (
            replace(PASSED, verb="acknowledge", how=""),
            replace(OUT, side="in"),
            "leg of a handover-may-acknowledge",
        ),
        (Noted("nobody yet"), OUT, "no-reason"),
        (Noted("not needed"), OUT, "no-reason"),
        (Noted("not needed", words="Taught at home."), OUT, "leg of a handover-may-not needed"),
        (
            Noted("due", words="A place was found."),
            replace(OUT, status="not_needed"),
            "leg of a handover-may-due",
        ),
        (
            replace(PASSED, verb="acknowledge"),
            replace(OUT, status="acknowledged"),
            "leg of a handover-is-acknowledged",
        ),
        (PASSED, replace(OUT, handover="withdrawn"), "over"),
        (PASSED, replace(OUT, handover="declined"), "leg of a handover-may-pass on"),
        (PASSED, replace(OUT, handover="accepted"), "leg of a handover-may-pass on"),
    ],
)
def test_what_may_be_said_of_a_leg(said: Noted, facts: LegFacts, reason: str) -> None:
    assert may_note(said, facts).reason == reason


def test_every_state_of_a_leg_has_an_owner() -> None:
    assert set(LEG.states()) == set(LEG.owners)
