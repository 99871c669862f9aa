"""Tom Ferris answers for Alder Lane: what he knows about Theo and Ivy, and what he keeps back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce import bus
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, standing_of
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.note_call import note_call
from plait.referrals.actions.open_check_first import open_check_first
from plait.referrals.events import CheckAnswered, CheckNeedsMore
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.sharing.models import DisclosureItem, InformationItem, SharingDecision
from plait.sharing.queries import items_about
from plait.site.demo.cast import Cast
from tests.referrals.checks.conftest import Ask

Who = Callable[[str], Actor]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[bus.Event]:
    """Everything announced about checks."""
    told: list[bus.Event] = []
    for event in (CheckAnswered, CheckNeedsMore):
        monkeypatch.setitem(bus._listeners, event, [told.append])
    return told


def children(check: PartnerCheck) -> list[str]:
    return [child["person"] for child in check.shown["children"]]


def away(**changes: object) -> Item:
    return Item(
        **{
            "text": "Away 11 Mondays since September.",
            "happened_on": date(2026, 11, 16),
            "assertion_kind": "record",
            "visibility": "shareable",
            "field_group": "education",
            **changes,
        }  # type: ignore[arg-type]
    )


def refusals(reason: str) -> int:
    return AuditEntry.objects.filter(verdict="refused", reason=reason).count()


def test_opening_it_first_is_kept_once(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    opened = open_check_first(check_id=str(check.pk), by=who("dsl"), at=at)
    again = open_check_first(check_id=str(check.pk), by=who("deputy_dsl"), at=at + timedelta(minutes=5))
    assert opened.status == again.status == "opened"
    assert again.opened_by == who("dsl").id and again.opened_at == at


def test_an_answer_for_each_child_stops_the_clock_and_tells_the_hub(
    ask: Ask, who: Who, at: datetime, heard: list[bus.Event]
) -> None:
    check = ask()
    theo, ivy = children(check)
    answer_check(
        check_id=str(check.pk), answers=[ChildAnswer(theo, "items", items=[away()])], by=who("dsl"), at=at
    )
    check.refresh_from_db()
    assert check.status == "asked" and heard == []
    answer_check(check_id=str(check.pk), answers=[ChildAnswer(ivy, "not_known")], by=who("dsl"), at=at)
    check.refresh_from_db()
    running = clock(f"{check.ref}:answer")
    assert check.status == "answered" and check.answered_at == at
    assert running is not None and running.stopped_at == at
    assert heard == [CheckAnswered(check=check.pk, referral=check.referral_id, by=who("dsl").id, at=at)]


def test_each_answer_is_a_sharing_decision_with_its_lines(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    theo, _ = children(check)
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(theo, "items", items=[away()], note="It began when the family moved.")],
        by=who("dsl"),
        at=at,
    )
    decision = SharingDecision.objects.get(occasion="answer")
    assert (decision.outcome, decision.gateway, decision.people) == ("share", "CA04_16LA", [theo])
    assert decision.from_agency == str(check.agency_id) and decision.pack
    line = DisclosureItem.objects.get(disclosure__decision=decision)
    assert line.text == "Away 11 Mondays since September." and line.field_group == "education"
    item = InformationItem.objects.get()
    assert item.agency_id == str(check.agency_id) and item.source_ref == check.ref


def test_private_notes_never_leave_and_sealed_words_stand_only_in_the_item(
    ask: Ask, who: Who, at: datetime
) -> None:
    check = ask()
    theo, _ = children(check)
    told = [
        away(),
        away(text="Looked in three files.", visibility="private"),
        away(text="A source is at risk.", visibility="sealed", field_group="police"),
    ]
    answer_check(
        check_id=str(check.pk),
        answers=[
            ChildAnswer(theo, "items", items=told, outcome="part", because="The file of another child.")
        ],
        by=who("dsl"),
        at=at,
    )
    lines = DisclosureItem.objects.filter(disclosure__decision__occasion="answer")
    assert {line.text for line in lines} == {"Away 11 Mondays since September.", ""}
    assert lines.get(withheld=True).item_id is not None
    shown = {item.text for item in items_about([theo], by=who("screener"))}
    assert shown == {"Away 11 Mondays since September."}


@pytest.mark.parametrize("outcome", ["withhold", "ask_first"])
def test_what_is_held_back_stays_with_its_agency(ask: Ask, who: Who, at: datetime, outcome: str) -> None:
    check = ask()
    theo, _ = children(check)
    answer_check(
        check_id=str(check.pk),
        answers=[
            ChildAnswer(theo, "items", items=[away()], outcome=outcome, because="The mother is not safe yet.")
        ],
        by=who("dsl"),
        at=at,
    )
    assert not DisclosureItem.objects.filter(disclosure__decision__occasion="answer").exists()
    assert not items_about([theo], by=who("screener")).exists()
    assert items_about([theo], by=who("dsl")).count() == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"kind": "items"}, "incomplete-items"),
        ({"kind": "items", "items": [away(visibility="private")]}, "incomplete-items"),
        ({"kind": "items", "items": [away()], "outcome": "part"}, "needs-reason"),
        ({"kind": "items", "items": [away()], "outcome": "withhold"}, "needs-reason"),
        ({"kind": "items", "items": [away()], "outcome": "ask_first"}, "needs-reason"),
        ({"kind": "cannot_share", "because": "A court order"}, "incomplete-cannot_share"),
        ({"kind": "need_more"}, "incomplete-need_more"),
        ({"kind": "speak_to_me"}, "incomplete-speak_to_me"),
        ({"kind": "perhaps"}, "incomplete-perhaps"),
    ],
)
@pytest.mark.django_db
def test_reasons_are_asked_only_where_they_are_needed(
    ask: Ask, who: Who, at: datetime, answer: dict[str, object], reason: str
) -> None:
    check = ask()
    with pytest.raises(Refused) as refused:
        answer_check(
            check_id=str(check.pk),
            answers=[ChildAnswer(children(check)[0], **answer)],  # type: ignore[arg-type]
            by=who("dsl"),
            at=at,
        )
    assert refused.value.verdict.reason == reason and refused.value.verdict.say
    assert refusals(reason) == 1
    assert not CheckAnswer.objects.exists() and not InformationItem.objects.exists()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("nothing_relevant", {}),
        ("not_known", {}),
        ("cannot_share", {"because": "A court order", "route": "Ask the court"}),
        ("speak_to_me", {"note": "07700 900101, after two"}),
    ],
)
def test_every_other_answer_ends_the_check(
    ask: Ask, who: Who, at: datetime, kind: str, more: dict[str, str]
) -> None:
    check = ask()
    answers = [ChildAnswer(child, kind, **more) for child in children(check)]  # type: ignore[arg-type]
    answer_check(check_id=str(check.pk), answers=answers, by=who("dsl"), at=at)
    check.refresh_from_db()
    assert check.status == "answered"


def word(check: PartnerCheck) -> RunningClock:
    """What the hub owes the agency: its newest clock."""
    owed = RunningClock.objects.filter(subject=check.referral.ref, rule="partner_waits")
    return owed.order_by("-started_at", "-pk")[0]


def test_needing_more_is_the_hubs_time_and_not_the_agencys(
    ask: Ask, who: Who, at: datetime, heard: list[bus.Event]
) -> None:
    check = ask()
    answers = [ChildAnswer(child, "need_more", note="Which Theo? We have two.") for child in children(check)]
    answer_check(check_id=str(check.pk), answers=answers, by=who("dsl"), at=at)
    check.refresh_from_db()
    running, hub = clock(f"{check.ref}:answer"), f"team:{check.referral.contact.team_id}"
    assert check.status != "answered" and running is not None and running.state == "paused"
    assert [type(event) for event in heard] == [CheckNeedsMore]
    letter = Message.objects.get()
    assert letter.to_ref == hub and set(letter.context) == {"link_path"}
    owed, due = word(check), running.due_at
    assert (owed.state, owed.owner) == ("running", hub)
    late = max(due, owed.due_at) + timedelta(minutes=1)
    fire_due(at=late)
    assert not Message.objects.filter(kind="check-late").exists(), "the hub is late, and not the agency"
    assert standing_of(owed, late) == "breached" and standing_of(running, late) == "paused"


def test_told_more_the_agency_goes_on_from_where_its_time_stood_still(
    ask: Ask, who: Who, at: datetime
) -> None:
    check = ask()
    answers = [ChildAnswer(child, "need_more", note="Which Theo? We have two.") for child in children(check)]
    answer_check(check_id=str(check.pk), answers=answers, by=who("dsl"), at=at)
    later, paused = at + timedelta(hours=1), clock(f"{check.ref}:answer")
    for _ in range(2):
        ask_again(check_id=str(check.pk), more="The one in Year 3.", by=who("screener"), at=later)
    check.refresh_from_db()
    running = clock(f"{check.ref}:answer")
    assert check.questions[-1] == "The one in Year 3." and running is not None and running.state == "running"
    assert paused is not None and running.due_at > paused.due_at
    assert Message.objects.filter(kind="partner-asked", to_ref=f"team:{check.team_id}").count() == 1
    assert word(check).stopped_at == later
    fire_due(at=running.due_at + timedelta(minutes=1))
    assert Message.objects.filter(kind="check-late", to_ref=f"team:{check.team_id}").exists()

    answer_check(check_id=str(check.pk), answers=answers[:1], by=who("dsl"), at=later)
    assert word(check).state == "running", "asked once more, the hub owes a word once more"
    rang = partial(
        note_call,
        about=check.ref,
        spoke_with="Tom",
        rang_at=later,
        said="Year 3.",
        by=who("screener"),
        at=later,
    )
    rang(counts_as="note")
    assert word(check).state == "running"
    rang(counts_as="ask")
    on = clock(f"{check.ref}:answer")
    assert (word(check).state, on and on.state) == ("stopped", "running")


def test_whoever_wants_to_be_rung_is_rung_in_time(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    answers = [ChildAnswer(child, "speak_to_me", note="07700 900101") for child in children(check)]
    answer_check(check_id=str(check.pk), answers=answers, by=who("dsl"), at=at)
    theirs = clock(f"{check.ref}:answer")
    assert theirs is not None and (theirs.state, word(check).state) == ("stopped", "running")
    note_call(
        about=check.ref, counts_as="note", spoke_with="Tom", rang_at=at, said="He knows.", by=who("screener"), at=at
    )  # fmt: skip
    assert word(check).state == "stopped"


def test_answering_again_replaces_and_keeps(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    both = children(check)
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(child, "items", items=[away()]) for child in both],
        by=who("dsl"),
        at=at,
    )
    later = at + timedelta(hours=1)
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(both[0], "items", items=[away(text="Away 12 Mondays.")])],
        by=who("deputy_dsl"),
        at=later,
    )
    assert CheckAnswer.objects.filter(person_id=both[0]).count() == 2
    assert CheckAnswer.objects.get(person_id=both[0], superseded=False).by_name == "Priya Nair"
    assert [item.text for item in items_about([both[0]], by=who("screener"))] == ["Away 12 Mondays."]
    check.refresh_from_db()
    assert check.answered_at == at


def test_a_second_person_is_told_that_it_was_answered_meanwhile(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    answers = [ChildAnswer(child, "not_known") for child in children(check)]
    answer_check(check_id=str(check.pk), answers=answers, seen=0, by=who("dsl"), at=at)
    with pytest.raises(Refused) as refused:
        answer_check(check_id=str(check.pk), answers=answers, seen=0, by=who("deputy_dsl"), at=at)
    assert refused.value.verdict.reason == "answered-meanwhile"
    assert CheckAnswer.objects.count() == 2


def test_the_same_form_posted_twice_answers_once(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    answers = [ChildAnswer(child, "items", items=[away()]) for child in children(check)]
    for _ in range(2):
        answer_check(check_id=str(check.pk), answers=answers, seen=0, by=who("dsl"), at=at)
    assert CheckAnswer.objects.count() == 2 and InformationItem.objects.count() == 2


@pytest.mark.parametrize("key", ["police", "other_teacher", "screener"])
def test_nobody_outside_the_asked_team_answers(ask: Ask, who: Who, at: datetime, key: str) -> None:
    check = ask()
    with pytest.raises(Refused) as refused:
        answer_check(
            check_id=str(check.pk), answers=[ChildAnswer(children(check)[0], "not_known")], by=who(key), at=at
        )
    assert refused.value.verdict.hides and refusals("not-involved") == 1


def test_a_role_without_answering_is_refused(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    with pytest.raises(Refused):
        answer_check(
            check_id=str(check.pk),
            answers=[ChildAnswer(children(check)[0], "not_known")],
            by=who("teacher"),
            at=at,
        )
    assert refusals("no-role-check:answer") == 1


def test_a_child_that_was_not_asked_about_is_not_answered(
    ask: Ask, who: Who, at: datetime, cast: Cast
) -> None:
    check = ask()
    with pytest.raises(Refused):
        answer_check(
            check_id=str(check.pk), answers=[ChildAnswer("0" * 32, "not_known")], by=who("dsl"), at=at
        )
    assert refusals("not-asked-about") == 1


def test_a_withdrawn_check_takes_no_answer(ask: Ask, who: Who, at: datetime) -> None:
    check = ask(status="withdrawn")
    with pytest.raises(Refused) as refused:
        answer_check(
            check_id=str(check.pk),
            answers=[ChildAnswer(children(check)[0], "not_known")],
            by=who("dsl"),
            at=at,
        )
    assert "withdrawn" in refused.value.verdict.say


def test_an_independent_charity_answers_under_a_power_it_has(
    ask: Ask, who: Who, at: datetime, cast: Cast
) -> None:
    check = ask("safe_harbour")
    cast.agencies["safe_harbour"].kind = "VCSE"
    cast.agencies["safe_harbour"].commissioned_by = ""
    cast.agencies["safe_harbour"].save()
    answer_check(
        check_id=str(check.pk), answers=[ChildAnswer(children(check)[0], "not_known")], by=who("idva"), at=at
    )
    assert SharingDecision.objects.get(occasion="answer").gateway in ("CDA98_115", "COMMONLAW", "CA04_16H")
