"""Who could own a stage, in the order in which they are asked, with all that stands in their way."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.duty import absence_of, is_away
from plait.agencies.models import Adviser, Agency, Practitioner, Team
from plait.agencies.queries import (
    actor_for,
    advisers_of,
    holders_of,
    members,
    practitioner,
    safeguarding_team_of,
    shut_out,
    teams_of_kind,
)
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.packs.schema.escalation import ARBITRATOR, BEGINS
from plait.escalation.models import Disputed, Escalation, LadderPost
from plait.escalation.rules import Candidate, Side, may_own, may_take_part
from plait.people.access import conflicts_of, is_unreachable
from plait.people.models import DeclaredConflict
from plait.referrals.models import ContactPerson

Why = Literal["role", "deputy", "team", "arbitrator"]
# Until an agency has named who holds a role of the ladder, these roles of Plait answer for it.
HOLDERS = {"manager": "hub_manager", "head": "hub_manager"}
MOST_DEPUTIES = 5


def candidates(
    of: Disputed, roles: Sequence[str], side: Side, *, below: Collection[str] = (), at: datetime
) -> Iterator[Candidate]:
    """Everybody who could own it, the first asked first. `below`: who answered at a stage below (`practitioner:<id>`)."""
    for one in _in_order(of, roles, side, below, at):
        yield replace(one, answered_below=True) if one.ref in below else one


def _in_order(
    of: Disputed, roles: Sequence[str], side: Side, below: Collection[str], at: datetime
) -> Iterator[Candidate]:
    """By role, each followed by their deputies; then the team of that side, then whoever keeps the record where it is
    restricted, then whom the partnership named. A stage that asks the arbitrator asks no team of those who disagree.
    `rules.who_owns` takes the first who may, and never nobody."""
    if side == "theirs" and isinstance(of, Escalation) and of.elsewhere:
        yield Candidate(
            ARBITRATOR, "arbitrator", role=ARBITRATOR
        )  # nobody of the other area has an account here
        return
    if Agency.objects.filter(pk=_agency(of, side), ended_at__lte=at).exists():
        yield from in_place(of, side, at=at)
        return
    for place, role in enumerate(roles):
        why: Why = "role" if place == 0 else "deputy"
        if role == ARBITRATOR:
            yield from _arbitrators(of, at)
        elif role == BEGINS:
            yield from _who_begins(of, side, at)
        else:
            for person in _holders(_agency(of, side), role, at=at):
                yield from _with_deputies(of, person, role, why, at)
    for team in _teams(of, side):
        yield _team(of, team, side, at, below)
    yield from _arbitrators(of, at)


def in_place(of: Disputed, side: Side, *, at: datetime) -> Iterator[Candidate]:
    """Whoever acts for a side that is no more: whom the partnership named, then the hub’s managers, the hub, whoever keeps
    the record where it is restricted, and any other hub, should the first be no more either. The arbitrator by number alone comes
    last: no letter reaches a number."""
    *named, number = _arbitrators(of, at)
    yield from named
    hub = Team.objects.select_related("agency").get(contacts=of.contact_id)
    yield from _hub(of, hub, side, at)
    for team in _keepers(of):
        yield _team(of, team, side, at)
    for other in teams_of_kind(Team.Kind.HUB).exclude(pk=hub.pk):
        yield from _hub(of, other, side, at)
    yield number


def _hub(of: Disputed, hub: Team, side: Side, at: datetime) -> Iterator[Candidate]:
    for person in _holders(str(hub.agency_id), "manager", at=at):
        yield _person(of, person, "manager", "deputy", at)
    yield _team(of, hub, side, at)


def who_could_say(of: Disputed, *, at: datetime) -> Iterator[Candidate]:
    """Who may know what it did for the child, where only a number owns that: whoever acts for those who disagreed, else the teams
    of those with whom they did."""
    yield from in_place(of, "ours", at=at)
    for team in _teams(of, "theirs"):
        yield _team(of, team, "ours", at)


def _agency(of: Disputed, side: Side) -> str:
    return str(of.our_agency_id if side == "ours" else of.their_agency_id)


def _who_begins(of: Disputed, side: Side, at: datetime) -> Iterator[Candidate]:
    """The talk is between those who disagree; where nobody in particular decided, with the team that was asked."""
    who = of.by if side == "ours" else of.decider
    person = Practitioner.objects.select_related("agency", "deputy").filter(pk=who).first() if who else None
    if person is not None:
        yield _person(of, person, BEGINS, "role", at, begins=True)
        for deputy in _deputies_of(person, at):
            yield _person(of, deputy, BEGINS, "deputy", at)
    elif side == "theirs" and of.their_team is not None:
        yield _team(of, of.their_team, side, at)


def _holders(agency_id: str, role: str, *, at: datetime) -> list[Practitioner]:
    posts = LadderPost.objects.filter(agency_id=agency_id, role=role, to_at__isnull=True, from_at__lte=at)
    named = [
        post.practitioner
        for post in posts.select_related("practitioner__agency", "practitioner__deputy").order_by(
            "order", "pk"
        )
    ]
    if not named and role == Adviser.Kind.SAFEGUARDING_LEAD:
        named = [
            one.practitioner
            for one in advisers_of(agency_id)
            if one.kind == role and one.practitioner is not None
        ]
    if not named and role in HOLDERS:
        named = [one for one in holders_of(HOLDERS[role], at=at) if str(one.agency_id) == agency_id]
    return named


def _with_deputies(
    of: Disputed, person: Practitioner, role: str, why: Why, at: datetime
) -> Iterator[Candidate]:
    """Where they decided it themselves, nobody whom they named answers for them either: whoever is next does."""
    yield _person(of, person, role, why, at)
    if str(person.pk) == of.decider:
        return
    for deputy in _deputies_of(person, at):
        yield _person(of, deputy, role, "deputy", at)


def _deputies_of(person: Practitioner, at: datetime) -> list[Practitioner]:
    """Whom they named for while they are away; their deputy, the deputy’s deputy, and so on; a circle ends where it began."""
    absence = absence_of(person.pk, at=at)
    found = [absence.deputy] if absence is not None and absence.deputy is not None else []
    seen, one = {person.pk}, person.deputy
    while one is not None and one.pk not in seen and len(found) < MOST_DEPUTIES:
        if one not in found:
            found.append(one)
        seen.add(one.pk)
        one = one.deputy
    return found


def _arbitrators(of: Disputed, at: datetime) -> Iterator[Candidate]:
    posts = LadderPost.objects.filter(
        agency__isnull=True, role=ARBITRATOR, to_at__isnull=True, from_at__lte=at
    )
    for post in posts.select_related("practitioner__agency", "practitioner__deputy").order_by("order", "pk"):
        yield _person(of, post.practitioner, ARBITRATOR, "arbitrator", at)
    yield Candidate(ARBITRATOR, "arbitrator", role=ARBITRATOR)  # by name and number, whoever has an account


def _teams(of: Disputed, side: Side) -> list[Team]:
    """The team of that side, the agency’s safeguarding team, and the custodians of a restricted record."""
    own = of.our_team if side == "ours" else of.their_team
    found = [own, safeguarding_team_of(_agency(of, side)), *_keepers(of)]
    return list(dict.fromkeys(one for one in found if one is not None))


def _keepers(of: Disputed) -> list[Team]:
    kept = ContactPerson.objects.filter(
        contact_id=of.contact_id,
        description__person__restricted=True,
        description__person__custodian__isnull=False,
    )
    return list(
        Team.objects.filter(pk__in=kept.values("description__person__custodian_id")).order_by("name", "pk")
    )


def _person(
    of: Disputed, person: Practitioner, role: str, why: Why, at: datetime, *, begins: bool = False
) -> Candidate:
    actor = actor_for(person, at=at)
    return Candidate(
        ref=f"practitioner:{person.pk}",
        why=why,
        role=role,
        begins=begins,
        gone=bool(shut_out(person, at=at))
        or not may_take_part(actor),  # whoever could not open it does not own it
        away=is_away(person.pk, at=at),
        decided=str(person.pk) == of.decider,
        disagrees=str(person.pk) == of.by,
        conflicted=bool(_declared.rows(actor, of.contact_id)),
        absent=bool(_out_of_reach.rows(actor, of.contact_id, at=at)),
    )


@Written
def _declared(actor: Actor, contact_id: UUID) -> QuerySet[DeclaredConflict, Any]:
    ids = ContactPerson.objects.filter(contact_id=contact_id).values("description__person_id")
    return conflicts_of(actor).filter(person_id__in=ids).values_list("pk", flat=True)


@Written
def _out_of_reach(actor: Actor, contact_id: UUID, *, at: datetime) -> QuerySet[ContactPerson, Any]:
    people = ContactPerson.objects.filter(contact_id=contact_id)
    return people.filter(is_unreachable(actor, at=at, through="description__person")).values_list(
        "pk", flat=True
    )


def _team(of: Disputed, team: Team, side: Side, at: datetime, below: Collection[str] = ()) -> Candidate:
    """A team can own it while somebody in it could."""
    people = [_person(of, one, "", "team", at) for one in members.rows(str(team.pk), at=at)]
    people = [replace(one, answered_below=one.ref in below) for one in people]
    here = [one for one in people if not one.gone]
    return Candidate(
        ref=f"team:{team.pk}",
        why="team",
        gone=not here,
        away=bool(here) and all(one.away for one in here),
        absent=bool(here) and not any(may_own(one, side) for one in here),
    )


def as_candidate(of: Disputed, ref: str, side: Side, *, begins: bool, at: datetime) -> Candidate:
    """Whoever owns it now, with what stands in their way by now."""
    kind, _, record_id = ref.partition(":")
    if kind == "practitioner":
        person = practitioner(record_id)
        return _person(of, person, "", "role", at, begins=begins)
    if kind == "team":
        return _team(of, Team.objects.get(pk=record_id), side, at)
    return Candidate(ARBITRATOR, "arbitrator")
