"""Whatever is done to a pack's files, the lint answers with faults or with none; it never falls over."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plait.base.packs.lines import line_at, lines_of
from plait.base.packs.lint import examine

REAL = Path(__file__).resolve().parents[3] / "packs"
FILES = sorted(
    path.relative_to(REAL).as_posix() for path in REAL.rglob("*.toml") if "harrowfen" not in path.parts
)
JUNK = [
    "",
    "=",
    "[",
    "]]",
    '"',
    '"""',
    "{",
    "}",
    "\x00",
    "\u202e",
    "nan",
    "-1",
    "1979-05-27",
    "[[x]]",
    "é",
    "{0}",
    "\\u",
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(REAL, tmp_path_factory.mktemp("mutated") / "packs"))


@pytest.mark.slow
@given(some.data())
def test_spoiled_anywhere(copy: Path, data: some.DataObject) -> None:
    name = data.draw(some.sampled_from(FILES))
    path, text = copy / name, (REAL / name).read_text()
    try:
        lines = text.splitlines()
        row = data.draw(some.integers(0, len(lines) - 1))
        kind = data.draw(some.sampled_from(["drop", "double", "swap", "junk", "value", "cut"]))
        if kind == "drop":
            lines.pop(row)
        elif kind == "double":
            lines.insert(row, lines[row])
        elif kind == "swap":
            other = data.draw(some.integers(0, len(lines) - 1))
            lines[row], lines[other] = lines[other], lines[row]
        elif kind == "junk":
            at = data.draw(some.integers(0, len(lines[row])))
            lines[row] = lines[row][:at] + data.draw(some.sampled_from(JUNK)) + lines[row][at:]
        elif kind == "value":
            value = data.draw(
                some.sampled_from(["1", '"x"', "[]", "{}", "true", "nan", "0001-01-01", "9999-12-31", "10.5"])
            )
            lines[row] = lines[row].split("=", 1)[0] + "= " + value
        else:
            lines = lines[:row]
        path.write_text("\n".join(lines))
        content, pack, faults = examine(root=copy, area="areas/ellowmere", on=date(2026, 11, 22))
        assert pack is not None or any(fault.severity == "fault" for fault in faults)
        assert all(fault.line >= 1 and fault.sentence and fault.file for fault in faults)
        assert (content is None) == (pack is None)
    finally:
        path.write_text(text)


@pytest.mark.slow
@given(some.binary(max_size=200))
def test_any_bytes_at_all(copy: Path, raw: bytes) -> None:
    path = copy / "areas/ellowmere/words.toml"
    try:
        path.write_bytes(raw)
        found = examine(root=copy, area="areas/ellowmere", on=date(2026, 11, 22))[2]
        assert any(fault.file == "areas/ellowmere/words.toml" for fault in found)
    finally:
        path.unlink()


@given(some.text(max_size=300))
def test_finding_lines_never_falls_over(text: str) -> None:
    found = lines_of(text)
    assert line_at(found, ("a", 0, "b")) >= 1


def test_lines_are_found_through_tables_lists_and_long_texts() -> None:
    text = '''a = 1
b = """
[not.a.table]
c = 2
"""
list = [
  { x = 1 },
  # a remark
  { x = 2 },
]

[[row]]
k = "]"
[row.sub]
deep = true
[[row]]
k = 2
'''
    found = lines_of(text)
    assert line_at(found, ("list", 1, "x")) == 9
    assert line_at(found, ("row", 0, "sub", "deep")) == 15
    assert line_at(found, ("row", 1, "k")) == 17
    assert line_at(found, ("row", 1, "missing")) == 16
    assert line_at(found, ("c",)) == 1
