"""A ladder that leaves a moment without a rule, a stage without an owner or a child without an answer is never released."""

from datetime import date
from pathlib import Path

import pytest

from plait.base.packs.lint import lint
from plait.base.packs.schema.escalation import ABOUT, SCOPES
from tests.packs.shipped import AREAS, shipped

ON = date(2026, 11, 22)
ELLOWMERE = "areas/ellowmere/escalation.toml"


def spoilt(packs: Path, file: str, old: str, new: str) -> list[str]:
    path = packs / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return [
        str(fault) for fault in lint(root=packs, area="areas/ellowmere", on=ON) if fault.severity == "fault"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (ELLOWMERE, 'theirs = "manager"\n', "", "“theirs” is missing"),
        (ELLOWMERE, 'theirs = "manager"\n', 'theirs = ""\n', "“theirs”"),
        (ELLOWMERE, 'theirs = "manager"', 'theirs = "wizard"', "there is no role “wizard”"),
        (
            ELLOWMERE,
            'theirs_deputies = ["head", "arbitrator"]',
            'theirs_deputies = ["king"]',
            "no role “king”",
        ),
        (ELLOWMERE, 'theirs = "arbitrator"', 'theirs = "head"', "Nobody decides at the top"),
        (
            ELLOWMERE,
            'harm = "escalation_harm"',
            'harm = "escalation_talk"',
            "at most 24 hours, not 1 working day",
        ),
        (ELLOWMERE, 'usual = "escalation_talk"', 'usual = "whenever"', "no clock “whenever”"),
        (ELLOWMERE, 'reply = "escalation_reply"', 'reply = "never"', "no clock “never”"),
        (ELLOWMERE, 'scope = "areas"', 'scope = "between"', "Two rules for one moment: “between”"),
        (
            ELLOWMERE,
            'scope = "areas"',
            'scope = "between"',
            "No ladder “areas” for a dispute about a decision",
        ),
        (ELLOWMERE, 'code = "manager"\nname', 'code = "talk"\nname', "Two stages of one ladder"),
        (ELLOWMERE, 'code = "areas"', 'code = "inside"', "stands here twice"),
        (ELLOWMERE, 'scope = "inside"\n', 'scope = "inside"\nabout = ["plan"]\n', "No ladder “inside” for a"),
        (ELLOWMERE, 'phone = "01632 960190"', 'phone = "0121 496 0000"', "numbers kept for fiction"),
        ("england/clocks/escalation.toml", "{ hours = 24 }", "{ hours = 0 }", "at least 1, not 0"),
        ("england/clocks/escalation.toml", "{ hours = 24 }", "{ hours = -24 }", "at least 1, not -24"),
        (
            "england/clocks/escalation.toml",
            "{ hours = 24 }",
            "{ hours = 25 }",
            "at most 24 hours, not 25 hours",
        ),
        ("england/clocks/escalation.toml", 'code = "escalation_talk"', 'code = "escalation_harm"', "twice"),
        ("areas/ellowmere/examples/escalation.toml", "stage = 5", "stage = 8", "has 5 stages"),
        ("areas/ellowmere/examples/escalation.toml", 'theirs = "manager"', 'theirs = "head"', "is owned by"),
    ],
)
def test_a_ladder_that_does_not_hold_is_refused(
    packs: Path, file: str, old: str, new: str, sentence: str
) -> None:
    said = spoilt(packs, file, old, new)
    assert any(sentence in one and ".toml:" in one for one in said), said


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "sentence"),
    [
        (
            ELLOWMERE, 'scope = "areas"', 'scope = "between"', "[[ladders]]",
            "Two rules for one moment: “between” is already the ladder “between” for everything else.",
        ),
        (
            "england/clocks/escalation.toml", "{ hours = 24 }", "{ hours = 0 }", "target",
            "A clock needs an amount of at least 1, not 0.",
        ),
        (
            "england/clocks/escalation.toml", "{ hours = 24 }", "{ hours = -24 }", "target",
            "A clock needs an amount of at least 1, not -24.",
        ),
    ],
)  # fmt: skip
def test_two_rules_for_one_moment_and_a_clock_without_length_are_told_with_their_line(
    packs: Path, file: str, old: str, new: str, at: str, sentence: str
) -> None:
    """Its file, the line on which whoever wrote it looks, and a sentence that says what is wrong: nothing less."""
    before, _, _ = (packs / file).read_text().partition(old)
    upto = f"{before}{old}".splitlines()
    line = max(number for number, words in enumerate(upto, start=1) if words.startswith(at))
    assert f"{file}:{line}: {sentence}" in spoilt(packs, file, old, new)


@pytest.mark.parametrize("area", AREAS)
def test_every_dispute_has_one_ladder_that_ends_with_somebody_who_decides(area: str) -> None:
    file = shipped(area).ladders()
    for scope in SCOPES:
        for about in ABOUT:
            ladder = file.ladder_for(scope, about)
            assert ladder is not None
            assert "arbitrator" in ladder.stages[-1].owners("theirs")
            assert all(stage.ours and stage.theirs for stage in ladder.stages)


def test_the_two_areas_have_ladders_of_different_shape() -> None:
    ellowmere, harrowfen = (shipped(area).ladders() for area in AREAS)
    one, other = ellowmere.ladder_for("between", "decision"), harrowfen.ladder_for("between", "decision")
    assert one is not None and other is not None
    assert (len(one.stages), len(other.stages)) == (5, 3)
    assert [stage.formal for stage in one.stages] == [False, False, True, True, True]
    assert all(stage.tells_partnership for stage in other.stages)
    assert not one.stages[0].tells_partnership
    dissent = harrowfen.ladder_for("between", "plan")
    assert dissent is not None and dissent.code == "conference"
    assert ellowmere.ladder_for("between", "plan") == one
