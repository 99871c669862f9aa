"""The page that raises a wall between who somebody was and who they are: by whom, with what asked first, and what it leaves."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.base.audit.models import AuditEntry
from plait.people.actions.describe_person import describe_person
from plait.people.models import Description, IdentityShield, Person
from plait.people.rules import Described
from tests.feedback.journey import CHILD, Journey, family
from tests.people.test_reveal import proved

GONE = "Copy the address of a record that you can open, and not of this one"


@pytest.fixture
def story(journey: Journey) -> Iterator[Journey]:
    """A child with whom the hub works; a surgery has since told her new name, and it was taken for hers."""
    told = journey.raised("health_visitor", family(shielded=False)).accepted()
    new = describe_person(
        described=Described(forename="Tamsin", surname="Ashby"), source_ref="tests:new",
        agency_id=str(told.cast.agencies["police"].pk), by=told.who("screener"), at=told.later(),
    )  # fmt: skip
    Description.objects.filter(pk=new.pk).update(person_id=told.child)
    with time_machine.travel(told.at + timedelta(hours=1), tick=True):
        yield told


def path(story: Journey) -> str:
    return f"/people/{story.child}/identity-shield/"


def filled(story: Journey, **other: Any) -> dict[str, Any]:
    return {
        "kind": "adoption",
        "description_ids": [str(Description.objects.get(surname="Ashby").pk)],
        "custodian_team_id": str(story.cast.teams["custodians"].pk),
        "because": "An adoption order of this spring",
        "sure": "on",
        **other,
    }


def test_a_manager_raises_it_and_nothing_leads_across(story: Journey) -> None:
    manager = proved(story, "manager")
    page = manager.get(path(story)).content.decode()
    assert "Tamsin Ashby" in page and CHILD in page, "what goes over is chosen from what was said"
    answer = manager.post(path(story), filled(story))
    wall = IdentityShield.objects.get()
    for one in (wall.former_id, wall.present_id):
        assert f"http://testserver/people/{one}/" in answer.content.decode(), "said once, for the sealed file"
    assert CHILD not in answer.content.decode() and "Tamsin" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    again = manager.post(path(story), filled(story))
    assert again.status_code == 404 and str(wall.present_id) not in again.content.decode()
    assert IdentityShield.objects.count() == 1
    assert (str(wall.former_id), wall.kind) == (story.child, "adoption")
    assert set(wall.present.descriptions.values_list("surname", flat=True)) == {"Ashby"}
    former, present = Person.objects.get(pk=wall.former_id), wall.present
    assert former.restricted and former.custodian == story.cast.teams["custodians"]
    assert present.address_hidden
    for who in ("manager", "screener"):
        for side in (former, present):
            assert proved(story, who).get(f"/people/{side.pk}/").status_code == 404, (
                "a team's work opens neither"
            )
    rows = AuditEntry.objects.filter(act="person:identity-shielded")
    assert rows.count() == 2 and {row.fields for row in rows} == {"sealed"}
    assert "adoption order" not in "".join(f"{row.reason} {row.purpose}" for row in rows)


def test_it_may_be_a_record_that_is_there_already(story: Journey) -> None:
    other = Journey(story.cast, story.at).raised("teacher", family(shielded=False, observed="Another."))
    known = other.contact.people.get(role="adult").description.person_id
    manager = proved(story, "manager")
    address = f"https://plait.invalid/people/{known}/story/"
    assert (
        f"/people/{known}/" in manager.post(path(story), filled(story, present_id=address)).content.decode()
    )
    assert str(IdentityShield.objects.get().present_id) == str(known)


def test_a_record_that_is_not_theirs_is_answered_like_one_that_is_not_there(story: Journey) -> None:
    hidden = describe_person(
        described=Described(forename="Wren", surname="Halloran"), source_ref="tests:other",
        agency_id=str(story.cast.agencies["police"].pk), by=story.who("screener"), at=story.later(),
    )  # fmt: skip
    manager, absent = proved(story, "manager"), "0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77"
    pages = set()
    for one in (str(hidden.person_id), absent, story.child):
        page = manager.post(path(story), filled(story, present_id=one)).content.decode()
        assert GONE in page and "Error: " in page
        page = page.replace(one, "").replace(story.child, "")
        pages.add(page.split("<main", 1)[1].split("csrfmiddlewaretoken")[0])
    assert len(pages) == 1
    assert not IdentityShield.objects.exists()


@pytest.mark.parametrize(
    ("missing", "says"),
    [("kind", "What stands"), ("because", "based on"), ("sure", "looked at"), ("custodian_team_id", "keeps")],
)
def test_nothing_is_left_out(story: Journey, missing: str, says: str) -> None:
    sent = {name: said for name, said in filled(story).items() if name != missing}
    page = proved(story, "manager").post(path(story), sent).content.decode()
    assert "Error: " in page and says in page
    assert not IdentityShield.objects.exists()


def test_whoever_signed_in_long_ago_shows_that_it_is_they_and_nobody_is_asked_for_what_is_not_theirs(
    story: Journey,
) -> None:
    asked = story.browser("manager").post(path(story), filled(story))
    assert asked.status_code == 302 and asked["Location"].startswith("/account/again/")
    for who, status in (("screener", 403), ("lead", 403), ("administrator", 403), ("custodian", 404)):
        for browser in (story.browser(who), proved(story, who)):
            assert browser.get(path(story)).status_code == status, who
            assert browser.post(path(story), filled(story)).status_code == status, who
    assert not IdentityShield.objects.exists()


def test_the_way_there_stands_where_it_is_needed_and_for_those_alone_who_may(story: Journey) -> None:
    def leads_there(browser: Client) -> bool:
        return path(story) in browser.get(f"/people/{story.child}/").content.decode()

    assert leads_there(story.browser("manager"))
    assert not leads_there(story.browser("screener"))
