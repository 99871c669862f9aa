"""Stable 64-bit hashes: of text by BLAKE2b, of several numbers by mixing. The same on every machine and in every version."""

from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from plait.matching.columns import Hashes

_START = np.uint64(0x9E3779B97F4A7C15)
_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@lru_cache(maxsize=65536)
def text_hash(text: str) -> int:
    """A signed 64-bit number for a text; 0 only for the empty one."""
    return (
        int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True) if text else 0
    )


def mixed(kind: int | npt.NDArray[Any], *columns: npt.NDArray[Any]) -> Hashes:
    """One signed 64-bit key for each row of the columns (which broadcast), the kind (one, or one a row) mixed in first."""
    state = _stir(np.atleast_1d(np.asarray(kind, np.uint64)) ^ _START)
    for column in columns:
        state = _stir(state ^ np.asarray(column, np.int64).view(np.uint64))
    return state.view(np.int64)


def _stir(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    state = state * _FACTOR  # over the end and on from the other: arrays do so without a warning
    return state ^ (state >> _SHIFT)
