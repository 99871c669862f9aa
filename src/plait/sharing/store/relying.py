"""What rests on a family's agreement, and holding it while a decision or a withdrawal is being kept."""

from collections.abc import Iterable
from datetime import datetime

from plait.people.queries import ids_of, standing_id
from plait.sharing.models import AgreementPartner, AgreementReliance, FamilyAgreement, SharingDecision


def hold_agreements(people: Iterable[str]) -> list[FamilyAgreement]:
    """Every agreement about these people, held in one order until the transaction ends: a withdrawal is before a decision, and
    stops it, or after it."""
    known = ids_of(standing_id(str(one)) for one in people)
    ids = FamilyAgreement.objects.filter(about__person_id__in=list(known)).values("pk")
    return list(FamilyAgreement.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def standing_yes(giver_id: str, about: Iterable[str]) -> list[AgreementPartner]:
    """Every yes of one person about any of these people that stands: not taken back, not ended, and nothing newer said in its
    place. In whichever work it was given."""
    rows = AgreementPartner.objects.filter(
        answer=AgreementPartner.Answer.YES,
        withdrawal__isnull=True,
        agreement__giver_id__in=list(ids_of([standing_id(giver_id)])),
        agreement__about__person_id__in=list(ids_of(standing_id(str(one)) for one in about)),
        agreement__superseded_by__isnull=True,
        agreement__ended_at__isnull=True,
    )
    return list(rows.select_related("agreement").distinct().order_by("agreement__recorded_at", "pk"))


def keep_reliance(decision: SharingDecision, agreements: Iterable[str], *, at: datetime) -> None:
    """What this decision rested on, so that whoever relied on it is told when it is withdrawn."""
    AgreementReliance.objects.bulk_create(
        AgreementReliance(agreement_id=one, decision=decision, agency_id=decision.to_agency, at=at)
        for one in agreements
    )
