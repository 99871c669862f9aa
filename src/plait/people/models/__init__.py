"""Persons, how they were described, where they live, who they are to each other, who is involved with them, and who is who."""

from plait.people.models.accesses import AccessReview, Claim, OpenedFor
from plait.people.models.identity import Assertion, IdentityShield, LinkRuling, Merge
from plait.people.models.involvements import DeclaredConflict, Involvement, RefusalsSeen
from plait.people.models.knowing import HouseholdMark, InferredConflict, OwnHousehold
from plait.people.models.notes import AgencyNote
from plait.people.models.persons import Description, Person
from plait.people.models.places import AddressPeriod, Place
from plait.people.models.records import DisposalCertificate, Extract, PersonIdentifier, SourceRecord
from plait.people.models.reviews import ReviewAnswer, ReviewItem
from plait.people.models.safety import EndOfHiding, FamilyMessage, LeadsThere, ProtectedFrom, SafeContact
from plait.people.models.ties import Relationship, SafetyNote

__all__ = [
    "AccessReview",
    "AddressPeriod",
    "AgencyNote",
    "Assertion",
    "Claim",
    "DeclaredConflict",
    "Description",
    "DisposalCertificate",
    "EndOfHiding",
    "Extract",
    "FamilyMessage",
    "HouseholdMark",
    "IdentityShield",
    "InferredConflict",
    "Involvement",
    "LeadsThere",
    "LinkRuling",
    "Merge",
    "OpenedFor",
    "OwnHousehold",
    "Person",
    "PersonIdentifier",
    "Place",
    "ProtectedFrom",
    "RefusalsSeen",
    "Relationship",
    "ReviewAnswer",
    "ReviewItem",
    "SafeContact",
    "SafetyNote",
    "SourceRecord",
]
