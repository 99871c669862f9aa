"""*I rang*: a telephone call counts as the ask, the answer or the feedback that it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce import bus
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.referrals.actions.answer_check import ChildAnswer, Item
from plait.referrals.actions.note_call import note_call
from plait.referrals.events import CallNoted
from plait.referrals.models import CallNote, CheckAnswer, PartnerCheck, Referral
from plait.sharing.models import Disclosure, InformationItem
from plait.site.demo.cast import Cast
from tests.referrals.checks.conftest import Ask

Who = Callable[[str], Actor]


def call(who: Who, at: datetime, key: str = "screener", **changes: object) -> CallNote:
    return note_call(
        **{
            "counts_as": "note",
            "spoke_with": "Karen Pike",
            "rang_at": at - timedelta(minutes=20),
            "said": "Two calls to the address this autumn.",
            "by": who(key),
            "at": at,
            **changes,
        }  # type: ignore[arg-type]
    )


def heard_from_police(check: PartnerCheck) -> list[ChildAnswer]:
    item = Item("Two calls to the address.", happened_said="this autumn", field_group="police")
    return [ChildAnswer(child["person"], "items", items=[item]) for child in check.shown["children"]]


def test_the_hub_writes_down_what_a_partner_answered(ask: Ask, who: Who, at: datetime) -> None:
    check = ask("police")
    call(who, at, about=check.ref, counts_as="answer", answers=heard_from_police(check))
    check.refresh_from_db()
    running = clock(f"{check.ref}:answer")
    assert check.status == "answered"
    assert running is not None and running.stopped_at == at - timedelta(minutes=20)
    given = CheckAnswer.objects.first()
    assert given is not None and (given.channel, given.by_name) == ("phone", "Karen Pike")
    item = InformationItem.objects.first()
    assert (
        item is not None and item.agency_id == str(check.agency_id) and item.agency_name == "Fenmarch Police"
    )
    assert Disclosure.objects.filter(channel="phone").count() == 2


def test_the_agency_writes_down_that_it_rang_the_hub(ask: Ask, who: Who, at: datetime) -> None:
    check = ask("police")
    call(who, at, "police", about=check.ref, counts_as="answer", spoke_with="Miriam Cole",
         answers=heard_from_police(check))  # fmt: skip
    given = CheckAnswer.objects.first()
    assert given is not None and (given.channel, given.by_name) == ("phone", "Karen Pike")


def test_an_ask_by_telephone_and_a_note_are_kept(
    ask: Ask, who: Who, at: datetime, referral: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bus.Event] = []
    monkeypatch.setitem(bus._listeners, CallNoted, [heard.append])
    check = ask()
    asked = call(who, at, about=check.ref, counts_as="ask")
    call(who, at, about=referral.ref)
    call(who, at, about=referral.contact.ref)
    told = call(who, at, about="feedback:1", counts_as="feedback", within=referral.contact.ref)
    assert CallNote.objects.count() == 4
    assert heard[0] == CallNoted(
        note=asked.pk, about=check.ref, counts_as="ask", by=who("screener").id, at=at
    )
    assert heard[-1] == CallNoted(
        note=told.pk, about="feedback:1", counts_as="feedback", by=who("screener").id, at=at
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rang_at": "later"}, "rang-in-future"),
        ({"said": "  "}, "call-without-words"),
        ({"spoke_with": ""}, "call-without-words"),
        ({"counts_as": "gossip"}, "not-a-call"),
        ({"counts_as": "answer"}, "no-answer"),
        ({"about": "feedback:1"}, "not-involved"),
        ({"about": "check:00000000-0000-4000-8000-000000000000"}, "not-involved"),
    ],
)
def test_a_call_that_cannot_be_kept_is_refused_and_the_refusal_is(
    ask: Ask, who: Who, at: datetime, changes: dict[str, Any], reason: str
) -> None:
    check = ask("police")
    if changes.get("rang_at"):
        changes = {"rang_at": at + timedelta(minutes=1)}
    with pytest.raises(Refused) as refused:
        call(who, at, **{"about": check.ref, **changes})
    assert refused.value.verdict.reason == reason
    assert AuditEntry.objects.filter(verdict="refused", reason=reason).count() == 1
    assert not CallNote.objects.exists()


def test_only_a_check_can_be_answered(who: Who, at: datetime, referral: Referral) -> None:
    with pytest.raises(Refused) as refused:
        call(who, at, about=referral.ref, counts_as="answer")
    assert refused.value.verdict.reason == "not-a-check"


def test_what_the_hub_heard_cannot_be_one_agencys_secret(ask: Ask, who: Who, at: datetime) -> None:
    check = ask("police")
    private = [
        ChildAnswer(
            check.shown["children"][0]["person"], "items", items=[Item("x"), Item("y", visibility="private")]
        )
    ]
    with pytest.raises(Refused) as refused:
        call(who, at, about=check.ref, counts_as="answer", answers=private)
    assert refused.value.verdict.reason == "incomplete-items"


@pytest.mark.parametrize(
    ("key", "counts_as", "hides"),
    [("dsl", "note", True), ("call_handler", "ask", False), ("call_handler", "answer", False)],
)
def test_who_may_write_a_call_down(
    ask: Ask, who: Who, at: datetime, key: str, counts_as: str, hides: bool
) -> None:
    check = ask("police")
    with pytest.raises(Refused) as refused:
        call(who, at, key, about=check.ref, counts_as=counts_as, answers=heard_from_police(check))
    assert refused.value.verdict.hides is hides


def test_the_hubs_own_word_is_not_taken_for_social_cares(
    ask: Ask, who: Who, at: datetime, cast: Cast
) -> None:
    """Hub and social care are one agency here. The hub writes down what their social worker said, by her name; it needs no
    right to answer for her team, and nothing it writes is that team's secret."""
    team = cast.teams["assessment"]
    check = ask("police", agency=team.agency, team=team)
    told = [ChildAnswer(child["person"], "not_known") for child in check.shown["children"]]
    call(who, at, about=check.ref, counts_as="answer", spoke_with="Esther Lunn", answers=told)
    given = CheckAnswer.objects.first()
    assert given is not None and (given.by_name, given.by) == ("Esther Lunn", who("screener").id)


def test_a_call_adds_to_what_was_answered_and_takes_nothing_away(ask: Ask, who: Who, at: datetime) -> None:
    check = ask("police")
    call(who, at, "police", about=check.ref, counts_as="answer", answers=heard_from_police(check))
    later = at + timedelta(minutes=5)
    child = check.shown["children"][0]["person"]
    second = ChildAnswer(
        child, "items", items=[Item("A neighbour heard shouting.", happened_said="last night")]
    )
    for answer in (second, ChildAnswer(child, "nothing_relevant")):
        call(who, later, "police", about=check.ref, counts_as="answer", said=answer.kind, answers=[answer])
    standing = InformationItem.objects.filter(person_id=child, superseded_at__isnull=True)
    assert sorted(standing.values_list("text", flat=True)) == [
        "A neighbour heard shouting.",
        "Two calls to the address.",
    ]
    now = CheckAnswer.objects.get(partner_check=check, person_id=child, superseded=False)
    assert now.kind == "items", "“nothing more” on the telephone does not unsay what was told"
