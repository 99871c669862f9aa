"""A copy of what is held gathers a family's moves and word that they were missing; never of a family of whom anybody flees."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.handover.actions.check_alert import check_alert
from plait.handover.actions.end_alert import end_alert
from plait.handover.actions.erase_alerts import erase_alerts
from plait.handover.actions.forget_asks import forget_asks
from plait.handover.actions.note_move import look_at_move, note_move
from plait.handover.actions.sign_alert import decline_alert
from plait.handover.handlers.alerts import WORKER
from plait.handover.jobs.alerts import look_after_alerts
from plait.handover.models import AskReceived, FamilyAsk, FamilyMove, MissingAlert
from plait.handover.rules.moving import Noted
from plait.people.models import Person, ProtectedFrom, SafetyNote
from plait.people.rules import Described
from plait.privacy.actions import answer_request as requests
from plait.privacy.models import RequestLine, RightsRequest
from plait.privacy.queries.words import Words, words_to_gather
from plait.referrals.concern import AdultSaid
from plait.referrals.models import Contact, Referrer
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.feedback.journey import CHILD, SURNAME, Journey, family
from tests.handover.missing import ANA, fresh, north_says, out, raised, theirs
from tests.matrix.world import undone

NOTED = Noted(
    "suspected", "His sister rang, canary-told.", date(2026, 11, 20), postcode="HW2 1AA", why=("renting",), words="canary-move"
)  # fmt: skip
NEVER = ("canary-told", "canary-check", "canary-abuse", "Harrowfen", "Northmere", "HW2")


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    """Theodora lives with her mother and Dean Kerrigan, and nobody has said that anybody hides."""
    adults = tuple(
        AdultSaid(Described(forename=forename, surname=surname), part, lives_with="yes")
        for forename, surname, part in (("Leanne", SURNAME, "mother"), ("Dean", "Kerrigan", "father"))
    )
    with django_db_blocker.unblock(), undone():
        at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        pinned(at=at)
        yield Journey(area_put_back(), at).raised(concern=family(shielded=False, adults=adults)).accepted()


@pytest.fixture
def db(once: Journey) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def one(db: None, once: Journey) -> Iterator[Journey]:
    """They moved, all three; they were missed, looked for and found."""
    with undone():
        story = deepcopy(once)
        moved(story)
        found(story)
        yield story


def adult(one: Journey, forename: str) -> str:
    return str(one.contact.people.get(description__forename=forename).description.person_id)


def moved(one: Journey, by: str = "screener", **changed: Any) -> FamilyMove:
    said = {name: getattr(NOTED, name) for name in NOTED.__slots__} | changed
    home = [adult(one, "Leanne"), adult(one, "Dean")]
    move = note_move(person_id=one.child, household=home, noted=Noted(**said), by=one.who(by), at=one.later())
    if not changed:
        look_at_move(
            move_id=str(move.pk), person_id=one.child, found="moved", words="canary-look", by=one.who(by), at=one.later()
        )  # fmt: skip
    return move


def found(one: Journey) -> MissingAlert:
    alert = out(one, household=[adult(one, "Leanne"), adult(one, "Dean")])
    manager = one.who("manager")
    check_alert(alert_id=str(alert.pk), checked="The school, canary-still.", by=manager, at=one.later())
    end_alert(
        alert_id=str(alert.pk), how="found", seen_by="A midwife", words="canary-found", by=manager, at=one.later()
    )  # fmt: skip
    return fresh(alert)


def copied(person_id: str) -> list[Words]:
    """What a copy for this person gathers of moves and alerts."""
    return [one for one in words_to_gather(person_id) if one.ref.startswith(("move", "missing"))]


def said(lines: list[Words]) -> str:
    return " | ".join(one.text for one in lines)


def test_a_move_and_an_alert_are_gathered_each_word_as_its_own_agencys(one: Journey) -> None:
    council = str(one.cast.agencies["council"].pk)
    for person in (one.child, adult(one, "Leanne"), adult(one, "Dean")):
        lines = copied(person)
        assert [line.ref.partition(":")[0] for line in lines] == [
            "move", "move-look", "missing", "missing-check", "missing-end",
        ]  # fmt: skip
        assert {line.agency_id for line in lines} == {council}
        text = said(lines)
        for word in ("move", "look", "because", "still", "found"):
            assert f"canary-{word}" in text
        assert "A private tenancy ended" in text and "A midwife" in text and "20 November 2026" in text
        assert "Alder Lane" in text and "services of another area" in text
        assert not [word for word in NEVER if word in text], (
            "neither where, nor who told, nor what was asked of fleeing"
        )


def test_another_agencys_look_is_another_agencys_to_review(one: Journey) -> None:
    alert = MissingAlert.objects.get()
    alert.checks.update(by=str(one.cast.people["dsl"].pk))
    lines = {line.ref.partition(":")[0]: line.agency_id for line in copied(one.child)}
    assert lines["missing-check"] == str(one.cast.agencies["alder_lane"].pk) != lines["missing"]


def flees(one: Journey, how: str) -> None:
    """She begins to flee from Dean Kerrigan, or it turns out that she did."""
    mother = adult(one, "Leanne")
    if how == "protected from him":
        ProtectedFrom.objects.create(
            person_id=mother, other_id=adult(one, "Dean"), kind="harmed", because="x", source_ref="x", by="x", at=one.at
        )  # fmt: skip
    elif how == "hidden":
        Person.objects.filter(pk=mother).update(address_hidden=True)
    elif how == "restricted":
        Person.objects.filter(pk=one.child).update(restricted=True)
    elif how == "he must not know":
        SafetyNote.objects.create(
            person_id=one.child, kind="where", who="Dean", source_ref="contact:x", at=one.at
        )
    elif how == "a later move says so":
        moved(one, why=("fled",))
    elif how == "an alert was ended for it":
        MissingAlert.objects.update(hid=True)
    else:
        AskReceived.objects.create(
            code="north", name="Northmere", message="0" * 32, asked_quietly=True, quiet=True, purpose="p", gateway="g",
            because="b", person=one.child, says="known", arrived_at=one.at,
        )  # fmt: skip


HOW = (
    "protected from him", "hidden", "restricted", "he must not know", "a later move says so", "an alert was ended for it",
    "another area asked quietly",
)  # fmt: skip


@pytest.mark.parametrize("how", HOW)
def test_nothing_of_a_family_that_flees_reaches_whom_they_flee_from(one: Journey, how: str) -> None:
    """He was among those who moved and were missed: in his own copy it would stand, and in hers and the child's."""
    assert copied(adult(one, "Dean"))
    flees(one, how)
    for person in (adult(one, "Dean"), one.child, adult(one, "Leanne")):
        assert copied(person) == [], person


def test_what_was_decided_before_she_fled_is_not_approved_nor_handed_over(one: Journey) -> None:
    officer, him = one.who("privacy_officer"), adult(one, "Dean")
    request = requests.record_request(
        kind="access", about="Me", person_id="", requester="Dean Kerrigan", asks_as="self", safe_contact="", said="All.",
        received_at=one.at, by=officer, at=one.later(),
    )  # fmt: skip
    asked = {"request_id": str(request.pk)}
    requests.check_request(**asked, person_id=him, how="Passport.", scope="", by=officer, at=one.later())
    requests.gather_request(**asked, by=officer, at=one.later())
    RequestLine.objects.filter(request=request).update(decided="release", released="", decided_by=officer.id)
    lines = RequestLine.objects.filter(request=request, source_ref__startswith="m")
    assert lines.count() == 5
    lines.update(released="canary-move")
    flees(one, "hidden")
    guardian = one.who("caldicott")
    with pytest.raises(Refused) as no:
        requests.approve_request(**asked, by=guardian, at=one.later())
    assert no.value.verdict.reason == "not-given-any-more"
    RightsRequest.objects.filter(pk=request.pk).update(state="approved", approved_at=one.at)
    with pytest.raises(Refused) as no:
        requests.release_request(**asked, by=officer, at=one.later())
    assert no.value.verdict.reason == "not-given-any-more"
    paper = one.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/paper/").content.decode()
    assert "canary-move" not in paper
    RightsRequest.objects.filter(pk=request.pk).update(state="gathered")
    lines.update(decided="withhold", released="")
    requests.approve_request(**asked, by=guardian, at=one.later())


def test_nothing_on_a_closed_concern_nor_by_whoever_told_us_with_their_name_protected(one: Journey) -> None:
    Referrer.objects.filter(contact=one.contact).update(protected=True, agency=one.cast.agencies["council"])
    assert copied(one.child) == []
    Referrer.objects.filter(contact=one.contact).update(protected=False)
    assert copied(one.child)
    Contact.objects.filter(pk=one.contact.pk).update(route="closed_list")
    assert copied(one.child) == []


def test_what_is_erased_is_in_no_copy(one: Journey) -> None:
    erase_alerts(contact_id=str(one.contact.pk), by=WORKER, at=one.later())
    assert copied(one.child) == []


def test_that_they_fled_outlasts_the_words_that_said_so(one: Journey) -> None:
    """Two concerns: the words of the first go, and with them why they moved then. He asks for a copy years later."""
    him, first = adult(one, "Dean"), FamilyMove.objects.get()
    fled = moved(one, why=("fled",))
    FamilyMove.objects.filter(pk=first.pk).update(contact=None)  # on no concern that ends
    assert copied(him) == []
    erase_alerts(contact_id=str(one.contact.pk), by=WORKER, at=one.later())
    assert FamilyMove.objects.get(pk=fled.pk).words == ""
    assert copied(him) == []


@pytest.mark.parametrize("whose", ["person", "kept", "ours"])
def test_that_somebody_asked_quietly_outlasts_the_question(one: Journey, whose: str) -> None:
    him = adult(one, "Dean")
    assert copied(him)
    if whose == "ours":
        FamilyAsk.objects.create(
            person=one.child, fleeing="yes", quiet=True, purpose="p", gateway="g", because="b", by="x", by_name="x", at=one.at
        )  # fmt: skip
    else:
        AskReceived.objects.create(
            code="north", name="Northmere", message="0" * 32, asked_quietly=True, quiet=True, purpose="p", gateway="g",
            because="b", says="nothing", arrived_at=one.at, state="answered", **{whose: one.child},
        )  # fmt: skip
    assert copied(him) == []
    forget_asks(before=one.later() + timedelta(days=90), by=WORKER, at=one.later() + timedelta(days=90))
    assert not AskReceived.objects.exists() and not FamilyAsk.objects.exists()
    assert copied(him) == []


@pytest.fixture
def bare(db: None, once: Journey) -> Iterator[Journey]:
    with undone():
        yield deepcopy(once)


def test_an_alert_that_nobody_signed_is_in_no_copy(bare: Journey) -> None:
    alert = raised(bare)
    assert copied(bare.child) == []
    decline_alert(
        alert_id=str(alert.pk), because="I think that she fled.", by=bare.who("manager"), at=bare.later()
    )
    assert copied(bare.child) == []


def test_one_that_plait_ended_since_they_hide_stays_out_when_they_hide_no_more(bare: Journey) -> None:
    alert = out(bare)
    assert "canary-because" in said(copied(bare.child))
    Person.objects.filter(pk=bare.child).update(address_hidden=True)
    look_after_alerts(bare.later())
    Person.objects.filter(pk=bare.child).update(address_hidden=False)
    assert fresh(alert).hid and copied(bare.child) == []


def test_what_another_area_says_of_a_family_is_in_nobodys_copy(bare: Journey) -> None:
    """She fled to us; he has the area that she left say that she is missing. Who looks for her is told to nobody by her name."""
    them = [ANA.model_copy(update={"forename": CHILD, "surname": SURNAME})]
    north_says(theirs(people=them), at=bare.later(), number=1)
    north_says(theirs("found", 2), at=bare.later(), number=2)
    assert MissingAlert.objects.filter(side="in").exists() and copied(bare.child) == []
