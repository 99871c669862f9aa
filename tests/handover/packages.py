"""The Nyman family's package as North makes it, and words on it: what the tests of handing over are told with."""

from typing import Any

from plait.handover.wire.items import CODES
from plait.handover.wire.package import Added, Core, Item, Row, Side, Someone, Word, Worker

PACKAGE = "00000000-0000-0000-0000-0000000000a1"
WORKER = Worker(name="Jo Marsh", job="Social worker", phone="01632 960711")
ROWS = {
    "status": [Row(label="Level 4", text="Statutory protection", system="cin-need", code="N1")],
    "plan": [Row(text="Visits each week until the court has decided.")],
    "voice": [Row(about="c1", text="I like it at Nan’s.", on="2026-11-02", known="In their own words")],
}


def core(*, items: dict[str, list[Row]] | None = None, **changes: Any) -> Core:
    """Whole: what is there, and of everything else why it is not."""
    rows = ROWS if items is None else items
    said: dict[str, Any] = {
        "format": "shp/1",
        "package": PACKAGE,
        "type": "transfer_request",
        "sender": Side(code="north", name="Northmere", authority_number="997"),
        "receiver": Side(code="ellowmere", name="Ellowmere"),
        "made": "2026-11-23T09:00:00Z",
        "basis": "cp",
        "purpose": "They moved to you on Friday.",
        "worker": WORKER,
        "children": [Someone(ref="c1", forename="Otto", surname="Nyman", born_on="2019-02-03")],
        "adults": [Someone(ref="a1", forename="Ines", surname="Nyman", relation="Mother", lives_with="yes")],
        "items": [
            Item(code=code, rows=rows[code]) if code in rows else Item(code=code, why_not="not_known")
            for code in CODES
        ],
        **changes,
    }
    return Core(**said)


def word(verb: str, number: int = 1, **more: Any) -> Word:
    """One word of theirs."""
    said = {"package": PACKAGE, "made": "2026-11-23T10:00:00Z", "worker": WORKER, **more}
    return Word(format="shp-word/1", number=number, verb=verb, **said)


def added(number: int = 1, *, rows: list[Row] | None = None, **more: Any) -> Added:
    """Something they add."""
    said = {
        "package": PACKAGE,
        "type": "supplement",
        "made": "2026-11-23T11:00:00Z",
        "worker": WORKER,
        **more,
    }
    items = [Item(code="plan", rows=rows or [Row(about="c1", text="The next review is on 4 December.")])]
    return Added(
        format="shp-added/1", supplement=f"00000000-0000-0000-0000-{number:012x}", items=items, **said
    )
