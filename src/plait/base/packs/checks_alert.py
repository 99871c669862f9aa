"""What must fit together about missing families: powers that other files know, and times that leave room to look."""

import re
from collections.abc import Iterator

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack


def alert(source: SourceFile, pack: Pack, invented_phone: re.Pattern[str]) -> Iterator[Fault]:
    """Every fault in the way this area sends word of missing families."""
    process = pack.alerting()
    for index, code in enumerate(process.powers):
        if code not in pack.gateways:
            yield source.fault(f"There is no gateway “{code}”.", "powers", index)
    if process.recheck_days >= process.lasts_days:
        yield source.fault("The alert would end before anybody looks at it again.", "recheck_days")
    if len(set(process.signed_by)) != len(process.signed_by):
        yield source.fault("One role is named twice.", "signed_by")
    if pack.fictional and not invented_phone.fullmatch(process.unit_phone):
        yield source.fault("A number of an invented area must be one that nobody has.", "unit_phone")
