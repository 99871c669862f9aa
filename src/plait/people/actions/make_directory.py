"""Make a directory of real postcodes, by which questions about moves know authorities beyond the areas here."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.store.directory import write_directory


@deed
def make_directory(*, postcodes: Iterable[tuple[str, str]], to: Path, by: Actor, at: datetime) -> int:
    """Write (postcode, authority) pairs into a new file, whole or not at all; how many there are. Nothing is written over."""
    about = "postcodes:directory"
    if by.kind != "process":
        raise Refused(
            no(
                "not-by-a-person",
                say="A directory of postcodes is made by the command.",
                next_step="Ask whoever runs Plait",
            ),
            about=about,
        )
    if to.exists():
        raise Refused(
            no("there-already", say=f"There is something at {to} already.", next_step="Name a new file"),
            about=about,
        )
    count = write_directory(postcodes, to)
    record(act="postcodes:directory-made", about=about, by=by, at=at)
    return count
