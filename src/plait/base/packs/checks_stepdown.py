"""What must fit together about stepping help down: levels, clocks, gateways and outcomes that other files know."""

from collections.abc import Iterator

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack


def stepdown(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """Every fault in the way this area steps help down; a protection plan that may end at nobody is one."""
    process = pack.stepping_down()
    bases = {level.statutory_basis for level in pack.levels}
    for index, basis in enumerate(process.asked_from):
        if basis not in bases:
            yield source.fault(f"No level of this area stands on {basis}.", "asked_from", index)
    for index, bar in enumerate(process.bars):
        for key, basis in (("from_basis", bar.from_basis), ("to_basis", bar.to_basis)):
            if basis not in bases:
                yield source.fault(f"No level of this area stands on {basis}.", "bars", index, key)
    top = pack.levels[-1].statutory_basis
    if process.barred(top, "none") is None:
        yield source.fault(
            f"From level {pack.levels[-1].n} straight to universal help must be barred: somebody holds the family.",
            "bars",
        )
    for clock in ("accept_clock", "risk_clock"):
        if getattr(process, clock) not in pack.clocks:
            yield source.fault(f"There is no clock “{getattr(process, clock)}”.", clock)
    for index, look in enumerate(process.looks):
        if look.clock not in pack.clocks:
            yield source.fault(f"There is no clock “{look.clock}”.", "looks", index, "clock")
    if process.again and process.again.clock not in pack.clocks:
        yield source.fault(f"There is no clock “{process.again.clock}”.", "again", "clock")
    elif process.again and pack.clock(process.again.clock).kind != "months":
        yield source.fault(f"“{process.again.clock}” must be counted in months.", "again", "clock")
    for index, code in enumerate(process.not_asked_after):
        if code not in pack.outcomes:
            yield source.fault(f"There is no outcome “{code}”.", "not_asked_after", index)
    for index, code in enumerate(process.explains):
        if code not in pack.gateways:
            yield source.fault(f"There is no gateway “{code}”.", "explains", index)
        elif not pack.gateways[code].for_case_sharing:
            yield source.fault(f"“{code}” is no way to share about a family.", "explains", index)
