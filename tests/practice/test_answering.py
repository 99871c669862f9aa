"""Somebody answers, puts off, or takes a question to supervision, where two people and nobody else read what they write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from plait.agencies.actions.end_account import end_account
from plait.agencies.queries import people_of_agency
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.base.prompts.actions.answer_prompt import answer_prompt
from plait.base.prompts.actions.erase_answers import erase_answers
from plait.base.prompts.actions.keep_prompts import keep_prompts
from plait.base.prompts.models import Disposition, Prompt
from plait.base.prompts.queries import Changes, open_prompts, rates
from plait.base.prompts.rules import Question
from plait.base.timers import fire_due
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import DeclaredConflict, Person
from plait.practice.access import can_supervise, supervision_of
from plait.practice.actions.reflect import reflect, talk_over
from plait.practice.actions.take_to_supervision import choose_another, take_to_supervision
from plait.practice.jobs import WORKER
from plait.practice.models import SupervisionItem
from plait.practice.queries import thinking
from tests.feedback.journey import SURNAME, Journey, family
from tests.matrix.world import undone
from tests.packs.shipped import ON, shipped
from tests.practice.test_noticing import baby
from tests.practice.test_sight import page

Looked = Callable[..., dict[str, Prompt]]


def refused(journey: Journey, prompt: Prompt, who: str = "screener", **said: Any) -> str:
    with pytest.raises(Refused) as found:
        answer_prompt(
            **{"prompt_id": str(prompt.pk), "kind": "known", "because": "In hand", **said},
            by=journey.who(who), at=journey.later(),
        )  # fmt: skip
    return found.value.verdict.reason


def test_an_answer_needs_its_reason_and_what_must_be_answered_does_not_wait(
    journey: Journey, looked: Looked
) -> None:
    journey.raised(concern=baby())
    asked = looked()["bruise-infant"]
    told = Message.objects.filter(kind="question-to-answer")
    assert f"team:{journey.cast.teams['hub'].pk}" in told.values_list("to_ref", flat=True), (
        "no page opens by itself"
    )
    assert all(SURNAME not in str(one.context) for one in told)
    with undone():  # nor does nobody: a day later the managers hear too, by name
        fire_due(at=journey.at + timedelta(days=1, minutes=1))
        assert f"practitioner:{journey.cast.people['manager'].pk}" in told.values_list("to_ref", flat=True)
    assert refused(journey, asked, because=" ") == "needs-reason"
    assert (
        refused(journey, asked, kind="later") == refused(journey, asked, kind="supervision") == "cannot-wait"
    )
    assert refused(journey, asked, kind="very-bad") == "no-such-answer"
    answer_prompt(
        prompt_id=str(asked.pk), kind="acted", because="A doctor sees her at noon.",
        by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    said = Disposition.objects.get()
    assert (said.kind, said.by_name, said.because) == ("acted", "Miriam Cole", "A doctor sees her at noon.")
    assert refused(journey, asked) == "prompt-answered"
    assert refused(journey, asked, who="manager") == "not-in-sight"
    assert "bruise-infant" not in looked(), "the same evidence is not asked about again"
    before = told.count()
    fire_due(at=journey.at + timedelta(days=9))
    assert told.count() == before, "and of what was answered nobody hears again"


def test_later_comes_back_on_its_day(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=family(child_words=""))
    journey.accepted()
    journey.at += timedelta(days=3)
    asked = looked()["no-voice"]
    by = journey.who("screener")
    answer_prompt(prompt_id=str(asked.pk), kind="later", because="", by=by, at=journey.at)

    def stands() -> set[str]:
        return {one.prompt.rule for one in open_prompts([journey.child], by=by, at=journey.at)}

    assert "no-voice" not in stands()
    journey.at += timedelta(days=7)
    assert "no-voice" in stands()


def test_the_harmless_reasons_are_thought_of_first_and_the_answer_stands_with_the_moves(
    journey: Journey,
) -> None:
    journey.raised(concern=family(shielded=False))
    (asked,) = keep_prompts(
        person_id=journey.child, changes=Changes(ask=(Question("moves", (f"contact:{journey.contact.pk}",)),)),
        by=WORKER, at=journey.later(),
    )  # fmt: skip
    who_they_are, answer = f"/people/{journey.child}/", f"/questions/{asked.pk}/"
    assert f'href="{answer}"' in page(journey, "screener", who_they_are)
    assert "Housed there by a council" in page(journey, "screener", answer)
    said = {"kind": "known", "because": "", "thought_of": ["placed", "kin"]}
    with time_machine.travel(journey.later(), tick=False):
        status = journey.browser("screener").post(answer, said).status_code
    assert status == 302, "what was ticked says why"
    shown = page(journey, "screener", who_they_are)
    assert "Known to be so: Housed there by a council" in shown and "Staying with relatives" in shown
    assert "Miriam Cole" in shown and f'href="{answer}"' not in shown
    Prompt.objects.filter(pk=asked.pk).update(custodian=str(journey.cast.teams["custodians"].pk))
    assert "Known to be so" not in page(journey, "screener", who_they_are), (
        "what is sealed is its custodian’s"
    )


def test_rates_are_by_rule_and_never_by_whom(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    asked = looked()["bruise-infant"]
    answer_prompt(
        prompt_id=str(asked.pk), kind="not_so", because="A birthmark, by the midwife’s book",
        by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    rate = next(one for one in rates(since=journey.at - timedelta(days=1)) if one.rule == "bruise-infant")
    assert (rate.asked, rate.answered, rate.not_so, rate.dismissed) == (1, 1, 1, 1.0)
    assert "Miriam" not in str(rate) and journey.who("screener").id not in str(rate)


def test_only_plait_asks(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    with pytest.raises(Refused):
        keep_prompts(
            person_id=journey.child, changes=Changes(), by=journey.who("manager"), at=journey.later()
        )


@pytest.fixture
def taken(journey: Journey, looked: Looked) -> SupervisionItem:
    """The screener takes the baby's bruise to supervision with the hub's manager."""
    journey.raised(concern=baby())
    return take_to_supervision(
        prompt_id=str(looked()["bruise-infant"].pk),
        supervisor_id=str(journey.cast.people["manager"].pk),
        because="I like the mother, and it makes me slow.",
        by=journey.who("screener"),
        at=journey.later(),
    )


def test_two_people_read_what_was_taken_and_nobody_else(journey: Journey, taken: SupervisionItem) -> None:
    assert Prompt.objects.get(pk=taken.prompt_id).state == "asked", "what must be answered is not, by talking"
    heard = Message.objects.get(kind="supervision-taken")
    assert heard.to_ref == f"practitioner:{journey.cast.people['manager'].pk}" and "slow" not in str(
        heard.context
    )
    for who in journey.cast.people:
        mine = list(supervision_of(journey.who(who), at=journey.at))
        assert bool(mine) == (who in ("screener", "manager")), who
    for who in ("edt", "lead", "custodian"):
        answer = journey.browser(who).get(f"/supervision/{taken.pk}/")
        assert answer.status_code == 404
    text = journey.browser("manager").get(f"/supervision/{taken.pk}/").content.decode()
    assert "it makes me slow" in text


def test_a_note_is_its_writers_and_what_was_talked_over_stays(
    journey: Journey, taken: SupervisionItem
) -> None:
    item = str(taken.pk)
    reflect(item_id=item, reflection="She smiles a lot.", by=journey.who("screener"), at=journey.later())
    with pytest.raises(Refused) as not_hers:
        reflect(item_id=item, reflection="No.", by=journey.who("manager"), at=journey.later())
    assert not_hers.value.verdict.reason == "not-own-note"
    with pytest.raises(Refused):
        talk_over(item_id=item, agreed=" ", by=journey.who("manager"), at=journey.later())
    talk_over(item_id=item, agreed="Visit with a colleague.", by=journey.who("manager"), at=journey.later())
    with pytest.raises(Refused) as over:
        reflect(item_id=item, reflection="Changed.", by=journey.who("screener"), at=journey.later())
    assert over.value.verdict.reason == "talked-over"
    assert SupervisionItem.objects.get().reflection == "She smiles a lot."
    assert AuditEntry.objects.filter(act="supervision:talked-over").exists()


def test_what_nobody_can_talk_over_is_passed_on(journey: Journey, taken: SupervisionItem) -> None:
    """Neither a supervisor who may not meet the child nor one who has left keeps it from being talked over."""
    where, browser = f"/supervision/{taken.pk}/", journey.browser("screener")
    declare_conflict(
        forename="Ines", surname="Vale", born_on=None, kind="neighbour",
        by=journey.who("manager"), at=journey.later(),
    )  # fmt: skip
    DeclaredConflict.objects.filter(practitioner_id=journey.who("manager").id).update(
        person=Person.objects.get(pk=journey.child)
    )
    assert not supervision_of(journey.who("manager"), at=journey.at)
    assert "cannot talk it over now" in page(journey, "screener", where)
    with undone():  # a fortnight later whoever took it hears, and again
        fire_due(at=journey.at + timedelta(days=14, minutes=1))
        fire_due(at=journey.at + timedelta(days=28, minutes=2))
        waits = Message.objects.filter(kind="supervision-waits")
        assert [one.to_ref for one in waits] == [f"practitioner:{journey.who('screener').id}"] * 2
    other = people_of_agency(journey.who("screener").agency).exclude(
        pk__in=(taken.supervisor_id, taken.practitioner_id)
    )[0]
    with time_machine.travel(journey.later(), tick=False):
        browser.post(where, {"deed": "another", "supervisor": str(other.pk)})
    taken.refresh_from_db()
    assert taken.supervisor == other and can_supervise(taken, at=journey.at)
    heard = Message.objects.filter(kind="supervision-taken").values_list("to_ref", flat=True)
    assert f"practitioner:{other.pk}" in heard
    with pytest.raises(Refused, match="no-such-supervision"):
        choose_another(
            item_id=str(taken.pk), supervisor_id=str(other.pk), by=journey.who("manager"), at=journey.at
        )
    end_account(practitioner_id=str(other.pk), by=Actor.process("tests"), at=journey.later())
    assert not can_supervise(taken, at=journey.at)


def test_a_supervisor_is_somebody_of_ones_own_agency(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    asked = looked()["bruise-infant"]
    for who in ("screener", "police"):
        with pytest.raises(Refused) as found:
            take_to_supervision(
                prompt_id=str(asked.pk), supervisor_id=str(journey.cast.people[who].pk), because="x",
                by=journey.who("screener"), at=journey.later(),
            )  # fmt: skip
        assert found.value.verdict.reason == "no-supervisor"
    assert Prompt.objects.get(pk=asked.pk).state == "asked"


def test_disposal_takes_the_words_and_nothing_else(journey: Journey, taken: SupervisionItem) -> None:
    erase_answers(refs=[journey.contact.ref], by=Actor.process("tests"), at=journey.later())
    item = SupervisionItem.objects.get()
    assert (item.why, item.reflection, item.agreed) == ("", "", "")
    with pytest.raises(Refused):
        erase_answers(refs=[], by=journey.who("manager"), at=journey.later())


def test_the_pages_work_without_script(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    asked = looked()["bruise-infant"]
    browser = journey.browser("screener")
    story = browser.get(f"/people/{journey.child}/story/").content.decode()
    concern = browser.get(f"/hub/concerns/{journey.contact.pk}/").content.decode()
    assert f"/questions/{asked.pk}/" in story and f"/questions/{asked.pk}/" in concern
    page = f"/questions/{asked.pk}/"
    assert "Later" not in browser.get(page).content.decode(), "it must be answered"
    missing = browser.post(page, {"kind": "acted", "because": ""}).content.decode()
    assert "govuk-error-summary" in missing and "Kept." not in missing
    assert f'{page}supervision/"' in browser.get(page).content.decode()
    assert "Robert Achebe" in browser.get(page + "supervision/").content.decode()
    manager = str(journey.cast.people["manager"].pk)
    done = browser.post(
        page + "supervision/", {"supervisor": manager, "because": "I am unsure."}, follow=True
    )
    assert "The question stays until somebody answers it." in done.content.decode()
    item = SupervisionItem.objects.get()
    kept = browser.post(f"/supervision/{item.pk}/", {"deed": "note", "reflection": "Tired."}, follow=True)
    assert "Kept, for the two of you." in kept.content.decode() and "Tired." in kept.content.decode()
    assert "answered on its page" in kept.content.decode()
    agreed = browser.post(f"/supervision/{item.pk}/", {"deed": "agreed", "agreed": "Visit."}, follow=True)
    assert "Talked over" in agreed.content.decode()
    assert AuditEntry.objects.filter(act="prompt:shown").exists()


def test_the_questions_to_think_with_turn_each_week_and_are_the_same_for_all_who_look() -> None:
    file = shipped("areas/ellowmere").prompts
    assert file is not None
    weeks = [
        [one.code for one in thinking(file, subject="referral:1", on=ON + timedelta(days=7 * week))]
        for week in range(4)
    ]
    assert all(len(set(some)) == file.thinking_at_once for some in weeks)
    assert weeks[0] != weeks[1]
    assert {one for some in weeks for one in some} == {one.code for one in file.thinking}
    assert weeks[0] == [one.code for one in thinking(file, subject="referral:1", on=ON)]
