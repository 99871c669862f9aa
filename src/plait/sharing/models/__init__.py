"""What an agency knows, item by item; each decision to share or not; what was shared with whom; what each person agreed to."""

from plait.sharing.models.advice import AdviceRecord, AdviceUse
from plait.sharing.models.decisions import Disclosure, DisclosureItem, SharingDecision
from plait.sharing.models.family import (
    AgreementAbout,
    AgreementPartner,
    AgreementReliance,
    AgreementWithdrawal,
    FamilyAgreement,
)
from plait.sharing.models.family_after import (
    AgreementCopy,
    AgreementDraft,
    AgreementNotice,
    AgreementReview,
    Transparency,
    WithdrawalAnswer,
    WithoutAgreement,
)
from plait.sharing.models.items import InformationItem

__all__ = [
    "AdviceRecord",
    "AdviceUse",
    "AgreementAbout",
    "AgreementCopy",
    "AgreementDraft",
    "AgreementNotice",
    "AgreementPartner",
    "AgreementReliance",
    "AgreementReview",
    "AgreementWithdrawal",
    "Disclosure",
    "DisclosureItem",
    "FamilyAgreement",
    "InformationItem",
    "SharingDecision",
    "Transparency",
    "WithdrawalAnswer",
    "WithoutAgreement",
]
