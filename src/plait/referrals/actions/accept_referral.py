"""A qualified worker accepts a concern as a referral. The 45 working days begin here."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.references import new_reference
from plait.base.packs import current
from plait.referrals.access import open_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.events import ReferralAccepted
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.deciding import told_by
from plait.referrals.rules import may_accept, may_decide, may_enter_later
from plait.referrals.store.clocks import end_passing
from plait.referrals.store.promises import start, stop_if_running


@deed
def accept_referral(
    *,
    contact_id: str,
    because: str,
    protecting: bool = False,
    accepted_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Referral:
    """The concern becomes a referral, led by the hub until a lead accepts. Accepting twice gives the same referral.

    Refused to whoever may not accept, to an unqualified worker, and to whoever raised it themselves, unless it is
    accepted to protect a child now (`protect_now`): then the rule on one's own concern comes after, and neither an
    answer given before, nor a team that has yet to accept, nor a colleague who accepted first stands in the way.
    `accepted_at` is its true time where it is entered later (Plait was down): the clocks count from then.
    """
    about = f"contact:{contact_id}"
    may(by, "referral:accept").insist(about=about)
    note_opened(contact_id=contact_id, by=by, at=at)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:accept").pk
    )
    may_accept(by).insist(about=about)
    if not protecting:
        may_decide(actor=by, told_by=told_by(contact.pk)).insist(about=about)
    done = Referral.objects.filter(contact=contact).first()
    if done is not None and (protecting or done.accepted_by == by.id):
        return done
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why you accept it.", next_step="Add a reason"), about=about)
    may_enter_later(accepted_at, since=contact.received_at, at=at).insist(about=about)
    truly = accepted_at or at
    verb = "protect" if protecting else "accept"
    CONTACT.may(verb, now=contact.status).insist(about=about)
    contact.status = CONTACT.after(verb, now=contact.status)
    contact.save(update_fields=["status"])
    pack = current(at=at)
    referral = Referral.objects.create(
        contact=contact,
        reference=new_reference("R"),
        accepted_by=by.id,
        accepted_by_name=by.name,
        accepted_at=at,
        truly_accepted_at=accepted_at,
        accepted_because=because.strip(),
        pack=pack.release_id,
    )
    start(
        key=f"{referral.ref}:assessment",
        rule="assessment_max",
        subject=referral.ref,
        start_event="referral accepted",
        started_at=truly,
        target=pack.clock("assessment_max"),
        owner=f"team:{contact.team_id}",
        pack=pack,
        by=by.id,
        at=at,
    )
    stop_if_running(
        f"{contact.ref}:decision", end_event="accepted as a referral", truly=truly, by=by.id, at=at
    )
    end_passing(contact.ref, end_event="accepted as a referral", truly=truly, by=by, at=at)
    record(act="referral:accepted", about=[contact.ref, referral.ref], by=by, at=at, pack=pack.release_id)
    announce(ReferralAccepted(contact.pk, referral.pk, by.id, at))
    return referral
