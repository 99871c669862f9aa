"""calendars/: the country's bank holidays and the area's school terms, and until when each is known."""

from datetime import date, time, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Headed, MaybeText, Strict, Text


class BankHoliday(Strict):
    """One day on which working time does not count."""

    date: date
    title: Text


class BankHolidaysFile(Headed):
    """Every bank holiday between `covers_from` and `covers_until`, both included."""

    version: Text
    covers_from: date
    covers_until: date
    holidays: Annotated[tuple[BankHoliday, ...], Field(min_length=1, max_length=1_000)]

    @model_validator(mode="after")
    def _covered(self) -> Self:
        if self.covers_until < self.covers_from:
            raise ValueError("covers_until lies before covers_from")
        for holiday in self.holidays:
            if not self.covers_from <= holiday.date <= self.covers_until:
                raise ValueError(f"{holiday.date} lies outside covers_from and covers_until")
        return self


class Away(Strict):
    """Days in term on which pupils are not in school, first and last included."""

    first: date
    last: date
    why: MaybeText = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.first <= self.last <= self.first + timedelta(days=60):
            raise ValueError("Days away must end after they begin, and within 60 days")
        return self

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class SchoolTerm(Strict):
    """One term, first and last day included."""

    name: Text
    first: date
    last: date
    away: tuple[Away, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("A term must end after it begins")
        for away in self.away:
            if away.first < self.first or away.last > self.last:
                raise ValueError(f"Days away from {away.first} lie outside the term")
        return self


class SchoolTermsFile(Headed):
    """The area's school year. Beyond its last term, school days are counted as working days and marked so."""

    version: Text
    opens: time
    closes: time
    terms: Annotated[tuple[SchoolTerm, ...], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _terms_follow(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("School must open before it closes")
        for one, next_one in zip(self.terms, self.terms[1:], strict=False):
            if next_one.first <= one.last:
                raise ValueError(f"The term “{next_one.name}” begins before “{one.name}” ends")
        return self
