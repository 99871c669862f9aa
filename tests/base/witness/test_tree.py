"""The tree against the definitions of RFC 6962, section 2.1, written down naively; and proofs that were tampered with."""

import hashlib
import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.witness import tree
from plait.base.witness.tree import (
    EMPTY,
    Name,
    consistency_parts,
    consistent,
    fold,
    grow,
    included,
    inclusion_parts,
    parent,
    place,
    whole_in,
)
from tests.base.witness.verifier import verifier

LEAVES = [hashlib.sha256(b"\x00" + bytes([number])).digest() for number in range(256)]
SIZES = st.integers(1, 200)
# Two that were written apart: Plait's own, and the one that outsiders run.
CHECKS = pytest.mark.parametrize("checks", [tree, verifier()], ids=["plait", "outside"])


def split(size: int) -> int:
    half = 1
    while half * 2 < size:
        half *= 2
    return half


def mth(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:half]) + mth(leaves[half:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = split(len(leaves))
    if index < half:
        return [*path(index, leaves[:half]), mth(leaves[half:])]
    return [*path(index - half, leaves[half:]), mth(leaves[:half])]


def proof(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [mth(leaves)]
    half = split(len(leaves))
    if old <= half:
        return [*proof(old, leaves[:half], whole), mth(leaves[half:])]
    return [*proof(old - half, leaves[half:], False), mth(leaves[:half])]


def grown(size: int, *, steps: list[int] | None = None) -> dict[Name, bytes]:
    """Everything kept of a tree that grew in these steps."""
    kept: dict[Name, bytes] = {}
    peaks: list[bytes] = []
    done = 0
    for step in steps or [size]:
        more = LEAVES[done : min(done + step, size)]
        peaks, made = grow(size=done, peaks=peaks, leaves=more)
        assert not made.keys() & kept.keys(), "what is kept never changes"
        kept |= made
        done += len(more)
    assert peaks == [kept[name] for name in whole_in(0, done)]
    return kept


def over(kept: dict[Name, bytes], parts: list[tuple[int, int]]) -> list[bytes]:
    return [fold([kept[name] for name in whole_in(first, end)]) for first, end in parts]


def test_the_empty_tree() -> None:
    assert fold([]) == EMPTY == mth([])


@given(size=SIZES, steps=st.lists(st.integers(0, 70), min_size=1, max_size=8))
def test_in_whatever_steps_it_grows_it_is_the_same_tree(size: int, steps: list[int]) -> None:
    kept = grown(size, steps=[*steps, size])
    assert kept == grown(size)
    assert over(kept, [(0, size)]) == [mth(LEAVES[:size])]
    assert len(kept) < 2 * size
    assert len({place(name) for name in kept}) == len(kept)


@CHECKS
@given(data=st.data(), size=SIZES)
def test_every_leaf_is_proved(checks: ModuleType, data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    kept, leaves = grown(size), LEAVES[:size]
    found = over(kept, inclusion_parts(index=index, size=size))
    assert found == path(index, leaves)
    assert checks.included(leaf=LEAVES[index], index=index, size=size, root=mth(leaves), proof=found)


@CHECKS
@given(data=st.data(), new=SIZES)
def test_every_growth_is_proved(checks: ModuleType, data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new))
    kept, roots = grown(new), (mth(LEAVES[:old]), mth(LEAVES[:new]))
    found = over(kept, consistency_parts(old=old, new=new))
    assert found == proof(old, LEAVES[:new])
    assert checks.consistent(old=old, old_root=roots[0], new=new, new_root=roots[1], proof=found)


def tampered(data: st.DataObject, steps: list[bytes]) -> list[bytes]:
    """The proof with one step more, less, other or elsewhere."""
    changed = list(steps)
    kind = data.draw(st.sampled_from(["more", "less", "other", "swapped", "none"]))
    where = data.draw(st.integers(0, max(0, len(steps) - 1)))
    if kind == "more":
        changed.insert(where, data.draw(st.sampled_from(LEAVES)))
    elif kind == "less":
        del changed[where : where + 1]
    elif kind == "other" and steps:
        changed[where] = bytes([steps[where][0] ^ 1]) + steps[where][1:]
    elif kind == "swapped":
        changed.reverse()
    else:
        changed = []
    return changed


@CHECKS
@given(data=st.data(), size=SIZES)
def test_a_proof_that_was_tampered_with_proves_no_leaf(
    checks: ModuleType, data: st.DataObject, size: int
) -> None:
    index = data.draw(st.integers(0, size - 1))
    right, root = path(index, LEAVES[:size]), mth(LEAVES[:size])
    wrong = tampered(data, right)
    if wrong != right:
        assert not checks.included(leaf=LEAVES[index], index=index, size=size, root=root, proof=wrong)
    other = data.draw(st.integers(-1, size + 1).filter(lambda number: number != index))
    assert not checks.included(leaf=LEAVES[index], index=other, size=size, root=root, proof=right)
    assert not checks.included(leaf=LEAVES[255], index=index, size=size, root=root, proof=right)
    if size > 1:
        node = parent(LEAVES[0], LEAVES[1])  # a node is no leaf
        assert node != LEAVES[index]


@CHECKS
@given(data=st.data(), new=SIZES)
def test_a_proof_that_was_tampered_with_proves_no_growth(
    checks: ModuleType, data: st.DataObject, new: int
) -> None:
    old = data.draw(st.integers(1, new))
    right, roots = proof(old, LEAVES[:new]), (mth(LEAVES[:old]), mth(LEAVES[:new]))
    wrong = tampered(data, right)
    if wrong != right:
        assert not checks.consistent(old=old, old_root=roots[0], new=new, new_root=roots[1], proof=wrong)
    place_changed = data.draw(st.integers(0, old - 1))
    forked = [*LEAVES[:new]]
    forked[place_changed] = LEAVES[255]
    assert not checks.consistent(
        old=old, old_root=roots[0], new=new, new_root=mth(forked), proof=proof(old, forked)
    )


@CHECKS
@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_nothing_grows_from_nothing_or_from_more(checks: ModuleType, old: int, new: int) -> None:
    root = mth(LEAVES[:new])
    assert not checks.consistent(old=old, old_root=EMPTY, new=new, new_root=root, proof=[])
    assert not checks.consistent(old=old, old_root=root, new=new, new_root=root, proof=[root])
    with pytest.raises(ValueError, match="cannot grow"):
        consistency_parts(old=old, new=new)


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, 0)])
def test_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        inclusion_parts(index=index, size=size)
    assert not included(leaf=LEAVES[0], index=index, size=size, root=LEAVES[0], proof=[])


def test_work_grows_with_the_logarithm() -> None:
    """A billion leaves: a proof asks for at most two whole subtrees on each of thirty levels."""
    size = 10**9 + 7
    asked = {name for part in inclusion_parts(index=123_456_789, size=size) for name in whole_in(*part)}
    assert len(asked) <= 2 * 30
    asked = {name for part in consistency_parts(old=987_654_321, new=size) for name in whole_in(*part)}
    assert len(asked) <= 4 * 30
    assert len(whole_in(0, size)) <= 30
    assert place((30, 0)) < sys.maxsize
    assert consistent(old=3, old_root=EMPTY, new=3, new_root=EMPTY, proof=[])
