"""Two agencies' extracts, a concern about a family that moved under another name, and a hub that finds, joins and parts them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from time_machine import Traveller
from typer.testing import CliRunner

from plait.people.models import Description, Merge, ReviewItem
from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Contact
from plait.site.cli import app
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

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


def plait(*words: str) -> str:
    """The command line, as whoever runs Plait uses it."""
    ran = CliRunner().invoke(app, ["people", *words])
    assert ran.exit_code == 0, ran.output
    return ran.output


def given_two_agencies_sent_their_people(folder: Path) -> None:
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    for agency, rows in (("Alder Lane Primary School", SCHOOL), ("Brook Street Surgery", SURGERY)):
        file = folder / f"{agency.split()[0].lower()}.csv"
        file.write_text(HEAD + rows, encoding="utf-8")
        said = plait(
            "import", str(file), "--agency", agency, "--mapping", str(mapping),
            "--agreement", "PARTNERSHIP-1 clause 5", "--dpia", "DPIA 9",
        )  # fmt: skip
        assert "left out" in said
    assert "Nobody was joined" in plait("link")


def given_a_teacher_is_worried_about_children_under_a_third_name(area: Any, at: datetime) -> Contact:
    children = tuple(
        ChildSaid(
            Described(
                forename=forename,
                surname="Lorne",
                born_on=born.date(),
                address_line="41 Gable Court",
                postcode="EW6 1QT",
            )
        )
        for forename, born in (("Isolde", datetime(2016, 5, 4)), ("Caspian", datetime(2013, 9, 21)))  # noqa: DTZ001
    )
    concern = Concern(
        children=children, observed="They came without a school.", wanted="A visit.", family_told="told"
    )
    return raise_concern(concern=concern, draft_id=None, by=area.actor("teacher", at=at), at=at)


def when_the_hub_asks_for_the_family_together(hub: Desk) -> None:
    hub.open("/hub/")
    hub.follow("Isolde Lorne, Caspian Lorne", then="Isolde Lorne, Caspian Lorne")
    hub.follow("Who is it? (Isolde Lorne)", then="Who is it?")
    hub.press("Look")
    hub.sees("Everybody in this concern, asked together", "Caspian Lorne may be Caspian", "Speaks against it")
    hub.look("who-family")
    hub.open_details("How it adds up")
    hub.look("who-sum")
    hub.open_details("You expected somebody else?")
    hub.write("Their first name", "Rosalind")
    hub.write("Their last name", "Tarrant")
    hub.press("Say why not")
    hub.sees("Why not Rosalind Tarrant")
    hub.look("who-why-not")


def when_it_is_answered_without_and_with_the_sum(hub: Desk, review: str) -> None:
    hub.open("/people/reviews/")
    hub.is_at("Who is who")
    hub.look("reviews")
    hub.open(f"/people/reviews/{review}/")
    hub.is_at("Are these two known people one?")
    hub.look("review")
    hub.follow("Look without it")
    hub.does_not_see("How it adds up")
    hub.look("review-blind")
    hub.choose("Are they one person?", "The same person")
    hub.press("Keep this answer")
    hub.page.get_by_role("alert").wait_for()
    hub.look("review-why")
    hub.write("Why?", "One NHS number, and the surgery knows the earlier name")
    hub.press("Keep this answer", then="Who is who")
    hub.sees("A second person must look")


def when_a_second_person_agrees(hub: Desk, review: str) -> None:
    hub.open(f"/people/reviews/{review}/")
    hub.sees("Somebody has looked")
    hub.look("review-second")
    hub.choose("Do you agree that they are one person?", "Yes, join their records")
    hub.write("Why?", "The numbers agree, and so do the birthdays")
    hub.press("Keep this answer", then="Who is who")
    hub.sees("Their records are joined")


def then_the_child_of_the_concern_is_that_person(hub: Desk) -> None:
    hub.open("/hub/")
    hub.follow("Isolde Lorne, Caspian Lorne", then="Isolde Lorne, Caspian Lorne")
    hub.follow("Who is it? (Isolde Lorne)", then="Who is it?")
    hub.press("Look")
    hub.choose("This is", "Isolde")
    hub.write("How do you know?", "The same birthdays of both children")
    hub.press("Say who it is", then="Lorne")


def then_the_page_shows_her_life_and_they_are_parted(hub: Desk, person: str) -> None:
    hub.open(f"/people/{person}/")
    hub.is_at("Who they are")
    hub.sees("8 Weir Bank", "3 Quay Steps", "Brook Street Surgery", "Isolde Tarrant")
    hub.look("person")
    hub.follow("Take them apart", then="Are these two people after all?")
    hub.look("unmerge")
    hub.write("Why was it wrong?", "The surgery mixed up two girls")
    hub.press("Take them apart", then="Who they are")
    hub.sees("Taken apart")
    hub.look("person-parted")


def test_a_family_is_found_under_another_name_joined_and_parted(
    sit: Sit, area: Any, moment: Traveller, tmp_path: Path
) -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    given_two_agencies_sent_their_people(tmp_path)
    moment.move_to(datetime(2026, 11, 23, 9, 10, tzinfo=UTC), tick=True)
    given_a_teacher_is_worried_about_children_under_a_third_name(area, at)
    screener = sit("screener")
    when_the_hub_asks_for_the_family_together(screener)
    both = {one.person_id for one in Description.objects.filter(forename="Isolde").exclude(surname="Lorne")}
    item = next(one for one in ReviewItem.objects.all() if {one.one_id, one.other_id} == both)
    when_it_is_answered_without_and_with_the_sum(screener, str(item.pk))
    manager = sit("manager")
    when_a_second_person_agrees(manager, str(item.pk))
    person = str(Merge.objects.get().survivor_id)
    then_the_child_of_the_concern_is_that_person(manager)
    then_the_page_shows_her_life_and_they_are_parted(manager, person)
    dsl = sit("dsl")
    dsl.open("/people/own-records/")
    dsl.write("First name", "Isolde")
    dsl.write("Last name", "Tarrant")
    dsl.choose("What are you looking for?", "Check what our agency has sent")
    dsl.press("Look")
    dsl.sees("1 of your records may be this person")
    dsl.look("own-records")
