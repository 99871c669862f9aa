"""A column of text as codes into its distinct values, so that whatever a value costs is paid once for each distinct value."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Codes = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: `values[codes[i]]` is what row i holds. The empty text means that nothing is known."""

    codes: Codes
    values: list[str]

    @classmethod
    def of(cls, column: Sequence[str] | Any) -> "Coded":
        """From a list, an arrow array or an arrow chunked array of text; what is null becomes the empty text."""
        if isinstance(column, list) and len(column) < 64:
            distinct = {value or "": place for place, value in enumerate(dict.fromkeys(column))}
            distinct = {value: place for place, value in enumerate(distinct)}
            return cls(np.array([distinct[value or ""] for value in column], np.int32), list(distinct))
        whole = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, pa.string())
        encoded = whole.dictionary_encode() if not pa.types.is_dictionary(whole.type) else whole
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = (
                encoded.chunk(0) if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
            )
        values = [value or "" for value in encoded.dictionary.to_pylist()]
        codes = encoded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False).astype(np.int32)
        return cls(codes, [*values, ""])

    def map(self, change: Callable[[str], str]) -> "Coded":
        """The column with each distinct value changed."""
        distinct: dict[str, int] = {}
        places = [distinct.setdefault(change(value), len(distinct)) for value in self.values]
        return Coded(np.array(places, np.int32)[self.codes], list(distinct))

    def numbers(self, give: Callable[[str], int]) -> Hashes:
        """For each row a 64-bit number worked out once for each distinct value."""
        table = np.fromiter((give(value) for value in self.values), np.int64, len(self.values))
        return table[self.codes]

    def known(self) -> npt.NDArray[np.bool_]:
        """Which rows hold anything."""
        return np.fromiter((value != "" for value in self.values), np.bool_, len(self.values))[self.codes]

    def codes_or(self, unknown: int) -> Hashes:
        """The codes, and this where nothing is known."""
        return np.where(self.known(), self.codes, unknown).astype(np.int64)

    def texts(self) -> list[str]:
        """The column as a plain list."""
        table = np.array(self.values, object)
        found: list[str] = table[self.codes].tolist()
        return found

    def arrow(self) -> Any:
        """The column as arrow text, unknown as null."""
        values = pa.array([value or None for value in self.values], pa.string())
        return values.take(pa.array(self.codes))

    def take(self, rows: npt.NDArray[Any]) -> "Coded":
        """Only these rows."""
        return Coded(self.codes[rows], self.values)

    def where(self, keep: npt.NDArray[np.bool_]) -> "Coded":
        """The rows that are not kept become unknown."""
        return Coded(np.where(keep, self.codes, np.int32(len(self.values))), [*self.values, ""])

    def __len__(self) -> int:
        return len(self.codes)


def first_known(*columns: Coded) -> Coded:
    """Row by row the first column that holds anything."""
    best = columns[0]
    for other in columns[1:]:
        shift = len(best.values)
        codes = np.where(best.known(), best.codes, other.codes + shift).astype(np.int32)
        best = Coded(codes, [*best.values, *other.values])
    return best


def coded(columns: dict[str, Iterable[str]], names: Iterable[str], count: int) -> dict[str, Coded]:
    """The named columns, coded; one that is missing is unknown in every row."""
    nothing = Coded(np.zeros(count, np.int32), [""])
    return {name: Coded.of(columns[name]) if name in columns else nothing for name in names}
