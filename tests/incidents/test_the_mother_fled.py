"""A mother fled over the border with her child. Where they are now asks, quietly; in the area that they left nobody can tell.

Whoever works there may be his brother; he himself may ask for a copy of what is kept about his child.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps

from plait.base.announce import ask
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.outbox.models import Message
from plait.handover.models import AskReceived
from plait.handover.wire.discovery import Contact
from plait.people.events import KeptApart, RecordsAbout, WrittenAbout
from plait.people.queries import ids_of
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.feedback.journey import Journey, family
from tests.handover.asking_areas import asked_by_north, question, words_to_north
from tests.matrix.world import undone

RING = Contact(
    "Canaryland Council", "Canaryland custodians", "01632 960777", "Canaryland at night", "01632 960778"
)
CANARIES = ("canary-asks", "canaryland", "Canary Judge", "960777", "960778")
READERS = ("screener", "lead")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["hidden-there", "known-there"])
def once(
    request: Any, area_put_back: Callable[[], Cast], django_db_blocker: Any
) -> Iterator[tuple[Journey, AskReceived]]:
    """Known to the area they left, where the address is hidden, or where nobody has written down that they hide."""
    with django_db_blocker.unblock(), undone():
        at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        pinned(at=at)
        pinned("south", at=at)
        journey = Journey(area_put_back(), at)
        journey.raised(concern=family(shielded=request.param == "hidden-there")).accepted().asked(
            "police"
        ).decided()
        said = question(
            quiet=True, name="Canary Judge", job="Refuge worker canary-asks", ring=RING, homes=(),
            because="She came at night, canary-asks, and wants nobody told.",
        )  # fmt: skip
        yield journey, asked_by_north(said, at=journey.later())


@pytest.fixture
def db(once: tuple[Journey, AskReceived]) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def fled(db: None, once: tuple[Journey, AskReceived]) -> Iterator[tuple[Journey, AskReceived]]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield deepcopy(once)


def told(text: str) -> list[str]:
    return [one for one in CANARIES if one.casefold() in text.casefold()]


def test_no_page_of_the_area_they_left_says_who_asked(fled: tuple[Journey, AskReceived]) -> None:
    journey, kept = fled
    child = journey.child
    paths = [
        "/", "/hub/", "/notices/", "/areas/asked/", f"/areas/asked/{kept.pk}/", f"/people/{child}/story/",
        f"/people/{child}/", f"/people/{child}/looked/", f"/people/{child}/other-areas/", f"/people/{child}/round/",
        f"/hub/concerns/{journey.contact.pk}/", f"/referrals/{journey.referral.pk}/",
    ]  # fmt: skip
    opened = 0
    with time_machine.travel(journey.later(), tick=False):
        for who in READERS:
            browser = journey.browser(who)
            for path in paths:
                answer = browser.get(path)
                opened += answer.status_code == 200
                page = answer.content.decode()
                assert told(page) == [], f"{who} at {path}"
                if path.startswith("/people/"):  # where areas can be asked, both stand, and neither elsewhere
                    assert page.count("Northmere") == page.count("Southmere") <= 1, f"{who} at {path}"
                assert str(kept.pk) not in page or path.endswith(f"{kept.pk}/"), f"{who} at {path}"
        custodian = journey.browser("custodian").get(f"/areas/asked/{kept.pk}/").content.decode()
    assert opened > 12, "the pages were read"
    assert set(told(custodian)) == set(CANARIES), "a custodian reads who asks, and rings"


def test_nothing_that_is_given_about_the_child_says_that_anybody_asked(
    fled: tuple[Journey, AskReceived],
) -> None:
    """A copy on request, the records about her, the list of who looked: his too, if he has parental responsibility."""
    journey, kept = fled
    people = tuple(ids_of([journey.child]))
    agencies = [str(one.pk) for one in journey.cast.agencies.values()]
    gathered = [
        *ask(WrittenAbout(people)),
        *ask(RecordsAbout(UUID(journey.child))),
        *(line for one in agencies for line in ask(KeptApart(people, one))),
    ]
    assert told(repr(gathered)) == [] and str(kept.pk) not in repr(gathered)
    hers = AuditEntry.objects.filter(subject__in=[pseudonym(f"person:{one}") for one in people])
    assert (
        not hers.filter(act__startswith="discovery:").exists()
        and not hers.filter(act__startswith="border:").exists()
    )


def test_only_the_question_itself_holds_who_asked(fled: tuple[Journey, AskReceived]) -> None:
    """In every field of every table: what was asked stands in one row, which is classed as a place; letters name nothing."""
    found = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("plait.")
        for row in model._default_manager.values()
        if told(
            repr({name: value for name, value in row.items() if not isinstance(value, bytes | memoryview)})
        )
    }
    assert found == {"handover.AskReceived"}
    letters = Message.objects.exclude(kind="partner-asked")
    waiting = [one for one in letters if one.kind == "custodians-waiting"]
    assert waiting and all(told(repr((one.context, one.subject_line))) == [] for one in letters)


def test_the_area_that_they_left_answers_and_its_answer_is_no_help_to_anybody_else(
    fled: tuple[Journey, AskReceived],
) -> None:
    journey, kept = fled
    hidden = kept.kept is not None
    assert words_to_north(journey.at) == (["nothing"] if hidden else ["known"])
    assert kept.ring == ("owed" if hidden else "")
    assert not Message.objects.filter(kind__in=("area-asked", "area-to-confirm")).exists()
