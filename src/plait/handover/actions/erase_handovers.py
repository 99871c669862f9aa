"""The words of handovers are erased with the referral they belong to; that there was one, its steps and times stay."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import Handover, HandoverWord, Leg, LegWord, LentWord, Supplement
from plait.sharing.actions.erase_decisions import erase_decisions


@deed
def erase_handovers(*, contact_id: str, by: Actor, at: datetime) -> int:
    """By Plait itself alone. Answers how many there were."""
    by_itself(by).insist(about="page:disposal")
    rows = list(Handover.objects.select_for_update().filter(contact_id=contact_id).order_by("at", "pk"))
    ids = [row.pk for row in rows]
    Handover.objects.filter(pk__in=ids).update(core="", refs={}, area_because="")
    HandoverWord.objects.filter(handover__in=ids).update(words="", code="")
    Supplement.objects.filter(handover__in=ids).update(core="")
    LentWord.objects.filter(handover__in=ids).update(because="")
    LegWord.objects.filter(leg__handover__in=ids).update(
        who="", to_name="", to_phone="", service="", words=""
    )
    Leg.objects.filter(handover__in=ids).update(there="", there_phone="", there_source="")
    # Why a supplement was shared, and in which words; those of the offer itself go with the referral.
    erase_decisions(source_refs=[row.ref for row in rows], by=by, at=at)
    about = [row.ref for row in rows] or f"contact:{contact_id}"
    record(act="handover:disposed", about=about, by=by, at=at, fields=("content",))
    return len(rows)
