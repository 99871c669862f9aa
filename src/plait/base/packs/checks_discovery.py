"""What must fit together about asking other areas: an hour is part of a day, and nobody is kept longer in mind than on paper."""

from collections.abc import Iterator

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack


def discovery(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """Every fault in the limits of asking between areas."""
    limits = pack.asking_areas()
    if limits.most_told > limits.most_areas:
        yield source.fault(
            "No more areas may be asked because the family spoke of them than may be asked at all.",
            "most_told",
        )
    if limits.peer_in_an_hour > limits.peer_in_a_day:
        yield source.fault("An area may not ask more in an hour than in a day.", "peer_in_an_hour")
    if limits.peer_in_one_name > limits.peer_in_a_day:
        yield source.fault(
            "One practitioner may not ask more than the whole area in a day.", "peer_in_one_name"
        )
    if limits.most_by_one > limits.peer_in_one_name:
        yield source.fault(
            "Ours may not ask more in a day than we answer to one practitioner of another area.",
            "most_by_one",
        )
