"""What each service passes on: a clock that nobody knows, an agency of no kind, a code twice, ages in the wrong order."""

from pathlib import Path

import pytest

from tests.base.packs.spoiling import faults, spoil

FILE = "england/legs.toml"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('clock = "leg_idva"', 'clock = "leg_moon"', "There is no clock “leg_moon”."),
        ('tells = ["POLICE"]', 'tells = ["WITCHES"]', "There is no kind of agency “WITCHES”."),
        ('code = "midwife"', 'code = "police"', "Two passings-on have the same code."),
        ("from_age = 4", "from_age = 18", "is after"),
        ('when = "unborn"', 'when = "sometimes"', "when"),
    ],
)
def test_each_fault_has_its_sentence(packs: Path, old: str, new: str, sentence: str) -> None:
    spoil(packs, FILE, old, new)
    assert any(one.file == FILE and sentence in one.sentence for one in faults(packs))
