"""Chance that needs no memory: the same numbers in give the same chance out, whatever was drawn before."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Column = npt.NDArray[Any]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def _mix(number: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    number = (number ^ (number >> _30)) * _A
    number = (number ^ (number >> _27)) * _B
    return number ^ (number >> _31)


def chance(seed: int, about: int, *keys: Ints) -> Floats:
    """A number from 0 to under 1 for each row of `keys` (splitmix64), the same for ever; `about` tells draws apart."""
    start = (seed * 0x2545F4914F6CDD1D + about * 0x632BE59BD9B4E019 + 1) % 2**64
    state = np.full(keys[0].shape, start, dtype=np.uint64)
    with np.errstate(over="ignore"):
        state = _mix(state)
        for key in keys:
            state = _mix(state ^ ((key.astype(np.uint64) + np.uint64(1)) * _STEP))
    return (state >> _11).astype(np.float64) / float(2**53)


def runs(counts: Ints) -> tuple[Ints, Ints]:
    """For rows repeated `counts` times: which row each copy is of, and the number of the copy (from 0)."""
    row = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return row, np.arange(len(row), dtype=np.int64) - first


def pick(draw: Floats, weights: Floats) -> Ints:
    """Which of the weighted choices each draw (0 to under 1) falls on."""
    bounds = np.cumsum(weights)
    return np.minimum(np.searchsorted(bounds / bounds[-1], draw, side="right"), len(weights) - 1).astype(
        np.int64
    )
