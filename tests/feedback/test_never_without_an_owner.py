"""Whatever happens, in whatever order: nobody who is to be told, answered or rung is ever without a team that owes it, a clock
that runs and a moment at which Plait looks again."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.models import Practitioner, Team
from plait.agencies.queries import safeguarding_team_of
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.feedback.access import somebody_reads
from plait.feedback.actions.answer_pickup import answer_pickup
from plait.feedback.actions.disagree import answer_disagreement, disagree
from plait.feedback.actions.erase_feedback import erase_feedback
from plait.feedback.actions.read_feedback import read_feedback
from plait.feedback.actions.say_of_answer import say_of_answer
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.models import Disagreement, FeedbackTask, PickupWord
from plait.feedback.store.timing import LATE
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.restrict_person import restrict_person
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.actions.withdraw_check import withdraw_check
from plait.referrals.models import Referral
from tests.feedback.journey import CHILD, SURNAME, Deed, Journey, family
from tests.lanes.examples import examples

pytestmark = pytest.mark.django_db
RULES = ("school_pickup", "school_ring_back", "referrer_feedback", "disagreement_answer")
WHO = ("screener", "manager", "edt", "teacher", "police", "lead")
DOINGS = (
    "decide", "decide early help", "protect", "answer late", "withdraw", "close", "a child has died", "reopen", "keep",
    "keep by phone", "can go", "told", "not told", "read", "disagree", "answer", "helped", "knows them", "leaves", "school ends",
    "restricted", "time passes",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(DOINGS), st.sampled_from(WHO)), min_size=2, max_size=8)
PROCESS = Actor.process("tests")


class World:
    """One concern about a child at school, two agencies asked, and everything that may befall whoever waits for a word."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.refused: list[str] = []

    def do(self, what: str, who: str) -> None:
        by = self.journey.cast.actor(who, at=self.journey.later(7 if what != "time passes" else 60 * 30))
        try:
            with transaction.atomic():
                self.deeds(by)[what]()
        except Refused as refusal:  # a refusal changes nothing
            self.refused.append(f"{what} by {who}: {refusal.verdict.reason}")

    def deeds(self, by: Actor) -> dict[str, Callable[[], object]]:
        journey, at = self.journey, self.journey.at
        contact, referral = str(journey.contact.pk), str(journey.referral.pk)
        deed: Deed = {"by": by, "at": at}
        checks = {key: str(one.pk) for key, one in journey.checks.items()}
        end = partial(
            close_referral, referral_id=referral, because="Enough.", despite="It must end.", by=by, at=at
        )
        return {
            "decide": lambda: journey.decided("section_47", by=self._key(by)),
            "decide early help": lambda: journey.decided("early_help", by=self._key(by)),
            "protect": lambda: protect_now(
                contact_id=contact, outcome="immediate_protection", because="Now.", **deed
            ),
            "answer late": lambda: journey.answered("surgery", "gp"),
            "withdraw": lambda: withdraw_check(check_id=checks["surgery"], because="Not needed.", **deed),
            "close": lambda: end(outcome="RC7"),
            "a child has died": lambda: end(outcome="RC2"),
            "reopen": lambda: reopen_referral(referral_id=referral, because="He is back.", **deed),
            "keep": lambda: answer_pickup(contact_id=contact, said="keep", **deed),
            "keep by phone": lambda: answer_pickup(contact_id=contact, said="keep", spoke_with="Nia", **deed),
            "can go": lambda: answer_pickup(contact_id=contact, said="can_go", **deed),
            "told": lambda: self._settle("told", deed),
            "not told": lambda: self._settle("not_told", deed),
            "read": lambda: read_feedback(task_id=self._newest(), **deed),
            "disagree": lambda: disagree(task_id=self._newest(), because="Too late.", wanted="", **deed),
            "answer": lambda: self._answer(deed),
            "helped": lambda: say_of_answer(check_id=checks["police"], said="helped", **deed),
            "knows them": lambda: declare_conflict(
                forename=CHILD, surname=SURNAME, born_on=None, kind="friend", **deed
            ),
            "restricted": lambda: restrict_person(
                person_id=journey.child,
                custodian_team_id=str(journey.cast.teams["custodians"].pk),
                because="A colleague’s.",
                **deed,
            ),
            "leaves": lambda: end_account(practitioner_id=by.id, by=PROCESS, at=at),
            "school ends": lambda: end_agency(
                agency_id=str(journey.cast.agencies["alder_lane"].pk), by=PROCESS, at=at
            ),
            "time passes": lambda: fire_due(at=at, limit=500),
        }

    def _key(self, by: Actor) -> str:
        return next(key for key, one in self.journey.cast.people.items() if str(one.pk) == by.id)

    def _newest(self) -> str:
        return str(FeedbackTask.objects.filter(status="sent").order_by("-made_at", "-pk")[0].pk) if (
            FeedbackTask.objects.filter(status="sent").exists()
        ) else str(self.journey.contact.pk)  # fmt: skip

    def _settle(self, how: Literal["told", "not_told"], deed: Deed) -> None:
        for one in FeedbackTask.objects.filter(status="held")[:1]:
            settle_feedback(task_id=str(one.pk), how=how, because="Said.", spoke_with="Nia", **deed)

    def _answer(self, deed: Deed) -> None:
        for one in Disagreement.objects.filter(answered_at__isnull=True)[:1]:
            answer_disagreement(disagreement_id=str(one.pk), answer="Because.", **deed)

    def owed(self) -> set[str]:
        """Said a second time, from the rows and not from the clocks: whoever waits for a word."""
        keys = {f"{one.ref}:send" for one in FeedbackTask.objects.filter(status="held")}
        keys |= {f"disagreement:{one.pk}:answer" for one in Disagreement.objects.filter(answered_at=None)}
        if Referral.objects.get(pk=self.journey.referral.pk).moves.filter(verb="close").exists():
            return keys  # what a closing stopped at a gate is over
        heard = PickupWord.objects.exclude(task__status="held").order_by("-at", "-pk").first()
        if heard is None:
            return keys | {f"{self.journey.contact.ref}:pickup"}
        return keys | ({f"pickup-word:{heard.pk}:ring-back"} if heard.said == "keep" else set())

    def check(self) -> None:
        running = RunningClock.objects.filter(rule__in=RULES, state=RunningClock.State.RUNNING)
        owed = self.owed()
        assert {one.key for one in running} == owed
        waiting = Timer.objects.filter(state=Timer.State.WAITING, kind=LATE)
        assert owed <= set(waiting.values_list("key", flat=True)), "Plait looks again at each of them"
        teams = {f"team:{one.pk}" for one in Team.objects.filter(agency__ended_at__isnull=True)}
        people = {f"practitioner:{one.pk}" for one in Practitioner.objects.filter(left_at__isnull=True)}
        assert {one.owner for one in running} <= teams | people
        unread = FeedbackTask.objects.filter(status="sent", read_at=None, pickup_word=None)
        assert not unread.filter(practitioner__agency__ended_at__isnull=False).exists(), (
            "nobody there reads it"
        )
        for one in unread.filter(practitioner__left_at__isnull=False):
            team = safeguarding_team_of(str(one.agency_id))
            assert team is not None and somebody_reads(one, team, at=self.journey.at), "they have left"

    def check_that_it_climbs(self) -> None:
        """Three weeks later each of them has been told of again, to somebody."""
        at, owed = self.journey.later(60 * 24 * 21), self.owed()
        before = set(Message.objects.values_list("pk", flat=True))
        fire_due(at=at, limit=500)
        told = Message.objects.exclude(pk__in=before).filter(kind=LATE).values_list("key", flat=True)
        assert all(any(letter.startswith(f"{key}:late:") for letter in told) for key in owed)
        erase_feedback(contact_ids=[str(self.journey.contact.pk)], by=PROCESS, at=self.journey.later())
        running = RunningClock.objects.filter(rule__in=RULES, state=RunningClock.State.RUNNING)
        assert not running.exists(), "what is disposed of is owed to nobody"


@pytest.fixture
def begun(journey: Journey) -> Journey:
    journey.raised("teacher", family(in_school_now="yes")).accepted()
    return journey.asked("police", "surgery").answered("police", "police")


@settings(max_examples=examples(15))
@given(done=steps)
def test_no_sequence_of_events_leaves_a_promise_without_an_owner(
    begun: Journey, done: list[tuple[str, str]]
) -> None:
    began, asked = begun.at, dict(begun.checks)
    with transaction.atomic():
        world = World(begun)
        world.check()
        for what, who in done:
            world.do(what, who)
            world.check()
        world.check_that_it_climbs()
        transaction.set_rollback(True)
    begun.at, begun.checks = began, asked
    begun.referral.refresh_from_db()


def test_the_worst_of_it_in_one_row(begun: Journey) -> None:
    """Every event once, in the order in which most of them have something to do."""
    world = World(begun)
    for what, who in (
        ("keep", "screener"), ("disagree", "teacher"), ("decide", "manager"), ("answer late", "lead"),
        ("helped", "screener"), ("keep by phone", "screener"), ("disagree", "police"), ("knows them", "teacher"),
        ("decide early help", "manager"), ("told", "manager"), ("can go", "screener"), ("answer", "screener"),
        ("a child has died", "manager"), ("not told", "screener"), ("reopen", "manager"), ("leaves", "screener"),
        ("school ends", "manager"), ("restricted", "manager"), ("protect", "manager"), ("time passes", "manager"),
    ):  # fmt: skip
        world.do(what, who)
        world.check()
    assert len(world.refused) <= 5, "most of them have something to do here"
    assert FeedbackTask.objects.filter(status="held").exists() and Disagreement.objects.exists()
    world.check_that_it_climbs()
