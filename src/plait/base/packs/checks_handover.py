"""What must fit together about handing families over: clocks and powers that other files know."""

from collections.abc import Iterator

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack


def handover(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """Every fault in the way this area takes families over."""
    process = pack.handing_over()
    for key in ("triage_clock", "conference_clock"):
        if getattr(process, key) not in pack.clocks:
            yield source.fault(f"There is no clock “{getattr(process, key)}”.", key)
    for index, code in enumerate(process.powers):
        if code not in pack.gateways:
            yield source.fault(f"There is no gateway “{code}”.", "powers", index)
    codes = [one.code for one in process.declines]
    if len(set(codes)) != len(codes):
        yield source.fault("Two reasons to decline have the same code.", "declines")


def legs(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """Every fault in what each service passes on: its clock, who hears of it, and that none stands twice."""
    assert pack.legs is not None
    known = set(pack.partners)
    for index, kind in enumerate(pack.legs.legs):
        if kind.clock not in pack.clocks:
            yield source.fault(f"There is no clock “{kind.clock}”.", "legs", index, "clock")
        for agency in kind.tells:
            if agency not in known:
                yield source.fault(f"There is no kind of agency “{agency}”.", "legs", index, "tells")
    codes = [kind.code for kind in pack.legs.legs]
    if len(set(codes)) != len(codes):
        yield source.fault("Two passings-on have the same code.", "legs")
