"""The school that disagrees and is heard at stage 3; and what happens when nobody answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.clock.queries import clock, standing_of
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.escalation.access import visible_escalations
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.climb import climb
from plait.escalation.actions.end_unsettled import withdraw
from plait.escalation.actions.make_more_urgent import make_more_urgent
from plait.escalation.actions.name_on_ladder import name_on_ladder
from plait.escalation.actions.recognise_challenge import recognise_challenge
from plait.escalation.actions.record_call import record_call
from plait.escalation.actions.resolve import resolve
from plait.escalation.models import Escalation, EscalationStage, MoreUrgent
from plait.escalation.queries import current_stage
from plait.referrals.models import Decision
from tests.escalation.conftest import SAID, owners
from tests.feedback.journey import SURNAME, Journey

Make = Callable[..., Escalation]
pytestmark = pytest.mark.django_db
GONE = ("between", "managers")


def test_it_begins_with_a_talk_between_those_who_disagree(journey: Journey, disputed: Make) -> None:
    found = disputed()
    ours, theirs = owners(found)
    assert (ours.practitioner, theirs.practitioner) == (
        journey.cast.people["teacher"],
        journey.cast.people["manager"],
    )
    assert (found.scope, found.ladder, found.status, found.words[:3]) == ("between", "between", "open", "A s")
    running = clock(f"{found.ref}:1:answer")
    assert running is not None and running.owner == theirs.ref and running.rule == "escalation_talk"
    letter = Message.objects.get(kind="escalation-asked")
    assert letter.to_ref == theirs.ref and letter.about == f"contact:{found.contact_id}"
    assert not any(word in str(letter.context) for word in ("flinched", SURNAME))


def test_sent_twice_it_is_one_and_another_about_the_same_waits(disputed: Make) -> None:
    first = disputed()
    assert disputed() == first
    with pytest.raises(Refused, match="open-already"):
        disputed(because="Something else.")
    assert Escalation.objects.count() == 1


def test_it_becomes_more_urgent_and_never_less(journey: Journey, disputed: Make) -> None:
    """What could wait its turn on Monday does not on Tuesday. The time counts from the first start and is late at once; what
    was due sooner by the old urgency stays so; and the stages above are as urgent."""
    found, key = disputed(), "escalation_id"
    began = clock(f"{found.ref}:1:answer")
    assert began is not None and began.due_at - began.started_at > timedelta(hours=24)
    journey.at = began.started_at + timedelta(hours=25)
    said: Any = {key: str(found.pk), "because": "She has a bruise today.", "by": journey.who("dsl")}
    with pytest.raises(Refused, match="needs-reason"):
        make_more_urgent(**{**said, "because": " "}, urgency="harm", at=journey.at)
    for _ in range(2):
        make_more_urgent(**said, urgency="harm", at=journey.at)
    running = clock(f"{found.ref}:1:answer")
    assert running is not None and (running.started_at, running.rule) == (began.started_at, "escalation_harm")
    assert running.due_at == began.started_at + timedelta(hours=24)
    assert standing_of(running, journey.at).shown == "late"
    told = Message.objects.filter(kind="escalation-urgent")
    people = {f"practitioner:{journey.cast.people[one].pk}" for one in ("teacher", "manager")}
    assert {(one.to_ref, one.template) for one in told} == {(one, "ring") for one in people}
    assert told.count() == 2 == current_stage(found).more_urgent.count() + 1
    fire_due(at=journey.at, limit=500)
    assert current_stage(found).prompts == 1, "late, it is asked about at once"
    for less in ("usual", "harm", "never"):
        with pytest.raises(Refused, match="not-more-urgent"):
            make_more_urgent(**{**said, "because": "Calm."}, urgency=less, at=journey.at)
    other = disputed("dsl", urgency="soon", about="silence", subject=f"contact:{found.contact_id}")
    hours = clock(f"{other.ref}:1:answer")
    assert hours is not None
    climb(
        escalation_id=str(other.pk), because="She has a bruise today.", urgency="danger", emergency_told="999",
        by=journey.who("dsl"), at=journey.later(),
    )  # fmt: skip
    other.refresh_from_db()
    above = clock(f"{other.ref}:2:answer")
    assert other.urgency == "danger" and above is not None and above.rule == "escalation_harm"
    kept = MoreUrgent.objects.get(stage__escalation=other)
    assert (kept.was, kept.emergency_told, kept.stage.order) == ("soon", "999", 1)
    assert Message.objects.filter(kind="escalation-danger", key__startswith=other.ref).exists()
    third = disputed("deputy_dsl", urgency="soon", subject=f"contact:{found.contact_id}", about="silence")
    before = clock(f"{third.ref}:1:answer")
    make_more_urgent(**{**said, key: str(third.pk)}, urgency="harm", at=journey.later())
    after = clock(f"{third.ref}:1:answer")
    assert before is not None and after is not None and after.due_at == before.due_at, "four hours are less"


def test_a_school_is_heard_at_stage_three(journey: Journey, disputed: Make) -> None:
    """Talk, managers, heads of service: new owners each time, and nobody who decided answers above the talk."""
    found, teacher, dsl = disputed(), journey.who("teacher"), journey.who("dsl")
    answer_stage(
        escalation_id=str(found.pk), answer="We keep to it.", by=journey.who("manager"), at=journey.later()
    )
    climb(escalation_id=str(found.pk), because="Nobody has seen her.", by=teacher, at=journey.later())
    ours, theirs = owners(found)
    assert ours.practitioner == journey.cast.people["dsl"]
    assert theirs.practitioner != journey.cast.people["manager"], (
        "whoever decided does not answer for themselves"
    )
    climb(escalation_id=str(found.pk), because="No answer from the managers.", by=dsl, at=journey.later())
    assert current_stage(found).name == "Heads of service"
    resolve(
        escalation_id=str(found.pk), outcome="She is seen at school on Thursday.", learning="Something else",
        by=dsl, at=journey.later(),
    )  # fmt: skip
    found.refresh_from_db()
    assert found.status == "resolved"
    assert {one.agency_id for one in found.outcomes.all()} == {found.our_agency_id, found.their_agency_id}
    assert {one.text for one in found.outcomes.all()} == {"She is seen at school on Thursday."}
    made = recognise_challenge(
        about=found.ref, words="She was right to insist.", by=journey.who("screener"), at=journey.later()
    )
    assert made.by_name == "Miriam Cole"
    assert [one.order for one in found.stages.order_by("order")] == [1, 2, 3]


def test_nobody_answers_and_both_sides_are_asked_to_climb_each_day(journey: Journey, disputed: Make) -> None:
    found = disputed()
    timer = Timer.objects.get(kind="escalation-late")
    fire_due(at=timer.due_at)
    stage = current_stage(found)
    assert stage.prompts == 1 and stage.order == 1, "it never climbs in silence"
    late = Message.objects.filter(kind="escalation-late")
    told = {one.to_ref for one in late}
    assert {f"practitioner:{journey.cast.people[one].pk}" for one in ("teacher", "manager")} <= told
    timer.refresh_from_db()
    fire_due(at=timer.due_at)
    stage.refresh_from_db()
    assert stage.prompts == 2
    running = clock(f"{found.ref}:1:answer")
    assert running is not None and standing_of(running, timer.due_at).shown == "late"
    climb(escalation_id=str(found.pk), because="No answer.", by=journey.who("teacher"), at=timer.due_at)
    fire_due(at=timer.due_at + timedelta(days=2))
    stage.refresh_from_db()
    assert stage.prompts == 2, "what has climbed is asked about on its new stage only"


def test_where_nobody_heeds_it_whoever_is_next_is_asked_and_it_never_stops(
    journey: Journey, disputed: Make
) -> None:
    """Four prompts at the pace of harm, then the next owner of the same stage, and so on; at their end once a day, for ever."""
    found = disputed(urgency="harm")
    timer = Timer.objects.get(kind="escalation-late")
    owned, pauses, before = [], [], timer.due_at
    for _ in range(40):
        fire_due(at=timer.due_at, limit=500)
        owned.append(owners(found)[1].ref)
        timer.refresh_from_db()
        pauses.append(timer.due_at - before)
        before = timer.due_at
    assert timer.state == "waiting" and current_stage(found).order == 1, (
        "never silent, and no stage by itself"
    )
    manager = f"practitioner:{journey.cast.people['manager'].pk}"
    assert owned[:3] == [manager] * 3 and owned[3] != manager, "the fourth prompt is the last to them alone"
    assert pauses[:4] == [timedelta(hours=6)] * 4, "whoever is next has a few at the same pace"
    assert len(set(owned)) == len(list(dict.fromkeys(owned))) > 2 and manager not in owned[3:], "nobody twice"
    assert set(pauses[-8:]) == {timedelta(days=1)} and len(set(owned[-8:])) == 1, "nobody is left: each day"
    running = clock(f"{found.ref}:1:answer")
    assert running is not None and running.owner == owned[-1]
    passed = Message.objects.filter(kind="escalation-passed").values_list("to_ref", "template")
    assert {(one, "ring") for one in owned[3:]} == set(passed)
    answer_stage(escalation_id=str(found.pk), answer="Seen today.", by=journey.who("manager"), at=before)


def test_where_there_is_a_risk_of_harm_the_stage_takes_a_day_and_mail_says_ring(
    journey: Journey, disputed: Make
) -> None:
    found = disputed(urgency="harm")
    running = clock(f"{found.ref}:1:answer")
    assert running is not None and running.due_at - running.started_at == timedelta(hours=24)
    assert Message.objects.get(kind="escalation-asked").template == "ring"
    answer_stage(
        escalation_id=str(found.pk), answer="We keep to it.", by=journey.who("manager"), at=journey.later()
    )
    reply = clock(f"{found.ref}:1:reply")
    assert reply is not None and reply.due_at - reply.started_at == timedelta(hours=24), "nor does the answer"


def test_danger_now_goes_to_the_duty_team_and_the_ladder_only_records_it(
    journey: Journey, disputed: Make
) -> None:
    found = disputed(urgency="danger", emergency_told="999 at ten past nine")
    hub, edt = (f"team:{journey.cast.teams[one].pk}" for one in ("hub", "edt"))
    told = Message.objects.filter(kind="escalation-danger")
    assert {one.to_ref for one in told} == {hub, edt} and told.count() == 2, "by day the hub is on duty"
    assert found.emergency_told == "999 at ten past nine"


def test_i_rang_counts_as_the_first_stage(journey: Journey, disputed: Make) -> None:
    found = disputed(spoke_with="Robert Achebe", talked="He says that early help is enough. I do not agree.")
    assert [one.order for one in found.stages.order_by("order")] == [1, 2]
    assert found.stages.get(order=1).calls.get().spoke_with == "Robert Achebe"
    decider = f"practitioner:{journey.cast.people['manager'].pk}"
    assert not Message.objects.filter(kind="escalation-asked", to_ref=decider).exists(), "they have talked"
    other = disputed("dsl", about="silence", subject=f"contact:{found.contact_id}")
    assert current_stage(other).order == 1
    moment = journey.later()
    for _ in range(2):
        record_call(
            escalation_id=str(other.pk), spoke_with="The hub", said="They look again.", rang_at=moment,
            by=journey.who("dsl"), at=moment,
        )  # fmt: skip
    other.refresh_from_db()
    assert other.status == "answered" and current_stage(other).calls.count() == 1
    third = disputed("deputy_dsl", about="silence", urgency="harm", subject=f"contact:{found.contact_id}")
    said: dict[str, Any] = {
        "escalation_id": str(third.pk),
        "spoke_with": "A. Kent",
        "said": "No.",
        "by": journey.who("screener"),
    }
    decided = Decision.objects.get(referral=journey.referral).at
    assert decided > found.contact.received_at
    with pytest.raises(Refused, match="rang-before-it"):
        record_call(rang_at=decided - timedelta(minutes=1), at=moment, **said)
    record_call(rang_at=moment, at=moment, **said)
    told = Message.objects.filter(kind="escalation-talked", key__startswith=third.ref)
    assert owners(third)[0].ref in {one.to_ref for one in told}, "her time runs, and she hears it"
    reply = clock(f"{third.ref}:1:reply")
    assert reply is not None and reply.due_at - reply.started_at == timedelta(hours=24), "with a risk of harm"


def test_the_hub_takes_a_partners_silence_further(journey: Journey) -> None:
    from plait.escalation.actions.escalate import escalate

    check = journey.asked("police").checks["police"]
    found = escalate(
        subject=check.ref, by=journey.who("screener"), at=journey.later(), **{**SAID, "about": "silence"}
    )
    _, theirs = owners(found)
    assert theirs.team == journey.cast.teams["police_safeguarding"]
    assert [*visible_escalations(journey.who("police"), at=journey.at)] == [found]


def test_an_open_one_climbs_the_ladder_of_its_day(journey: Journey, disputed: Make) -> None:
    """The area has removed a stage since: the ones that are open keep the release they began on (design, truth 8)."""
    from plait.base.packs import current
    from plait.base.packs.models import PackRelease

    found = disputed()
    row = PackRelease.objects.get(hash=found.pack)
    content = {**row.content, "files": dict(row.content["files"])}
    file = dict(content["files"]["escalation.toml"])
    file["data"] = {
        **file["data"],
        "ladders": [
            {**one, "stages": [stage for stage in one["stages"] if (one["code"], stage["code"]) != GONE]}
            for one in file["data"]["ladders"]
        ],
    }
    content["files"]["escalation.toml"] = file
    PackRelease.objects.create(
        area=row.area, version="2026.12", sequence=99, hash="f" * 64, content=content,
        released_at=journey.at, released_by="tests",
    )  # fmt: skip
    now = current(at=journey.later()).ladders().ladder("between")
    assert now is not None and "managers" not in [stage.code for stage in now.stages]
    climb(escalation_id=str(found.pk), because="No answer.", by=journey.who("teacher"), at=journey.at)
    assert current_stage(found).code == "managers"
    assert EscalationStage.objects.filter(escalation=found).count() == 2


def test_in_harrowfen_there_are_three_levels_and_dissent_from_a_plan_goes_another_way(
    journey: Journey, disputed: Make, settings: Any
) -> None:
    settings.PLAIT_AREA = "areas/harrowfen"
    found = disputed()
    climb(escalation_id=str(found.pk), because="No.", by=journey.who("teacher"), at=journey.later())
    climb(escalation_id=str(found.pk), because="No.", by=journey.who("teacher"), at=journey.later())
    assert current_stage(found).name == "Level 3: resolution meeting"
    assert owners(found)[1].name == "Chair of the Harrowfen partnership"
    custodian = journey.who("custodian")
    name_on_ladder(
        agency_id=custodian.agency, role="arbitrator", practitioner_id=custodian.id, by=journey.who("administrator"),
        at=journey.later(),
    )  # fmt: skip
    plan = disputed("dsl", about="plan", subject=f"contact:{found.contact_id}")
    assert (plan.ladder, current_stage(plan).name) == ("conference", "Tell the chair")
    climb(escalation_id=str(plan.pk), because="No.", by=journey.who("dsl"), at=journey.later())

    def page(who: str, path: str) -> str:
        with time_machine.travel(journey.at, tick=False):
            answer = journey.browser(who).get(path)
        assert answer.status_code == 200, path
        return str(answer.content.decode())

    heard = Message.objects.get(kind="escalation-partnership", to_ref=f"practitioner:{custodian.id}")
    shown = page("custodian", heard.context["link_path"])
    assert plan.reference in shown and "Head of quality" in shown and SURNAME not in shown
    assert "The partnership was told that this stage began." in page("dsl", f"/escalations/{plan.pk}/")
    assert "nobody there could be told by Plait" in page("teacher", f"/escalations/{found.pk}/")
    assert "What the partnership was told" not in page("screener", "/escalations/")
    Escalation.objects.filter(pk=plan.pk).update(scope="areas")
    withdraw(escalation_id=str(plan.pk), because="Misread.", by=journey.who("dsl"), at=journey.later())
    assert Message.objects.filter(kind="escalation-partnership-over").count() == 1
    assert "Taken back" in page("custodian", "/escalations/")
    ended = page("dsl", f"/escalations/{plan.pk}/")
    assert "both agencies" not in ended and "stand on our record" in ended, "the other area has no copy"
