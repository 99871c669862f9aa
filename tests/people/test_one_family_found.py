"""The engine in the live product: who is found, by whom, with which words; what stays out; what becomes a question."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate
from typer.testing import CliRunner

from plait.agencies.models import User
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.matching.model import current
from plait.people.access import unreachable_people
from plait.people.actions.answer_review import answer_review
from plait.people.actions.describe_person import describe_person
from plait.people.actions.import_people import import_people
from plait.people.actions.involve import involve
from plait.people.actions.look_for_person import (
    ask_why_not,
    look_closely,
    look_for_person,
    look_together,
)
from plait.people.actions.look_in_own_records import look_in_own_records
from plait.people.actions.note_safety import note_safety
from plait.people.jobs import look_for_new_records
from plait.people.models import Description, Merge, Person, ReviewItem
from plait.people.queries.nightly import differences, everybody, households_now
from plait.people.rules import Described, Query
from plait.people.rules.evidence import shown
from plait.people.rules.mappings import mapping_of
from plait.people.rules.rows import Row, Unread, read_rows
from plait.people.store.filing import match_store, write_households
from plait.people.templatetags.people_sums import sum_rows, waterfall
from plait.site.cli import app
from plait.site.demo.cast import Cast

MAPPING = """
[columns]
record = "id"
forename = "first"
surname = "last"
previous_surname = "was"
born_on = "dob"
sex = "sex"
nhs_number = "nhs"
address_line = "street"
postcode = "postcode"
"""
HEAD = "id,first,last,was,dob,sex,nhs,street,postcode\n"
SCHOOL = (
    "1,Isolde,Tarrant,,2016-05-04,F,999 000 0034,8 Weir Bank,EW2 4AB\n"
    "2,Caspian,Tarrant,,2013-09-21,M,,8 Weir Bank,EW2 4AB\n"
    "3,Rosalind,Tarrant,,1988-02-11,F,,8 Weir Bank,EW2 4AB\n"
)
SURGERY = (
    "A,Isolde,Vane,Tarrant,2016-05-04,F,999 000 0034,3 Quay Steps,HW2 1AA\n"
    "B,Caspian,Vane,,2013-09-21,M,,3 Quay Steps,HW2 1AA\n"
)
WORKER = Actor.process("worker")


def imported(cast: Cast, agency: str, rows: str, at: datetime) -> None:
    read_as = mapping_of(MAPPING)

    def read() -> Iterator[Row | Unread]:
        return read_rows(io.StringIO(HEAD + rows, newline=""), read_as, on=at.date())

    import_people(
        rows=read, mapping=read_as, file_name="x.csv", file_digest=f"{abs(hash((agency, rows))):064d}",
        agency_id=str(cast.agencies[agency].pk), agreement="PARTNERSHIP-1 clause 5", dpia="DPIA 9",
        expires_on=localdate(at).replace(year=2027), by=Actor.process("command-line"), at=at,
    )  # fmt: skip


Enter = Callable[[str], Client]


@pytest.fixture
def enter(cast: Cast, pack: Any, at: datetime) -> Iterator[Enter]:
    """`enter("screener")`: their browser, signed in, at the moment of the story."""

    def sign_in(who: str) -> Client:
        browser = Client()
        person = cast.people[who]
        if person.user is None:
            person.user = User.objects.create_user(f"{who}@x.invalid", None)
            person.save(update_fields=["user"])
        browser.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    with time_machine.travel(at, tick=False):
        yield sign_in


@pytest.fixture
def family(cast: Cast, pack: Any, at: datetime) -> dict[str, Description]:
    imported(cast, "alder_lane", SCHOOL, at)
    return {one.forename: one for one in Description.objects.all()}


def looked(cast: Cast, at: datetime, who: str = "screener", **said: Any) -> list[str]:
    found = look_for_person(query=Query(**said), purpose="Who?", by=cast.actor(who, at=at), at=at)
    return [one.forename for one in found]


def test_a_known_child_is_found_under_another_spelling_with_the_day_and_month_changed_over(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    found = look_closely(
        query=Query(forename="Isold", surname="Tarant", born_on=at.date().replace(2016, 4, 5)),
        purpose="Who?", by=cast.actor("screener", at=at), at=at,
    )  # fmt: skip
    assert [one.description.forename for one in found.people] == ["Isolde"]
    words = [part.words for part in found.people[0].explanation.parts]
    assert "day and month changed over" in words
    assert sum(part.weight for part in found.people[0].explanation.parts) == found.people[0].score
    returned = AuditEntry.objects.filter(
        act="person:returned", subject=pseudonym(f"person:{family['Isolde'].person_id}")
    )
    assert returned.count() == 1


def test_a_sister_is_family_and_not_the_person_and_is_audited_too(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    query = Query(
        forename="Wilhelmina",
        surname="Tarrant",
        born_on=at.date().replace(2016, 5, 4),
        postcode="EW2 4AB",
        street="8 Weir Bank",
    )
    found = look_closely(query=query, purpose="Who?", by=cast.actor("screener", at=at), at=at)
    assert found.people == []
    assert str(found.says) == "family known, this person not"
    assert "Isolde" in {one.description.forename for one in found.relatives}
    rows = AuditEntry.objects.filter(act="person:returned").values_list("subject", flat=True)
    assert {pseudonym(f"person:{one.person_id}") for one in found.relatives} <= set(rows)


def test_a_protected_home_is_in_no_key_from_the_moment_it_is_protected(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    assert looked(cast, at, forename="Isolde", postcode="EW2 4AB") == ["Isolde"]
    isolde = family["Isolde"]
    note_safety(
        person_id=str(isolde.person_id),
        kind="where",
        who="Her father",
        source_ref="contact:x",
        by=WORKER,
        at=at,
    )
    assert looked(cast, at, forename="Isolde", postcode="EW2 4AB") == []
    assert looked(cast, at, forename="Caspian", postcode="EW2 4AB") == [], (
        "whoever lives there is hidden with her"
    )
    kept = match_store()._rows("select postcode, street, address from match_record")
    assert {tuple(row) for row in kept} == {("", "", 0)}
    assert looked(cast, at, forename="Isolde", surname="Tarrant") == ["Isolde"], "by her name she is found"


def test_nobody_restricted_and_nobody_declared_is_found(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    person = family["Isolde"].person
    person.restricted, person.custodian = True, cast.teams["custodians"]
    person.save()
    assert looked(cast, at, forename="Isolde", surname="Tarrant") == []
    assert person in unreachable_people(cast.actor("screener", at=at), at=at)


def test_a_renamed_and_moved_family_is_found_together(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    screener = cast.actor("screener", at=at)
    told = [
        describe_person(
            described=Described(forename=first, surname="Vane", born_on=born, address_line="3 Quay Steps", postcode="HW2 1AA"),
            source_ref="contact:1", agency_id=str(cast.agencies["surgery"].pk), by=screener, at=at,
        )
        for first, born in (
            ("Isolde", at.date().replace(2016, 5, 4)),
            ("Caspian", at.date().replace(2013, 9, 21)),
            ("Rosalind", at.date().replace(1988, 2, 11)),
        )
    ]  # fmt: skip
    write_households(households_now(at=at))
    query = Query(forename="Isolde", surname="Vane", born_on=told[0].born_on)
    besides, but = [str(one.person_id) for one in told], [one.number for one in told]
    found, homes = look_together(
        query=query, members=told, purpose="Who?", besides=besides, by=screener, at=at
    )
    alone = look_closely(query=query, purpose="Who?", besides=besides, but=but, by=screener, at=at)
    assert [(one.person_id, one.score) for one in found.people] == [
        (one.person_id, one.score) for one in alone.people
    ], "who is looked for with others is found as if they were looked for alone"
    assert found.people
    assert [{one.likely.forename for one in home.members} for home in homes] == [
        {"Isolde", "Caspian", "Rosalind"}
    ]
    assert homes[0].sure
    assert {one.likely.surname for one in homes[0].members} == {"Tarrant"}


def test_why_somebody_who_was_expected_is_not_among_those_found(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    why = ask_why_not(
        query=Query(forename="Ottoline", surname="Tarrant", born_on=at.date().replace(2019, 1, 9)),
        expected=Query(forename="Caspian", surname="Tarrant"), purpose="Why not?", by=cast.actor("screener", at=at), at=at,
    )  # fmt: skip
    assert why is not None
    assert why.description.forename == "Caspian"
    assert any(reason.startswith("First name") for reason in why.explanation.why_not)
    sum_of = shown(why.explanation, score=why.score)
    assert waterfall(sum_of).count("<rect ") == sum_rows(sum_of).count("<tr ") == len(sum_of.steps), (
        "the picture, the table and the words say the same"
    )
    assert "same family" in sum_of.guard, "the surname agrees"
    stranger = ask_why_not(
        query=Query(forename="Ottoline", surname="Quill", born_on=at.date().replace(2019, 1, 9)),
        expected=Query(forename="Caspian", surname="Tarrant"), purpose="Why not?", by=cast.actor("screener", at=at), at=at,
    )  # fmt: skip
    assert stranger is not None
    assert shown(stranger.explanation, score=stranger.score).level == "Not this person", (
        "nothing says that they are related"
    )


def test_a_partner_finds_what_their_own_agency_sent_and_nothing_else(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    query = Query(forename="Isolde", surname="Tarrant")
    own = look_in_own_records(query=query, purpose="Check", by=cast.actor("dsl", at=at), at=at)
    assert [one.description.forename for one in own] == ["Isolde"]
    assert look_in_own_records(query=query, purpose="Check", by=cast.actor("gp", at=at), at=at) == []
    assert AuditEntry.objects.filter(act="record:returned").count() == 1


def test_a_second_agencys_record_of_the_child_joins_and_its_doubt_becomes_a_question(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    look_for_new_records(at)
    assert Merge.objects.count() == 0, "of one family nobody is another"
    imported(cast, "surgery", SURGERY, at)
    look_for_new_records(at)
    isolde = {str(one.person_id) for one in Description.objects.filter(forename="Isolde")}
    assert len(isolde) == 1, "the same number, and a previous name"
    assert looked(cast, at, forename="Isolde", surname="Vane") == ["Isolde"]


def test_the_night_asks_and_joins_nobody_and_an_answered_question_is_not_asked_again(
    cast: Cast, at: datetime, family: dict[str, Description]
) -> None:
    imported(cast, "surgery", SURGERY, at)
    found = differences(everybody(lambda _: None), current(), at=at, say=lambda _: None)
    pairs = {frozenset({one.one, one.other}) for one in found if one.kind == "merge"}
    both = {str(one.person_id) for one in Description.objects.filter(forename="Isolde")}
    assert frozenset(both) in pairs
    assert Merge.objects.count() == 0
    ran = CliRunner().invoke(app, ["people", "link"])
    assert ran.exit_code == 0, ran.output
    assert "Nobody was joined" in ran.output
    assert Merge.objects.count() == 0
    count = ReviewItem.objects.count()
    assert count == len(found)
    CliRunner().invoke(app, ["people", "link"])
    assert ReviewItem.objects.count() == count, "the same question stands once"
    item = next(one for one in ReviewItem.objects.all() if {str(one.one_id), str(one.other_id)} == both)
    answer_review(
        review_id=str(item.pk), said="different", because="Twins", by=cast.actor("screener", at=at), at=at
    )
    again = differences(everybody(lambda _: None), current(), at=at, say=lambda _: None)
    assert frozenset(both) not in {frozenset({one.one, one.other}) for one in again}


def test_two_children_are_joined_by_two_people_on_the_page_and_parted_by_one(
    cast: Cast, at: datetime, family: dict[str, Description], enter: Enter
) -> None:
    imported(cast, "surgery", SURGERY, at - timedelta(days=20))
    long_since = at - timedelta(days=200)  # a picture of time needs time; agreements begin this month
    Description.objects.filter(agency_id=str(cast.agencies["surgery"].pk)).update(stated_at=long_since)
    CliRunner().invoke(app, ["people", "link"])
    both = {one.person_id for one in Description.objects.filter(forename="Isolde")}
    item = next(one for one in ReviewItem.objects.all() if {one.one_id, one.other_id} == both)
    screener, manager = enter("screener"), enter("manager")
    listed = screener.get("/people/reviews/").content.decode()
    assert "Isolde Vane" in listed or "Isolde Tarrant" in listed
    page = screener.get(f"/people/reviews/{item.pk}/").content.decode()
    assert "plait-waterfall" in page
    assert "NHS number: the same" in page
    blind = screener.get(f"/people/reviews/{item.pk}/?blind=1").content.decode()
    assert "plait-waterfall" not in blind
    assert "NHS number: the same" not in blind
    url = f"/people/reviews/{item.pk}/"
    assert "Say why" in screener.post(url, {"said": "same", "because": ""}).content.decode()
    assert screener.post(url, {"said": "same", "because": "One NHS number"}).status_code == 302
    assert Merge.objects.count() == 0
    assert "That was you" in screener.get(url).content.decode()
    assert manager.post(url, {"agrees": "yes", "because": "I see it too"}).status_code == 302
    merge = Merge.objects.get()
    person = str(merge.survivor_id)
    assert manager.get(f"/people/{person}/").status_code == 404, "a role alone opens nobody"
    involve(
        person_ids=[person], kind="duty", team_id=str(cast.teams["hub"].pk), source_kind="contact",
        source_id=merge.pk, by=cast.actor("manager", at=at), at=at,
    )  # fmt: skip
    text = manager.get(f"/people/{person}/").content.decode()
    for words in ("Isolde Vane", "Isolde Tarrant", "Brook Street Surgery", "8 Weir Bank", "plait-chart"):
        assert words in text
    apart = f"/people/{person}/merges/{merge.pk}/undo/"
    assert manager.get(apart).status_code == 200
    assert manager.post(apart, {"because": "Two girls"}).status_code == 302
    merge.refresh_from_db()
    assert merge.undone_at is not None


def test_a_page_of_identity_is_nothing_to_an_outsider_as_to_everybody(
    cast: Cast, at: datetime, family: dict[str, Description], enter: Enter
) -> None:
    one = family["Isolde"].person_id
    there, absent = (
        enter("screener").get(f"/people/{which}/") for which in (one, "0b7f3c11-8f0e-4c36-9c0c-0a7d0f4a4f10")
    )
    assert there.status_code == absent.status_code == 404
    for who in ("teacher", "police_ex_partner", "dsl", "privacy_officer"):
        assert enter(who).get("/people/reviews/").status_code == 403
    assert enter("teacher").get("/people/own-records/").status_code == 403


def test_somebody_restricted_is_on_no_review(
    cast: Cast, at: datetime, family: dict[str, Description], enter: Enter
) -> None:
    imported(cast, "surgery", SURGERY, at)
    CliRunner().invoke(app, ["people", "link"])
    both = {one.person_id for one in Description.objects.filter(forename="Isolde")}
    item = next(one for one in ReviewItem.objects.all() if {one.one_id, one.other_id} == both)
    Person.objects.filter(pk__in=both).update(restricted=True, custodian=cast.teams["custodians"])
    screener = enter("screener")
    assert screener.get(f"/people/reviews/{item.pk}/").status_code == 404
    assert "Isolde" not in screener.get("/people/reviews/").content.decode()


def test_an_answer_is_taken_back_and_the_question_is_open(
    cast: Cast, at: datetime, family: dict[str, Description], enter: Enter
) -> None:
    imported(cast, "surgery", SURGERY, at)
    CliRunner().invoke(app, ["people", "link"])
    item = ReviewItem.objects.order_by("at", "pk").first()
    assert item is not None
    screener = enter("screener")
    screener.post(f"/people/reviews/{item.pk}/", {"said": "family", "because": "Sisters"})
    assert "Take it back" in screener.get("/people/reviews/").content.decode()
    undo = f"/people/reviews/{item.pk}/undo/"
    assert screener.post(undo, {"because": ""}).status_code == 200, "not without a reason"
    assert screener.post(undo, {"because": "I misread the year"}).status_code == 302
    item.refresh_from_db()
    assert item.state == ReviewItem.State.OPEN
