"""How much is asked between areas: every fault with file, line and sentence, and an example that does not hold."""

from pathlib import Path

import pytest

from tests.base.packs.spoiling import faults, spoil


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("peer_in_an_hour = 15", "peer_in_an_hour = 51", "more in an hour than in a day"),
        ("peer_in_one_name = 10", "peer_in_one_name = 51", "more than the whole area"),
        ("most_by_one = 10", "most_by_one = 11", "than we answer to one practitioner"),
        ("most_told = 2", "most_told = 4", "than may be asked at all"),
        ("kept_days = 60", "kept_days = 7", "greater than or equal to 28"),
        ("lately_days = 180\n", "", "is missing"),
    ],
)
def test_what_does_not_fit_is_said(packs: Path, old: str, new: str, sentence: str) -> None:
    file = "areas/harrowfen/discovery.toml"
    spoil(packs, file, old, new)
    found = [one for one in faults(packs, "areas/harrowfen") if one.file == file]
    assert any(sentence in one.sentence for one in found), found


def test_an_example_that_does_not_hold(packs: Path) -> None:
    spoil(packs, "areas/harrowfen/examples/discovery.toml", "answered = true", "answered = false")
    assert any("It is answered." in one.sentence for one in faults(packs, "areas/harrowfen"))
