"""Release an area's pack: from that moment everything new is decided by it."""

from datetime import datetime
from pathlib import Path

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs.faults import Fault, stops
from plait.base.packs.lint import examine
from plait.base.packs.models import PackRelease
from plait.base.packs.pack import hash_of


class PackRefused(Refused):
    """The pack has faults; the release in force stays. `faults` holds file, line and sentence of each."""

    def __init__(self, area: str, faults: list[Fault]) -> None:
        first = next(fault for fault in faults if fault.severity == "fault")
        count = sum(fault.severity == "fault" for fault in faults)
        more = "" if count == 1 else f" (and {count - 1} more)"
        super().__init__(
            no(
                "pack-has-faults",
                say=f"This pack cannot be released. {first}{more}",
                next_step="Mend it and run: plait pack lint. The pack in force stays in force",
            ),
            about=f"pack:{area}",
        )
        self.faults = faults

    def __str__(self) -> str:
        return self.verdict.say


@deed
def release_pack(*, area: str, root: Path, by: Actor, at: datetime) -> PackRelease:
    """Check the files below `root` and keep them as the next release. Releasing what is in force again changes nothing.

    Content of an older release is refused until its pack.toml has a new version, so that a step back can be seen.
    Who may do this (`pack:release`) is asked by the caller's door. Raises PackRefused.
    """
    content, _, faults = examine(root=root, area=area, on=at.astimezone(LONDON).date())
    if content is None or stops(faults):
        raise PackRefused(area, faults)
    digest = hash_of(content)
    newest = PackRelease.objects.select_for_update().filter(area=area).order_by("-sequence").first()
    if newest is not None and newest.hash == digest:
        record(act="pack:release", about=f"pack:{area}", by=by, at=at, reason="already-in-force", pack=digest)
        return newest
    place = f"{area}/pack.toml"
    if PackRelease.objects.filter(hash=digest).exists():
        raise PackRefused(
            area, [Fault(place, 1, "This was released before. Give it a new version to go back to it.")]
        )
    if newest is not None and at < newest.released_at:
        said = "A later release exists already. Has the computer's clock been moved back?"
        raise PackRefused(area, [Fault(place, 1, said)])
    row = PackRelease(
        area=area,
        version=content["chain"][0]["version"],
        hash=digest,
        content=content,
        sequence=1 if newest is None else newest.sequence + 1,
        released_at=at,
        released_by=by.id,
    )
    row.save()
    record(act="pack:release", about=f"pack:{area}", by=by, at=at, pack=digest)
    return row
