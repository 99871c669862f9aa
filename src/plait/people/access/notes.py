"""Who may read an agency's private notes: the team that wrote them, while it is involved. No other rule opens them."""

from datetime import datetime

from plait.agencies.models import Team
from plait.agencies.queries import own_teams
from plait.agencies.roles import works_with_children
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access.opening import standing_of
from plait.people.models import AgencyNote
from plait.people.queries import knows_family, teams_involved
from plait.people.rules import may_read_notes

# Teams that work for everybody keep no notes of one agency's own.
NOT_AN_AGENCYS_OWN = (Team.Kind.HUB, Team.Kind.EDT, Team.Kind.CUSTODIAN, Team.Kind.CLOSED_LIST)


def teams_with_notes(by: Actor, person_id: str, *, at: datetime) -> list[Team]:
    """The reader's own teams, in their own agency, that are involved with this person as a team: not by a claim, not in an
    emergency, and not through one practitioner alone."""
    if not works_with_children(by):
        return []
    teams = [
        one
        for one in own_teams(by.teams)
        if str(one.agency_id) == by.agency and one.kind not in NOT_AN_AGENCYS_OWN
    ]
    involved = teams_involved(person_id, [str(one.pk) for one in teams], at=at)
    return [one for one in teams if str(one.pk) in involved]


def notes_of(by: Actor, person_id: str, *, at: datetime) -> list[AgencyNote]:
    """The notes that the reader's team keeps about this person, newest first, audited; or Refused in the words that hide."""
    about = f"person:{person_id}"
    teams = teams_with_notes(by, person_id, at=at)
    standing = standing_of(by, person_id, at=at)
    verdict = may_read_notes(
        own_team=bool(teams) and standing.exists,
        team_involved=bool(teams),
        conflicted=by.kind != "practitioner" or knows_family(by.id, person_id),
        restricted_away=standing.restricted and not (standing.named or standing.keeps),
    )
    if not verdict:
        raise Refused(verdict, about=about)
    record(act="agency-notes:read", about=about, by=by, at=at, fields=("sealed",), reason="own-team-involved")
    return list(
        AgencyNote.objects.filter(person_id=person_id, team__in=teams)
        .select_related("written_by", "team")
        .order_by("-written_at", "pk")
    )


__all__ = ["notes_of", "teams_with_notes"]
