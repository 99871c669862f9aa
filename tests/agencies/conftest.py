"""A school and the police of Ellowmere, with a few of their people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from plait.agencies.models import Agency, Membership, Practitioner, RoleGrant, Team, User
from plait.base.audit.actor import Actor

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "three-odd-words-together"


@pytest.fixture
def clock() -> Iterator[Any]:
    """Monday, nine in the morning; `clock.move_to(...)` and `clock.shift(...)` change it."""
    with time_machine.travel(MONDAY, tick=False) as travelled:
        yield travelled


@pytest.fixture(autouse=True)
def _no_counts_left(db: None) -> None:
    cache.clear()


@pytest.fixture
def school(db: None) -> Agency:
    return Agency.objects.create(
        name="Ashgrove Primary School", kind="SCHOOL", mailbox="safeguarding@ashgrove.example"
    )


@pytest.fixture
def police(db: None) -> Agency:
    return Agency.objects.create(name="Fenmarch Police", kind="POLICE")


def person(
    agency: Agency, name: str, *roles: str, email: str = "", job: str = "Teacher", team: Team | None = None
) -> Practitioner:
    """Somebody at work since last year, who signs in with PASSWORD."""
    user = User.objects.create_user(email or f"{name.split()[0].lower()}@example.org", PASSWORD)
    made = Practitioner.objects.create(agency=agency, user=user, name=name, job=job)
    since = datetime(2025, 9, 1, tzinfo=UTC)
    for role in roles:
        RoleGrant.objects.create(practitioner=made, role=role, from_at=since, granted_by="process:test")
    if team:
        Membership.objects.create(practitioner=made, team=team, from_at=since)
    return made


@pytest.fixture
def maya(school: Agency) -> Practitioner:
    return person(school, "Maya Okafor", "referrer")


@pytest.fixture
def dan(school: Agency) -> Practitioner:
    return person(school, "Dan Whitlow", "referrer")


@pytest.fixture
def admin(school: Agency) -> Practitioner:
    return person(school, "Ruth Calder", "administrator", job="School business manager")


@pytest.fixture
def process() -> Actor:
    return Actor.process("command line")


def sign_in(client: Client, who: Practitioner) -> Any:
    """By the page, as a person would."""
    assert who.user is not None
    return client.post("/sign-in/", {"login": who.user.email, "password": PASSWORD})
