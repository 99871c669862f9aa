"""Stable 64-bit hashes: of text by BLAKE2b, of several numbers by mixing. The same on every machine and in every version."""

from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from plait.matching.columns import Hashes

_START = 0x9E3779B97F4A7C15
_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@lru_cache(maxsize=65536)
def text_hash(text: str) -> int:
    """A signed 64-bit number for a text; 0 only for the empty one."""
    return (
        int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True) if text else 0
    )


def mixed(kind: int, *columns: npt.NDArray[Any]) -> Hashes:
    """One signed 64-bit key for each row of the columns (which broadcast), the kind mixed in first."""
    with np.errstate(over="ignore"):
        state: npt.NDArray[np.uint64] = np.full(1, _START ^ kind, np.uint64)
        state = _stir(state)
        for column in columns:
            state = _stir(state ^ np.asarray(column, np.int64).view(np.uint64))
    return state.view(np.int64)


def _stir(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    state = state * _FACTOR
    return state ^ (state >> _SHIFT)
