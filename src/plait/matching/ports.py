"""What the engine asks of whoever keeps the records: one protocol, for SQLite and PostgreSQL alike.

The keys, the features and the vocabulary are three tables of one database; no process keeps people in its memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from plait.matching.columns import Hashes
from plait.matching.keys import address_hashes, record_keys
from plait.matching.sounds import variant_rows
from plait.matching.standardise import Standard, Standards

Refs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Records that share a key with the query, each once, by their number; `dropped` counts postings left out by the cap."""

    refs: Refs
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared, column-wise, row for row with `refs`. Names are those of `Standard`; `person` is the caller's id for the
    person the record is asserted to be (empty: to none yet).
    """

    refs: Refs
    person: tuple[str, ...]
    forename: tuple[str, ...]
    middle: tuple[str, ...]
    surname: tuple[str, ...]
    previous: tuple[str, ...]
    born: tuple[str, ...]
    sex: tuple[str, ...]
    postcode: tuple[str, ...]
    nhs: tuple[str, ...]
    upn: tuple[str, ...]
    address: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.refs)

    def of(self, refs: Refs) -> "Features":
        """What is known of these alone."""
        rows = np.flatnonzero(np.isin(self.refs, refs)).tolist()
        return Features(
            self.refs[rows], *(tuple(map(getattr(self, name).__getitem__, rows)) for name in FEATURES)
        )


FEATURES = (
    "person", "forename", "middle", "surname", "previous", "born", "sex", "postcode", "nhs", "upn", "address",
)  # fmt: skip


def features_of(rows: Sequence[tuple[object, ...]]) -> Features:
    """From database rows (ref, then FEATURES in order)."""
    if not rows:
        return Features(np.empty(0, np.int64), *[()] * len(FEATURES))
    refs, *columns = zip(*rows, strict=True)
    return Features(np.array(refs, np.int64), *columns)


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything a store writes for some records: keys (hash, row), features, and the names for the vocabulary.

    `refs[row]` is the record's number, `person[row]` its person or empty.
    """

    refs: Refs
    person: Sequence[str]
    plain: Standards
    address: Hashes
    key: Hashes
    key_row: npt.NDArray[np.int32]
    variant: Hashes
    variant_name: list[str]

    def feature_rows(self) -> list[tuple[object, ...]]:
        """(ref, then FEATURES in order), one for each record."""
        texts = [getattr(self.plain, name).texts() for name in FEATURES if name not in ("person", "address")]
        return list(zip(self.refs.tolist(), self.person, *texts, self.address.tolist(), strict=True))


def filing(
    plain: Standards | Standard, refs: Sequence[int] | Refs, person: Sequence[str] | None = None
) -> Filing:
    """What to write for these records; refs are the caller's own whole numbers, one a record, never used twice."""
    many = Standards.of([plain]) if isinstance(plain, Standard) else plain
    key, row = record_keys(many)
    names = sorted(
        {
            column.values[code]
            for column in (many.forename, many.middle, many.surname, many.previous)
            for code in np.unique(column.codes).tolist()
        }
        - {""}
    )
    variant, variant_name = variant_rows(names)
    people = person if person is not None else [""] * len(many)
    return Filing(
        np.asarray(refs, np.int64), people, many, address_hashes(many), key, row, variant, variant_name
    )


class Store(Protocol):
    """Where records are kept and looked for."""

    def candidates(self, keys: Hashes, *, cap_per_key: int) -> Found:
        """The records filed under any of the keys. Of a key with more than the cap the first filed are given, always the same."""
        ...

    def candidates_of(self, several: Sequence[Hashes], *, cap_per_key: int) -> Sequence[Found]:
        """The same for several queries' keys, asked for at once."""
        ...

    def features(self, refs: Refs) -> Features:
        """What is known of these records, in one query; in the order of their numbers. A record that is gone is left out."""
        ...

    def near_names(self, variants: Sequence[int], *, but: Sequence[str] = ()) -> Mapping[int, Sequence[str]]:
        """The names filed in the vocabulary under each of these keys, without those that whoever asks has already."""
        ...

    def households(self, persons: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The households (by the caller's ids) each of these persons belongs or belonged to."""
        ...

    def put(self, records: Filing) -> None:
        """File new records. Seen by the next search of whoever may see the transaction."""
        ...

    def drop(self, refs: Refs) -> None:
        """Take records out of the search. Names stay in the vocabulary; they say nothing of who bore them."""
        ...
