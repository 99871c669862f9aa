"""Letters, messages and feeds that reached the wrong people elsewhere (security.md 3: I03, I04, I10, I25)."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox import delivery
from plait.base.outbox.models import Message
from plait.base.timers import Due
from plait.people.actions.describe_person import describe_person
from plait.people.actions.end_hiding import end_hiding
from plait.people.actions.merge_people import merge_people
from plait.people.actions.protect_from import protect_from
from plait.people.actions.reach_family import prepare_family_message, send_family_message
from plait.people.actions.set_safe_contact import set_safe_contact
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.actions.unmerge_people import unmerge_people
from plait.people.jobs import remind_of_shield_review
from plait.people.models import Description, EndOfHiding, FamilyMessage, Person, SourceRecord
from plait.people.places import is_shielded, say_place
from plait.people.rules import Described
from plait.people.store.hiding import who_may_be
from tests.feedback.journey import ADDRESS, POSTCODE, Journey, family
from tests.lanes.examples import examples
from tests.people.extracts import HEAD
from tests.people.extracts import Desk as Feed

pytestmark = pytest.mark.django_db
HOME = f"{ADDRESS}, {POSTCODE}"


@pytest.fixture
def known(cast: Any, pack: Any, at: Any) -> Journey:
    return Journey(cast, at).raised("teacher", family(shielded=False)).accepted()


def hide(known: Journey) -> None:
    shield_whereabouts(
        person_id=known.child,
        because="He looks for her.",
        review_on=None,
        by=known.who("screener"),
        at=known.later(),
    )


def test_i03_a_letter_to_the_old_address_is_stopped_when_it_is_hidden(known: Journey) -> None:
    """I03: the letter that carried the new address went to the old, shared one."""
    hub = known.who("screener")
    waits = prepare_family_message(
        person_id=known.child, means="letter", to=HOME, words="Please ring us.", by=hub, at=known.later()
    )
    hide(known)
    waits.refresh_from_db()
    assert (waits.state, waits.to, waits.cancelled_because) == ("cancelled", "", "hidden")
    assert AuditEntry.objects.filter(act="message:cancelled", reason="hidden").exists()
    with pytest.raises(Refused, match="message-cancelled"):
        send_family_message(message_id=str(waits.pk), by=hub, at=known.later())


def test_i04_nothing_is_left_on_a_telephone_that_somebody_else_answers(known: Journey) -> None:
    """I04: a voicemail about the new home, on the husband's telephone."""
    hub = known.who("screener")
    set_safe_contact(
        person_id=known.child,
        method="ring",
        contact="07700 900142",
        unsafe=["07700 900777"],
        by=hub,
        at=known.later(),
    )
    for means, to in (("voicemail", "07700 900142"), ("call", "+44 7700 900777"), ("text", "07700 900142")):
        with pytest.raises(Refused):
            prepare_family_message(
                person_id=known.child, means=means, to=to, words="Hello.", by=hub, at=known.later()
            )
    assert not FamilyMessage.objects.exists()


def test_i10_what_is_stopped_between_taking_and_sending_does_not_leave(known: Journey) -> None:
    """I10: recipients are looked at when it is sent. Here somebody is protected after the worker has taken the message."""
    known.asked("police").answered("police", "police").decided()
    teacher = known.cast.people["teacher"]
    claim = delivery._claim

    def taken_then_protected(**given: Any) -> list[Message]:
        found = claim(**given)
        protect_from(
            person_id=known.child, name="Nia Osei", kind="harmed", because="She was told.",
            practitioner_id=str(teacher.pk), by=known.who("screener"), at=known.later(),
        )  # fmt: skip
        return found

    with patch.object(delivery, "_claim", taken_then_protected):
        delivery.deliver_due(at=known.later())
    message = Message.objects.get(to_ref=f"practitioner:{teacher.pk}")
    assert (message.state, message.sent_at, message.last_error) == ("cancelled", None, "protected-from")


def test_i10_what_left_while_it_was_stopped_is_kept_as_sent(known: Journey) -> None:
    """I10: a row never says that something was stopped which has left."""
    known.asked("police").answered("police", "police").decided()
    teacher = known.cast.people["teacher"]
    sending = delivery._send

    def sent_meanwhile(message: Message) -> str | None:
        receipt = sending(message)
        Message.objects.filter(pk=message.pk).update(state="cancelled", leased_until=None)
        return receipt

    with patch.object(delivery, "_send", sent_meanwhile):
        delivery.deliver_due(at=known.later())
    message = Message.objects.get(to_ref=f"practitioner:{teacher.pk}")
    assert (message.state, message.last_error) == ("sent", "left-while-it-was-stopped")


STEPS = ("hide", "double", "double by another name", "move", "join")


@pytest.mark.slow
@settings(max_examples=examples(12))
@given(order=st.permutations(STEPS))
def test_i25_no_order_of_feeds_joins_and_shields_shows_them(known: Journey, order: list[str]) -> None:
    """I25: shielded children reappeared through unprotected doubles. Whatever comes first, nobody who may be the child, and
    nobody who lives with her, is shown anywhere once she is hidden."""
    with transaction.atomic():
        mark = transaction.savepoint()
        hub = known.who("screener")
        doubles: list[str] = []
        told = {"forename": "Theodora", "born_on": family().children[0].described.born_on}
        for step in order:
            if step == "hide":
                hide(known)
            elif step == "join" and doubles:
                try:
                    merge_people(
                        one_id=known.child, other_id=doubles[0], because="One.", agreed_by="a colleague", by=hub,
                        at=known.later(),
                    )  # fmt: skip
                except Refused:
                    continue
            elif step != "join":
                line = {"double": "9 New Court", "move": ADDRESS}.get(step, "3 Elm Row")
                last = {"double": "Marlowe", "double by another name": "Canary"}.get(step, "Somebody")
                made = describe_person(
                    described=Described(
                        **told if step != "move" else {"forename": "Ned"}, surname=last, address_line=line,
                        postcode=POSTCODE if step == "move" else "EW5 1AA",
                    ),
                    source_ref=f"extract:{step}", agency_id="", by=hub, at=known.later(),
                )  # fmt: skip
                doubles.append(str(made.person_id))
        people = [known.child, *doubles]
        shown = [
            say_place(one).words
            for one in Person.objects.filter(pk__in=people, superseded_by__isnull=True)
            if not is_shielded(one)
        ]
        assert shown == [], order
        assert who_may_be([known.child]) == []
        transaction.savepoint_rollback(mark)


FEEDS = ("hide", "import", "import again", "join", "undo")
ROWS = {
    "import": "7,Theodora,Marlowe-Canary,2019-04-03,F,,9 New Court,EW5 1AA\n",
    "import again": "7,Theodora,Marlowe-Canary,2019-04-03,F,,11 Old Court,EW5 1AB\n8,Ned,Other,2011-01-02,M,,3 Elm Row,EW6 2BB\n",
}


@settings(max_examples=examples(5))
@given(order=st.permutations(FEEDS))
def test_i25_nor_does_an_agency_s_own_extract_nor_what_it_joined_taken_apart(
    known: Journey, order: list[str]
) -> None:
    """I25 by the real import: an extract brings a double of the child, a later one its new address; they are joined, and taken
    apart again. Nobody who may be her is shown once she is hidden, and somebody else in the same file is."""
    with transaction.atomic():
        mark = transaction.savepoint()
        hub, feed, merge = known.who("screener"), Feed(known.cast, known.at), None
        for step in order:
            doubles = SourceRecord.objects.filter(agency_record="7").values("person_id")
            double = (
                Person.objects.filter(pk__in=doubles, superseded_by__isnull=True)
                .exclude(pk=known.child)
                .first()
            )
            if step == "hide":
                hide(known)
            elif step in ROWS:
                feed.at = known.later()
                feed.imports(HEAD + ROWS[step], digest=f"{step:_<64}")
            elif step == "join" and double:
                merge = merge_people(
                    one_id=known.child, other_id=str(double.pk), because="One.", agreed_by="a colleague", by=hub,
                    at=known.later(),
                )  # fmt: skip
            elif step == "undo" and merge:
                unmerge_people(
                    merge_id=str(merge.pk), because="Not one.", keep_apart=False, by=hub, at=known.later()
                )
        her = Person.objects.filter(Q(descriptions__forename="Theodora") | Q(pk=known.child)).distinct()
        shown = [say_place(one).words for one in her if one.superseded_by_id is None and not is_shielded(one)]
        assert shown == [], order
        assert Description.objects.filter(forename="Theodora").count() >= 2
        other = Person.objects.get(descriptions__forename="Ned")
        assert "Elm Row" in say_place(other).words, order
        transaction.savepoint_rollback(mark)


def test_showing_again_takes_two_people_and_no_protection(known: Journey) -> None:
    """Hiding takes one; what cannot be taken back takes two."""
    hide(known)
    why = "He has died, the court says."
    screener, manager = known.who("screener"), known.who("manager")
    assert end_hiding(person_id=known.child, because=why, by=screener, at=known.later()).state == "asked"
    assert is_shielded(Person.objects.get(pk=known.child))
    with pytest.raises(Refused, match="same-person"):
        end_hiding(person_id=known.child, because=why, by=screener, at=known.later())
    with pytest.raises(Refused, match="no-role-to-show"):
        end_hiding(person_id=known.child, because=why, by=known.who("call_handler"), at=known.later())
    kept = protect_from(
        person_id=known.child, name="Dean", kind="harmed", because="New.", by=screener, at=known.later()
    )
    with pytest.raises(Refused, match="still-protected"):
        end_hiding(person_id=known.child, because=why, by=manager, at=known.later())
    kept.ended_at = known.at
    kept.save()
    assert end_hiding(person_id=known.child, because=why, by=manager, at=known.later()).state == "agreed"
    assert "Heron" in say_place(Person.objects.get(pk=known.child)).words


def test_the_second_person_may_answer_that_it_stays_hidden(known: Journey) -> None:
    """On the page; also while somebody is protected, since nothing is shown. Whoever asked may think again."""
    hide(known)
    there, why = f"/people/{known.child}/shield/end/", "His brother was seen outside."
    screener, manager = known.browser("screener"), known.browser("manager")
    screener.post(there, {"because": "He has died, the court says."})
    assert "You asked for this" in screener.get(there).content.decode()
    protect_from(
        person_id=known.child,
        name="Dean",
        kind="harmed",
        because="New.",
        by=known.who("screener"),
        at=known.later(),
    )
    assert "It stays hidden" in manager.get(there).content.decode()
    said = manager.post(there, {"agrees": "no", "because": why}, follow=True).content.decode()
    assert "Kept. It stays hidden." in said
    kept = EndOfHiding.objects.get()
    assert (kept.state, kept.settled_because) == ("refused", why)
    assert is_shielded(Person.objects.get(pk=known.child))
    with pytest.raises(Refused, match="nothing-asked"):
        end_hiding(
            person_id=known.child, because=why, agrees=False, by=known.who("manager"), at=known.later()
        )


def test_somebody_is_reminded_to_look_again_and_nothing_is_shown_by_itself(known: Journey) -> None:
    hide(known)
    person = Person.objects.get(pk=known.child)
    assert person.hidden_review_on is not None
    later = known.at + timedelta(days=183)
    key = f"person:{person.pk}:shield-review:{person.hidden_review_on}"
    with transaction.atomic():
        remind_of_shield_review(Due(key, "shield-review", f"person:{person.pk}", later, later))
    readers = set(Message.objects.filter(kind="shield-review").values_list("to_ref", flat=True))
    assert f"practitioner:{known.cast.people['screener'].pk}" in readers
    assert f"team:{known.cast.teams['hub'].pk}" in readers
    assert is_shielded(person)


def test_the_pages_ask_refuse_and_keep(known: Journey) -> None:
    """The way a social worker goes: protect, say the safe way, prepare a call, be stopped for words, send it."""
    browser, there = known.browser("screener"), f"/people/{known.child}/reaching/"
    assert "Nobody has said how" in browser.get(there).content.decode()
    protected = browser.post(
        there + "from/", {"name": "Dean Kerrigan", "kind": "harmed", "because": "She said so."}
    )
    assert protected.status_code == 302
    way = {
        "method": "ring",
        "contact": "07700 900143",
        "voicemail": "no",
        "interpreter": "no",
        "not_while": "her brother is there",
    }
    assert browser.post(there + "way/", way).status_code == 302
    bad = browser.post(
        there + "message/", {"means": "call", "to": "07700 900143", "words": f"At {ADDRESS} tomorrow."}
    )
    assert "Take out" in bad.content.decode()
    refused = browser.post(
        there + "message/", {"means": "voicemail", "to": "07700 900143", "words": "Ring us."}
    )
    assert refused.status_code == 200 and "may be left on their voicemail" in refused.content.decode()
    assert "Ring us." in refused.content.decode() and not FamilyMessage.objects.exists()
    assert (
        browser.post(
            there + "message/", {"means": "call", "to": "07700 900143", "words": "Ring us."}
        ).status_code
        == 302
    )
    kept = FamilyMessage.objects.get()
    page = browser.get(there).content.decode()
    assert "Dean Kerrigan" in page and "Send it now" in page and ADDRESS not in page
    sent = browser.post(f"{there}message/{kept.pk}/", {}).content.decode()
    assert "07700 900143" in sent
    handler = known.browser("call_handler").get(there).content.decode()
    assert "07700 900143" not in handler and "not shown to your role" in handler
    for who in ("teacher", "police", "housing"):
        for part in ("", "way/", "from/", "leads/", "message/"):
            assert known.browser(who).get(there + part).status_code == 404
