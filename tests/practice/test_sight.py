"""A question is there only for whoever may see everything it rests on; for anybody else not a byte is different."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.prompts.actions.answer_prompt import answer_prompt
from plait.base.prompts.models import Prompt
from plait.base.prompts.queries import open_prompts
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import DeclaredConflict, Person
from plait.referrals.models import ContactPerson
from tests.feedback.journey import Journey
from tests.practice.test_noticing import baby

Looked = Callable[..., dict[str, Prompt]]


def sees(journey: Journey, who: str) -> set[str]:
    found = open_prompts([journey.child], by=journey.who(who), at=journey.at)
    return {one.prompt.rule for one in found}


def page(journey: Journey, who: str, path: str) -> str:
    answer = journey.browser(who).get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_the_hub_sees_it_and_whoever_does_not_work_on_the_child_does_not(
    journey: Journey, looked: Looked
) -> None:
    journey.raised(concern=baby())
    looked()
    assert "bruise-infant" in sees(journey, "screener")
    for who in ("police", "teacher", "gp", "lead", "administrator", "privacy_officer", "designated_officer"):
        assert not sees(journey, who), who


def test_sealed_evidence_is_asked_only_of_the_team_that_keeps_it(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby(observed="He is well.")).accepted().asked("police")
    journey.answered("police", "police", visibility="sealed", text="A bruise, seen by an officer.")
    asked = looked()["bruise-infant"]
    assert asked.custodian == str(journey.cast.teams["hub"].pk)
    assert "bruise-infant" in sees(journey, "screener")
    assert "bruise-infant" not in sees(journey, "call_handler"), "of the hub, but does not decide"
    assert "bruise-infant" not in sees(journey, "police")


def test_one_record_out_of_sight_and_the_whole_question_is_absent_with_the_same_bytes(
    journey: Journey, looked: Looked
) -> None:
    journey.raised(concern=baby())
    looked()
    path = f"/hub/concerns/{journey.contact.pk}/"
    plain = page(journey, "screener", path)
    assert "Worth a question" in plain
    asked = Prompt.objects.get(rule="bruise-infant")
    other = Journey(journey.cast, journey.at).raised(by="dsl", concern=baby(wanted="Another family."))
    restricted = Person.objects.get(pk=other.child)
    restricted.restricted, restricted.custodian = True, journey.cast.teams["custodians"]
    restricted.save()
    # The journey's own question now rests on a concern about somebody the screener may not meet, too.
    asked.evidence = [*asked.evidence, other.contact.ref]
    asked.save()
    missing = page(journey, "screener", path)
    Prompt.objects.all().delete()
    assert strip(missing) == strip(page(journey, "screener", path))
    assert "Worth a question" not in missing


def strip(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*")', "", text)


def test_a_question_out_of_sight_and_none_at_all_are_one_answer(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    asked = looked()["bruise-infant"]
    nobody = "00000000-0000-4000-8000-000000000000"
    for who in ("lead", "family_helper", "edt" if not sees(journey, "edt") else "lead"):
        browser = journey.browser(who)
        with time_machine.travel(journey.at, tick=False):  # a page says the minute in which it was read
            one, none = browser.get(f"/questions/{asked.pk}/"), browser.get(f"/questions/{nobody}/")
        assert one.status_code == none.status_code == 404
        assert strip(one.content.decode()) == strip(none.content.decode())
        with pytest.raises(Refused) as refused:
            answer_prompt(
                prompt_id=str(asked.pk), kind="known", because="x", by=journey.who(who), at=journey.at
            )
        assert refused.value.verdict.hides


def test_a_declared_conflict_comes_before_everything(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    looked()
    declare_conflict(
        forename="Ines", surname="Vale", born_on=date(2026, 6, 20), kind="own family",
        by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    person = Person.objects.get(pk=journey.child)
    DeclaredConflict.objects.filter(practitioner_id=journey.who("screener").id).update(person=person)
    assert not sees(journey, "screener")
    assert sees(journey, "manager")


def test_a_mailbox_and_a_process_are_asked_nothing(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    looked()
    for by in (Actor(id="mailbox:1", name="Mail", kind="mailbox"), Actor.process("worker")):
        assert not open_prompts([journey.child], by=by, at=journey.at)


def test_two_children_of_one_concern_are_asked_about_once(
    journey: Journey, looked: Looked, pack: Any
) -> None:
    journey.raised(concern=baby())
    looked()
    one = Prompt.objects.get(rule="bruise-infant")
    brother = Person.objects.create(made_at=journey.at)
    Prompt.objects.create(
        key="another", twin=one.twin, rule=one.rule, person_id=str(brother.pk), asks=one.asks, place=one.place,
        evidence=one.evidence, mandatory=True, asked_at=journey.at,
    )  # fmt: skip
    assert ContactPerson.objects.exists()
    answer_prompt(
        prompt_id=str(one.pk), kind="acted", because="A doctor looks at both today.", by=journey.who("screener"),
        at=journey.later(),
    )  # fmt: skip
    assert set(Prompt.objects.filter(twin=one.twin).values_list("state", flat=True)) == {"answered"}
