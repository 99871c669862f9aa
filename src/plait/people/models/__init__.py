"""Persons, how they were described, where they live, who they are to each other, and who is involved with them."""

from plait.people.models.involvements import DeclaredConflict, Involvement, RefusalsSeen
from plait.people.models.persons import Description, IdentityLink, Person
from plait.people.models.places import AddressPeriod, Place
from plait.people.models.ties import Relationship, SafetyNote

__all__ = [
    "AddressPeriod",
    "DeclaredConflict",
    "Description",
    "IdentityLink",
    "Involvement",
    "Person",
    "Place",
    "RefusalsSeen",
    "Relationship",
    "SafetyNote",
]
