"""How an area steps help down: every fault with file, line and sentence."""

from pathlib import Path

import pytest

from tests.base.packs.spoiling import faults, spoil


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('asked_from = ["CA89_17", "CA89_47"]', "asked_from = []", "at least 1 item"),
        ('from_basis = "CA89_47"\nto_basis = "CA04_10"', 'from_basis = "CA89_47"\nto_basis = "CA99"', "input should be"),
        ('to_basis = "none"', 'to_basis = "CA04_10"', "The same step is barred twice"),
        ('from_basis = "CA89_47"\nto_basis = "none"', 'from_basis = "CA89_17"\nto_basis = "none"', "must be barred"),
        ('accept_clock = "stepdown_accepted"', 'accept_clock = "some_day"', "There is no clock “some_day”"),
        ('clock = "stepdown_held_6"', 'clock = "some_day"', "There is no clock “some_day”"),
        ('code = "held_6"', 'code = "held_3"', "the same code"),
        ('explains = ["CA04_16LA", "CA04_10"]', 'explains = ["CA99"]', "There is no gateway “CA99”"),
        ('not_asked_after = ["transfer_out"]', 'not_asked_after = ["gone"]', "There is no outcome “gone”"),
        ('clock = "stepdown_held_12"\nwaits = true', 'clock = "stepdown_held_12"', "waits for its time"),
        ('clock = "stepdown_again"', 'clock = "stepdown_visit"', "must be counted in months"),
        ('code = "held_6"', 'code = "again_6"', "is not called"),
        ("late_after = [1, 3]", "late_after = [3, 1]", "numbers of working days that grow"),
        ("late_after = [1, 3]", "late_after = [0, 3]", "greater than or equal to 1"),
        ("answered_for_months = 12", "answered_for_months = 0", "greater than or equal to 1"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(packs: Path, old: str, new: str, sentence: str) -> None:
    line = spoil(packs, "areas/ellowmere/stepdown.toml", old, new)
    found = [one for one in faults(packs) if one.file == "areas/ellowmere/stepdown.toml"]
    assert any(sentence in one.sentence for one in found), found
    assert any(abs(one.line - line) <= 3 or one.line == 1 for one in found), (line, found)


def test_a_law_on_which_no_level_stands(packs: Path) -> None:
    spoil(packs, "areas/ellowmere/levels.toml", 'statutory_basis = "CA04_10"', 'statutory_basis = "none"')
    assert any("No level of this area stands on CA04_10." in one.sentence for one in faults(packs))


def test_an_example_that_does_not_hold(packs: Path) -> None:
    spoil(packs, "areas/ellowmere/examples/stepdown.toml", "open = false", "open = true")
    assert any("It is barred" in one.sentence for one in faults(packs))


def test_without_an_example_of_a_bar_the_pack_is_not_whole(packs: Path) -> None:
    path = packs / "areas/ellowmere/examples/stepdown.toml"
    path.write_text(path.read_text().replace('of = "stepdown"', 'of = "unknown"'))
    assert faults(packs)
