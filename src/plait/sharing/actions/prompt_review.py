"""Something has happened that may change what people would say: ask whoever works with them to look again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.base.access.deeds import deed
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.queries import ids_of, standing_id
from plait.sharing.models import AgreementReview, FamilyAgreement
from plait.sharing.rules.family_days import asks_for_review


@deed
def prompt_review(
    *,
    why: str,
    event: str,
    people: Sequence[str] = (),
    agreement_id: str = "",
    agency_id: str = "",
    worker: str = "",
    by: Actor,
    at: datetime,
) -> list[AgreementReview]:
    """Ask once for each event about each standing agreement: one (`agreement_id`), or every one about these people.

    `agency_id` is the agency that joined: no question where it was asked about by name. `worker` is who is told by a neutral
    letter; without it, whoever recorded the agreement.
    """
    pack, today = current(at=at), at.astimezone(LONDON).date()
    prompts = {one.on for one in pack.agreement_process.prompts} if pack.agreement_process else set()
    made: list[AgreementReview] = []
    for agreement in _standing(people, agreement_id):
        named = any(one.agency_id == agency_id for one in agreement.partners.all()) if agency_id else False
        over = today > agreement.expires_on and why != "expired"
        if over or not asks_for_review(why, prompts=prompts, named=named):
            continue
        row, new = AgreementReview.objects.get_or_create(
            agreement=agreement, why=why, event=event[:120], defaults={"asked_at": at}
        )
        if not new:
            continue
        made.append(row)
        post(
            key=f"agreement-review:{row.pk}",
            kind="agreement-review",
            to=f"practitioner:{worker or agreement.worker}",
            context={"link_path": "/family-agreement/due/", "phone": pack.area.hub_phone},
            about=agreement.episode,
            at=at,
        )
    about = [row.agreement.ref for row in made] or [f"event:{why}"]
    record(act="agreement:review-asked", about=about, by=by, at=at, reason=why)
    return made


def _standing(people: Sequence[str], agreement_id: str) -> list[FamilyAgreement]:
    rows = FamilyAgreement.objects.filter(superseded_by__isnull=True, ended_at__isnull=True)
    if agreement_id:
        rows = rows.filter(pk=agreement_id)
    else:
        about = _about.rows(some_ids(ids_of(standing_id(one) for one in people)))
        rows = rows.filter(pk__in=about) if about else rows.none()
    return list(rows.prefetch_related("partners").order_by("recorded_at", "pk"))


@Written
def _about(people: tuple[UUID, ...]) -> QuerySet[FamilyAgreement, Any]:
    return FamilyAgreement.objects.filter(about__person_id__in=people).values_list("pk", flat=True).distinct()
