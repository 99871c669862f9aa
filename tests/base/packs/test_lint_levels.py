"""The levels of need and the words that find them: every fault with file, line and sentence."""

from pathlib import Path

import pytest

from tests.base.packs.spoiling import faults, spoil

LEVELS = "areas/ellowmere/levels.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (LEVELS, 'from_months = 24\nto_months = 60', 'from_months = 30\nto_months = 60', "does not begin where"),
        (LEVELS, "to_months = 216", "to_months = 200", "before the eighteenth birthday"),
        (LEVELS, 'statutory_basis = "CA89_47"', 'statutory_basis = "CA04_10"', "weaker law than level 3"),
        (LEVELS, "agreement_needed = false", "agreement_needed = true", "waits for nobody’s agreement"),
        (
            LEVELS, '[[domains]]\ncode = "home"', '[[domains]]\ncode = "street"\nlabel = "Streets"\n\n[[domains]]\ncode = "home"',
            "No indicator speaks of “Streets”",
        ),
        ("england/synonyms.toml", '"exclusion"', '"exclusion", 7', "string"),
        (
            "england/synonyms.toml", 'words = ["baby", "newborn", "infant"]', 'words = ["comet", "meteor"]',
            "No indicator of this area has any of these words: comet, meteor",
        ),
        ("england/synonyms.toml", 'words = ["baby", "newborn", "infant"]', 'words = ["baby"]', "at least 2"),
        (
            "england/examples/national_synonyms.toml", "a gang gave him new trainers", "a wizard gave him a broom",
            "and not that one",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(packs: Path, file: str, old: str, new: str, sentence: str) -> None:
    spoil(packs, file, old, new)
    found = faults(packs)
    assert any(sentence in one.sentence for one in found), found
