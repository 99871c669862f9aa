"""A few planted faults on every run, so that the bars themselves are known to work; `./run long sabotage` plants all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.long.patches import SABOTAGES, Sabotage
from benchmarks.long.sabotage import ROOT, noticed, scratch_copy

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def there() -> Iterator[Path]:
    with scratch_copy() as folder:
        yield folder


@pytest.mark.parametrize("fault", [one for one in SABOTAGES if one.quick], ids=lambda one: one.name)
def test_a_planted_fault_is_noticed(there: Path, fault: Sabotage) -> None:
    red, by, _seconds = noticed(there, fault)
    assert red, by


@pytest.mark.parametrize("fault", SABOTAGES, ids=lambda one: f"{one.number} {one.name}")
def test_every_fault_still_fits_the_code(fault: Sabotage) -> None:
    assert fault.old in (ROOT / fault.file).read_text(encoding="utf-8"), "write this fault anew"


@pytest.mark.parametrize("fault", SABOTAGES, ids=lambda one: f"{one.number} {one.name}")
def test_every_fault_names_a_test_that_stands(fault: Sabotage) -> None:
    """Where a test moved to another file its fault is planted, nothing is asked, and nobody notices."""
    words = [ROOT / one.partition("::")[0] for one in fault.tests if one.startswith("tests/")]
    files = [path for one in words for path in ([one] if one.is_file() else sorted(one.rglob("test_*.py")))]
    chosen = fault.tests[fault.tests.index("-k") + 1] if "-k" in fault.tests else ""
    names = set(re.findall(r"\w+", chosen)) - {"and", "or", "not"}
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert files, fault.tests
    assert not names or any(one in text for one in names), f"no test of {fault.tests} is called so"
