"""May this reader be shown where somebody is who is protected, and what is taken out of every text before they see it?"""

from collections.abc import Iterable
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.people.access.opening import unreachable_people, visible_people, ways_in
from plait.people.models import Description, Person
from plait.people.places import shielded_among, whereabouts_of
from plait.people.rules import Whereabouts, may_see_where


def insist_may_reveal(by: Actor, person_id: str, *, at: datetime, danger: bool = True) -> None:
    """For somebody who has opened the person: may they be shown where they are though it is protected? Else Refused.
    `danger`: a child is in danger now (for the page, which asks why: it may be)."""
    kinds = ways_in(by, [person_id], at=at).get(person_id, frozenset())
    may_see_where(by.roles, kinds, danger=danger).insist(about=f"person:{person_id}")


def may_reveal_among(by: Actor, people: Iterable[Person], *, at: datetime) -> frozenset[str]:
    """Of these people, those who are protected and whom this reader may ask to be shown: for the link on a page."""
    shielded = shielded_among(people)
    if not shielded:
        return frozenset()
    kinds = ways_in(by, shielded, at=at)
    opens = visible_people(by, at=at).filter(pk__in=shielded).values_list("pk", flat=True)
    return frozenset(
        str(one) for one in opens if may_see_where(by.roles, kinds.get(str(one), frozenset()), danger=True)
    )


def whereabouts_for(by: Actor, person_ids: Iterable[str], *, at: datetime) -> Whereabouts:
    """What is taken out of every text before this reader sees it (`people.places.whereabouts_of`): where those of these people
    are who are protected, and, unless this reader may be shown where they are, which agencies know them. With each goes
    whoever was told of in the same concern, as on the story: what one page of a child hides, every page of theirs hides."""
    ids = list(person_ids)
    if not (found := whereabouts_of(ids)):
        return found
    ids = [*ids, *_told_of_with(ids, by, at=at)]
    people = Person.objects.filter(pk__in=ids)
    led = people.filter(superseded_by__isnull=False).values_list("superseded_by_id", flat=True)
    everybody = {*ids, *(str(one) for one in led)}
    shown = may_reveal_among(by, Person.objects.filter(pk__in=everybody), at=at)
    return whereabouts_of(ids, signs_of=everybody - shown)


def _told_of_with(person_ids: list[str], by: Actor, *, at: datetime) -> list[str]:
    """Whoever was told of in one concern with these people; never anybody whom this reader may not meet."""
    concerns = Description.objects.filter(person_id__in=person_ids, source_ref__startswith="contact:")
    people = Description.objects.filter(source_ref__in=concerns.values("source_ref"))
    met = people.exclude(person__in=unreachable_people(by, at=at).values("pk"))
    return [
        str(one) for one in met.values_list("person_id", flat=True).distinct() if str(one) not in person_ids
    ]
