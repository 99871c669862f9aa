"""A copy of what is held gathers what was written in disagreement, when help got less, and to a question; never supervision."""

from datetime import timedelta
from typing import Any

import pytest

from plait.base.prompts.models import Disposition, Prompt
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.escalate import escalate
from plait.escalation.models import Challenge, Escalation
from plait.escalation.queries import current_stage, owner_now
from plait.feedback.models import FeedbackTask
from plait.practice.models import SupervisionItem
from plait.privacy.actions.answer_request import check_request, gather_request
from plait.privacy.models import RequestLine, RightsRequest
from plait.privacy.presenters.requests import apart_for, lines_for
from plait.privacy.queries.words import words_of, words_to_gather
from plait.referrals.models import Referrer
from plait.site.demo.cast import Cast
from plait.stepdown.queries.written import written_about
from tests.feedback.journey import Journey
from tests.privacy.test_asking import child
from tests.privacy.test_rights import asked
from tests.stepdown.family import Family

pytestmark = pytest.mark.django_db
BECAUSE, ANSWERED = "She flinched again today, canary-because.", "We go on Friday, canary-answer."


@pytest.fixture
def disputed(journey: Journey) -> Escalation:
    """The teacher disagrees; whoever was asked answers; there is a challenge too."""
    journey.raised().accepted().decided()
    told = FeedbackTask.objects.get(contact=journey.contact, practitioner=journey.cast.people["teacher"])
    found = escalate(
        subject=f"feedback:{told.pk}", about="decision", because=BECAUSE, wanted="Somebody sees her.", urgency="usual",
        by=journey.who("teacher"), at=journey.later(),
    )  # fmt: skip
    owner = owner_now(current_stage(found), "theirs")
    assert owner is not None
    key = next(one for one, row in journey.cast.people.items() if row.pk == owner.practitioner_id)
    answer_stage(escalation_id=str(found.pk), answer=ANSWERED, by=journey.who(key), at=journey.later())
    Challenge.objects.create(
        subject=f"feedback:{told.pk}", contact=journey.contact, reference="x", words="-", scope="between", urgency="usual",
        our_agency=found.our_agency, their_agency=found.their_agency, by=found.by, by_name="-", at=journey.at, pack="-",
        question="Why not sooner, canary-question?", status="answered", answer="We did not know, canary-known.",
        answered_by=str(owner.practitioner_id), answered_at=journey.at,
    )  # fmt: skip
    return found


def prompted(journey: Journey, *, custodian: str = "") -> Disposition:
    asks = Prompt.objects.create(
        key=f"k{custodian}", twin="t", rule="r", person_id=child(journey), asks="Three in a month: what is it?",
        custodian=custodian, asked_at=journey.at,
    )  # fmt: skip
    return Disposition.objects.create(
        prompt=asks, kind="known", because=f"In hand, canary-prompt{custodian}.", by=str(journey.cast.people["screener"].pk),
        by_name="-", agency_id=str(journey.cast.agencies["council"].pk), at=journey.at,
    )  # fmt: skip


def test_both_sides_words_are_gathered_each_as_its_own(journey: Journey, disputed: Escalation) -> None:
    request, officer = asked(journey), journey.who("privacy_officer")
    prompted(journey)
    check_request(
        request_id=str(request.pk), person_id=child(journey), how="Passport.", scope="", by=officer, at=journey.later()
    )  # fmt: skip
    gather_request(request_id=str(request.pk), by=officer, at=journey.later())
    gather_request(request_id=str(request.pk), by=officer, at=journey.later())
    rows = list(RequestLine.objects.filter(request=request, item__isnull=True).select_related("request"))
    said = {words.text: words.agency_id for words in words_of(rows).values()}
    ours, theirs = str(disputed.our_agency_id), str(disputed.their_agency_id)
    for canary, agency in (
        ("canary-because", ours), ("canary-answer", theirs), ("canary-question", ours), ("canary-known", theirs),
        ("canary-prompt", str(journey.cast.agencies["council"].pk)),
    ):  # fmt: skip
        assert [said[text] for text in said if canary in text] == [agency], canary


def test_of_whoever_must_not_be_known_no_disagreement_is_gathered(
    journey: Journey, disputed: Escalation
) -> None:
    Referrer.objects.filter(contact=journey.contact).update(protected=True)
    assert "canary" not in " ".join(one.text for one in words_to_gather(child(journey)))


def test_an_answer_that_rests_on_something_sealed_is_not_gathered(journey: Journey) -> None:
    journey.raised().accepted()
    prompted(journey, custodian="sealed-team")
    assert "canary-prompt" not in " ".join(one.text for one in words_to_gather(child(journey)))


def test_words_erased_since_are_gone_and_nothing_breaks(journey: Journey, disputed: Escalation) -> None:
    request = asked(journey)
    RightsRequest.objects.filter(pk=request.pk).update(person_id=child(journey), state="gathered")
    request.refresh_from_db()
    line = RequestLine.objects.create(
        request=request, source_ref="escalation:gone", agency=disputed.our_agency
    )
    assert words_of([line])[line.pk].text == ""
    assert lines_for(request, by=journey.who("privacy_officer"), all_lines=True, at=journey.at)


def test_what_was_written_when_help_got_less(cast: Cast, pack: Any, at: Any) -> None:
    family = Family(cast, at).led().stepped_down()
    found = written_about([family.child])
    assert found[0].agency == str(family.stepdown.from_team.agency_id)
    assert family.stepdown.why in found[0].text
    assert not written_about(["00000000-0000-4000-8000-000000000000"])


def test_supervision_is_never_opened_and_its_own_officer_is_told_whom_to_ask(journey: Journey) -> None:
    journey.raised().accepted().asked("police").answered("police", "police")
    said, people = prompted(journey), journey.cast.people
    SupervisionItem.objects.create(
        prompt=said.prompt, person_id=child(journey), practitioner=people["screener"], supervisor=people["manager"],
        agency=people["screener"].agency, why="canary-why", reflection="canary-thought", agreed="canary-agreed",
        taken_at=journey.at,
    )  # fmt: skip
    request = asked(journey)
    RightsRequest.objects.filter(pk=request.pk).update(person_id=child(journey), state="gathered")
    request.refresh_from_db()
    gathered = " ".join(one.text for one in words_to_gather(child(journey)))
    assert "canary-prompt" in gathered
    assert not {"canary-why", "canary-thought", "canary-agreed"} & set(gathered.split())
    (own,) = apart_for(request, by=journey.who("privacy_officer"))
    assert people["screener"].name in own
    assert "canary" not in own
    assert apart_for(request, by=journey.who("police_privacy")) == []
    page = journey.browser("privacy_officer")
    assert own in page.get(f"/privacy/requests/{request.pk}/").content.decode().replace("&#x27;", "'")


def test_the_paper_says_what_is_not_among_it(journey: Journey) -> None:
    journey.raised().accepted()
    request = asked(journey)
    RightsRequest.objects.filter(pk=request.pk).update(
        person_id=child(journey), state="approved", approved_at=journey.at + timedelta(minutes=1)
    )
    words = journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/paper/").content.decode()
    assert "such as those of a therapist" in words
    assert "ask each agency itself" in words
