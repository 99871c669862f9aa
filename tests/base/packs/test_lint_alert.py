"""How word of a missing family is sent: every fault with file, line and sentence."""

from pathlib import Path

import pytest

from tests.base.packs.spoiling import faults, spoil


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('powers = ["CA89_47"', 'powers = ["CA89_99"', "There is no gateway “CA89_99”"),
        ("lasts_days = 91", "lasts_days = 7", "would end before anybody looks"),
        ('signed_by = ["hub_manager"]', 'signed_by = ["hub_manager", "hub_manager"]', "named twice"),
        ('signed_by = ["hub_manager"]', "signed_by = []", "at least 1"),
        ('unit_phone = "101"', 'unit_phone = "020 7946 0000"', "one that nobody has"),
        ('born = "year"', 'born = "day"', "year"),
        ("dispose_days = 3\n", "", "is missing"),
    ],
)
def test_what_does_not_fit_is_said(packs: Path, old: str, new: str, sentence: str) -> None:
    file = "england/alert.toml"
    spoil(packs, file, old, new)
    found = [one for one in faults(packs, "areas/harrowfen") if one.file == file]
    assert any(sentence in one.sentence for one in found), found
