"""The promises that hang on an agreement: its review, its end, and birthdays that change whose answer counts."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from plait.base.clock import LONDON
from plait.base.timers import cancel_timer, set_timer
from plait.people.models import Description
from plait.sharing.models import FamilyAgreement
from plait.sharing.rules.family_days import next_birthday

MORNING = time(8, 0)


def promise(
    agreement: FamilyAgreement, *, birthdays: Iterable[int], people: Iterable[str], at: datetime
) -> None:
    """Set what is due: the review, the day after the last, and the next birthday of each of these people that counts."""
    look_again(agreement, agreement.review_on, at=at)
    _set(agreement, "expires", date.fromordinal(agreement.expires_on.toordinal() + 1), at=at)
    ages = tuple(birthdays)
    for person, born in _born(people).items():
        coming = next_birthday(born, ages, after=at.astimezone(LONDON).date())
        if coming is not None and coming[1] <= agreement.expires_on:
            _set(agreement, "birthday", coming[1], who=person, at=at)


def look_again(agreement: FamilyAgreement, day: date, *, at: datetime) -> None:
    """Set the review for that day: each day has a promise of its own, since one that fired stays fired."""
    _set(agreement, "review", day, who=day.isoformat(), at=at)


def release(agreement: FamilyAgreement, *, people: Iterable[str]) -> None:
    """Take back what was promised about an agreement that no longer stands."""
    days = {agreement.review_on, *(row.next_on for row in agreement.reviews.all() if row.next_on)}
    for day in days:
        cancel_timer(key=_key(agreement, "review", day.isoformat()))
    cancel_timer(key=_key(agreement, "expires", ""))
    for person in people:
        cancel_timer(key=_key(agreement, "birthday", person))


def _set(agreement: FamilyAgreement, what: str, day: date, *, who: str = "", at: datetime) -> None:
    set_timer(
        key=_key(agreement, what, who),
        kind=f"agreement-{what}",
        subject=agreement.ref,
        due_at=datetime.combine(day, MORNING, LONDON),
        at=at,
    )


def _key(agreement: FamilyAgreement, what: str, who: str) -> str:
    return ":".join(part for part in (agreement.ref, what, who) if part)


def _born(people: Iterable[str]) -> dict[str, date]:
    ids = [UUID(one) for one in people]
    rows = Description.objects.filter(person_id__in=ids, born_on__isnull=False).order_by("stated_at", "pk")
    return {str(row.person_id): row.born_on for row in rows if row.born_on}
