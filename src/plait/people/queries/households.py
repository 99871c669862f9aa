"""Who is this, and which family? Somebody looked for together with those they were described with, in one reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from plait.matching.family import Family, families_among
from plait.matching.model import Model, current
from plait.matching.search import look_up_all
from plait.people.models import Description
from plait.people.queries.finding import LOOKED_AT, Finding, asked, traits_of_query, weighed
from plait.people.queries.meeting import Known, met
from plait.people.rules import Query, may_search
from plait.people.store.filing import standards_of
from plait.people.store.found import AskingStore
from plait.people.store.shields import traits_of_description


@dataclass(frozen=True, slots=True)
class Alike:
    """One member of a household asked about together, and the known person they look like."""

    asked: int
    likely: Description
    evidence: float


@dataclass(frozen=True, slots=True)
class Household:
    """Known people who belong together and look like those who were asked about together."""

    score: float
    shared: float
    members: tuple[Alike, ...]
    sure: bool


def find_together(
    query: Query,
    members: Sequence[Description],
    *,
    known: Known,
    besides: Iterable[str] = (),
    unmet: Iterable[UUID] = (),
) -> tuple[Finding, list[Household]]:
    """Whom we may know by these words (as `find_people`), and which families the `members`, asked together, may be: evidence
    about each is added, what a household shares counts once. None of the members' own records is found.

    A member about whom too little is known to look for them alone is not asked about; nor is a family by one member alone."""
    model, plain, besides = current(), asked(query), frozenset(map(str, besides))
    told = [one for one in members if may_search(_query_of(one))]
    plains = standards_of(told) if len(told) > 1 else []
    store = AskingStore(but={one.number for one in members}, unmet=unmet)
    found, *found_of_each = look_up_all([plain, *plains], store, model)
    looked = weighed(plain, found, model)
    families = families_among(plains, found_of_each, store, model, most=LOOKED_AT).families if plains else ()
    rows = list(known({*looked.refs, *(one.ref for family in families for one in family.members)}))
    traits = frozenset().union(*(traits_of_description(one) for one in told))
    homes = _homes(families, [members.index(one) for one in told], met(rows, besides, traits), model)
    return looked.shown(met(rows, besides, traits_of_query(query))), homes


def _homes(
    families: Sequence[Family], place: Sequence[int], met: Mapping[int, Description], model: Model
) -> list[Household]:
    homes = []
    for family in families:
        alike = tuple(
            Alike(place[one.asked], met[one.ref], one.evidence) for one in family.members if one.ref in met
        )
        # The score is that of those who may be shown: a member who may not be met adds nothing.
        score = model.prior + sum(one.evidence for one in alike) + family.shared
        if len(alike) > 1 and score >= model.lines.possible:
            homes.append(Household(score, family.shared, alike, score >= model.lines.family_known))
    return sorted(homes, key=lambda one: -one.score)[:3]


def _query_of(told: Description) -> Query:
    return Query(
        forename=told.forename, surname=told.surname, born_on=told.born_on, nhs_number=told.nhs_number
    )
