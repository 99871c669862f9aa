"""The error model: what agencies' hands and systems do to true details, and a mark on each record for what was done.

It changes columns in place, a few rows at a time. It lives apart from every comparison, and knows of none."""

from enum import IntFlag

import numpy as np

from plait.population import slips
from plait.population.chance import Flags, Floats, Ints, Texts
from plait.population.parameters import Errors


class Fault(IntFlag):
    """What went wrong with a record; several may."""

    TYPO = 1
    KEYBOARD = 2
    PHONETIC = 4
    NICKNAME = 8
    TRANSLITERATION = 16
    PLAIN_LETTERS = 32
    MISREAD_LETTERS = 64
    TRANSPOSED = 128
    MIDDLE_USED = 256
    MIDDLE_IN_FORENAME = 512
    PREVIOUS_SURNAME = 1024
    DAY_MONTH = 2048
    DATE_DIGIT = 4096
    DEFAULT_DATE = 8192
    BABY_OF = 16384
    UNKNOWN = 32768
    NO_SURNAME = 65536
    ONE_FIELD = 131072
    SURNAME_CUT = 262144
    NUMBER_DIGIT = 524288
    NUMBER_PLACEHOLDER = 1048576
    NUMBER_BORROWED = 2097152
    SEX = 4194304
    POSTCODE = 8388608
    CAPITALS = 16777216
    STALE = 33554432
    MISSING = 67108864


Columns = dict[str, Texts]
UNKNOWN_NAMES = np.array(["Unknown", "Not Known", "UNKNOWN", "U/K", "Baby", "?"], dtype=object)
PLACEHOLDERS = np.array(["0000000000", "9999999999"], dtype=object)


class Mangler:
    """Applies the error rates to columns of records; `faults` tells what each row got."""

    def __init__(self, columns: Columns, careless: Floats, errors: Errors, rng: np.random.Generator) -> None:
        self.columns, self.careless, self.errors, self.rng = columns, careless, errors, rng
        self.count = len(careless)
        self.faults = np.zeros(self.count, dtype=np.int64)

    def _chosen(self, rate: float, among: Flags | None = None) -> Ints:
        chosen = self.rng.random(self.count) < rate * self.careless
        return np.flatnonzero(chosen if among is None else chosen & among)

    def _has(self, name: str) -> Flags:
        return np.asarray(self.columns[name] != "", dtype=np.bool_)

    def slip(self, name: str, rows: Ints, how: slips.Slip, fault: Fault) -> None:
        """Put each chosen value through a slip; only a value that changed counts as a fault."""
        column = self.columns[name]
        numbers = self.rng.integers(0, 2**31, len(rows)).tolist()
        before = column[rows]
        after = np.empty(len(rows), dtype=object)
        after[:] = [
            how(value, number) if value else value for value, number in zip(before, numbers, strict=True)
        ]
        column[rows] = after
        self.faults[rows[np.asarray(after != before, dtype=np.bool_)]] |= int(fault)

    def mark(self, rows: Ints, fault: Fault) -> None:
        self.faults[rows] |= int(fault)

    def run(self, newborn: Flags, incomer: Flags, borrowed: Texts, previous: Texts) -> Ints:
        """Every kind of error once, in the order in which it happens to a record. Answers the faults.

        `borrowed` is the number of somebody near, `previous` the true earlier surname, whether the agency notes it or not."""
        self._people_say_another_name(previous)
        self._spelling()
        self._fields()
        self._dates(incomer)
        self._numbers(borrowed)
        self._nothing_known(newborn)
        return self.faults

    def _people_say_another_name(self, previous: Texts) -> None:
        columns, rates = self.columns, self.errors
        rows = self._chosen(
            rates.previous_surname, np.asarray(previous != "", dtype=np.bool_) & self._has("surname")
        )
        columns["surname"][rows], columns["previous_surname"][rows] = previous[rows], ""
        self.mark(rows, Fault.PREVIOUS_SURNAME)
        rows = self._chosen(rates.middle_used, self._has("middle"))
        columns["forename"][rows], columns["middle"][rows] = columns["middle"][rows], ""
        self.mark(rows, Fault.MIDDLE_USED)
        self.slip("forename", self._chosen(rates.nickname), slips.nickname, Fault.NICKNAME)
        self.slip("surname", self._chosen(rates.surname_cut), slips.surname_cut, Fault.SURNAME_CUT)

    def _spelling(self) -> None:
        rates = self.errors
        for name in ("forename", "surname"):
            for rate, how, fault in (
                (rates.transliteration, slips.transliteration, Fault.TRANSLITERATION),
                (rates.phonetic / 2, slips.phonetic, Fault.PHONETIC),
                (rates.typo / 2, slips.typo, Fault.TYPO),
                (rates.keyboard / 2, slips.keyboard, Fault.KEYBOARD),
            ):
                self.slip(name, self._chosen(rate), how, fault)
        foreign = np.zeros(self.count, dtype=np.bool_)
        for name in ("forename", "surname", "middle"):
            foreign |= np.fromiter(
                (not value.isascii() for value in self.columns[name]), dtype=np.bool_, count=self.count
            )
        for rate, how, fault in (
            (rates.plain_letters, slips.plain_letters, Fault.PLAIN_LETTERS),
            (rates.misread_letters, slips.misread_letters, Fault.MISREAD_LETTERS),
        ):
            # A system strips all the letters of a record or none, however careful its people are.
            rows = np.flatnonzero(foreign & (self.rng.random(self.count) < rate))
            for name in ("forename", "surname", "middle", "previous_surname"):
                self.slip(name, rows, how, fault)

    def _fields(self) -> None:
        columns, rates = self.columns, self.errors
        rows = self._chosen(rates.middle_in_forename, self._has("middle"))
        columns["forename"][rows] = columns["forename"][rows] + " " + columns["middle"][rows]
        columns["middle"][rows] = ""
        self.mark(rows, Fault.MIDDLE_IN_FORENAME)
        rows = self._chosen(rates.transposed, self._has("surname") & self._has("forename"))
        columns["forename"][rows], columns["surname"][rows] = (
            columns["surname"][rows],
            columns["forename"][rows],
        )
        self.mark(rows, Fault.TRANSPOSED)
        rows = self._chosen(rates.one_field, self._has("surname") & self._has("forename"))
        columns["forename"][rows] = columns["forename"][rows] + " " + columns["surname"][rows]
        columns["surname"][rows] = ""
        self.mark(rows, Fault.ONE_FIELD)
        rows = self._chosen(rates.no_surname, self._has("surname"))
        columns["surname"][rows] = ""
        self.mark(rows, Fault.NO_SURNAME)
        rows = self._chosen(rates.sex)
        columns["sex"][rows] = np.where(columns["sex"][rows] == "1", "2", "1")
        self.mark(rows, Fault.SEX)
        self.slip("postcode", self._chosen(rates.postcode), slips.digit, Fault.POSTCODE)
        rows = self._chosen(rates.capitals)
        for name in ("forename", "middle", "surname"):
            self.slip(name, rows, lambda value, _number: value.upper(), Fault.CAPITALS)

    def _dates(self, incomer: Flags) -> None:
        rates, known = self.errors, self._has("born_on")
        self.slip("born_on", self._chosen(rates.day_month, known), slips.day_month, Fault.DAY_MONTH)
        self.slip("born_on", self._chosen(rates.date_digit, known), slips.date_digit, Fault.DATE_DIGIT)
        rate = np.where(incomer, rates.default_date_incomer, rates.default_date * self.careless)
        rows = np.flatnonzero((self.rng.random(self.count) < rate) & known)
        self.slip("born_on", rows, lambda value, _number: value[:4] + "-01-01", Fault.DEFAULT_DATE)

    def _numbers(self, borrowed: Texts) -> None:
        rates, column = self.errors, self.columns["nhs_number"]
        self.slip("nhs_number", self._chosen(rates.number_digit), slips.digit, Fault.NUMBER_DIGIT)
        self.slip("upn", self._chosen(rates.number_digit), slips.digit, Fault.NUMBER_DIGIT)
        rows = self._chosen(rates.number_placeholder, self._has("nhs_number"))
        column[rows] = PLACEHOLDERS[self.rng.integers(0, len(PLACEHOLDERS), len(rows))]
        self.mark(rows, Fault.NUMBER_PLACEHOLDER)
        rows = self._chosen(
            rates.number_borrowed, self._has("nhs_number") & np.asarray(borrowed != "", dtype=np.bool_)
        )
        column[rows] = borrowed[rows]
        self.mark(rows, Fault.NUMBER_BORROWED)

    def _nothing_known(self, newborn: Flags) -> None:
        """'Baby of' before a child has its name, and words that stand where a name should."""
        forename, rates = self.columns["forename"], self.errors
        rows = np.flatnonzero(newborn & (self.rng.random(self.count) < rates.baby_of))
        words = np.array(
            ["Baby Of", "Baby", "BABY OF", "Male Infant", "Twin 1", "Baby Of Mother"], dtype=object
        )
        forename[rows] = words[self.rng.integers(0, len(words), len(rows))]
        self.columns["middle"][rows] = ""
        self.mark(rows, Fault.BABY_OF)
        for name in ("forename", "surname"):
            rows = self._chosen(rates.unknown / 2)
            self.columns[name][rows] = UNKNOWN_NAMES[self.rng.integers(0, len(UNKNOWN_NAMES), len(rows))]
            self.mark(rows, Fault.UNKNOWN)
