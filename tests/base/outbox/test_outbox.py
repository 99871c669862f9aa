"""Messages: they may repeat, they never vanish, they name nobody."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from plait.base.outbox import Delivered, deliver_due, post, requeue, resolve_with
from plait.base.outbox import addresses as addresses_module
from plait.base.outbox import delivery as delivery_module
from plait.base.outbox.delivery import LEASE
from plait.base.outbox.letters import ALLOWED_CONTEXT, LETTERS, NotAllowedInAMessage, words
from plait.base.outbox.models import Message
from plait.base.outbox.posting import OutsideTransaction
from plait.base.outbox.queries import backlog, sent_to

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def book(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The address book: Joanne the social worker reads mail; nobody else does."""
    monkeypatch.setattr(addresses_module, "_resolvers", {})
    known = {"practitioner:joanne": "joanne@ellowmere.invalid"}
    resolve_with("practitioner", known.get)
    return known


def tell(at: datetime, key: str = "contact:7:told", to: str = "practitioner:joanne", **more: Any) -> bool:
    with transaction.atomic():
        return post(key=key, kind="something-waiting", to=to, at=at, **more)


def smtp_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPConnectError(421, "no")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def test_a_message_leaves_once_and_says_nothing_about_anyone(at: datetime) -> None:
    assert tell(at, context={"link_path": "/contacts/7/", "phone": "01632 960123"})
    assert deliver_due(at=at) == Delivered(sent=1)
    assert deliver_due(at=at + MINUTE) == Delivered()
    (sent,) = mail.outbox
    assert sent.to == ["joanne@ellowmere.invalid"]
    assert sent.subject == "Plait: something is waiting for you"
    assert "http://localhost:8000/contacts/7/" in sent.body
    assert "01632 960123" in sent.body
    (message,) = sent_to("practitioner:joanne")
    assert (message.state, message.sent_at, message.receipt) == ("sent", at, sent.extra_headers["Message-ID"])


def test_the_same_key_is_one_message(at: datetime) -> None:
    assert tell(at)
    assert not tell(at)
    assert deliver_due(at=at) == Delivered(sent=1)


@pytest.mark.django_db(transaction=True)
def test_a_message_is_posted_with_its_deed_or_not_at_all(at: datetime) -> None:
    with pytest.raises(OutsideTransaction):
        post(key="k", kind="something-waiting", to="practitioner:joanne", at=at)
    with pytest.raises(RuntimeError, match="the deed failed"), transaction.atomic():
        post(key="k", kind="something-waiting", to="practitioner:joanne", at=at)
        raise RuntimeError("the deed failed")
    assert not Message.objects.exists()


def test_a_message_without_a_time_leaves_at_the_next_round(at: datetime) -> None:
    with transaction.atomic():
        post(key="k", kind="something-waiting", to="practitioner:joanne")
    assert deliver_due(at=at) == Delivered(sent=1)
    assert Message.objects.get().posted_at == at


def test_while_the_mail_server_is_down_nothing_vanishes(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(at)
    with monkeypatch.context() as down:
        smtp_down(down)
        moment, pauses = at, []
        for _ in range(14):
            assert deliver_due(at=moment) == Delivered(put_off=1)
            message = Message.objects.get()
            assert (message.state, message.last_error) == ("queued", "SMTPConnectError")
            assert message.next_try is not None
            pauses.append(message.next_try - moment)
            moment = message.next_try
    assert pauses[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert max(pauses) == pauses[-1] == timedelta(hours=24)
    assert backlog(at=moment).queued == 1
    assert deliver_due(at=moment) == Delivered(sent=1)
    assert backlog(at=moment).queued == 0


def test_a_crash_after_sending_sends_again_under_the_same_name(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(*_: object, **__: object) -> None:
        raise PowerCut

    tell(at)
    with monkeypatch.context() as power:
        power.setattr(delivery_module, "_mark", cut)
        with pytest.raises(PowerCut):
            deliver_due(at=at)
    assert deliver_due(at=at + MINUTE) == Delivered()  # still leased
    assert deliver_due(at=at + LEASE) == Delivered(sent=1)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_recipient_without_an_address_is_seen_and_can_be_tried_again(
    at: datetime, book: dict[str, str]
) -> None:
    tell(at, to="practitioner:imran")
    tell(at, key="other", to="nobody knows this kind:1")
    assert deliver_due(at=at) == Delivered(unaddressable=2)
    assert backlog(at=at).failed == 2
    book["practitioner:imran"] = "imran@ellowmere.invalid"
    assert requeue(key="contact:7:told", at=at)
    assert not requeue(key="no such message", at=at)
    assert deliver_due(at=at) == Delivered(sent=1)


def test_a_change_of_address_is_obeyed_when_the_message_leaves(at: datetime, book: dict[str, str]) -> None:
    tell(at)
    book["practitioner:joanne"] = "joanne.new@ellowmere.invalid"
    deliver_due(at=at)
    assert mail.outbox[0].to == ["joanne.new@ellowmere.invalid"]


def test_one_prefix_has_one_resolver() -> None:
    with pytest.raises(ValueError, match="resolver already"):
        resolve_with("practitioner", str)


def test_only_these_words_may_stand_in_a_message() -> None:
    assert {"link_path", "count", "due", "area_name", "phone"} == ALLOWED_CONTEXT


@pytest.mark.parametrize(
    "context",
    [
        {"child": "Amina"},
        {"count": "three"},
        {"phone": 7},
        {"link_path": "/people/?name=Amina"},
        {"link_path": "//elsewhere.invalid/x y"},
        {"due": "x" * 151},
    ],
)
def test_anything_that_could_name_somebody_is_refused(at: datetime, context: dict[str, object]) -> None:
    with pytest.raises(NotAllowedInAMessage):
        tell(at, context=context)
    assert not Message.objects.exists()


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_every_letter_reads_well_with_and_without_its_words(letter: str) -> None:
    bare = words(letter, {})
    full = words(
        letter,
        {
            "link_path": "/x/",
            "count": 2,
            "due": "Monday at noon",
            "area_name": "Ellowmere",
            "phone": "01632 960123",
        },
    )
    for text in (bare, full):
        assert "http://localhost:8000/" in text
        assert "{" not in text
        assert "&#" not in text
        assert "  " not in text
    assert len(LETTERS[letter].subject_line) < 60


def test_a_letter_speaks_of_one_thing_or_of_two() -> None:
    assert words("due", {"count": 1}).startswith("1 thing in Plait needs you. ")
    assert words("due", {"count": 2}).startswith("2 things in Plait need you. ")
    assert words("due", {}).startswith("Something in Plait needs you. ")
