"""A member of the team that was asked accepts: from now on the referral has a lead."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.end_involvements import end_involvements
from plait.people.actions.involve import involve
from plait.referrals.access import open_referral
from plait.referrals.events import LeadAccepted
from plait.referrals.models import Referral
from plait.referrals.queries.deciding import children_of, team_asked
from plait.referrals.rules import may_enter_later
from plait.referrals.store.clocks import hand_on_promises, stop_at_acceptance
from plait.referrals.store.moves import make_move


@deed
def accept_lead(
    *, referral_id: str, accepted_at: datetime | None = None, by: Actor, at: datetime
) -> Referral:
    """`by` leads from now; an earlier lead's allocation ends. Accepting twice changes nothing.

    Only a member of the team that the last decision asked; another member may take over from the first. `accepted_at` is its
    true time where it is entered later (Plait was down): not before the team was asked.
    """
    seen = open_referral(by, referral_id, at=at, act="referral:accept-lead")
    may_lead = may(by, "lead:accept")
    if not may_lead:
        raise Refused(may_lead, about=seen.ref)
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    team = team_asked(referral)
    if team is None or str(team.pk) not in by.teams:
        raise Refused(
            no(
                "not-the-team-asked",
                say="Your team was not asked to lead this.",
                next_step="Ask the hub who was asked",
            ),
            about=referral.ref,
        )
    if (
        referral.status == Referral.Status.WITH_LEAD
        and str(referral.lead_id) == by.id
        and referral.lead_team_id == team.pk
    ):
        return referral
    _true_time(accepted_at, referral, at=at).insist(about=referral.ref)
    referral.lead_id, referral.lead_team, referral.lead_accepted_at = by.id, team, at
    make_move(referral, "accept lead", because="", happened_at=accepted_at, by=by, at=at)
    end_involvements(
        source_kind="contact",
        source_id=referral.contact_id,
        kinds=frozenset({"allocated"}),
        besides_team=str(team.pk),
        by=by,
        at=at,
    )
    involve(
        person_ids=children_of(referral.contact_id),
        kind="allocated",
        source_kind="contact",
        source_id=referral.contact_id,
        practitioner_id=by.id,
        role_label="Lead practitioner",
        by=by,
        at=at,
    )
    stop_at_acceptance(referral, truly=accepted_at or at, by=by, at=at)
    hand_on_promises(referral, owner=f"team:{team.pk}", because="The team has accepted.", by=by, at=at)
    record(act="referral:lead-accepted", about=referral.ref, by=by, at=at)
    announce(LeadAccepted(referral.pk, referral.lead_id, by.id, at))  # type: ignore[arg-type]
    return referral


def _true_time(truly: datetime | None, referral: Referral, *, at: datetime) -> Verdict:
    """After the team was asked, and after whoever led until now had accepted."""
    turns = referral.moves.filter(verb__in=("decide", "reopen and ask", "accept lead")).order_by("-at", "-pk")
    last = turns.first() if truly is not None else None
    since = (last.happened_at or last.at) if last is not None else referral.accepted_at
    return may_enter_later(truly, since=since, at=at, before="That is before your team was asked to lead.")
