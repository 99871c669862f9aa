"""Whom no mail reaches reads it in the app; what is late goes to whoever acts for them."""

from datetime import datetime

import pytest
from django.core import mail

from plait.agencies.actions.end_account import end_account
from plait.agencies.models import Practitioner
from plait.base.outbox import addresses, deliver_due
from plait.base.outbox.models import Message
from tests.notices.conftest import Post


def without_address(key: str, letters: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """They sign in (by the agency's own sign-in, say) and nobody knows where they read mail."""
    of = addresses._resolvers["practitioner"]
    gone = f"practitioner:{letters.id(key)}"
    monkeypatch.setitem(addresses._resolvers, "practitioner", lambda ref: None if ref == gone else of(ref))


def test_somebody_without_an_address_reads_it_in_the_app_and_what_is_late_goes_on(
    letters: Post, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_address("lead", letters, monkeypatch)
    Practitioner.objects.filter(pk=letters.id("lead")).update(deputy=letters.cast.people["manager"])
    calm, late = letters.write("lead"), letters.write("lead", "escalation-late", letter="due")
    deliver_due(at=at)
    states = {
        one.key: (one.state, one.last_error) for one in Message.objects.filter(pk__in=[calm.pk, late.pk])
    }
    assert set(states.values()) == {("gathered", "no-address")}, "nothing waits for what cannot come"
    assert len(letters.told("lead")) == 2
    [instead] = letters.told("manager")
    assert instead.kind == "escalation-late" and str(instead.in_place_of_id) == letters.id("lead")
    assert next(one for one in letters.told("lead") if one.urgent).passed_to_id == instead.practitioner_id
    deliver_due(at=at)
    assert [one.to for one in mail.outbox] == [[letters.mail_of("manager")]]


def test_whoever_has_no_account_yet_reads_nothing_so_somebody_else_does(letters: Post, at: datetime) -> None:
    Practitioner.objects.filter(pk=letters.id("lead")).update(
        user=None, deputy=letters.cast.people["manager"]
    )
    letters.write("lead", "stepdown-asked")
    answers = letters.write("lead", "feedback")
    deliver_due(at=at)
    assert [one.kind for one in letters.told("manager")] == ["stepdown-asked"]
    assert Message.objects.get(key="letter:1").state == "gathered"
    assert Message.objects.get(pk=answers.pk).state == "failed", "the health page says that it reaches nobody"


def test_a_letter_to_whoever_has_left_since_goes_to_who_acts_for_them(letters: Post, at: datetime) -> None:
    Practitioner.objects.filter(pk=letters.id("lead")).update(deputy=letters.cast.people["manager"])
    late, answers = letters.write("lead", "escalation-late", letter="due"), letters.write("lead", "feedback")
    end_account(practitioner_id=letters.id("lead"), by=letters.who("administrator"), at=at)
    deliver_due(at=at)
    assert [one.kind for one in letters.told("manager")] == ["escalation-late"]
    assert Message.objects.get(pk=late.pk).state == "gathered"
    gone = Message.objects.get(pk=answers.pk)
    assert (gone.state, gone.last_error) == ("cancelled", "left")


def test_two_who_stand_in_for_each_other_without_an_address_pass_nothing_round(
    letters: Post, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, other in (("lead", "manager"), ("manager", "lead")):
        without_address(key, letters, monkeypatch)
        Practitioner.objects.filter(pk=letters.id(key)).update(deputy=letters.cast.people[other])
    letters.write("lead", "escalation-late", letter="due")
    for _ in range(5):
        deliver_due(at=at)
    assert not Message.objects.filter(state__in=["queued", "failed"]).exists()
    assert len(letters.told("lead")) == len(letters.told("manager")) == 1


def test_a_team_without_a_mailbox_reads_it_in_the_app(letters: Post, at: datetime) -> None:
    hub = letters.cast.teams["hub"]
    type(hub.agency).objects.filter(pk=hub.agency_id).update(mailbox="")
    letters.write("", "nobody-leads", to=f"team:{hub.pk}")
    deliver_due(at=at)
    assert Message.objects.get(key="letter:1").state == "gathered" and letters.told("screener")
