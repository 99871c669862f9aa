"""May this reader offer a family to another area? Whoever leads the referral and whoever decides; after a step down, once the
referral is closed, whoever holds the family by name.

The package says what every agency told the hub. So a holder of a team that answers for an agency (a school's, say) rings the hub,
which offers it; and so does every holder of a family whose whereabouts are protected.
"""

from datetime import datetime
from uuid import UUID

from plait.agencies.roles import may
from plait.base.access.verdict import Verdict, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.queries.handing import contact_protected
from plait.referrals.access import open_referral, people_refs
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.closing import may_ask_to_close
from plait.stepdown.access import visible_stepdowns
from plait.stepdown.life import HELD
from plait.stepdown.models import StepDown

LEADS = "lead:accept"


def held_by(by: Actor, referral_id: str, *, at: datetime) -> StepDown | None:
    """The step down by which this reader holds the family of a closed referral, if they do and may offer it."""
    if not may(by, LEADS):
        return None
    rows = visible_stepdowns(by, at=at).filter(
        referral_id=referral_id, referral__status=Referral.Status.CLOSED, status=HELD, lead_id=UUID(by.id)
    )
    found = rows.filter(referral__contact__route=Contact.Route.STANDARD)
    step = found.select_related("referral__contact__team__agency", "referral__lead__agency").first()
    if step is None or contact_protected(step.referral.contact_id):
        return None
    return step


def open_to_offer(by: Actor, referral_id: str, *, at: datetime) -> Referral:
    """The referral of a family that this reader may hand over: they work on it, or hold the family. Raises Refused."""
    step = held_by(by, referral_id, at=at)
    if step is None:
        return open_referral(by, referral_id, at=at, act="handover:offer")
    contact = step.referral.contact
    about = [step.referral.ref, step.ref, contact.ref, *people_refs(contact)]
    record(act="handover:offer", about=about, by=by, at=at, fields=("identity", "content"))
    return step.referral


def may_hand_over(referral: Referral, *, by: Actor, at: datetime) -> Verdict:
    """Of a referral that this reader has opened (`open_to_offer`)."""
    if held_by(by, str(referral.pk), at=at):
        return yes("holds")
    return may_ask_to_close(referral, by=by)
