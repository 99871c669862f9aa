"""A refuge: the father decides for his children and must not find them. His side walks every page it has; so does the hub."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail

from plait.base.outbox import deliver_due
from plait.base.outbox.models import Message
from plait.people.models import EndOfHiding, FamilyMessage, ProtectedFrom
from plait.people.rules import Described
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from tests.feedback.journey import Journey
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit
from tests.journeys.leaks import flat

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

REFUGE, POSTCODE, NURSERY = "7 Larkspur Walk", "HW9 3RT", "Sandpiper Nursery"
HERS, SAFE = "07700 900161", "07700 900162"
# What must not be read on his side, however it is spelled: letters and figures alone.
PLACES = ("larkspur", "hw93rt", "sandpiper", "7700900161", "7700900162")
# The hub’s social workers read the safe number and what leads there in one place alone, marked as such.
IN_ITS_PLACE = re.compile(r"<dl data-revealed.*?</dl>", re.DOTALL)
LEAVES = re.compile(r"sign-out|sign-in|/static/")


def told() -> Concern:
    """The health visitor of the far place writes it all down, and that he must not know."""
    home = Described(address_line=REFUGE, town="Hallowick", postcode=POSTCODE, phone=HERS)
    words = f"They came to {REFUGE} ({POSTCODE}) on Sunday; the girl goes to {NURSERY}."
    return Concern(
        children=(
            ChildSaid(
                replace(
                    home,
                    forename="Ava",
                    surname="Marlow",
                    born_on=date(2021, 5, 14),
                    school=NURSERY,
                )
            ),
        ),
        adults=(
            AdultSaid(replace(home, forename="Leanne", surname="Marlow"), "mother", lives_with="yes"),
            AdultSaid(
                Described(forename="Dean", surname="Kerrigan", address_line="4 Mill Row", postcode="EW3 2PL"),
                "father",
                lives_with="no",
                parental_responsibility="yes",
            ),
        ),
        safety=Safety(where="no"),
        observed=words,
        wanted="Somebody who sees that he does not find them.",
    )


def walked(desk: Desk, *starts: str, most: int = 150) -> dict[str, str]:
    """Every page that this desk comes to by links, from the front page on, as it is sent to this browser: screen, title, paper
    and what no eye sees."""
    seen: dict[str, str] = {}
    waiting = ["/", *starts]
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) == most:
            continue
        seen[path] = desk.context.request.get(path).text()
        for link in re.findall(r'href="([^"]+)"', seen[path]):
            there = urlsplit(unescape(link))
            if (
                not there.netloc
                and not there.scheme
                and there.path.startswith("/")
                and not LEAVES.search(there.path)
            ):
                waiting.append(there.path)
    return seen


def says(pages: dict[str, str], secrets: Iterable[str]) -> dict[str, list[str]]:
    found = {path: [one for one in secrets if one in flat(text)] for path, text in pages.items()}
    return {path: secrets for path, secrets in found.items() if secrets}


def given_the_hub_protects_them_from_him(hub: Desk, child: str) -> None:
    hub.open(f"/people/{child}/story/")
    hub.follow("Reaching them safely", then="Reaching them safely")
    hub.sees("Nobody has said how", "Nobody was named")
    hub.look("refuge-reaching-empty")
    hub.follow("Say from whom they are protected", then="From whom are they protected?")
    hub.press("Protect them")
    hub.page.get_by_role("alert").wait_for()
    hub.look("refuge-protect-faults")
    hub.write("From whom?", "Dean Kerrigan, her father")
    hub.choose("Why them?", "Harmed them, or may")
    hub.select("Is it one of these?", "Dean Kerrigan")
    hub.write("What is this based on?", "She told the health visitor; the police were there twice")
    hub.write("Court order", "None. He has parental responsibility")
    hub.write("Telephones, e-mail addresses and homes", "07700 900777")
    hub.press("Protect them", then="Reaching them safely")
    hub.sees("Whereabouts protected", "Dean Kerrigan, her father", "Harmed them, or may")


def when_the_hub_says_the_safe_way(hub: Desk) -> None:
    hub.follow("Write down the safe way", then="safe")
    hub.choose("What is the safe way?", "Ring them")
    hub.write("Which number or address is safe?", SAFE)
    hub.write("When?", "Weekdays, 9 to 11")
    hub.choose("May a message be left on their voicemail?", "No")
    hub.write("Do not make contact while", "anybody else is in the room")
    hub.write("Numbers and addresses that are not safe", "07700 900777")
    hub.choose("Do they need an interpreter?", "No")
    hub.look("refuge-safe-way")
    hub.press("Keep this way", then="Reaching them safely")
    hub.follow("Add a nursery, surgery, workplace or car", then="What else would lead to them?")
    hub.look("refuge-lead")
    hub.choose("What is it?", "School or nursery")
    hub.write("Its name or number", NURSERY)
    hub.press("Protect this too", then="Reaching them safely")
    hub.look("refuge-reaching")


def then_a_message_leaves_only_the_safe_way(hub: Desk) -> None:
    hub.follow("Prepare a letter, message or call", then="A letter, message or call")
    hub.choose("How?", "Call")
    hub.write("To which number or address?", SAFE)
    hub.write("What will be said or written?", f"We come to {REFUGE} on Monday.")
    hub.press("Check and keep it")
    hub.page.get_by_role("alert").wait_for()
    hub.look("refuge-message-words")
    hub.write("What will be said or written?", "Please ring Miriam at the hub.")
    hub.press("Check and keep it", then="Reaching them safely")
    hub.press("Send it now", then="It may leave now")
    hub.look("refuge-message-sent")
    paper = hub.print_shows()
    assert "Please ring Miriam" in paper and SAFE not in paper


def then_it_stays_hidden(screener: Desk, manager: Desk, child: str) -> None:
    """While she is protected nobody can even ask. When that has ended, one asks, and the other answers that it stays hidden."""
    there = f"/people/{child}/shield/end/"
    screener.open(there)
    screener.look("refuge-show-again")
    screener.write("Why is it safe now?", "He says that he has moved away.")
    screener.page.locator("main button[type=submit]").click()
    screener.sees("Somebody at home is still protected from somebody")
    screener.look("refuge-show-again-refused")
    screener.open(f"/people/{child}/reaching/")
    screener.follow("It has ended", then="Has this ended?")
    screener.look("refuge-unprotect")
    screener.write("Why", "He lives abroad, the court was told.")
    screener.page.locator("main button[type=submit]").click()
    screener.is_at("Reaching them safely")
    screener.open(there)
    screener.write("Why is it safe now?", "He lives abroad, the court was told.")
    screener.page.locator("main button[type=submit]").click()
    screener.sees("Asked. It stays hidden until a second person agrees")
    manager.open(there)
    manager.look("refuge-show-again-answer")
    manager.choose("What happens?", "It stays hidden")
    manager.write("Why?", "His brother lives round the corner.")
    manager.press("Keep this answer", then="Hide where they are")
    manager.sees("Kept. It stays hidden.")


def test_where_they_are_never_comes_to_his_side(sit: Sit, area: Any) -> None:
    story = Journey(area, BEGINS - timedelta(hours=2)).raised("health_visitor", told()).accepted()
    child = story.child
    hub = sit("screener")
    given_the_hub_protects_them_from_him(hub, child)
    when_the_hub_says_the_safe_way(hub)
    then_a_message_leaves_only_the_safe_way(hub)
    story.asked("housing", "alder_lane", "probation")
    story.answered("housing", "housing", text="He pays for 4 Mill Row alone since Sunday.").decided()

    # his landlord, the school that he may ask, and his probation worker: each page, its paper, and a search
    for who, agency in (("housing", "housing"), ("dsl", "alder_lane"), ("probation", "probation")):
        his = sit(who)
        pages = walked(
            his, f"/checks/{story.checks[agency].pk}/", f"/people/{child}/story/", f"/people/{child}/reaching/",
            f"/people/{child}/where/",
        )  # fmt: skip
        assert len(pages) > 8
        assert "Ava" in pages[f"/checks/{story.checks[agency].pk}/"]
        assert "Reaching them safely" not in pages[f"/people/{child}/reaching/"]
        assert says(pages, PLACES) == {}
        his.open("/people/own-records/")
        his.write("First name", "Ava")
        his.write("Last name", "Marlow")
        his.page.get_by_role("group", name="What are you looking for?").get_by_role("radio").first.check()
        his.press("Look")
        his.sees("None of your records")
        assert says({"search": his.page.content()}, PLACES) == {}

    # what was mailed says it nowhere either
    deliver_due(at=story.later(), limit=100)
    mailed = " ".join(f"{one.subject} {one.body} {one.to}" for one in mail.outbox)
    queued = " ".join(f"{one.subject_line} {one.context} {one.about}" for one in Message.objects.all())
    assert mailed and says({"mail": mailed, "queued": queued}, PLACES) == {}

    # the hub works with it every day, and reads it only in its place
    pages = {
        path: IN_ITS_PLACE.sub("", text)
        for path, text in walked(hub, f"/people/{child}/story/", most=60).items()
    }
    assert says(pages, PLACES) == {}
    then_it_stays_hidden(hub, sit("manager"), child)
    assert ProtectedFrom.objects.get().ended_at and EndOfHiding.objects.get().state == "refused"
    assert FamilyMessage.objects.get().state == "sent"
