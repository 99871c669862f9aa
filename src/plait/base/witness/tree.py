"""The Merkle tree of RFC 9162 (the hashing of RFC 6962), pure: what to add, what a proof is made of, whether it holds.

A *whole* subtree is named by its level and its number there: (0, i) is leaf i, (3, 1) covers leaves 8 to 15. Only whole
subtrees are kept, and what is kept never changes; whatever lies on the unfinished right edge is folded from them.
"""

import hashlib
from collections.abc import Sequence

NODE_PREFIX = b"\x01"
EMPTY = hashlib.sha256(b"").digest()
Name = tuple[int, int]


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def place(name: Name) -> int:
    """A number of its own for every whole subtree: leaves are even, and a subtree has the number between its halves."""
    level, number = name
    return ((2 * number + 1) << level) - 1


def whole_in(first: int, end: int) -> list[Name]:
    """The whole subtrees, left to right, that together are the leaves from `first` up to `end`: at most two for each level."""
    found: list[Name] = []
    while first < end:
        level = (end - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        found.append((level, first >> level))
        first += 1 << level
    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """The one hash over neighbouring whole subtrees, left to right: those of `whole_in`."""
    if not hashes:
        return EMPTY
    *rest, found = hashes
    for left in reversed(rest):
        found = parent(left, found)
    return found


def grow(
    *, size: int, peaks: Sequence[bytes], leaves: Sequence[bytes]
) -> tuple[list[bytes], dict[Name, bytes]]:
    """Add leaves to a tree of `size`, whose whole subtrees `whole_in(0, size)` have the hashes `peaks`.

    Answers the new peaks, and every whole subtree that came to be, leaves among them: about two for each leaf.
    """
    stack = list(peaks)
    made: dict[Name, bytes] = {}
    for number, leaf in enumerate(leaves, size):
        level, at, found = 0, number, leaf
        made[level, at] = found
        while at % 2:  # the right half of something that is whole now
            found = parent(stack.pop(), found)
            level, at = level + 1, at // 2
            made[level, at] = found
        stack.append(found)
    return stack, made


def _split(size: int) -> int:
    """The largest power of two below `size` (two or more)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_parts(*, index: int, size: int) -> list[tuple[int, int]]:
    """The stretches of leaves, each as first and end, whose hashes prove that leaf `index` is in the tree of `size`: the
    nearest first (RFC 9162, 2.1.3.1). Raises ValueError when it is not."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    first, end, found = 0, size, []
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first = middle
    return found[::-1]


def consistency_parts(*, old: int, new: int) -> list[tuple[int, int]]:
    """The stretches whose hashes prove that the tree of `new` begins with the tree of `old` (RFC 9162, 2.1.4.1).
    Raises ValueError when `old` is empty or larger."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} cannot grow from one of {old}")
    first, end, whole, found = 0, new, True, []
    while old != end:
        middle = first + _split(end - first)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first, whole = middle, False
    if not whole:
        found.append((first, end))
    return found[::-1]


def included(*, leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof show that `leaf` is leaf `index` of the tree of `size` under `root`? (RFC 9162, 2.1.3.2)"""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = parent(step, found)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            found = parent(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(*, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof show that the tree of `new` under `new_root` begins with that of `old` under `old_root`?
    (RFC 9162, 2.1.4.2). An empty tree begins every other and proves nothing: it is never consistent."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            before, after = parent(step, before), parent(step, after)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            after = parent(after, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root
