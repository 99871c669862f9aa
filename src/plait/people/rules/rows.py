"""One row of an extract, read: what can be kept, what is doubtful with a sentence, what cannot be read with another. Pure.

Nothing is lost: a doubtful cell is kept as it came (`said`) beside what was made of it; a row that cannot be read stands in the
report with its number and the reason.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plait.matching import dates, numbers, places, spelling
from plait.people.rules.mappings import Mapping, columns_missing
from plait.people.rules.shared_homes import many_live_there

LONGEST_NAME = 200
LONGEST_NUMBER = 128
_NAMES = ("forename", "middle_names", "surname", "previous_surname", "other_names")
_DATES = ("born_on", "expected_on", "from_on", "to_on", "address_from", "valid_from")
_CALLED = {
    "forename": "first name", "middle_names": "middle name", "surname": "last name", "other_names": "other name",
    "previous_surname": "previous last name", "born_on": "date of birth", "expected_on": "expected date of birth",
    "from_on": "first day", "to_on": "last day", "address_from": "first day at the address", "valid_from": "first day",
}  # fmt: skip
_OLDEST_AGE = 125
_SEX = {
    "m": "M",
    "f": "F",
    "male": "M",
    "female": "F",
    "1": "M",
    "2": "F",
    "u": "U",
    "0": "U",
    "9": "U",
    "x": "U",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be kept. `cells` holds what was made of it; `said`, cells as they came where that differs; `notes`, a
    sentence for each doubt."""

    number: int
    record: str
    cells: dict[str, Any]
    said: dict[str, str]
    digest: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be kept, with the reason as a sentence."""

    number: int
    why: str
    record: str = ""


class CannotRead(ValueError):
    """The file as a whole cannot be read; str() says why."""


@dataclass(slots=True)
class _Tail:
    """Whether the text ended with a line's end: if not, its last row may have been cut."""

    lines: Iterable[str]
    whole: bool = True
    last: int = field(default=0)

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.last += 1
            self.whole = line.endswith(("\n", "\r"))
            yield line


def read_rows(lines: Iterable[str], mapping: Mapping, *, on: date) -> Iterator[Row | Unread]:
    """Every row of a CSV file, one at a time. Raises CannotRead where the file has no heading or lacks a column."""
    text = _Tail(lines)
    reader = csv.reader(iter(text), delimiter=mapping.delimiter, strict=True)
    try:
        heading = [name.strip().lstrip("\ufeff") for name in next(reader)]
    except StopIteration:
        raise CannotRead("The file is empty.") from None
    except csv.Error as fault:
        raise CannotRead(f"The heading of the file cannot be read ({fault}).") from None
    if missing := columns_missing(mapping, heading):
        raise CannotRead(" ".join(missing))
    where = {name: heading.index(column) for name, column in mapping.columns.items()}
    held: Row | Unread | None = None
    number, short = 1, False
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as fault:
            if held is not None:
                yield held
            short, held = False, Unread(number, _broken(number, str(fault)))
            continue
        if held is not None:
            yield held
        short = len(cells) < len(heading)
        held = _row(number, cells, len(heading), where, mapping, on) if cells else None
    if held is not None and short and not text.whole:
        held = Unread(
            held.number,
            f"The file ends in the middle of row {held.number}: it was cut off. "
            "Rows after it are missing; ask for the whole file.",
            held.record,
        )
    if held is not None:
        yield held


def _broken(number: int, fault: str) -> str:
    if "unexpected end of data" in fault:
        return (
            f"From row {number} on a quotation mark is never closed: the file was cut off, or a mark is missing. "
            "Nothing after it could be read; ask for the whole file."
        )
    return f"Row {number} is not CSV ({fault})."


def _row(
    number: int, cells: list[str], width: int, where: dict[str, int], mapping: Mapping, on: date
) -> Row | Unread:
    if len(cells) != width:
        return Unread(number, f"Row {number} has {len(cells)} cells, and the heading has {width}.")
    raw = {name: cells[place].strip() for name, place in where.items()}
    record = raw["record"]
    everything = "".join(raw.values())
    if "\0" in everything:
        return Unread(
            number, f"Row {number} holds a NUL character, which no text has.", record.replace("\0", "")
        )
    if any("\ud800" <= letter <= "\udfff" for letter in everything):
        return Unread(
            number, f"Row {number} is not written in {mapping.encoding}: some letters cannot be read."
        )
    if not record:
        return Unread(number, f"Row {number} has no record number of the agency's.")
    if len(record) > LONGEST_NUMBER:
        return Unread(number, f"Row {number} has a record number of more than {LONGEST_NUMBER} characters.")
    made: dict[str, Any] = {}
    said: dict[str, str] = {}
    notes: list[str] = []
    coded = {
        name: mapping.values.get(name, {}).get(value, value)
        for name, value in {**mapping.fixed, **raw}.items()
    }
    for name, value in coded.items():
        if name in _DATES:
            found = _date(name, value, mapping, on, notes)
            if isinstance(found, str):
                return Unread(number, f"Row {number}: {found}", record)
            made[name] = found
        elif name in _NAMES and len(value) > LONGEST_NAME:
            return Unread(
                number,
                f"Row {number}: the {_CALLED[name]} has {len(value)} characters. A name has at most {LONGEST_NAME}.",
                record,
            )
        else:
            made[name] = value
    why = _sense(made, coded, said, notes)
    if why:
        return Unread(number, f"Row {number}: {why}", record)
    said |= {name: value for name, value in raw.items() if value and _differs(made.get(name), value)}
    lines = "\x1f".join(f"{name}={raw[name]}" for name in sorted(raw)) + repr(sorted(mapping.fixed.items()))
    digest = hashlib.blake2b(lines.encode(), digest_size=16).hexdigest()
    return Row(number, record, made, said, digest, tuple(f"Row {number}: {note}" for note in notes))


def _differs(made: Any, raw: str) -> bool:
    if isinstance(made, date):
        return made.isoformat() != raw
    return bool(made != raw)


def _date(name: str, value: str, mapping: Mapping, on: date, notes: list[str]) -> date | str | None:
    """The date, None for none, or a sentence."""
    if not value:
        return None
    for shape in mapping.dates:
        try:
            found = datetime.strptime(value, shape).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        break
    else:
        return f"the {_CALLED[name]} is no date that can be read."
    if name == "born_on":
        if found > on:
            return "the date of birth lies in the future. A child not yet born has an expected date."
        if found.isoformat() in dates.PLACEHOLDERS or on.year - found.year > _OLDEST_AGE:
            notes.append(
                f"the date of birth {found.isoformat()} is one that computers write. Kept as it came, and not used."
            )
            return None
        if dates.is_default(found.isoformat()):
            notes.append(
                "born on 1 January, which often stands for “only the year is known”. Kept; it counts for little."
            )
    return found


def _sense(made: dict[str, Any], coded: dict[str, str], said: dict[str, str], notes: list[str]) -> str:
    """Settle what belongs together; the sentence for what cannot be, or nothing."""
    for first, last in (("from_on", "to_on"),):
        if made.get(first) and made.get(last) and made[last] < made[first]:
            return f"the last day ({made[last]}) is before the first ({made[first]})."
    if made.get("born_on") and made.get("expected_on"):
        notes.append("has both a date of birth and an expected date; the date of birth counts.")
        made["expected_on"] = None
    _names(made, notes)
    _sex(made, notes)
    _numbers(made, notes)
    if "address_json" in made and (why := _address(made)):
        return why
    _home(made, notes)
    return ""


def _names(made: dict[str, Any], notes: list[str]) -> None:
    for name, of in (("forename", spelling.forename), ("surname", spelling.surname)):
        value = str(made.get(name, ""))
        if not value:
            continue
        plain = of(value)
        words = plain[0] if isinstance(plain, tuple) else plain
        if not words:
            notes.append(
                f"the {_CALLED[name]} “{value[:40]}” stands for a name that is not known. Kept as it came, and not used."
            )
            made[name] = ""
        elif "," in value:
            notes.append(
                f"the {_CALLED[name]} has a comma in it: first and last name may have changed places."
            )
    first, last = str(made.get("forename", "")), str(made.get("surname", ""))
    if first and last and first.isupper() and not last.isupper() and len(first) > 1:
        notes.append("the first name is in capitals and the last name is not: they may have changed places.")
    if "forename" in made and bool(first) != bool(last):
        notes.append("only one name is known.")


def _sex(made: dict[str, Any], notes: list[str]) -> None:
    value = str(made.get("sex", ""))
    if not value:
        return
    plain = _SEX.get(value.casefold(), "")
    if not plain:
        letters = {_SEX.get(one.strip().casefold(), "") for one in value.replace("&", "/").split("/")}
        two = {"M", "F"} <= letters
        notes.append(
            f"the sex “{value[:20]}” names two; kept as it came, and not used."
            if two
            else f"the sex “{value[:20]}” is no code that is known; kept as it came, and not used."
        )
        plain = "U"
    made["sex"] = plain


def _numbers(made: dict[str, Any], notes: list[str]) -> None:
    for name, of, called in (("nhs_number", numbers.nhs, "NHS number"), ("upn", numbers.upn, "unique pupil number"),
                             ("former_upn", numbers.upn, "former unique pupil number")):  # fmt: skip
        value = str(made.get(name, ""))
        if not value:
            continue
        plain = of(value)
        if not plain:
            notes.append(
                f"the {called} cannot be one (it is a stand-in, or its check digit is wrong). Kept as it came, and not used."
            )
        made[name] = plain


def _address(made: dict[str, Any]) -> str:
    """SSD's address as a JSON text: its parts in the order in which an envelope has them."""
    text = str(made.pop("address_json"))
    if not text:
        return ""
    try:
        parts = json.loads(text)
    except ValueError:
        return "the address is not the JSON text that the standard asks for."
    if not isinstance(parts, dict):
        return "the address is not the JSON text that the standard asks for."
    told = {str(name).upper(): str(value or "").strip() for name, value in parts.items()}
    house = " ".join(filter(None, (told.get("HOUSE", ""), told.get("STREET", ""))))
    line = [told.get(name, "") for name in ("ROOM", "FLOOR", "FLAT", "BUILDING")]
    made["address_line"] = ", ".join(filter(None, [*line, house]))
    made["town"] = made.get("town") or told.get("TOWN", "")
    return ""


def _home(made: dict[str, Any], notes: list[str]) -> None:
    """Doubts about an address. It is never repeated in the sentence: a report of an import is no place for a refuge."""
    line, postcode = str(made.get("address_line", "")), str(made.get("postcode", ""))
    if line and many_live_there(line):
        notes.append("the address is one that many families share. Kept; nobody is found or joined by it.")
    elif line and not places.street(line):
        notes.append("the address stands for one that is not known. Kept as it came, and not used.")
    if postcode and not places.postcode(postcode):
        notes.append(
            "the postcode is none, or stands for no fixed or no known home. Kept as it came, and not used."
        )


@dataclass(slots=True)
class CommonNames:
    """Which names stand so often that they look like a stand-in: heavy hitters in constant memory (Misra and Gries)."""

    most: int = 64
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: int = 0

    def saw(self, forename: str, surname: str) -> None:
        """Count one row."""
        self.rows += 1
        name = (forename.casefold(), surname.casefold())
        if not any(name):
            return
        if name in self.counts or len(self.counts) < self.most:
            self.counts[name] = self.counts.get(name, 0) + 1
            return
        self.counts = {one: count - 1 for one, count in self.counts.items() if count > 1}

    def notes(self) -> list[str]:
        """A sentence for each name that is borne by more than one row in twenty of a thousand or more."""
        line = max(1000, self.rows // 20)
        return [
            f"The same first and last name stands in {count:,} of {self.rows:,} rows. A name that common looks like a stand-in; "
            "all rows were kept, and nobody will be found by the name alone."
            for count in sorted((one for one in self.counts.values() if one >= line), reverse=True)
        ]
