"""Extracts of agencies: everything an agency may send, each row kept or told of with a sentence."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection

from plait.base.access.verdict import Refused
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.jobs import look_for_new_records
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    Extract,
    Person,
    PersonIdentifier,
    Relationship,
    ReviewItem,
    SourceRecord,
)
from plait.people.places import is_shielded
from plait.people.presenters.person import person_shown
from plait.people.queries.comparing import whole
from plait.people.queries.nightly import households_now
from plait.people.rules.mappings import mapping_of, ready_made
from plait.people.rules.rows import read_rows
from tests.people.extracts import HEAD, LEANNE, PERSONS, TODAY, Desk


@pytest.mark.django_db
def test_each_record_becomes_somebody_with_all_that_was_said(desk: Desk) -> None:
    done = desk.imports(HEAD + LEANNE)
    assert (done.rows, done.added, done.left_out) == (1, 1, 0)
    kept = SourceRecord.objects.get()
    assert (kept.agency_record, kept.agency_id, kept.expires_on) == (
        "1", desk.agency("surgery"), desk.at.date() + timedelta(days=182),
    )  # fmt: skip
    told = Description.objects.get()
    assert (told.record, told.person, told.forename_key) == (kept, kept.person, "leanne")
    assert PersonIdentifier.objects.get().value == "9990000018"
    assert AddressPeriod.objects.get().place.postcode == "EW42QX"
    assert Assertion.objects.get().decided == "import"
    extract = Extract.objects.get()
    assert (extract.status, extract.agreement, extract.dpia) == ("done", "PARTNERSHIP-1 clause 5", "DPIA-7")


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_unless_bad_rows_are_left_out(desk: Desk) -> None:
    text = HEAD + LEANNE + "2,Bo,Lee,not a date,M,,,\n"
    with pytest.raises(Refused) as refused:
        desk.imports(text)
    assert refused.value.verdict.reason == "bad-rows"
    assert not Person.objects.exists() and not Extract.objects.exists()
    assert [(number, kind) for number, kind, _ in desk.told] == [(3, "bad")]
    done = desk.imports(text, skip_bad=True)
    assert (done.added, done.left_out, done.extract.status) == (1, 1, "part")


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["agreement", "dpia"])
def test_without_a_clause_or_an_impact_assessment_nothing_comes_in(desk: Desk, missing: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.imports(HEAD + LEANNE, **{missing: "  "})
    assert refused.value.verdict.reason == "no-agreement"


@pytest.mark.django_db
def test_a_person_at_a_desk_imports_nothing(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.imports(HEAD + LEANNE, by=desk.cast.actor("manager", at=desk.at))
    assert refused.value.verdict.reason == "not-by-a-person"


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    first = desk.imports(HEAD + LEANNE, digest="a" * 64)
    rows = list(Description.objects.values()), list(SourceRecord.objects.values())
    again = desk.imports(HEAD + LEANNE, digest="a" * 64)
    assert again.again and again.extract == first.extract
    assert rows == (list(Description.objects.values()), list(SourceRecord.objects.values()))


@pytest.mark.django_db
def test_a_changed_row_is_a_new_version_of_the_same_person(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    moved = LEANNE.replace("Kerrigan", "Marlow").replace("14 Heron Quay", "2 Mill Lane")
    done = desk.imports(HEAD + moved)
    assert (done.added, done.changed) == (0, 1)
    first, second = Description.objects.order_by("version")
    assert (first.surname, second.surname, second.supersedes) == ("Kerrigan", "Marlow", first)
    assert first.person == second.person and Person.objects.count() == 1
    assert SourceRecord.objects.get().versions == 2
    old, new = AddressPeriod.objects.order_by("place__line")
    assert (old.to_on, new.to_on) == (desk.at.date(), None)
    assert PersonIdentifier.objects.count() == 1
    assert desk.imports(HEAD + moved).unchanged == 1
    # Its number put right: the one before holds no longer, and whoever has it claims nothing that is hers.
    desk.imports(HEAD + moved.replace("999 000 0018", "999 000 0026"))
    ends = dict(PersonIdentifier.objects.values_list("value", "valid_to"))
    assert ends == {"9990000018": desk.at.date(), "9990000026": None}
    other = "2,Tobias,Underhill,2015-05-05,M,9990000018,,\n"
    assert desk.imports(HEAD + other, agency="police").to_review == 0


@pytest.mark.django_db
def test_one_record_number_twice_in_a_file(desk: Desk) -> None:
    done = desk.imports(HEAD + LEANNE + LEANNE + LEANNE.replace("Leanne", "Leah"), skip_bad=True)
    assert (done.added, done.unchanged, done.left_out) == (1, 1, 1)
    assert "says something else" in desk.told[-1][2] or "says something else" in desk.told[0][2]


@pytest.mark.django_db
def test_an_identifier_that_two_people_claim_is_kept_for_both_and_looked_at_once(desk: Desk) -> None:
    other = "2,Tobias,Underhill,2015-05-05,M,9990000018,,\n"
    third = "3,Quentin,Zoller,2001-05-05,M,9990000018,,\n"
    done = desk.imports(HEAD + LEANNE + other + third)
    assert PersonIdentifier.objects.filter(value="9990000018").count() == 3
    assert done.to_review == 1
    assert ReviewItem.objects.get().kind == "claimed"


@pytest.mark.django_db
def test_one_person_known_to_two_agencies_claims_nothing_twice(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    done = desk.imports(HEAD + LEANNE.replace("Kerrigan", "Kerigan"), agency="police")
    assert done.to_review == 0 and Person.objects.count() == 2


@pytest.mark.django_db
def test_many_copies_of_one_name_are_kept_and_told_of(desk: Desk) -> None:
    text = HEAD + "".join(f"{number},Test,Child,2000-02-02,F,,,\n" for number in range(3000))
    done = desk.imports(text)
    assert done.added == 3000
    assert "The same first and last name stands in 3,000 of 3,000 rows" in done.notes[0]


@pytest.mark.django_db
def test_a_crowd_of_one_name_and_birthday_joins_nobody_and_asks_nothing(desk: Desk) -> None:
    """Each by itself would join the first: a hundred and fifty records would be one person."""
    crowd = "".join(
        f"{number},Alan,Smith,2000-02-02,M,,{number} Mill Road,EW4 2QX\n" for number in range(150)
    )
    numbered = "N,Alan,Smith,2000-02-02,M,999 000 0034,9 Quay Steps,HW2 1AA\n"
    desk.imports(HEAD + crowd + numbered)
    desk.imports(HEAD + numbered.replace("N,", "M,"), agency="police")
    while look_for_new_records(desk.at):
        pass
    assert not SourceRecord.objects.filter(looked_at__isnull=True).exists()
    alike = set(SourceRecord.objects.filter(agency_record__in="NM").values_list("person_id", flat=True))
    assert len(alike) == 1, "who has a number is known by it"
    assert Person.objects.filter(superseded_by__isnull=True).count() == 151
    assert not ReviewItem.objects.exists()


@pytest.mark.django_db
def test_a_refuge_brings_nobody_together(desk: Desk) -> None:
    """Two families at one refuge, and one at a home of their own: only what is nobody else's is looked for."""
    desk.imports(
        HEAD
        + "1,Ann,Lee,1990-03-02,F,,Hope Street Refuge,EW4 2QX\n2,Mina,Roy,1985-05-05,F,,Hope Street Refuge,EW4 2QX\n"
        "3,Ada,Kerr,1981-06-05,F,,5 Mill Road,EW4 2QX\n"
    )
    assert AddressPeriod.objects.count() == 3, "kept, every one"
    with connection.cursor() as cursor:
        cursor.execute("select forename, postcode, address <> 0 from match_record order by forename")
        filed = cursor.fetchall()
    assert [(name, postcode, bool(home)) for name, postcode, home in filed] == [
        ("ada", "EW4 2QX", True), ("ann", "", False), ("mina", "", False),
    ]  # fmt: skip


@pytest.mark.django_db
def test_whoever_is_described_at_a_protected_address_is_protected(desk: Desk) -> None:
    desk.imports(HEAD + LEANNE)
    Person.objects.update(address_hidden=True)
    desk.imports(HEAD + "7,Theo,Marlow,2019-04-03,M,,14 Heron Quay,EW42QX\n", agency="kestrel")
    assert all(is_shielded(person) for person in Person.objects.all())


@pytest.mark.django_db
def test_whoever_said_that_they_know_somebody_does_not_meet_them_in_an_extract(desk: Desk) -> None:
    dsl = desk.cast.actor("dsl", at=desk.at)
    declare_conflict(forename="Leanne", surname="Kerrigan", born_on=None, kind="friend", by=dsl, at=desk.at)
    desk.imports(HEAD + LEANNE.replace("Kerrigan", "Carrigan"))
    assert Person.objects.get().conflicts.count() == 1


@pytest.mark.django_db
def test_the_standard_datasets_tables_of_addresses_relations_and_numbers(desk: Desk) -> None:
    made = ready_made()
    desk.imports(
        "pers_person_id,pers_forename,pers_surname,pers_dob,pers_expected_dob,pers_sex,pers_common_child_id\n"
        "1,Leanne,Kerrigan,1991-03-02 00:00:00,,F,\n2,Theo,Marlow,2019-04-03 00:00:00,,M,\n3,,Marlow,,2027-02-01,U,\n",
        made["ssd-person"],
    )
    assert Description.objects.get(unborn=True).expected_on == date(2027, 2, 1)
    desk.imports(
        "addr_person_id,addr_address_json,addr_address_postcode,addr_address_start_date,addr_address_end_date\n"
        '2,"{""HOUSE"": ""14"", ""STREET"": ""Heron Quay"", ""TOWN"": ""Ellowmere""}",EW4 2QX,2024-01-05,\n',
        made["ssd-address"],
    )
    period = AddressPeriod.objects.get()
    assert (period.place.line, period.place.town, period.from_on) == (
        "14 Heron Quay",
        "Ellowmere",
        date(2024, 1, 5),
    )
    again = desk.imports(
        "addr_person_id,addr_address_json,addr_address_postcode,addr_address_start_date,addr_address_end_date\n"
        '2,"{""HOUSE"": ""14"", ""STREET"": ""Heron Quay""}",EW42QX,2024-01-05,2025-02-02\n'
        '9,"{}",EW42QX,2024-01-05,\n2,not json,EW42QX,2024-01-05,\n',
        made["ssd-address"],
        skip_bad=True,
    )
    assert (again.changed, again.left_out) == (1, 2)
    period.refresh_from_db()
    assert period.to_on == date(2025, 2, 2)
    desk.imports("moth_person_id,moth_childs_person_id\n1,2\n", made["ssd-mother"])
    tie = Relationship.objects.get()
    assert (tie.kind, tie.person.descriptions.get().forename) == ("mother", "Leanne")
    numbers = desk.imports(
        "link_person_id,link_identifier_type,link_identifier_value,link_valid_from_date,link_valid_to_date\n"
        "2,NHS Number,999 000 0018,2019-04-03,\n2,YOT Number,Y-1,,\n2,NHS Number,0000000000,,\n",
        made["ssd-identifier"],
        skip_bad=True,
    )
    assert (numbers.added, numbers.left_out) == (2, 1)
    ended = desk.imports(
        "link_person_id,link_identifier_type,link_identifier_value,link_valid_from_date,link_valid_to_date\n"
        "2,NHS Number,999 000 0018,2019-04-03,2026-01-31\n2,YOT Number,Y-1,,\n",
        made["ssd-identifier"],
    )
    assert (ended.changed, ended.unchanged) == (1, 1)
    assert PersonIdentifier.objects.get(kind="nhs").valid_to == date(2026, 1, 31)
    relations = """
kind = "relationships"
[columns]
record = "id"
other_record = "of"
kind = "kind"
to_on = "until"
lives_with = "lives"
parental_responsibility = "responsible"
"""
    more = desk.imports("id,of,kind,until,lives,responsible\n1,2,mother,,yes,yes\n", relations)
    assert (more.changed, more.added) == (1, 0)
    assert len(set(households_now(at=desk.at).values())) == 1
    over = "id,of,kind,until,lives,responsible\n1,2,mother,2026-02-28,no,\n"
    assert desk.imports(over, relations).changed == 1
    assert desk.imports(over + "\n", relations).unchanged == 1
    tie.refresh_from_db()
    assert (tie.to_on, tie.lives_with, tie.parental_responsibility) == (date(2026, 2, 28), "no", "yes")
    assert households_now(at=desk.at) == {}, "who was the mother holds no household together now"
    shown = person_shown(tie.other, whole(tie.other, at=desk.at), at=desk.at)
    assert [one.what for one in shown.ties] == ["is the mother, until 28 Feb 2026"]


@pytest.mark.django_db
def test_memory_does_not_grow_with_the_file(desk: Desk) -> None:
    """Lines are made as they are read; what is held at once is one piece."""

    def lines(count: int) -> Iterator[str]:
        yield HEAD
        for number in range(count):
            yield f"{number},Ann{number % 50},Lee,2000-02-02,F,,,\n"

    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        for _ in read_rows(lines(count), mapping_of(PERSONS), on=TODAY):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000
