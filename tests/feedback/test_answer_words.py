"""Whoever worked with a partner's answer says whether it helped; the agency that gave it reads it."""

from datetime import timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce import ask
from plait.base.outbox.models import Message
from plait.feedback.access import my_feedback
from plait.feedback.actions.erase_feedback import erase_feedback
from plait.feedback.actions.say_of_answer import say_of_answer
from plait.feedback.models import AnswerWord, FeedbackTask
from plait.feedback.rules import may_be_said_of
from plait.insights.queries.afterwards import of_use
from plait.insights.rules.measures import MEASURES, OF_USE
from plait.insights.rules.periods import Period
from plait.sharing.events import AnswerWords
from tests.feedback.journey import ADDRESS, Journey


@pytest.fixture
def worked(journey: Journey) -> Journey:
    """The police told something, the surgery knew nothing, the school has not answered."""
    journey.raised("teacher").accepted().asked("police", "surgery", "housing")
    return journey.answered("police", "police").answered("surgery", "gp", "not_known")


def say(
    journey: Journey, said: str = "helped", by: str = "screener", agency: str = "police", **also: Any
) -> AnswerWord:
    return say_of_answer(
        check_id=str(journey.checks[agency].pk), said=said, by=journey.who(by), at=journey.later(), **also
    )


def test_the_agency_that_answered_reads_it_and_a_letter_says_that_something_waits(worked: Journey) -> None:
    word = say(worked, "missing", words="Who else lives there?")
    task = word.task
    assert (task.status, task.kind) == ("sent", "helped")
    assert str(task.agency_id) == str(worked.cast.agencies["police"].pk)
    assert task.decision, "it went through the gate"
    assert "Something was missing" in task.text and task.text.endswith("Who else lives there?")
    letter = Message.objects.get(key=f"{task.ref}:waiting")
    assert letter.to_ref == f"team:{worked.checks['police'].team_id}"
    read = my_feedback(worked.who("police"), at=worked.at)
    assert task in read and task not in my_feedback(worked.who("gp"), at=worked.at)
    assert task not in my_feedback(worked.who("dsl"), at=worked.at)
    page = worked.browser("police").get(f"/feedback/{task.pk}/").content.decode()
    assert "What they say of your answer" in page and "Who else lives there?" in page


def test_of_one_person_the_last_word_counts_and_the_same_twice_is_once(worked: Journey) -> None:
    first, again = say(worked), say(worked)
    assert first.pk == again.pk
    late, other = say(worked, "late"), say(worked, by="manager")
    counted = AnswerWord.objects.filter(superseded=False)
    assert set(counted) == {late, other}
    assert FeedbackTask.objects.filter(about=worked.checks["police"].ref).count() == 3
    refs = (worked.checks["police"].ref, worked.checks["surgery"].ref)
    assert sorted(word for some in ask(AnswerWords(refs)) for word in some) == ["helped", "late"]


def test_braces_in_somebodys_words_are_words(worked: Journey) -> None:
    assert say(worked, "missing", words="The {reference} of the {car}.").task.text.endswith("of the {car}.")


def test_what_was_missing_has_to_be_said_and_must_not_say_where_they_are(worked: Journey) -> None:
    for reason, how in {
        "needs-reason": {"said": "missing"},
        "no-such-word": {"said": "five stars"},
        "gives-away": {"said": "missing", "words": f"Who lives at {ADDRESS}?"},
    }.items():
        with pytest.raises(Refused, match=reason):
            say(worked, **how)
    assert not AnswerWord.objects.exists()


def test_who_may_say_it_and_of_what(worked: Journey) -> None:
    for who in ("police", "teacher", "dsl", "gp", "privacy_officer", "lead"):
        with pytest.raises(Refused) as refused:
            say(worked, by=who)
        assert refused.value.verdict.hides
    for agency in ("surgery", "housing"):
        with pytest.raises(Refused, match="no-answer"):
            say(worked, agency=agency)
    assert may_be_said_of(answered=True, own=True).reason == "own-answer"
    assert may_be_said_of(answered=True, own=False)


def test_counted_for_agencies_by_name_and_never_as_a_rate(worked: Journey) -> None:
    say(worked)
    say(worked, "late")
    say(worked, by="manager")
    police = str(worked.cast.agencies["police"].pk)
    assert of_use(Period(worked.at.date(), worked.at.date() + timedelta(days=1))) == {
        police: {"late": 1, "helped": 1}
    }
    assert OF_USE in MEASURES and not OF_USE.good


def test_its_words_go_when_the_concern_is_disposed_of(worked: Journey) -> None:
    from plait.base.audit.actor import Actor

    word = say(worked, "missing", words="Who else lives there?")
    erase_feedback(contact_ids=[str(worked.contact.pk)], by=Actor.process("worker"), at=worked.later())
    word.refresh_from_db()
    assert "lives" not in word.words + FeedbackTask.objects.get(pk=word.task_id).text


def test_a_click_on_the_page_of_the_referral(worked: Journey) -> None:
    hub, path = worked.browser("screener"), f"/feedback/answers/{worked.checks['police'].pk}/"
    page = hub.get(path)
    assert page.status_code == 200 and "Did their answer help?" in page.content.decode()
    missing = hub.post(path, {"said": "missing", "words": "", "other_because": ""}).content.decode()
    assert "Say what was missing" in missing
    named = hub.post(path, {"said": "late", "words": f"At {ADDRESS}.", "other_because": ""}).content.decode()
    assert "Take out" in named
    sent = hub.post(path, {"said": "helped", "words": "", "other_because": ""})
    assert sent.status_code == 302
    shown = hub.get(sent.headers["Location"]).content.decode()
    assert "Did their answers help?" in shown and "It helped" in shown and path in shown
