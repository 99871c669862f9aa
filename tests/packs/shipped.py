"""The packs as they are in the repository, read once."""

from datetime import date
from functools import cache
from pathlib import Path

from plait.base.packs.lint import examine
from plait.base.packs.pack import Pack

ROOT = Path(__file__).resolve().parents[2] / "packs"
ON = date(2026, 11, 22)
AREAS = ("areas/ellowmere", "areas/harrowfen")


@cache
def shipped(area: str) -> Pack:
    """The typed pack of an area's files; fails with what is wrong."""
    pack, faults = examine(root=ROOT, area=area, on=ON)[1:]
    assert pack is not None, [str(fault) for fault in faults]
    return pack
