"""The hub writes down what a caller says, whoever they are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.people.rules import Described
from plait.referrals import access
from plait.referrals.actions.record_call import record_call
from plait.referrals.concern import ChildSaid, Concern, Teller, TellerKind
from plait.site.demo.cast import Cast
from tests.referrals.raising.conftest import Who

CALL = Concern(
    children=(ChildSaid(Described(forename="Theo", age_said="about 7")),),
    reported="Shouting through the wall every night, and then a child crying.",
    teller=Teller("public", name="Mrs Ash", phone="01632 960555"),
)


@pytest.mark.parametrize(
    ("kind", "source"),
    [("family", "1A"), ("public", "1B"), ("child", "1C"), ("anonymous", "9"), ("practitioner", "10")],
)
def test_anyone_may_ring(kind: TellerKind, source: str, who: Who, at: datetime) -> None:
    contact = record_call(
        concern=replace(CALL, teller=Teller(kind, name="Sam")), by=who("call_handler"), at=at
    )

    assert (contact.channel, contact.source_code) == ("phone", source)
    assert contact.referrer.name == ("" if kind == "anonymous" else "Sam")
    assert list(access.visible_contacts(who("screener"), at=at)) == [contact]
    assert not access.own_contacts(who("call_handler"), at=at).exists()


def test_a_practitioners_agency_sees_what_they_rang_about(who: Who, cast: Cast, at: datetime) -> None:
    teller = Teller("practitioner", name="Nia Osei", agency_id=str(cast.agencies["alder_lane"].pk))
    contact = record_call(concern=replace(CALL, teller=teller), by=who("call_handler"), at=at)

    assert contact.source_code == "2A" and not contact.referrer.protected
    assert list(access.own_contacts(who("dsl"), at=at)) == [contact]


def test_a_call_entered_after_plait_was_down_keeps_its_true_time(who: Who, at: datetime) -> None:
    rang = at - timedelta(hours=3)
    contact = record_call(concern=replace(CALL, happened_at=rang), by=who("call_handler"), at=at)
    assert contact.received_at == contact.happened_at == rang


def test_only_the_hub_records_calls_and_a_call_has_a_caller(who: Who, at: datetime) -> None:
    with pytest.raises(Refused):
        record_call(concern=CALL, by=who("teacher"), at=at)
    with pytest.raises(Refused, match="no-caller"):
        record_call(concern=replace(CALL, teller=None), by=who("call_handler"), at=at)
    assert AuditEntry.objects.filter(act="deed:record_call", verdict="refused").count() == 2


def test_a_call_about_somebody_who_works_with_children_leaves_the_hub(who: Who, at: datetime) -> None:
    contact = record_call(concern=replace(CALL, about_worker=True), by=who("call_handler"), at=at)
    assert not access.visible_contacts(who("call_handler"), at=at).exists()
    assert list(access.visible_contacts(who("designated_officer"), at=at)) == [contact]
