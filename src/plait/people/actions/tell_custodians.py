"""Tell the custodians of restricted records that somebody was refused one."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Team
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.people.models import Person, RefusalsSeen

WHERE_TO_LOOK = "/audit/attempts/"


@deed
def tell_custodians(
    *, refusals: Iterable[AuditEntry], restricted: Mapping[str, Person], upto: int, by: Actor, at: datetime
) -> int:
    """One neutral message to each custodian for each person, seeker and day; then remember how far this has read.

    `restricted` names, by the audit's pseudonym, the person that each record is about. Returns how many were posted.
    """
    posted = 0
    for entry in refusals:
        person = restricted[entry.subject]
        for reader in _custodians(person, at):
            posted += post(
                key=f"attempt:{person.pk}:{entry.who[:16]}:{entry.at:%Y-%m-%d}:{reader}",
                kind="restricted-attempt",
                to=reader,
                context={"link_path": WHERE_TO_LOOK},
                at=at,
            )
    seen = RefusalsSeen.objects.select_for_update().first() or RefusalsSeen(at=at)
    seen.upto, seen.at = max(seen.upto, upto), at
    seen.save()
    record(act="restricted:custodians-told", about="page:restricted-attempts", by=by, at=at)
    return posted


def _custodians(person: Person, at: datetime) -> list[str]:
    """Everybody in the team that keeps the record, or the team's mailbox; every custodian team where none is named."""
    teams = [agencies.team(str(person.custodian_id))] if person.custodian_id else _every_team()
    found = []
    for team in teams:
        people = [f"practitioner:{one.pk}" for one in agencies.members(str(team.pk), at=at)]
        found += people or [f"team:{team.pk}"]
    return found


def _every_team() -> list[Team]:
    return list(agencies.teams_of_kind(Team.Kind.CUSTODIAN))
