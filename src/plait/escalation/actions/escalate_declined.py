"""Another area declined to take a family: between the managers of both areas, the same day."""

from datetime import datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import NotInPack, current
from plait.escalation.events import Escalated
from plait.escalation.life import OPEN
from plait.escalation.models import Escalation
from plait.escalation.rules import first_stage, scope_of
from plait.escalation.store.stages import begin_stage
from plait.referrals.models import Contact

OTHER_AREA = "The other area"
WANTED = "Say together today who has hold of the family. Until that is settled, we keep it."
WE_DECLINED = "We declined to take this family over from another area."
THEY_KEEP = "Say together today who has hold of the family. Until that is settled, the other area keeps it."


@deed
def escalate_declined(
    *, subject: str, contact_id: UUID, because: str, area: str, by: Actor, at: datetime, ours: bool = False
) -> Escalation | None:
    """It begins above the talk, which was had. `area`: whom to ring over there; `by`: whoever offered the family, or declined
    it here (`ours`). The same said twice is one. None where this area has no ladder between areas."""
    contact = Contact.objects.select_related("team__agency").get(pk=contact_id)
    known = Escalation.objects.filter(subject=subject, by=by.id, status__in=OPEN).first()
    pack = current(at=at)
    try:
        ladder = pack.ladders().ladder_for("areas", Escalation.About.DECISION)
    except NotInPack:
        ladder = None
    if known is not None or ladder is None:
        record(act="escalation:raised-again", about=[subject, contact.ref], by=by, at=at)
        return known
    who = "We declined." if ours else "They declined."
    made = Escalation.objects.create(
        subject=subject,
        contact=contact,
        reference=contact.reference,
        words=because or who,
        scope=scope_of(our_agency="", their_agency="", other_area=True),
        urgency=Escalation.Urgency.SOON,
        our_agency=contact.team.agency,
        our_team=contact.team,
        their_agency=contact.team.agency,
        elsewhere=(area or OTHER_AREA)[:260],
        by=by.id,
        by_name=by.name,
        at=at,
        pack=pack.hash,
        about=Escalation.About.DECISION,
        because=WE_DECLINED if ours else "Another area declined to take this family over.",
        wanted=THEY_KEEP if ours else WANTED,
        ladder=ladder.code,
    )
    stage = ladder.stages[first_stage("areas", declined=True)]
    begin_stage(made, stage, order=1, because=who, pack=pack, by=by, at=at)
    record(act="escalation:raised", about=[made.ref, subject, contact.ref], by=by, at=at, pack=pack.hash)
    announce(Escalated(made.pk, contact.pk, by.id, at))
    return made
