"""Look for somebody Plait may already know: purpose kept, enough to go on, at most ten, every one returned audited."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import described_to, unmet_by
from plait.people.models import Description
from plait.people.queries.finding import Finding, Likely, compare_with, find_people
from plait.people.queries.households import Household, find_together
from plait.people.rules import Query, may_search

TOLD = ("forename", "surname", "born_on", "nhs_number", "postcode")


@deed
def look_for_person(
    *, query: Query, purpose: str, besides: Iterable[str] = (), by: Actor, at: datetime
) -> list[Description]:
    """Possible known people, best first. Raises Refused when there is too little to go on or no role to search."""
    found = look_closely(query=query, purpose=purpose, besides=besides, by=by, at=at)
    return [one.description for one in found.people]


@deed
def look_closely(
    *,
    query: Query,
    purpose: str,
    besides: Iterable[str] = (),
    but: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> Finding:
    """The same with what speaks for and against each, and the family where only that is known. Relatives are returned people
    too, and audited like the others. `but`: records by their number that must not find themselves."""
    may(by, "identity:search").insist()
    may_search(query).insist()
    found = find_people(
        query,
        known=partial(described_to, by, at=at),
        besides=besides,
        but=but,
        unmet=unmet_by(by, at=at),
    )
    _searched(query, purpose, by, at)
    _returned([one.description for one in (*found.people, *found.relatives)], purpose, by, at)
    return found


@deed
def look_together(
    *,
    query: Query,
    members: Sequence[Description],
    purpose: str,
    besides: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> tuple[Finding, list[Household]]:
    """The same for one of several people whom one concern describes (`members`), and the families that these, asked together, may
    be: a renamed child is found by whom they live with."""
    may(by, "identity:search").insist()
    may_search(query).insist()
    found, homes = find_together(
        query, members, known=partial(described_to, by, at=at), besides=besides, unmet=unmet_by(by, at=at)
    )
    _searched(query, purpose, by, at)
    people = [one.description for one in (*found.people, *found.relatives)]
    if len(members) > 1:
        record(
            act="person:household-searched",
            about="search:people",
            by=by,
            at=at,
            purpose=purpose,
            fields=("identity",),
        )
        people += [one.likely for home in homes for one in home.members]
    _returned(people, purpose, by, at)
    return found, homes


@deed
def ask_why_not(
    *, query: Query, expected: Query, besides: Iterable[str] = (), purpose: str, by: Actor, at: datetime
) -> Likely | None:
    """Somebody expected a known person (`expected` says whom) among those found for `query`: what spoke against. None where
    nobody whom this reader may meet is known by those words."""
    found = look_closely(query=expected, purpose=purpose, besides=besides, by=by, at=at)
    return compare_with(query, found.people[0].person_id) if found.people else None


def _searched(query: Query, purpose: str, by: Actor, at: datetime) -> None:
    told = [name for name in TOLD if getattr(query, name)]
    record(act="person:searched", about="search:people", by=by, at=at, purpose=purpose, fields=told)


def _returned(found: Sequence[Description], purpose: str, by: Actor, at: datetime) -> None:
    about = sorted({f"person:{one.person_id}" for one in found})
    if about:
        record(act="person:returned", about=about, by=by, at=at, purpose=purpose, fields=("identity",))
