"""One standardisation for a typed query, an inserted record and a million rows: the same functions in all three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from plait.matching import dates, numbers, places, spelling
from plait.matching.columns import Coded, coded, first_known

RAW = (
    "forename",
    "middle",
    "surname",
    "previous_surname",
    "born_on",
    "sex",
    "nhs_number",
    "upn",
    "street",
    "postcode",
)


@dataclass(frozen=True, slots=True)
class Standard:
    """One record made plain. The empty text means not known. The original is the caller's to keep.

    `born` is YYYY-MM-DD, `sex` 1 or 2, `postcode` `EW1 2AB`; 1 January is kept and counts for little (see `dates`).
    """

    forename: str = ""
    middle: str = ""
    surname: str = ""
    previous: str = ""
    born: str = ""
    sex: str = ""
    street: str = ""
    postcode: str = ""
    nhs: str = ""
    upn: str = ""

    def as_typed(self) -> dict[str, str]:
        """As `standardise` would take it again; standardising it changes nothing."""
        return {
            "forename": self.forename, "middle": self.middle, "surname": self.surname,
            "previous_surname": self.previous, "born_on": self.born, "sex": self.sex, "nhs_number": self.nhs,
            "upn": self.upn, "street": self.street, "postcode": self.postcode,
        }  # fmt: skip


NAMES = tuple(field.name for field in fields(Standard))


def standardise(typed: Mapping[str, str], *, shared_address: bool = False) -> Standard:
    """One record, keyed by RAW (a missing key is not known).

    `shared_address`: a refuge, hostel, ward or home with many families. Its street and postcode are dropped, so that it neither
    joins the people who passed through it nor shows in an explanation.
    """
    first, further = spelling.forename(typed.get("forename", ""))
    middle = _middle(typed.get("middle", "")) or further
    last = spelling.surname(typed.get("surname", ""))
    previous = spelling.surname(typed.get("previous_surname", ""))
    where = "" if shared_address else places.postcode(typed.get("postcode", ""))
    return Standard(
        forename=first,
        middle=middle,
        surname=last,
        previous="" if previous == last else previous,
        born=dates.born(typed.get("born_on", "")),
        sex=numbers.sex(typed.get("sex", "")),
        street="" if shared_address else places.street(typed.get("street", "")),
        postcode=where,
        nhs=numbers.nhs(typed.get("nhs_number", "")),
        upn=numbers.upn(typed.get("upn", "")),
    )


def _middle(typed: str) -> str:
    first, further = spelling.forename(typed)
    return f"{first}-{further}"[: spelling.LONGEST] if further else first


@dataclass(frozen=True, slots=True)
class Standards:
    """Many records made plain, as coded columns: the same fields as `Standard`."""

    forename: Coded
    middle: Coded
    surname: Coded
    previous: Coded
    born: Coded
    sex: Coded
    street: Coded
    postcode: Coded
    nhs: Coded
    upn: Coded

    def __len__(self) -> int:
        return len(self.forename)

    def take(self, rows: npt.NDArray[Any]) -> "Standards":
        """Only these rows."""
        return Standards(*(getattr(self, name).take(rows) for name in NAMES))

    def rows(self) -> list[tuple[str, ...]]:
        """Row by row, in the order of the fields."""
        return list(zip(*(getattr(self, name).texts() for name in NAMES), strict=True))

    def one(self, row: int) -> Standard:
        """A single record of it."""
        columns = [getattr(self, name) for name in NAMES]
        return Standard(*(column.values[column.codes[row]] for column in columns))

    @classmethod
    def of(cls, records: Sequence[Standard]) -> "Standards":
        """Records made plain one by one, as columns."""
        return cls(*(Coded.of([getattr(record, name) for record in records]) for name in NAMES))


def standardise_columns(
    typed: Mapping[str, Any], *, shared_address: npt.NDArray[np.bool_] | None = None
) -> Standards:
    """Many records at once: columns named as in RAW, lists or arrow arrays of one length. Each row as `standardise` does it."""
    count = len(next(iter(typed.values())))
    given = coded(dict(typed), RAW, count)
    first = given["forename"].map(lambda text: spelling.forename(text)[0])
    further = given["forename"].map(lambda text: spelling.forename(text)[1])
    last, previous = (given[name].map(spelling.surname) for name in ("surname", "previous_surname"))
    where, line = given["postcode"].map(places.postcode), given["street"].map(places.street)
    if shared_address is not None:
        where, line = where.where(~shared_address), line.where(~shared_address)
    return Standards(
        forename=first,
        middle=first_known(given["middle"].map(_middle), further),
        surname=last,
        previous=previous.where(~_same(last, previous)),
        born=given["born_on"].map(dates.born),
        sex=given["sex"].map(numbers.sex),
        street=line,
        postcode=where,
        nhs=given["nhs_number"].map(numbers.nhs),
        upn=given["upn"].map(numbers.upn),
    )


def _same(one: Coded, other: Coded) -> npt.NDArray[np.bool_]:
    places_of = {value: place for place, value in enumerate(one.values)}
    table = np.array([places_of.get(value, -1) for value in other.values], np.int32)
    mine = np.array([places_of[value] for value in one.values], np.int32)
    same: npt.NDArray[np.bool_] = table[other.codes] == mine[one.codes]
    return same
