"""When an agreement ends, when it is looked at again, and which events ask for that. Pure."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta


def ends_on(given_on: date, *, months: int) -> date:
    """The last day on which it stands: the same day of the month, or the month's last."""
    total = given_on.month - 1 + months
    year, month = given_on.year + total // 12, total % 12 + 1
    return date(year, month, min(given_on.day, monthrange(year, month)[1]))


def review_day(given_on: date, *, days: int, expires_on: date) -> date:
    """When it is looked at again: so many days on, never after it has ended."""
    return min(given_on + timedelta(days=days), expires_on)


def birthday(born: date, age: int) -> date:
    """The day somebody turns that age; somebody born on 29 February does so on 1 March of other years, as the law counts."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def next_birthday(born: date, ages: Collection[int], *, after: date) -> tuple[int, date] | None:
    """The next of these birthdays, with the age they turn; None when all are past."""
    coming = sorted((birthday(born, age), age) for age in ages)
    return next(((age, day) for day, age in coming if day > after), None)


def asks_for_review(event: str, *, prompts: Collection[str], named: bool = False) -> bool:
    """Does this event ask for a review of an agreement? One that the pack lists; and a new partner only where that agency is not
    among those they were asked about (`named`)."""
    return event in prompts and not (event == "new_partner" and named)
