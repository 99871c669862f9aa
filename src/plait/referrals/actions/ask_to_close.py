"""Ask for a referral to be closed in which protection was begun: a hub manager, who is another person, agrees or not."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.access import who_may_hear
from plait.referrals.access import open_referral
from plait.referrals.models import Referral
from plait.referrals.queries.closing import may_ask_to_close
from plait.referrals.queries.deciding import everybody_in
from plait.referrals.store.clocks import await_second_person


@deed
def ask_to_close(*, referral_id: str, because: str, by: Actor, at: datetime) -> Referral:
    """Nothing closes yet: the hub’s managers hear that somebody asks, and it has a time. Whatever moves the referral on
    (a decision, a lead, a reopening) ends the asking. Asking the same twice changes nothing."""
    seen = open_referral(by, referral_id, at=at, act="referral:ask-to-close")
    may_ask_to_close(seen, by=by).insist(about=seen.ref)
    if not because.strip():
        raise Refused(no("no-reason", say="Say why it closes.", next_step="Add your reason"), about=seen.ref)
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    if referral.status == Referral.Status.CLOSED:
        return referral
    if (referral.close_asked_by, referral.close_asked_because) == (by.id, because.strip()):
        return referral
    referral.close_asked_by, referral.close_asked_by_name = by.id, by.name
    referral.close_asked_at, referral.close_asked_because = at, because.strip()
    referral.save(
        update_fields=["close_asked_by", "close_asked_by_name", "close_asked_at", "close_asked_because"]
    )
    await_second_person(referral, current(at=at), by=by, at=at)
    for to in _who_agrees(referral, by, at=at):
        post(
            key=f"{referral.ref}:close-asked:{at:%Y%m%d%H%M%S}:{to}", kind="close-asked", to=to,
            about=f"contact:{referral.contact_id}", context={"link_path": f"/referrals/{referral.pk}/close/"}, at=at,
        )  # fmt: skip
    record(act="referral:close-asked", about=referral.ref, by=by, at=at, fields=("content",))
    return referral


def _who_agrees(referral: Referral, by: Actor, *, at: datetime) -> list[str]:
    """The managers who are another person and may hear of the family, by name; the hub, where there is none of them."""
    managers = {str(one.pk) for one in agencies.holders_of("hub_manager", at=at)} - {by.id}
    may_hear = who_may_hear(managers, everybody_in(referral.contact_id), at=at)
    return [f"practitioner:{one}" for one in sorted(may_hear)] or [f"team:{referral.contact.team_id}"]
