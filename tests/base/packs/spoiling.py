"""One thing in a pack made wrong, and what the lint says of it."""

from datetime import date
from pathlib import Path

from plait.base.packs.faults import Fault
from plait.base.packs.lint import lint

ON = date(2026, 11, 22)


def spoil(packs: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old`; gives the line on which it stood."""
    path = packs / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def faults(packs: Path, area: str = "areas/ellowmere") -> list[Fault]:
    return [fault for fault in lint(root=packs, area=area, on=ON) if fault.severity == "fault"]
