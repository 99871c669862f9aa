"""Who may manage accounts, and when somebody must show once more that it is they."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse

from plait.agencies import duty, queries
from plait.agencies.models import Invitation, Practitioner, Team
from plait.agencies.roles import ROLES, may, permissions
from plait.agencies.rules import STEP_UP_LASTS
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import queries as areas
from plait.base.federation.models import Incident, Peer, Proposal

View = Callable[..., HttpResponse]


class StepUpNeeded(Exception):
    """They signed in too long ago for this. SessionLimits leads them to show who they are, and keeps what they sent."""


def stepped_up(view: View) -> View:
    """Put under a door: whoever signed in more than five minutes ago shows once more that it is they, then comes back to
    what they were doing.

    Stands between `@door` and the view. Somebody with no means to show it (the cast of a demo) passes; with real data
    everybody has a password.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if user.is_authenticated and get_reauthentication_flows(user):
            times = [one["at"] for one in get_authentication_records(request, user)]
            at = request.at.timestamp()  # type: ignore[attr-defined]
            if not times or at - max(times) > STEP_UP_LASTS.total_seconds():
                raise StepUpNeeded
        return view(request, *args, **kwargs)

    return checked


def step_up_address(request: HttpRequest) -> str:
    """Where they show once more who they are, by the first means they have."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    return str(methods[0]["url"])


def may_manage(by: Actor, agency_id: str) -> Verdict:
    """May they invite people into this agency and end accounts there? Administrators of that agency; Plait's own command line."""
    if by.kind == "process":
        return yes("process")
    if not (allowed := may(by, "practitioner:invite")):
        return allowed
    if by.agency != agency_id:
        return no(
            "other-agency",
            say="You can only do this for people of your own agency.",
            next_step="Ask that agency's administrator",
        )
    return yes("administrator-of-agency")


def may_advise_area(agency_id: str) -> bool:
    """May this agency's advisers be asked by everybody in the area? Those of the agency that runs the hub may."""
    return Team.Kind.HUB in queries.kinds_of_teams(agency_id)


# A role that opens a desk belongs where that desk is: the agency must have the team. Everybody else's administrator
# could otherwise invite a friend, or a second self, into the hub.
GOES_WITH_TEAM = {
    "call_handler": (Team.Kind.HUB,),
    "hub_screener": (Team.Kind.HUB,),
    "hub_manager": (Team.Kind.HUB,),
    "pack_owner": (Team.Kind.HUB,),
    "privacy_officer": (Team.Kind.HUB, Team.Kind.CUSTODIAN),
    "duty_worker": (Team.Kind.EDT, Team.Kind.HUB),
    "lead_practitioner": (Team.Kind.CASEWORK, Team.Kind.SAFEGUARDING),
    "designated_officer": (Team.Kind.CLOSED_LIST,),
    "custodian": (Team.Kind.CUSTODIAN,),
}


def grantable(by: Actor, agency_id: str) -> list[str]:
    """Codes of the roles they may grant in this agency. Plait's own command line may grant any; nobody a mailbox's."""
    given = [code for code in ROLES if code != "mailbox_referrer"]
    if by.kind == "process":
        return given
    kinds = queries.kinds_of_teams(agency_id)
    return [code for code in given if code not in GOES_WITH_TEAM or kinds & {*GOES_WITH_TEAM[code]}]


def may_grant(by: Actor, roles: frozenset[str], *, agency_id: str, to: str = "") -> Verdict:
    """May they grant these roles in this agency? Nobody grants a role to themselves, whatever they are."""
    if to and to == by.id:
        return no(
            "grant-to-self",
            say="Nobody grants a role to themselves.",
            next_step="Ask another administrator of your agency",
        )
    if beyond := sorted(roles & ROLES.keys() - {*grantable(by, agency_id)}):
        return no(
            "role-of-another-agency",
            say=f"Your agency has no team for this role: {', '.join(ROLES[code].label for code in beyond)}.",
            next_step="Ask the hub’s administrator",
        )
    return yes("grant-to-other")


def may_join(invitation: Invitation | None, *, at: datetime) -> Verdict:
    """Can this invitation be accepted now? Used, expired and unknown links are answered in the same words."""
    if (
        invitation is None
        or invitation.accepted_at is not None
        or invitation.expires_at <= at
        or invitation.practitioner.left_at is not None
    ):
        return no(
            "invitation-over",
            say="This link does not work. It may have been used already, or its seven days are over.",
            next_step="Ask whoever invited you for a new one",
        )
    return yes("invitation-open")


def open_colleague(*, by: Actor, practitioner_id: str, at: datetime) -> Practitioner:
    """A person of the administrator's own agency; anybody else is nothing by this route."""
    about = f"practitioner:{practitioner_id}"
    found = queries.people_of_agency(by.agency).filter(pk=practitioner_id).first()
    if found is None or "practitioner:invite" not in permissions(by):
        raise Refused(hidden("not-own-agency"), about=about)
    record(act="practitioner:read", about=about, by=by, at=at)
    return found


def may_say_away(by: Actor, person: Practitioner, *, at: datetime) -> Verdict:
    """They themselves, the manager of a team they are in, and administrators of their agency. Nobody says it for a stranger."""
    if by.kind == "process" or by.id == str(person.pk):
        return yes("themselves")
    if duty.manages(by.id, str(person.pk), at=at):
        return yes("their-manager")
    if by.agency == str(person.agency_id) and "practitioner:invite" in permissions(by):
        return yes("administrator-of-agency")
    return hidden("not-their-manager")


def deputy_for(person: Practitioner, deputy_id: str, *, at: datetime) -> Practitioner:
    """Whoever may act for them: a colleague of the same agency who is there, and not they themselves. Raises Refused."""
    colleagues = Practitioner.objects.select_related("agency").filter(agency_id=person.agency_id)
    found = colleagues.filter(pk=deputy_id).exclude(pk=person.pk).first()
    if found is None or queries.shut_out(found, at=at):
        refusal = no(
            "no-such-deputy",
            say="They cannot act for this person.",
            next_step="Choose somebody else of the same agency",
        )
        raise Refused(refusal, about=f"practitioner:{person.pk}")
    return found


def may_keep_rota(by: Actor, team: Team) -> Verdict:
    """The team's manager, and administrators of its agency."""
    own = by.agency == str(team.agency_id)
    if by.kind == "process" or by.id == str(team.manager_id):
        return yes("manages-the-team")
    if own and "practitioner:invite" in permissions(by):
        return yes("administrator-of-agency")
    return no(
        "not-the-manager",
        say="The manager of this team keeps its rota.",
        next_step="Ask them, or your agency’s administrator",
    )


def open_team(*, by: Actor, team_id: str, at: datetime) -> Team:
    """A team of one's own agency, and its rota; anybody else's is nothing by this route."""
    about = f"team:{team_id}"
    team = Team.objects.select_related("agency", "manager").filter(pk=team_id, agency_id=by.agency).first()
    if team is None:
        raise Refused(hidden("not-own-agency"), about=about)
    record(act="duty:read", about=about, by=by, at=at)
    return team


def _runs_the_hub(by: Actor, permission: str) -> Verdict:
    if not (allowed := may(by, permission)):
        return allowed
    if may_advise_area(by.agency):
        return yes("agency-that-runs-the-hub")
    return no(
        "not-the-hubs-agency",
        say="The agency that runs the hub keeps this area’s ties with other areas.",
        next_step="Ring the hub",
    )


def reads_areas(by: Actor) -> Verdict:
    """Whom to ring in another area, and by which keys it is believed: for those who have to ring."""
    return _runs_the_hub(by, "area:read")


def may_pin_areas(by: Actor) -> Verdict:
    """Propose and confirm whom this area believes."""
    return _runs_the_hub(by, "area:pin")


def may_suspend_areas(by: Actor) -> Verdict:
    """End trust alone, at any hour."""
    return _runs_the_hub(by, "area:suspend")


def open_area(*, by: Actor, peer_id: str, at: datetime) -> Peer:
    """Another area's page."""
    about = f"area:{peer_id}"
    reads_areas(by).insist(about=about)
    found = areas.peer(peer_id)
    if found is None:
        raise Refused(hidden("absent"), about=about)
    record(act="area:read", about=about, by=by, at=at)
    return found


def open_proposal(*, by: Actor, proposal_id: str, at: datetime) -> Proposal:
    """What somebody proposed to believe."""
    about = f"area-proposal:{proposal_id}"
    reads_areas(by).insist(about=about)
    found = areas.proposal(proposal_id)
    if found is None:
        raise Refused(hidden("absent"), about=about)
    record(act="area:proposal", about=about, by=by, at=at)
    return found


def may_ring_about_border(by: Actor) -> Verdict:
    """See what went wrong at the border, ring the other area, and say what was found: those who may end the trust in it."""
    return _runs_the_hub(by, "area:suspend")


def open_incident(*, by: Actor, incident_id: str, at: datetime) -> Incident:
    """One thing that went wrong between two areas."""
    about = f"border-incident:{incident_id}"
    may_ring_about_border(by).insist(about=about)
    found = areas.incident(incident_id)
    if found is None:
        raise Refused(hidden("absent"), about=about)
    record(act="border-incident:read", about=about, by=by, at=at)
    return found
