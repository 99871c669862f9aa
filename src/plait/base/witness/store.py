"""The database side of the tree: hashes of whole subtrees read in one question, whatever is asked of them."""

from collections.abc import Iterable, Mapping, Sequence

from plait.base.witness.models import Leaf, Node
from plait.base.witness.tree import Name, consistency_parts, fold, inclusion_parts, place, whole_in


def hashes_of(names: Iterable[Name]) -> dict[Name, bytes]:
    """The kept hashes of these whole subtrees: at most two questions. Raises KeyError for one that is not kept."""
    wanted = list(names)
    leaves = {
        one.index: one.hash
        for one in Leaf.objects.filter(index__in=[number for level, number in wanted if level == 0])
    }
    nodes = {
        one.place: one.hash
        for one in Node.objects.filter(place__in=[place(name) for name in wanted if name[0]])
    }
    return {name: bytes.fromhex(nodes[place(name)] if name[0] else leaves[name[1]]) for name in wanted}


def peaks_at(size: int) -> list[bytes]:
    """The hashes that a log of `size` is folded from, left to right."""
    names = whole_in(0, size)
    found = hashes_of(names)
    return [found[name] for name in names]


def root_at(size: int) -> str:
    """The root (hex) that the log had at this size."""
    return fold(peaks_at(size)).hex()


def _hashes_over(parts: Sequence[tuple[int, int]]) -> list[bytes]:
    found = hashes_of(name for first, end in parts for name in whole_in(first, end))
    return [fold([found[name] for name in whole_in(first, end)]) for first, end in parts]


def inclusion(*, index: int, size: int) -> list[bytes]:
    """The proof that leaf `index` is in the log of `size`."""
    return _hashes_over(inclusion_parts(index=index, size=size))


def consistency(*, old: int, new: int) -> list[bytes]:
    """The proof that the log of `new` begins with that of `old`."""
    return _hashes_over(consistency_parts(old=old, new=new))


def add(*, first: int, entries: Sequence[int], made: Mapping[Name, bytes]) -> None:
    """Keep the new leaves, the first of which has the number `first`, and every whole subtree that came to be."""
    Leaf.objects.bulk_create(
        Leaf(index=index, entry=entry, hash=made[0, index].hex())
        for index, entry in enumerate(entries, first)
    )
    Node.objects.bulk_create(
        Node(place=place(name), hash=found.hex()) for name, found in made.items() if name[0]
    )
