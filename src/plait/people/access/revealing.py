"""May this reader be shown where somebody is who is protected, and what is taken out of every text before they see it?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.people.access.opening import may_be_opened, unreachable_people, ways_in
from plait.people.models import Description, Person
from plait.people.places import shielded_among, shielded_of, whereabouts_of
from plait.people.queries import standing_ids
from plait.people.rules import Whereabouts, may_see_where


def insist_may_reveal(by: Actor, person_id: str, *, at: datetime, danger: bool = True) -> None:
    """For somebody who has opened the person: may they be shown where they are though it is protected? Else Refused.
    `danger`: a child is in danger now (for the page, which asks why: it may be)."""
    kinds = ways_in(by, [person_id], at=at).get(person_id, frozenset())
    may_see_where(by.roles, kinds, danger=danger).insist(about=f"person:{person_id}")


def may_reveal_among(by: Actor, people: Iterable[Person], *, at: datetime) -> frozenset[str]:
    """Of these people, those who are protected and whom this reader may ask to be shown: for the link on a page."""
    return may_reveal_of(by, shielded_among(people), at=at)


def may_reveal_of(by: Actor, shielded: Collection[str], *, at: datetime) -> frozenset[str]:
    """The same of people who are protected, by their ids."""
    if not shielded:
        return frozenset()
    kinds = ways_in(by, shielded, at=at)
    opens = may_be_opened(by, shielded, at=at)
    return frozenset(
        one for one in opens if may_see_where(by.roles, kinds.get(one, frozenset()), danger=True)
    )


def whereabouts_for(by: Actor, person_ids: Iterable[str], *, at: datetime) -> Whereabouts:
    """What is taken out of every text before this reader sees it (`people.places.whereabouts_of`): where those of these people
    are who are protected, and, unless this reader may be shown where they are, which agencies know them. With each goes
    whoever was told of in the same concern, as on the story: what one page of a child hides, every page of theirs hides."""
    ids = list(person_ids)
    if not (found := whereabouts_of(ids)):
        return found
    ids = [*ids, *_told_of_with(ids, by, at=at)]
    everybody = {*ids, *standing_ids(ids)}
    shown = may_reveal_of(by, shielded_of(everybody), at=at)
    return whereabouts_of(ids, signs_of=everybody - shown)


def _told_of_with(person_ids: list[str], by: Actor, *, at: datetime) -> list[str]:
    """Whoever was told of in one concern with these people; never anybody whom this reader may not meet."""
    # Asked apart: as one question PostgreSQL reads through everything that was ever told of anybody.
    concerns = set(_concerns_about.rows(some_ids(person_ids)))
    met = map(str, _told_of_in.rows(by, _filled(concerns), at=at))
    return [one for one in met if one not in person_ids]


def _filled(concerns: Collection[str]) -> tuple[str, ...]:
    """These, and as many of none that there are 1, 2, 4, 8 ... of them: questions of few shapes."""
    wanted = 1 << (len(concerns) - 1).bit_length() if concerns else 0
    return (*sorted(concerns), *("contact:none" for _ in range(wanted - len(concerns))))


@Written
def _concerns_about(ids: tuple[UUID, ...]) -> QuerySet[Description, Any]:
    rows = Description.objects.filter(person_id__in=ids, source_ref__startswith="contact:")
    return rows.values_list("source_ref", flat=True)


@Written
def _told_of_in(by: Actor, concerns: tuple[str, ...], *, at: datetime) -> QuerySet[Description, Any]:
    people = Description.objects.filter(source_ref__in=concerns)
    met = people.exclude(person__in=unreachable_people(by, at=at).values("pk"))
    return met.order_by().values_list("person_id", flat=True).distinct()
