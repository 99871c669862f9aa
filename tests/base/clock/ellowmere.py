"""One invented calendar for the stories told about clocks."""

from datetime import date, datetime, time, timedelta

from plait.base.clock import LONDON, Calendar, Term

HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 "
        "2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28"
    ).split()
)


def days(first: str, last: str) -> frozenset[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset(start + timedelta(days=n) for n in range((end - start).days + 1))


CALENDAR = Calendar(
    version="test-1",
    holidays=HOLIDAYS,
    covers_from=date(2026, 1, 1),
    covers_until=date(2027, 12, 28),
    opens=time(9),
    closes=time(17),
    terms=(
        Term(date(2026, 9, 2), date(2026, 12, 18), days("2026-10-26", "2026-10-30") | {date(2026, 9, 2)}),
        Term(date(2027, 1, 4), date(2027, 3, 25), days("2027-02-15", "2027-02-19")),
    ),
)


def london(text: str) -> datetime:
    """A local moment: `2026-11-20 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)
