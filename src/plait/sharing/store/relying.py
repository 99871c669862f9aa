"""What rests on a family's agreement, and holding it while a decision or a withdrawal is being kept."""

from collections.abc import Iterable
from datetime import datetime

from plait.people.queries import ids_of, standing_id
from plait.sharing.models import AgreementReliance, FamilyAgreement, SharingDecision


def hold_agreements(people: Iterable[str]) -> list[FamilyAgreement]:
    """Every agreement about these people, held in one order until the transaction ends: a withdrawal is before a decision, and
    stops it, or after it."""
    known = ids_of(standing_id(str(one)) for one in people)
    ids = FamilyAgreement.objects.filter(about__person_id__in=list(known)).values("pk")
    return list(FamilyAgreement.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def keep_reliance(decision: SharingDecision, agreements: Iterable[str], *, at: datetime) -> None:
    """What this decision rested on, so that whoever relied on it is told when it is withdrawn."""
    AgreementReliance.objects.bulk_create(
        AgreementReliance(agreement_id=one, decision=decision, agency_id=decision.to_agency, at=at)
        for one in agreements
    )
