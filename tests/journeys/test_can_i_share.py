"""Can I share this? A practice that is unsure, and a school that shares part: by keyboard, with and without script."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from plait.referrals.models import PartnerCheck
from tests.feedback.journey import Journey
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def six_answers(desk: Desk, *, to: str, why: str, what: tuple[str, ...], child: str, adult: str) -> int:
    """The whole of what is asked. Returns how many answers it took."""
    desk.select("With whom?", to)
    desk.select("What for?", why)
    for one in what:
        desk.tick(one)
    desk.choose("Would sharing harm the child", child)
    desk.choose("Could it put an adult at risk", adult)
    return 6  # about whom stands on “a child” already, and counts


@pytest.mark.both_databases
def test_a_gp_who_is_unsure_answers_the_hub(sit: Sit, area: Any) -> None:
    """He knows of a mother's depression and is afraid to say it. A minute later he knows what, whom to ask, and has a record."""
    Journey(area, BEGINS - timedelta(hours=1)).raised().accepted().asked("surgery")
    gp = sit("gp")
    gp.open(f"/checks/{PartnerCheck.objects.get().pk}/")
    gp.is_at("What the hub asks")
    gp.follow("Can I share this?", then="Can I share this?", nth=1)  # the first stands in the navigation
    gp.look("can-i-share-ask")
    expect(gp.page.get_by_role("combobox", name="With whom?").locator("option:checked")).to_have_text(
        "The hub"
    )
    gp.tick("The child’s health")
    gp.tick("A parent’s or carer’s health")
    gp.tick("Where they live or stay")
    gp.choose("Would sharing harm the child", "No")
    gp.choose("Could it put an adult at risk", "I am not sure")
    gp.press("What can I share?", then="Share part of it")
    gp.look("can-i-share-answer")
    gp.sees("You must share what bears on this, unless sharing would be more detrimental to the child")
    gp.sees("Information sharing duty", "Not checked by a lawyer.", "Danger to an adult victim")
    gp.sees("Caldicott guardian of the practices", "01632 960145", "999")
    gp.sees("Ask a domestic abuse adviser before anything goes that could lead to her.")
    gp.select("Whom did you ask?", "Caldicott")
    gp.press("Keep the record of my decision", then="D-")
    gp.look("can-i-share-record")
    gp.does_not_see("Theodora")
    reference = gp.page.get_by_role("heading", level=1).inner_text()
    assert reference in gp.print_shows()
    gp.press("Go on with your answer", then="What the hub asks")
    gp.sees("Goes with your record", reference)


def test_a_school_shares_part_with_the_police(sit: Sit) -> None:
    """The safeguarding lead has a child's words and a counsellor's notes. The words go; the notes wait."""
    dsl = sit("dsl", javascript=False)
    dsl.open("/can-i-share/")
    assert (
        six_answers(
            dsl, to="Fenmarch Police", why="To prevent", child="No", adult="No",
            what=("What the child said", "Counselling or advice notes"),
        )
        <= 6
    )  # fmt: skip
    dsl.press("What can I share?", then="Share part of it")
    dsl.sees("Disclosure to prevent crime", "When the police ask for a victim’s records")
    words = dsl.page.get_by_role("group", name="What the child said")
    notes = dsl.page.get_by_role("group", name="Counselling or advice notes")
    expect(words.get_by_role("combobox", name="Your decision").locator("option:checked")).to_have_text(
        "Share part"
    )
    expect(notes.get_by_role("combobox", name="Your decision").locator("option:checked")).to_have_text(
        "Ask first"
    )
    dsl.press("Keep the record of my decision", then="D-")
    dsl.sees("Share part", "Ask first", "Police")
    reference = dsl.page.get_by_role("heading", level=1).inner_text()
    deputy = sit("deputy_dsl")
    deputy.open("/can-i-share/records/")
    deputy.look("can-i-share-records")
    deputy.follow(reference, then=reference)
    deputy.sees("Tom Ferris")


def test_the_administrator_names_whom_to_ask(sit: Sit) -> None:
    fay = sit("administrator")
    fay.open("/people/")
    fay.follow("Whom to ask before sharing", then="Whom to ask before sharing")
    fay.look("advisers")
    fay.select("What are they asked about?", "Legal")
    fay.write("Or somebody who has no account", "Night solicitor")
    fay.write("Number to ring", "01632 960106")
    fay.press("Name this adviser", then="Whom to ask before sharing")
    fay.sees("Night solicitor")
    fay.follow("Change this", then="Work under contract")
    fay.look("under-contract")
