"""The pages on which areas ask each other: who sees what, and what a page of a child never says."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from plait.base.announce import ask
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.models import AskReceived, FamilyAsk, StandingInterest
from plait.people.actions.describe_person import describe_person
from plait.people.events import RecordsAbout, WrittenAbout
from plait.people.models import Person
from plait.people.rules import Described
from tests.feedback.journey import CHILD, SURNAME, Journey
from tests.handover.asking_areas import PERHAPS, asked_by_north, question
from tests.handover.known_here import db, once
from tests.matrix.world import undone

LIST = "/areas/asked/"
FLED = "She came at night and speaks of a man who would come after them."
_SHARED = re.compile(
    r"/(static|sign|help|guidance|exit|manifest|account)"
)  # the same for everybody, or it signs them out


__all__ = ["db", "once"]


@pytest.fixture
def known(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with time_machine.travel(once.at, tick=True) as clock, undone():
        journey: Any = deepcopy(once)
        journey.clock = clock
        yield journey


def read(known: Any, who: str, path: str) -> str:
    known.clock.move_to(known.later())
    browser: Client = known.browser(who)
    return browser.get(path).content.decode()


def sent(known: Any, who: str, path: str, **said: Any) -> Any:
    known.clock.move_to(known.later())
    browser: Client = known.browser(who)
    return browser.post(path, said)


def of_child(known: Journey) -> str:
    return f"/people/{known.child}/other-areas/"


def test_whoever_opens_the_child_reads_which_area_asked_and_whom_to_ring(known: Any) -> None:
    kept = asked_by_north(question(), at=known.later())
    page = read(known, "screener", of_child(known))
    assert "Nora Canary-Field" in page and "01632 960700" in page and "Northmere" in page
    assert "They came last week" in page
    fire_due(at=known.later())
    there = f"{LIST}{kept.pk}/"
    assert "Nobody here works with them by name" in read(known, "screener", there)
    assert sent(known, "screener", there, taken="Rang them: all is well.").status_code == 302
    assert "all is well" in read(known, "screener", there)


def test_what_came_quietly_is_on_the_custodians_pages_alone(known: Any) -> None:
    kept = asked_by_north(question(quiet=True), at=known.later())
    for path in (of_child(known), LIST, f"{LIST}{kept.pk}/", f"/people/{known.child}/looked/"):
        page = read(known, "screener", path)
        assert "Nora Canary-Field" not in page and str(kept.pk) not in page, path
    assert "Northmere" in read(known, "custodian", LIST)
    there = f"{LIST}{kept.pk}/"
    assert "write it into no record" in read(known, "custodian", there)
    AskReceived.objects.update(state="unlooked", too_many=True, person=None, says="nothing")
    assert "Look for this family" in read(known, "custodian", there)
    assert sent(known, "custodian", there, look="yes").status_code == 302
    assert "Ring them" in read(known, "custodian", there)


def test_where_a_mother_fled_stands_on_no_page_of_the_area_that_she_left(known: Any) -> None:
    """What the journey of two areas walks in a browser, here on both databases: every list, and each page of hers that the first
    one, her story and the referral lead to, for the hub and her school; what is sent; and what a copy for him would hold."""
    known.asked("police").decided()
    Person.objects.filter(pk=known.child).update(address_hidden=True)
    kept = asked_by_north(question(quiet=True, because=FLED), at=known.later())
    assert kept.ring == "owed" and FLED in read(known, "custodian", f"{LIST}{kept.pk}/")
    there = (FLED, "Nora Canary-Field", str(kept.pk))
    mine = (f"/people/{known.child}/story/", of_child(known), f"/referrals/{known.referral.pk}/")
    for who in ("screener", "dsl"):
        seen = {path: read(known, who, path) for path in ("/", *mine)}
        led = {path for page in seen.values() for path in re.findall(r'href="(/[^"?#]*)', page)}
        hers = re.compile(rf"/[a-z-]+/$|.*({known.child}|{known.referral.pk})")
        led = {one for one in led - set(seen) if hers.match(one) and not _SHARED.match(one)}
        seen |= {path: read(known, who, path) for path in sorted(led)}
        assert len(seen) > 12, (who, sorted(seen))
        assert [path for path, page in seen.items() if any(one in page for one in there)] == [], who
    keeps = {
        f"practitioner:{one.pk}"
        for one in known.cast.people.values()
        if one.name == known.who("custodian").name
    }
    sent_to = {one.to_ref for one in Message.objects.all() if str(kept.pk) in str(one.context)}
    assert sent_to and sent_to <= keeps
    him = WrittenAbout(people=(known.child,))
    assert not [one for some in ask(him) for one in some if any(part in str(one) for part in there)]


def test_the_hub_says_whether_it_is_they_and_its_word_is_on_the_list(known: Any) -> None:
    kept = asked_by_north(question(PERHAPS, homes=()), at=known.later())
    path = f"{LIST}{kept.pk}/"
    assert "Is it this family?" in read(known, "screener", path)
    assert "Write at least" in sent(known, "screener", path, theirs="yes", because="Yes").content.decode()
    assert sent(known, "screener", path, theirs="yes", because="His mother’s name fits.").status_code == 302
    assert AskReceived.objects.get().says == "known"
    assert "Known here" in read(known, "screener", LIST)


def test_a_custodian_rings_and_says_what_came_of_it(known: Any) -> None:
    twice = Described(forename=CHILD, surname=SURNAME, born_on=date(2019, 4, 3))
    describe_person(described=twice, agency_id="", source_ref="x", by=known.who("screener"), at=known.at)
    for one in Person.objects.filter(descriptions__forename=CHILD):
        Person.objects.filter(pk=one.pk).update(restricted=True, custodian=known.cast.teams["custodians"])
    kept = asked_by_north(question(), at=known.later())
    path = f"{LIST}{kept.pk}/"
    assert "Ring them" in read(known, "custodian", LIST)
    assert read(known, "custodian", path).count("May be, and is kept") == 2, "each of them"
    hub, nowhere = known.browser("screener"), path.replace(str(kept.pk)[:8], "0" * 8)
    with time_machine.travel(known.later(), tick=False):
        assert hub.get(path).content == hub.get(nowhere).content, "to everybody else it is not there"
    assert sent(known, "custodian", path, rung="Rang their custodian: she is safe.").status_code == 302
    assert AskReceived.objects.get().ring == "rung"
    assert "she is safe" in read(known, "custodian", path)


def test_asking_from_the_childs_page(known: Any) -> None:
    page = read(known, "screener", of_child(known))
    assert "Ask another area" in page and "Ask every other area" not in page
    given = {
        "areas": ["north"],
        "because": "They came a week ago.",
        "fleeing": "not_asked",
        "told_because": "Her mother speaks of a sister there.",
    }
    assert (
        "Choose an area"
        in sent(known, "screener", of_child(known), **{**given, "areas": []}).content.decode()
    )
    refused = sent(known, "screener", of_child(known), **{**given, "told_because": ""}).content.decode()
    assert "Say what was said of the areas where they did not live" in refused
    assert sent(known, "screener", of_child(known), **given).status_code == 302
    assert FamilyAsk.objects.get().quiet
    FamilyAsk.objects.update(wide_because="Nobody can find her.")
    shown = read(known, "screener", LIST)
    assert "speaks of a sister there" in shown and "Nobody can find her." in shown
    (area,) = FamilyAsk.objects.get().areas.all()
    assert "Nobody can find her." in read(known, "screener", f"{LIST}known/{area.pk}/"), (
        "and on the page of the question"
    )
    assert "From custodian to custodian" in read(known, "screener", LIST)
    for who in ("screener", "edt"):
        assert "They came a week ago" not in read(known, who, of_child(known)), (
            "asked quietly: on the child’s page for nobody, whoever asked"
        )
    assert "Ask every other area" in read(known, "manager", of_child(known))


def test_who_opens_the_child_and_may_not_ask_reads_and_is_told_so(known: Any) -> None:
    assert "Ask another area" not in read(known, "call_handler", of_child(known))
    assert sent(known, "call_handler", of_child(known), because="I want to.").status_code == 403
    assert not FamilyAsk.objects.exists()


def test_whoever_opens_the_child_may_want_to_hear_and_end_it(known: Any) -> None:
    """It asks nobody, and the child's own list of who looked says nothing of it: somebody may expect them to flee."""
    page = of_child(known)
    assert "Yes, tell me" in read(known, "call_handler", page)
    assert sent(known, "call_handler", page, interest_only="begin").status_code == 302
    assert sent(known, "call_handler", page, interest_only="begin").status_code == 302
    one = StandingInterest.objects.get()
    assert (one.until - one.at).days == 90 and 'value="end"' in read(known, "call_handler", page)
    assert 'value="end"' not in read(known, "screener", page), "nobody reads that of somebody else"
    hers = AuditEntry.objects.filter(subject=pseudonym(f"person:{known.child}"))
    assert not hers.filter(act__startswith="discovery:interest").exists()
    asked_by_north(question(), at=known.later())
    to = f"practitioner:{known.cast.people['call_handler'].pk}"
    assert Message.objects.filter(kind="area-asked", to_ref=to).count() == 1
    assert sent(known, "call_handler", page, interest_only="end").status_code == 302
    assert not StandingInterest.objects.exists()
    assert sent(known, "teacher", page, interest_only="begin").status_code == 404


def test_whoever_begins_to_hide_afterwards_is_no_longer_said_to_have_been_asked_about(known: Any) -> None:
    """She fled to the very area that had asked: its name on her child's page would lead there."""
    asked_by_north(question(), at=known.later())
    unsure = asked_by_north(question(PERHAPS, homes=()), at=known.later(), number=2)
    paths = (of_child(known), LIST, f"{LIST}{unsure.pk}/")
    assert all("Nora Canary-Field" in read(known, "edt", path) for path in paths)
    Person.objects.filter(pk=known.child).update(address_hidden=True)
    for path in paths:
        assert "Nora Canary-Field" not in read(known, "edt", path), path
    assert "ask-received" not in repr(ask(RecordsAbout(UUID(known.child))))
    assert "Nora Canary-Field" in read(known, "custodian", f"{LIST}{unsure.pk}/")
