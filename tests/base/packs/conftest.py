"""Packs on disk, to be spoiled one way at a time."""

import shutil
from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[3] / "packs"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A copy of the repository's packs."""
    return Path(shutil.copytree(REAL, tmp_path / "packs"))
