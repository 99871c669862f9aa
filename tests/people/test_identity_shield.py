"""Two lives of one person: nothing crosses the wall between them, whatever is imported, joined or asked, in any order."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import plait
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.people.access import open_review, review_queue, unreachable_people
from plait.people.actions.link_record import link_record
from plait.people.actions.merge_people import merge_people
from plait.people.actions.relate import relate
from plait.people.actions.rule_on_link import must_link
from plait.people.actions.shield_identity import shield_identity
from plait.people.models import (
    AddressPeriod,
    Description,
    IdentityShield,
    Person,
    PersonIdentifier,
    Relationship,
    ReviewItem,
    SourceRecord,
)
from plait.people.places import is_shielded
from plait.people.queries import standing_id
from plait.people.rules.identity import Candidate
from plait.people.rules.mappings import ready_made
from plait.site.cli import app
from tests.people.extracts import COMMAND, HEAD, PERSONS, Desk
from tests.people.test_night import asks, night, plain

OLD = "1,Theo,Marlow,2019-04-03,M,9990000018,14 Heron Quay,EW4 2QX\n"
NEW = "1,Tom,Ashby,2019-04-03,M,9990000026,3 Fell View,EW7 1AA\n"
# As other agencies send it: with earlier names, other names and pupil numbers.
WIDE = (
    PERSONS
    + """
previous_surname = "was"
other_names = "also"
upn = "upn"
former_upn = "former_upn"
"""
)
WIDE_HEAD = HEAD.strip() + ",was,also,upn,former_upn\n"
UPN = "E007200018614"
NUMBERS = 'kind = "identifiers"\n[columns]\nrecord = "id"\nkind = "what"\nvalue = "number"\n'
HOMES = 'kind = "addresses"\n[columns]\nrecord = "id"\naddress_line = "street"\npostcode = "postcode"\n'
BOTH = "{},Tom,Ashby,2019-04-03,M,,,,{},{},,\n"
MOTHER = "2,Leanne,Marlow,1991-03-02,F,,14 Heron Quay,EW4 2QX\n"


def keeper(desk: Desk) -> Actor:
    one = desk.cast.actor("custodian", at=desk.at)
    return replace(one, roles=one.roles | {"hub_manager"})


def adopted(desk: Desk) -> IdentityShield:
    """Theo Marlow, known to the surgery; adopted, he is Tom Ashby, and the surgery keeps its number for him."""
    desk.imports(HEAD + OLD + MOTHER)
    desk.imports("moth_person_id,moth_childs_person_id\n2,1\n", ready_made()["ssd-mother"])
    desk.imports(HEAD + NEW)
    former = SourceRecord.objects.get(agency_record="1").person
    assert former
    return shield_identity(
        former_id=str(former.pk),
        present_id=None,
        description_ids=[str(Description.objects.get(surname="Ashby").pk)],
        kind="adoption",
        because="Adoption order",
        custodian_team_id=str(desk.cast.teams["custodians"].pk),
        by=keeper(desk),
        at=desk.at,
    )


def names_of(person: Person) -> set[str]:
    return set(person.descriptions.values_list("surname", flat=True))


def nothing_crosses(shield: IdentityShield) -> None:
    """What must hold after everything."""
    former, present = (standing_id(str(one)) for one in (shield.former_id, shield.present_id))
    assert former != present
    one, other = Person.objects.get(pk=former), Person.objects.get(pk=present)
    assert "Ashby" not in names_of(one) and "Marlow" not in names_of(other)
    homes = {
        side.pk: set(AddressPeriod.objects.filter(person=side).values_list("place__line", flat=True))
        for side in (one, other)
    }
    assert "3 Fell View" not in homes[one.pk] and "14 Heron Quay" not in homes[other.pk]
    numbers = set(PersonIdentifier.objects.filter(person=other).values_list("value", flat=True))
    assert "9990000018" not in numbers
    mother = Description.objects.filter(surname="Marlow", forename="Leanne").first()
    if mother:
        ties = Relationship.objects.filter(person=mother.person, other=other) | Relationship.objects.filter(
            person=other, other=mother.person
        )
        assert not ties.exists()
    assert one.restricted and is_shielded(other)
    open_to_all = Person.objects.filter(superseded_by=None, restricted=False)
    for person in open_to_all:
        told = " ".join(
            f"{row.surname} {row.previous_surname} {row.other_names}" for row in person.descriptions.all()
        )
        assert not ("Ashby" in told and "Marlow" in told), "nobody who can be met bears both names"
    for item in ReviewItem.objects.filter(custodian=None, other__isnull=False):
        names = names_under(item.one_id) | names_under(item.other_id)
        restricted = Person.objects.filter(pk__in=[item.one_id, item.other_id], restricted=True).exists()
        assert restricted or not {"Ashby", "Marlow"} <= names, (
            "nobody else is asked with both beside each other"
        )


def names_under(person_id: object) -> set[str]:
    return names_of(Person.objects.get(pk=standing_id(str(person_id))))


@pytest.mark.django_db
def test_the_present_identity_has_a_new_id_and_takes_its_own_along(desk: Desk) -> None:
    shield = adopted(desk)
    nothing_crosses(shield)
    assert names_of(shield.present) == {"Ashby"}
    assert SourceRecord.objects.get(agency_record="1").person_id == shield.former.pk
    screener = desk.cast.actor("screener", at=desk.at)
    hidden = unreachable_people(screener, at=desk.at)
    assert hidden.filter(pk=shield.former_id).exists()
    assert not hidden.filter(pk=shield.present_id).exists(), "who he is now can be found, or he is lost"


@pytest.mark.django_db
@pytest.mark.parametrize("row", [OLD, NEW, OLD.replace("Marlow", "Ashby"), NEW.replace("Ashby", "Marlow")])
def test_the_same_record_sent_again_crosses_nothing(desk: Desk, row: str) -> None:
    shield = adopted(desk)
    desk.imports(HEAD + row)
    nothing_crosses(shield)


def adopted_apart(desk: Desk) -> IdentityShield:
    """The same, where the surgery gave Tom Ashby a number of his own."""
    desk.imports(WIDE_HEAD + OLD.strip() + f",,,{UPN},\n", WIDE)
    desk.imports(HEAD + MOTHER + NEW.replace("1,", "6,", 1))
    desk.imports("moth_person_id,moth_childs_person_id\n2,1\n", ready_made()["ssd-mother"])
    former, present = (SourceRecord.objects.get(agency_record=one).person_id for one in "16")
    return shield_identity(
        former_id=str(former), present_id=str(present), kind="adoption", because="Adoption order",
        custodian_team_id=str(desk.cast.teams["custodians"].pk), by=keeper(desk), at=desk.at,
    )  # fmt: skip


@pytest.mark.django_db
def test_no_other_name_and_no_former_pupil_number_crosses_in_any_column(desk: Desk) -> None:
    shield = adopted_apart(desk)
    for row in (("Marlow", "", ""), ("", "Marlow", ""), ("", "Theo", ""), ("", "", UPN)):
        before = Person.objects.count()
        done = desk.imports(
            WIDE_HEAD + NEW.replace("1,", "6,", 1).strip() + ",{},{},,{}\n".format(*row), WIDE
        )
        assert done.changed == 1
        assert Person.objects.count() == before + 1, row
        nothing_crosses(shield)
    assert ReviewItem.objects.filter(kind="shield", custodian=desk.cast.teams["custodians"]).count() == 4
    assert not PersonIdentifier.objects.filter(value=UPN, person=shield.present).exists()


@pytest.mark.django_db
def test_another_agencys_record_of_both_lives_is_met_by_nobody_but_the_custodians(desk: Desk) -> None:
    shield = adopted(desk)
    for agency, row in (
        ("police", BOTH.format(9, "Marlow", "")), ("kestrel", BOTH.format(9, "", "Theo Marlow")),
        ("housing", BOTH.format(9, "", "").replace("Ashby", "Marlow-Ashby")),
    ):  # fmt: skip
        assert desk.imports(WIDE_HEAD + row, WIDE, agency=agency).added == 1
        kept = SourceRecord.objects.get(agency_record="9", agency_id=desk.agency(agency))
        assert ReviewItem.objects.get(record=kept).kind == "shield"
        out = unreachable_people(desk.cast.actor("screener", at=desk.at), at=desk.at)
        assert out.filter(records=kept).exists()
    nothing_crosses(shield)
    # Nor does the former number, or the former home, come to a record of who they are now in a file of its own.
    desk.imports(HEAD + NEW.replace("1,", "12,", 1), agency="housing")
    desk.imports("id,what,number\n12,nhs,9990000018\n", NUMBERS, agency="housing")
    desk.imports("id,street,postcode\n12,14 Heron Quay,EW4 2QX\n", HOMES, agency="housing")
    kept = SourceRecord.objects.get(agency_record="12")
    assert ReviewItem.objects.filter(record=kept, kind="shield").count() == 2
    out = unreachable_people(desk.cast.actor("screener", at=desk.at), at=desk.at)
    told = PersonIdentifier.objects.get(record=kept, value="9990000018").person
    assert told != kept.person and out.filter(pk=told.pk).exists()
    # Somebody else of these surnames is anybody.
    other = BOTH.format(10, "Marlow", "").replace("2019-04-03", "1988-01-09")
    desk.imports(WIDE_HEAD + other, WIDE, agency="housing")
    assert not Person.objects.get(records__agency_record="10").restricted


@pytest.mark.django_db
def test_what_the_night_would_put_beside_each_other_is_the_custodians_question(desk: Desk) -> None:
    desk.imports(
        HEAD + NEW.replace("1,Tom,Ashby", "8,Tom,Marlow-Ashby").replace("9990000026", ""), agency="police"
    )
    adopted(desk)
    ran = CliRunner().invoke(app, ["people", "link"])
    assert "1 are for custodians alone" in plain(ran.output)
    item = ReviewItem.objects.get()
    assert item.custodian == desk.cast.teams["custodians"]
    assert not review_queue(desk.cast.actor("manager", at=desk.at), at=desk.at).exists()
    assert asks(night(desk.at), desk.at) == {}


@pytest.mark.django_db
def test_an_import_ties_the_former_household_to_nobody_whoever_they_were_joined_with(desk: Desk) -> None:
    desk.imports(HEAD + MOTHER, agency="police")
    earlier = Person.objects.get()
    desk.at += timedelta(minutes=1)
    shield = adopted_apart(desk)
    mother = SourceRecord.objects.get(agency_record="2", agency_id=desk.agency("surgery")).person_id
    assert mother
    merge_people(
        one_id=str(mother), other_id=str(earlier.pk), because="One woman.", by=keeper(desk), at=desk.at
    )
    assert standing_id(str(mother)) == str(earlier.pk)
    told = len(desk.told)
    moth = "moth_person_id,moth_childs_person_id\n2,6\n"
    assert desk.imports(moth, ready_made()["ssd-mother"]).added == 1
    assert desk.imports(moth, ready_made()["ssd-mother"]).unchanged == 1
    where = "addr_person_id,addr_address_json,addr_address_postcode,addr_address_start_date,addr_address_end_date\n"
    home = '6,"{""HOUSE"": ""14"", ""STREET"": ""Heron Quay""}",EW4 2QX,2024-01-05,\n'
    assert desk.imports(where + home, ready_made()["ssd-address"]).added == 1
    which = (
        "link_person_id,link_identifier_type,link_identifier_value,link_valid_from_date,link_valid_to_date\n"
    )
    number = "6,NHS Number,999 000 0018,2019-04-03,\n"
    assert desk.imports(which + number, ready_made()["ssd-identifier"]).added == 1
    assert len(desk.told) == told, "the report says what it says of anybody"
    assert ReviewItem.objects.filter(kind="shield").count() == 3
    nothing_crosses(shield)
    kept = Person.objects.filter(restricted=True).exclude(pk=shield.former_id)
    assert kept.filter(addresses__place__line="14 Heron Quay").exists()
    assert kept.filter(identifiers__value="9990000018").exists()
    assert Relationship.objects.filter(person=earlier, other__in=kept).exists()


@pytest.mark.django_db
def test_a_crossing_is_the_custodians_question_and_nobody_elses(desk: Desk) -> None:
    shield = adopted(desk)
    desk.imports(HEAD + NEW.replace("3 Fell View", "4 Fell View"))
    item = ReviewItem.objects.get(kind="shield")
    manager = desk.cast.actor("manager", at=desk.at)
    assert not review_queue(manager, at=desk.at).filter(pk=item.pk).exists()
    with pytest.raises(Refused) as refused:
        open_review(manager, str(item.pk), at=desk.at)
    assert refused.value.verdict.hides
    assert open_review(keeper(desk), str(item.pk), at=desk.at) == item
    nothing_crosses(shield)


@pytest.mark.django_db
def test_nobody_merges_or_rules_across_it_and_nobody_learns_why(desk: Desk) -> None:
    shield = adopted(desk)
    for by in (keeper(desk), desk.cast.actor("manager", at=desk.at)):
        with pytest.raises(Refused) as refused:
            merge_people(
                one_id=str(shield.former_id), other_id=str(shield.present_id), because="One child.", agreed_by="x",
                by=by, at=desk.at,
            )  # fmt: skip
        assert "chosen any more" in refused.value.verdict.say
        with pytest.raises(Refused):
            must_link(
                one_id=str(shield.former_id),
                other_id=str(shield.present_id),
                because="One child.",
                by=by,
                at=desk.at,
            )


@pytest.mark.django_db
def test_a_shield_needs_its_kind_its_reason_its_custodians_and_somebody_who_may(desk: Desk) -> None:
    desk.imports(HEAD + OLD)
    given: dict[str, Any] = {
        "former_id": str(Person.objects.get().pk), "present_id": None, "kind": "adoption", "because": "Order",
        "custodian_team_id": str(desk.cast.teams["custodians"].pk), "by": keeper(desk), "at": desk.at,
    }  # fmt: skip
    for wrong in (
        {"because": " "}, {"kind": "whim"}, {"custodian_team_id": str(desk.cast.teams["hub"].pk)},
        {"by": desk.cast.actor("screener", at=desk.at)}, {"present_id": given["former_id"]},
    ):  # fmt: skip
        with pytest.raises(Refused):
            shield_identity(**(given | wrong))
    assert not IdentityShield.objects.exists()


def engine(desk: Desk, record: SourceRecord, *candidates: Candidate) -> str:
    return link_record(
        record_id=str(record.pk), candidates=candidates, model="test", by=COMMAND, at=desk.at
    ).outcome


@pytest.mark.django_db
def test_a_relation_told_in_a_concern_does_not_tie_the_former_household_to_who_they_are_now(
    desk: Desk,
) -> None:
    shield = adopted(desk)
    mother = Description.objects.get(forename="Leanne").person
    with pytest.raises(Refused):
        relate(
            person_id=str(mother.pk), other_id=str(shield.present_id), kind="mother", source_ref="contact:x",
            by=keeper(desk), at=desk.at,
        )  # fmt: skip


def test_no_line_of_plait_takes_a_wall_down() -> None:
    """Decision 40: it is raised by one deed, and nothing ends, changes or deletes it; no field could say that it had ended."""
    source = Path(plait.__file__).parent
    writes = re.compile(
        r"IdentityShield\b[^\n]*?\.(create|bulk_create|update|delete|get_or_create|update_or_create)\("
    )
    found = {
        (path.name, one[1])
        for path in source.rglob("*.py")
        for one in writes.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == {("shield_identity.py", "create")}
    names = {one.name for one in IdentityShield._meta.get_fields()}
    assert not [one for one in names if re.search("end|lift|until|undone", one)]
