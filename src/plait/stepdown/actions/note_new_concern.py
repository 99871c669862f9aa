"""A new concern speaks of a child who was stepped down: the register answers, and whoever holds the family hears."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.packs import current
from plait.stepdown.events import ConcernAboutSteppedDown
from plait.stepdown.life import LIVE
from plait.stepdown.models import NewConcern, StepDown
from plait.stepdown.rules import days_between


@deed
def note_new_concern(
    *, stepdown_id: str, contact_id: str, received_at: datetime, by: Actor, at: datetime
) -> NewConcern:
    """Keep the days that passed, once. The letter is neutral and says nothing of who raised it or what was said; on the page
    of the step down stands only that there is one, and whom to ring."""
    stepdown = (
        StepDown.objects.select_related("referral__contact")
        .select_for_update(of=("self",))
        .get(pk=stepdown_id)
    )
    days = days_between(stepdown.made_at.astimezone(LONDON).date(), received_at.astimezone(LONDON).date())
    row, made = NewConcern.objects.get_or_create(
        stepdown=stepdown, contact_id=contact_id, defaults={"days": days, "at": received_at}
    )
    record(act="stepdown:new-concern", about=[stepdown.ref, f"contact:{contact_id}"], by=by, at=at)
    if not made:
        return row
    holders = [f"practitioner:{stepdown.lead_id}"] if stepdown.lead_id else []
    for one in (*holders, f"team:{stepdown.to_team_id}") if stepdown.status in LIVE else ():
        post(
            key=f"{stepdown.ref}:new-concern:{contact_id}:{one}"[:200],
            kind="stepdown-new-concern",
            to=one,
            body_ref="ring",
            about=stepdown.ref,
            context={"link_path": f"/step-down/{stepdown.pk}/", "phone": current(at=at).area.hub_phone},
            at=at,
        )
    announce(ConcernAboutSteppedDown(stepdown.pk, row.contact_id, days, at))
    return row
