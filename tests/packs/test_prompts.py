"""The questions an area asks: every rule has worked examples that hold, and none looks for a protected characteristic."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from plait.base.packs.lint import lint
from plait.base.packs.schema.examples import PromptExample
from plait.base.packs.schema.prompts import RULES
from plait.base.prompts.rules import Fact, Story, questions
from plait.feedback.prompts import DETECTORS as FEEDBACK
from plait.handover.prompts import DETECTORS as HANDOVER
from plait.people.prompts import DETECTORS as PEOPLE
from plait.referrals.prompts import DETECTORS as REFERRALS
from plait.stepdown.prompts import DETECTORS as STEPDOWN
from tests.packs.shipped import AREAS, ON, ROOT, shipped

EVERY = REFERRALS | PEOPLE | FEEDBACK | STEPDOWN | HANDOVER


def _examples(area: str) -> list[PromptExample]:
    return [one for one in shipped(area).examples if isinstance(one, PromptExample)]


def test_every_rule_of_a_pack_is_looked_for_and_every_detector_has_a_rule() -> None:
    assert set(EVERY) == set(RULES)


@pytest.mark.parametrize("area", AREAS)
def test_every_worked_example_holds(area: str) -> None:
    file = shipped(area).prompts
    assert file is not None
    for example in _examples(area):
        told = (
            Fact(
                one.kind, ON - timedelta(days=one.days_ago), one.ref, one.code, one.agency, one.who, one.number,
                one.words, one.sealed_for,
            )
            for one in example.facts
        )  # fmt: skip
        story = Story(ON, tuple(sorted(told, key=lambda one: (one.day, one.kind, one.ref))))
        asked = [one for one in questions(story, file, EVERY) if one.rule == example.rule]
        assert bool(asked) == example.asks, example.story
        if example.evidence:
            assert asked[0].evidence == tuple(sorted(example.evidence)), example.story


@pytest.mark.parametrize("area", AREAS)
def test_every_rule_has_an_example_that_asks_and_one_that_does_not(area: str) -> None:
    shown = {(one.rule, one.asks) for one in _examples(area)}
    assert shown >= {(code, asks) for code in RULES for asks in (True, False)}


def _spoilt(packs: Path, old: str, new: str) -> list[str]:
    path = packs / "england" / "prompts.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = lint(root=packs, area="areas/ellowmere", on=date(2026, 11, 22))
    return [str(one) for one in found if one.severity == "fault"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('words = ["bruis"', 'words = ["foreign"', "protected characteristic"),
        ('words = ["malicious"', 'words = ["Muslim"', "protected characteristic"),
        ("most_on_a_page = 3", "most_on_a_page = 4", "most_on_a_page"),
        ("numbers = { months = 12 }", "numbers = { weeks = 12 }", "needs these numbers: months"),
        ('code = "moves"', 'code = "how-bad-is-it"', "There is no rule"),
        ('code = "disagreement-waits"', 'code = "still-to-tell"', "twice"),
        ("quiet_days = 180", "quiet_days = 180\non = false", "say why"),
    ],
)
def test_a_pack_that_asks_wrongly_is_never_released(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(ROOT, packs)
    faults = _spoilt(packs, old, new)
    assert any(sentence in one for one in faults), faults


def test_an_area_may_leave_a_rule_out_with_a_reason() -> None:
    file = shipped("areas/ellowmere").prompts
    assert file is not None
    data = file.model_dump(mode="python")
    for rule in data["rules"]:
        if rule["code"] == "moves":
            rule |= {"on": False, "off_because": "Asked in the weekly meeting here"}
    without = type(file).model_validate(data)
    assert "moves" not in {one.code for one in without.asked()}
    story = Story(ON, (Fact("move-question", ON, "contact:1"),))
    assert questions(story, file, EVERY) and not questions(story, without, EVERY)
