"""What an agency knows; decisions to share; what was shared with whom; what each person, and agencies, agreed to."""

from plait.sharing.models.advice import AdviceRecord, AdviceUse
from plait.sharing.models.agreements import AgreementParty, Clause, SharingAgreement, Signature
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
from plait.sharing.models.notes import ItemCorrection, ItemNote

__all__ = [
    "AdviceRecord",
    "AdviceUse",
    "AgreementAbout",
    "AgreementCopy",
    "AgreementDraft",
    "AgreementNotice",
    "AgreementPartner",
    "AgreementParty",
    "AgreementReliance",
    "AgreementReview",
    "AgreementWithdrawal",
    "Clause",
    "Disclosure",
    "DisclosureItem",
    "FamilyAgreement",
    "InformationItem",
    "ItemCorrection",
    "ItemNote",
    "SharingAgreement",
    "SharingDecision",
    "Signature",
    "Transparency",
    "WithdrawalAnswer",
    "WithoutAgreement",
]
