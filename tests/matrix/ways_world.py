"""A child in every state a record can be in, and everybody who may come: for the questions of `rules_again`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.open_account import open_account
from plait.agencies.actions.set_up_agency import form_team
from plait.agencies.actions.suspend import suspend_practitioner
from plait.agencies.actions.take_on import take_on
from plait.agencies.models import Membership, Practitioner, Team, User
from plait.base.audit.actor import Actor
from plait.people.actions.describe_person import describe_person
from plait.people.actions.relate import relate
from plait.people.actions.shield_identity import shield_identity
from plait.people.models import AgencyNote, DeclaredConflict, InferredConflict, Involvement, Person
from plait.people.rules import Described
from plait.sharing.actions.erase_items import erase_items
from plait.sharing.models import InformationItem
from plait.site.demo.cast import Cast
from tests.matrix.rules_again import NOT_SIGNED_IN, PROOFS, READERS, STATES, Cell
from tests.matrix.world import BACKEND, NOW, SETTLED, undone

STREET, PRIVATE, SEALED, ERASED, NOTE = (
    "9 Canary Quay", "canary-kept-to-police", "canary-sealed", "canary-erased", "canary-of-our-own",
)  # fmt: skip
AGO = NOW - timedelta(hours=2)


@dataclass
class Ways:
    """Ids of a child and a mother for each state; a browser for each reader and proof."""

    cast: Cast
    team: Team
    children: dict[str, str] = field(default_factory=dict)
    mothers: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    browsers: dict[tuple[str, str], Client] = field(default_factory=dict)

    def reader(self, who: str) -> Practitioner | None:
        """The practitioner; nobody for whoever has not signed in."""
        return self.cast.people.get(who)


def build_ways(cast: Cast) -> Ways:
    """Needs an open database with the packs and the cast (tests/conftest.py), and leaves its rows in it."""
    with time_machine.travel(SETTLED, tick=False):
        _two_more(cast)
        council = str(cast.agencies["council"].pk)
        team = form_team(
            agency_id=council, name="All together", kind=Team.Kind.CASEWORK, phone="01632 960100", out_of_hours="",
            by=Actor.process("tests"), at=SETTLED,
        )  # fmt: skip
        Membership.objects.bulk_create(
            Membership(practitioner=cast.people[who], team=team, from_at=SETTLED)
            for who in READERS
            if who in cast.people
        )
    world = Ways(cast, team)
    with time_machine.travel(AGO, tick=False):
        for number, state in enumerate(STATES):
            _child(world, state, number)
    with time_machine.travel(NOW, tick=False):
        _sign_in(world)
    return world


def _two_more(cast: Cast) -> None:
    for who in ("suspended", "leaver"):
        person = take_on(
            name=who.title(), job="Hub social worker", agency_id=str(cast.agencies["council"].pk),
            team_ids=[str(cast.teams["hub"].pk)], roles=["hub_manager"], qualified_social_worker=True,
            by=Actor.process("tests"), at=SETTLED,
        )  # fmt: skip
        open_account(
            practitioner_id=str(person.pk),
            email=f"{who}@council.invalid",
            by=Actor.process("tests"),
            at=SETTLED,
        )
        cast.people[who] = Practitioner.objects.select_related("user").get(pk=person.pk)


def _child(world: Ways, state: str, number: int) -> None:
    if state == "absent":
        world.children[state] = str(uuid4())
        return
    by, council = world.cast.actor("manager", at=AGO), str(world.cast.agencies["council"].pk)
    forename = f"Linnet{state.title()}"
    told = [
        describe_person(
            described=Described(
                forename=first, surname=f"Sparrowhawk{number}x", born_on=born, address_line=STREET, postcode="EW9 7ZZ"
            ),
            source_ref=f"tests:{state}", agency_id=council, by=by, at=AGO,
            address_hidden_because="He looks for them" if state == "shielded" else "",
        )
        for first, born in ((forename, date(2016, 3, number + 1)), (f"Maud{state.title()}", date(1990, 3, number + 1)))
    ]  # fmt: skip
    child, mother = (str(one.person_id) for one in told)
    relate(person_id=mother, other_id=child, kind="mother", source_ref=f"tests:{state}", by=by, at=AGO)
    keepers = world.cast.teams["custodians"]
    if state == "restricted":
        Person.objects.filter(pk=child).update(restricted=True, custodian=keepers)
    if state in ("former", "present"):
        made = shield_identity(
            former_id=child, present_id=None, kind="adoption", because="An adoption order",
            custodian_team_id=str(keepers.pk), by=by, at=AGO,
        )  # fmt: skip
        if state == "present":
            child = str(made.present_id)
            now = describe_person(
                described=Described(forename="Sorrel", surname="Wagtail", address_line=STREET, postcode="EW9 7ZZ"),
                source_ref="tests:now", agency_id=council, by=by, at=AGO,
            )  # fmt: skip
            type(now).objects.filter(pk=now.pk).update(person_id=child)
            forename = "Sorrel"
            relate_kin = relate(
                person_id=str(now.person_id),
                other_id=child,
                kind="mother",
                source_ref="tests:now",
                by=by,
                at=AGO,
            )
            mother = str(relate_kin.person_id)
    police = world.cast.agencies["police"]
    items = [
        InformationItem.objects.create(
            person_id=child, agency_id=str(police.pk), agency_name=police.name, text=text, assertion_kind="record",
            visibility=visibility, field_group="concern", source_ref="tests:item", written_by="tests", written_at=AGO,
        )
        for text, visibility in ((PRIVATE, "private"), (ERASED, "shareable"))
    ]  # fmt: skip
    if state == "erased":
        erase_items(
            item_ids=[str(one.pk) for one in items],
            agency_id=str(police.pk),
            by=Actor.process("privacy"),
            at=AGO,
        )
    AgencyNote.objects.create(
        person_id=child,
        team=world.team,
        written_by=world.cast.people["lead"],
        written_at=AGO,
        kind="therapy",
        text=NOTE,
    )
    world.children[state], world.mothers[state], world.names[state] = child, mother, forename


def _sign_in(world: Ways) -> None:
    secret = make_password("three-odd-words-together")
    User.objects.update(password=secret)
    for who in READERS:
        person = world.reader(who)
        for proof in PROOFS:
            browser = world.browsers[who, proof] = Client()
            if person is None:
                continue
            person = Practitioner.objects.select_related("user").get(pk=person.pk)
            assert person.user is not None
            Practitioner.objects.filter(pk=person.pk).update(declared_at=SETTLED)
            browser.force_login(person.user, backend=BACKEND)
            session = browser.session
            minutes = 1 if proof == "fresh" else 9
            session["account_authentication_methods"] = [
                {"method": "password", "at": (NOW - timedelta(minutes=minutes)).timestamp()}
            ]
            session["account_authentication_methods_user"] = str(person.user.pk)
            session.save()
    admin = world.cast.actor("administrator", at=NOW)
    for who in NOT_SIGNED_IN:
        if person := world.reader(who):
            if who == "leaver":
                end_account(practitioner_id=str(person.pk), by=admin, at=NOW)
            else:
                suspend_practitioner(
                    practitioner_id=str(person.pk), because="Under investigation.", by=admin, at=NOW
                )


_KIND = {
    "allocated": "allocated", "works": "works", "claimed": "claimed", "emergency": "emergency", "duty": "duty",
    "ended": "allocated", "not-yet": "allocated", "claim-over": "claimed", "emergency-over": "emergency",
    "asked": "asked", "told": "referred",
    "team-allocated": "allocated", "team-works": "works", "team-duty": "duty", "team-asked": "asked",
}  # fmt: skip
_FROM = {"not-yet": NOW + timedelta(minutes=1)}
_TO: dict[str, Any] = {
    "ended": NOW - timedelta(minutes=1), "claim-over": NOW, "emergency-over": NOW,
    "claimed": NOW + timedelta(hours=1), "emergency": NOW + timedelta(minutes=1),
}  # fmt: skip


@contextmanager
def arranged(world: Ways, cell: Cell) -> Iterator[None]:
    """This reader's way in and conflict for as long as the question lasts."""
    with undone():
        person = world.reader(cell.reader)
        if person is not None and cell.state != "absent":
            _involve(world, cell, person)
            _conflict(world, cell, person)
        yield


def _involve(world: Ways, cell: Cell, person: Practitioner) -> None:
    if cell.way == "none":
        return
    team = cell.way.startswith("team-")
    Involvement.objects.create(
        person_id=world.children[cell.state], practitioner=None if team else person, team=world.team if team else None,
        kind=_KIND[cell.way], from_at=_FROM.get(cell.way, AGO), to_at=_TO.get(cell.way), source_kind="claim",
        source_id=uuid4(),
    )  # fmt: skip


def _conflict(world: Ways, cell: Cell, person: Practitioner) -> None:
    if cell.conflict == "none":
        return
    whom = (world.mothers if cell.conflict == "own-family" else world.children)[cell.state]
    found = cell.conflict in ("found", "set-aside")
    row = DeclaredConflict.objects.create(
        practitioner=person, person_id=whom, kind="inferred" if found else "friend", declared_at=AGO,
        ended_at=NOW if cell.conflict == "set-aside" else None,
    )  # fmt: skip
    if found:
        InferredConflict.objects.create(
            practitioner=person, person_id=whom, conflict=row, by="home", found_at=AGO,
            state="set_aside" if cell.conflict == "set-aside" else "found",
        )  # fmt: skip
