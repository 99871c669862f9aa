"""People who are linked to nothing go in their time; whoever anybody works with, or has a word on, never does."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from plait.base.access.verdict import Refused
from plait.base.timers.firing import fire_due
from plait.people.actions.ask_for_review import ask_for_review
from plait.people.actions.dispose_unlinked import dispose_unlinked
from plait.people.actions.involve import involve
from plait.people.actions.note_safety import note_safety
from plait.people.actions.relate import relate
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    DisposalCertificate,
    Person,
    PersonIdentifier,
    Place,
    SourceRecord,
)
from plait.people.queries import expired_people
from tests.people.extracts import COMMAND, HEAD, LEANNE, Desk

pytestmark = pytest.mark.django_db
THEO = "2,Theo,Marlow,2019-04-03,M,,14 Heron Quay,EW4 2QX\n"


def later(desk: Desk) -> date:
    return desk.at.date() + timedelta(days=183)


def dispose(desk: Desk) -> list[DisposalCertificate]:
    return dispose_unlinked(pack="a-release", by=COMMAND, at=desk.at + timedelta(days=183))


def person(number: str) -> Person:
    found = SourceRecord.objects.get(agency_record=number).person
    assert found
    return found


def test_a_certificate_proves_it_and_names_nobody(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE + THEO)
    (certificate,) = dispose(desk)
    assert (certificate.people, certificate.records, certificate.versions, certificate.addresses) == (
        2,
        2,
        2,
        2,
    )
    assert certificate.identifiers == 1 and certificate.rule == "unlinked_person_expires"
    assert "Kerrigan" not in str(vars(certificate)) and len(certificate.digests) == 2
    for table in (Person, Description, AddressPeriod, Place, PersonIdentifier, Assertion):
        assert not table.objects.exists(), table
    rows = SourceRecord.objects.all()
    assert all(
        row.disposed_at and row.person is None and row.agency_record.startswith("disposed:") for row in rows
    )
    assert dispose(desk) == []
    assert names_in_the_search() == set()


def names_in_the_search() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select distinct name from match_name")
        return {name for (name,) in cursor.fetchall()}


def test_a_name_that_somebody_else_bears_stays_in_the_search(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    desk.at += timedelta(days=90)
    desk.imports(HEAD + THEO.replace("Theo", "Leanne"))
    desk.at -= timedelta(days=90)
    dispose(desk)
    assert names_in_the_search() == {"leanne", "marlow"}


def test_sent_again_in_time_they_stay(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    desk.at += timedelta(days=90)
    desk.imports(HEAD + LEANNE)
    assert not expired_people(on=later(desk) - timedelta(days=90)).exists()


def test_sent_after_disposal_they_are_somebody_new(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    was = person("1").pk
    dispose(desk)
    desk.imports(HEAD + LEANNE)
    assert person("1").pk != was


def involved(desk: Desk) -> None:
    involve(
        person_ids=[str(person("1").pk)], kind="duty", source_kind="contact", source_id=person("1").pk,
        team_id=str(desk.cast.teams["hub"].pk), by=COMMAND, at=desk.at,
    )  # fmt: skip


def noted(desk: Desk) -> None:
    note_safety(person_id=str(person("1").pk), kind="where", source_ref="x", by=COMMAND, at=desk.at)


def asked(desk: Desk) -> None:
    ask_for_review(
        kind="possible", one_id=str(person("1").pk), other_id=str(person("2").pk), by=COMMAND, at=desk.at
    )


def restricted(desk: Desk) -> None:
    Person.objects.filter(pk=person("1").pk).update(restricted=True, custodian=desk.cast.teams["custodians"])


def known_elsewhere(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE, agency="police")
    two = SourceRecord.objects.get(agency_id=desk.agency("police"))
    SourceRecord.objects.filter(pk=two.pk).update(
        person=SourceRecord.objects.exclude(pk=two.pk).get(agency_record="1").person
    )


@pytest.mark.parametrize("keeps", [involved, noted, asked, restricted], ids=lambda one: one.__name__)
def test_whoever_is_linked_to_anything_stays(desk: Desk, keeps: Callable[[Desk], None]) -> None:
    desk.imports(HEAD + LEANNE + THEO)
    keeps(desk)
    dispose(desk)
    assert Description.objects.filter(forename="Leanne").exists()


def test_a_relation_of_somebody_involved_stays_with_them(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE + THEO + "3,Ida,Zoll,,F,,,\n")
    involved(desk)
    relate(
        person_id=str(person("1").pk),
        other_id=str(person("2").pk),
        kind="mother",
        source_ref="x",
        by=COMMAND,
        at=desk.at,
    )
    dispose(desk)
    assert set(Description.objects.values_list("forename", flat=True)) == {"Leanne", "Theo"}


def test_whoever_two_agencies_know_stays(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    known_elsewhere(desk)
    dispose(desk)
    assert Description.objects.count() >= 1


def test_a_practitioner_disposes_of_nobody(desk: Desk) -> None:
    with pytest.raises(Refused):
        dispose_unlinked(pack="", by=desk.cast.actor("manager", at=desk.at), at=desk.at)


def test_the_worker_lets_them_go_when_the_time_of_their_import_has_come(desk: Desk, db: None) -> None:
    desk.imports(HEAD + LEANNE)
    assert fire_due(at=desk.at + timedelta(days=100)).fired == 0
    assert fire_due(at=desk.at + timedelta(days=183)).fired == 1
    assert not Person.objects.exists() and DisposalCertificate.objects.count() == 1
