"""She fled with the child. He comes to the school, to the police, to the hub, and says that they are missing.

Nothing goes out, whoever raises it and whatever they answer, and nothing that he said leads anywhere: no letter, no row, no word.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.announce import ask
from plait.base.audit.models import AuditEntry
from plait.base.federation.models import Outgoing
from plait.base.outbox.models import Message
from plait.handover.actions.note_move import note_move
from plait.handover.models import AlertOf, FamilyMove, MissingAlert
from plait.handover.rules.moving import Noted
from plait.people.events import RecordsAbout
from plait.people.models import SafetyNote
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.feedback.journey import Journey, family
from tests.handover.missing import ANSWERS, raised
from tests.matrix.world import undone

pytestmark = pytest.mark.slow
HE_SAYS = {
    "said_by": "apart",
    "because": "He rang: canary-he has not seen her for a week.",
    "check_found": "canary-he",
}


@pytest.fixture(scope="module", params=["known-to-hide", "nobody-wrote-it-down"])
def once(
    request: Any, area_put_back: Callable[[], Cast], django_db_blocker: Any
) -> Iterator[tuple[Journey, bool]]:
    """Somebody wrote down from whom they hide, or nobody has."""
    with django_db_blocker.unblock(), undone():
        at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        pinned(at=at)
        known = request.param == "known-to-hide"
        yield Journey(area_put_back(), at).raised(concern=family(shielded=known)).accepted(), known


@pytest.fixture
def db(once: tuple[Journey, bool]) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def fled(db: None, once: tuple[Journey, bool]) -> Iterator[tuple[Journey, bool]]:
    with undone():
        yield deepcopy(once)


def nothing_went(before: tuple[int, int]) -> None:
    assert (Message.objects.count(), Outgoing.objects.count()) == before
    assert not MissingAlert.objects.exists() and not AlertOf.objects.exists()
    assert not AuditEntry.objects.filter(act="missing:raised").exists()


def sent() -> tuple[int, int]:
    return Message.objects.count(), Outgoing.objects.count()


@pytest.mark.parametrize("who", ["screener", "manager", "edt"])
def test_nobody_sends_word_of_her_whatever_he_is_asked(fled: tuple[Journey, bool], who: str) -> None:
    journey, known = fled
    before = sent()
    # Where it is written down, answering every question as he would like it sends nothing either.
    answers = [{"may_be_fled": one} for one in ("yes", "not_known")] + [
        {"fleeing": one} for one in ("yes", "not_known")
    ]
    answers += [{"check": "something"}, {"check": "not_made"}] + [{}] * known
    for changed in answers:
        with pytest.raises(Refused) as no:
            raised(journey, by=who, **HE_SAYS | changed)
        assert no.value.verdict.reason == (
            "no-abuse-check" if changed.get("check") == "not_made" and not known else "may-flee"
        )
    nothing_went(before)


def test_the_page_says_whom_to_ring_and_keeps_nothing(fled: tuple[Journey, bool]) -> None:
    journey, _ = fled
    before = sent()
    answers = replace(ANSWERS, **HE_SAYS, may_be_fled="not_known")
    said = {name: getattr(answers, name) for name in answers.__slots__}
    police = str(journey.cast.agencies["police"].pk)
    with time_machine.travel(journey.later(), tick=False):
        browser = journey.browser("screener")
        answer = browser.post(
            f"/people/{journey.child}/missing/", {**said, "agencies": [police], "areas": ["north"]}
        )
        page = answer.content.decode()
        assert "No word of them goes out" in page and "police missing-person unit" in page and "101" in page
        assert "canary-he" in page, "what was typed is not lost to whoever typed it"
        for path in (
            "/missing-families/",
            f"/people/{journey.child}/story/",
            f"/people/{journey.child}/moves/",
            "/notices/",
        ):
            assert "canary-he" not in journey.browser("manager").get(path).content.decode(), path
    nothing_went(before)
    assert not [one for one in ask(RecordsAbout(UUID(journey.child))) if "missing:" in repr(one)]


def test_where_they_went_is_kept_nowhere(fled: tuple[Journey, bool]) -> None:
    """That they moved may be noted; whose area it is stays unsaid as soon as anybody flees."""
    journey, known = fled
    noted = Noted("discovered", "Her sister.", postcode="HW2 1AA", why=("fled",))
    note_move(person_id=journey.child, noted=noted, by=journey.who("screener"), at=journey.later())
    if known:
        plain = replace(noted, why=())
        note_move(person_id=journey.child, noted=plain, by=journey.who("screener"), at=journey.later())
    assert {one.authority for one in FamilyMove.objects.all()} == {""}


def test_whoever_begins_to_hide_later_is_shown_in_no_area(fled: tuple[Journey, bool]) -> None:
    journey, known = fled
    if known:
        return
    noted = Noted("notified", "She told us.", postcode="HW2 1AA")
    note_move(person_id=journey.child, noted=noted, by=journey.who("screener"), at=journey.later())
    path = f"/people/{journey.child}/moves/"
    assert (
        "Harrowfen"
        in journey.browser("screener")
        .get(path)
        .content.decode()
        .split("Note a move")[0]
        .split("plait-cards")[1]
    )
    SafetyNote.objects.create(
        person_id=journey.child, kind="where", who="Dean Kerrigan", source_ref="contact:x", at=journey.at
    )  # fmt: skip
    page = journey.browser("screener").get(path).content.decode()
    assert "Harrowfen" not in page.split("plait-cards")[1]
