"""Say who holds a role of the ladders in an agency, and who no longer does."""

from datetime import datetime

from plait.agencies.access import may_advise_area, may_manage
from plait.agencies.models import Practitioner
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.base.packs.schema.escalation import ARBITRATOR, BEGINS
from plait.escalation.models import LadderPost


@deed
def name_on_ladder(
    *, agency_id: str, role: str, practitioner_id: str, order: int = 1, by: Actor, at: datetime
) -> LadderPost:
    """From now on they are asked in this role, in this order. The arbitrator is named for the whole partnership, by the agency
    that runs the hub, and may work anywhere. Naming the same twice is once."""
    may_manage(by, agency_id).insist()
    known = {one.code for one in current(at=at).ladders().roles} - {BEGINS}
    if role not in known:
        raise Refused(no("no-such-role", say="Choose a role of the ladders.", next_step="Choose one"))
    people = Practitioner.objects.select_related("agency").filter(pk=practitioner_id, left_at__isnull=True)
    if role == ARBITRATOR:
        if not may_advise_area(agency_id):
            say = "Whoever arbitrates is named by the agency that runs the hub."
            raise Refused(no("not-for-the-area", say=say, next_step="Ask the hub’s administrator"))
    else:
        people = people.filter(agency_id=agency_id)
    person = people.first()
    if person is None:
        raise Refused(hidden("not-own-agency"), about=f"practitioner:{practitioner_id}")
    home = None if role == ARBITRATOR else person.agency
    post = LadderPost.objects.filter(agency=home, role=role, practitioner=person, to_at__isnull=True).first()
    if post is None:
        post = LadderPost(agency=home, role=role, practitioner=person, from_at=at)
    post.order = order
    post.save()
    record(act="ladder:named", about=[f"practitioner:{person.pk}", f"agency:{agency_id}"], by=by, at=at)
    return post


@deed
def end_post(*, post_id: str, by: Actor, at: datetime) -> LadderPost:
    """They are not asked in this role any more. What they own already stays theirs. Doing it twice does it once."""
    post = LadderPost.objects.filter(pk=post_id).first()
    theirs = post is not None and (
        str(post.agency_id) == by.agency or (post.agency_id is None and may_advise_area(by.agency))
    )
    if post is None or not theirs:
        raise Refused(hidden("not-own-agency"), about=f"post:{post_id}")
    may_manage(by, by.agency).insist()
    post.to_at = post.to_at or at
    post.save(update_fields=["to_at"])
    record(act="ladder:ended", about=f"practitioner:{post.practitioner_id}", by=by, at=at)
    return post
