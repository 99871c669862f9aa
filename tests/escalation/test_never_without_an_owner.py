"""Whatever happens, in whatever order: no disagreement and no challenge is ever without somebody who can answer for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.record_absence import end_absence, record_absence
from plait.agencies.actions.suspend import suspend_practitioner
from plait.agencies.models import Absence, Practitioner
from plait.agencies.queries import actor_for, members
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.timers import fire_due
from plait.escalation.access import visible_challenges, visible_escalations
from plait.escalation.actions.answer_challenge import answer_challenge
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.challenge import challenge
from plait.escalation.actions.climb import climb
from plait.escalation.actions.end_unsettled import overtake, withdraw
from plait.escalation.actions.escalate import escalate
from plait.escalation.actions.make_more_urgent import make_more_urgent
from plait.escalation.actions.name_on_ladder import end_post, name_on_ladder
from plait.escalation.actions.record_call import record_call
from plait.escalation.actions.resolve import resolve
from plait.escalation.actions.say_child_outcome import say_child_outcome
from plait.escalation.jobs import pass_on_what_nobody_can_own
from plait.escalation.models import Challenge, ChildOutcome, Escalation, LadderPost, Owner
from plait.escalation.queries import clock_key, current_stage
from plait.escalation.store.unfit import _kept_from
from plait.feedback.models import FeedbackTask
from plait.people.access import is_unreachable
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.restrict_person import restrict_person
from plait.referrals.models import ContactPerson
from tests.escalation.conftest import SAID
from tests.feedback.journey import SURNAME, Deed, Journey
from tests.lanes.examples import examples

pytestmark = pytest.mark.django_db
WHO = ("teacher", "dsl", "deputy_dsl", "manager", "screener", "edt", "call_handler", "custodian", "lead")
DOINGS = (
    "leaves", "suspended", "away", "away soon", "back", "knows them", "restricted", "school ends", "climb", "answer", "ring",
    "resolve", "withdraw", "overtake", "child", "named", "taken off", "time passes", "answer the question",
    "more urgent", "take further", "hub ends",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(DOINGS), st.sampled_from(WHO)), min_size=1, max_size=9)
PROCESS = Actor.process("tests")


class OfOne(Deed):
    """And on which escalation."""

    escalation_id: str


class World:
    """One escalation and one challenge, and everything that may befall those who own them."""

    def __init__(self, journey: Journey, found: Escalation, question: Challenge) -> None:
        self.journey, self.at = journey, journey.at
        self.found, self.question = found, question

    def do(self, what: str, who: str) -> None:
        self.at += timedelta(hours=5)
        person = self.journey.cast.people[who]
        by = self.journey.cast.actor(who, at=self.at)
        try:
            with transaction.atomic():
                self._do(what, who, str(person.pk), by)
        except Refused:
            pass  # a refusal changes nothing

    def _do(self, what: str, who: str, person: str, by: Actor) -> None:
        one: OfOne = {"escalation_id": str(self.found.pk), "by": by, "at": self.at}
        admin: Deed = {"by": PROCESS, "at": self.at}
        council = str(self.journey.cast.agencies["council"].pk)
        deeds: dict[str, Callable[[], object]] = {
            "leaves": lambda: end_account(practitioner_id=person, **admin),
            "suspended": lambda: suspend_practitioner(
                practitioner_id=person, because="A question about look-ups.", **admin
            ),
            "away": lambda: self._away(person, self.at, by),
            "away soon": lambda: self._away(person, self.at + timedelta(hours=5), by),
            "back": lambda: self._back(person, by),
            "knows them": lambda: declare_conflict(
                forename="Leanne", surname=SURNAME, born_on=None, kind="friend", by=by, at=self.at
            ),
            "restricted": self._restrict,
            "school ends": lambda: end_agency(
                agency_id=str(self.journey.cast.agencies["alder_lane"].pk), **admin
            ),
            "hub ends": lambda: end_agency(agency_id=council, **admin),
            "more urgent": lambda: make_more_urgent(urgency="harm", because="She was hurt again.", **one),
            "take further": lambda: escalate(
                subject=self.question.subject, challenge_id=str(self.question.pk), by=by, at=self.at, **SAID
            ),
            "climb": lambda: climb(because="No answer.", **one),
            "answer": lambda: answer_stage(answer="Because of this.", **one),
            "ring": lambda: record_call(spoke_with="them", said="We talked.", rang_at=self.at, **one),
            "resolve": lambda: resolve(outcome="Seen.", **one),
            "withdraw": lambda: withdraw(because="Misread.", **one),
            "overtake": lambda: overtake(because="An incident.", **one),
            "child": lambda: say_child_outcome(how="better", said="She sleeps.", **one),
            "named": lambda: name_on_ladder(
                agency_id=council,
                role="arbitrator" if who == "lead" else "manager",
                practitioner_id=person,
                **admin,
            ),
            "taken off": self._take_off,
            "time passes": lambda: fire_due(at=self.at),
            "answer the question": lambda: answer_challenge(
                challenge_id=str(self.question.pk), answer="Because.", by=by, at=self.at
            ),
        }
        deeds[what]()

    def _away(self, person: str, begins: datetime, by: Actor) -> None:
        record_absence(
            practitioner_id=person, from_at=begins, to_at=begins + timedelta(days=9), by=by, at=self.at
        )

    def _back(self, person: str, by: Actor) -> None:
        for one in Absence.objects.filter(practitioner_id=person, ended_at__isnull=True):
            end_absence(absence_id=str(one.pk), by=by, at=self.at)

    def _restrict(self) -> None:
        restrict_person(
            person_id=str(self.journey.contact.people.order_by("order")[0].description.person_id),
            custodian_team_id=str(self.journey.cast.teams["custodians"].pk),
            because="A colleague’s child.",
            by=self.journey.cast.actor("manager", at=self.at),
            at=self.at,
        )

    def _take_off(self) -> None:
        for post in LadderPost.objects.filter(to_at__isnull=True):
            admin = Actor(
                id=str(self.journey.cast.people["administrator"].pk), name="Fay Turner",
                agency=str(self.journey.cast.agencies["council"].pk), roles=frozenset({"administrator"}),
            )  # fmt: skip
            end_post(post_id=str(post.pk), by=admin, at=self.at)

    def a_round_of_the_worker(self) -> None:
        pass_on_what_nobody_can_own(self.at)

    def owners(self, **of: Any) -> int:
        return Owner.objects.filter(to_at__isnull=True, **of).count()

    def check(self) -> None:
        for found in Escalation.objects.filter(contact=self.found.contact_id):
            stage = current_stage(found)
            still_open = found.status in ("open", "answered")
            said = ChildOutcome.objects.filter(escalation=found, at__isnull=False).exists()
            assert self.owners(stage=stage, side="theirs") == int(still_open)
            assert self.owners(stage=stage, side="ours") == int(not said)
            assert self.owners(stage__escalation=found) <= 2, "stages that were left have no owner any more"
            owes = "theirs" if found.status == "open" else "ours"
            self.owed_by(found, Owner.objects.filter(stage=stage, side=owes, to_at__isnull=True).first())
        question = Challenge.objects.get(pk=self.question.pk)
        assert self.owners(challenge=question) == int(question.status == "asked")
        self.owed_by(question, Owner.objects.filter(challenge=question, to_at__isnull=True).first())

    def owed_by(self, of: Escalation | Challenge, owner: Owner | None) -> None:
        """The clock that runs is owned by whoever owes what it waits for; nothing else runs about it."""
        running = RunningClock.objects.filter(subject=of.ref).exclude(state=RunningClock.State.STOPPED)
        ours = [(one.key, one.owner) for one in running]
        assert ours == ([(clock_key(of), owner.ref)] if owner is not None else []), of.status

    def check_that_they_can(self) -> None:
        """Said a second time, not by the code under test: every owner is at work and can open what they own."""
        self.check()
        self.check_that_many_are_asked_as_one()
        for owner in Owner.objects.filter(to_at__isnull=True).select_related(
            "stage__escalation", "challenge"
        ):
            if owner.practitioner_id is None and owner.team_id is None:
                continue  # the arbitrator, by name and number
            people = (
                [owner.practitioner] if owner.practitioner else list(members(str(owner.team_id), at=self.at))
            )
            assert any(self._can(one, owner) for one in people), f"{owner.name} owns it and cannot open it"

    def check_that_many_are_asked_as_one(self) -> None:
        """From which concerns somebody is kept is asked of everybody at once, and by the rule of the pages one by one."""
        contact = self.found.contact_id
        some = [self.journey.cast.people[one].pk for one in ("teacher", "manager", "custodian", "screener")]
        everybody = list(Practitioner.objects.select_related("agency").filter(pk__in=some))
        kept = _kept_from({one.pk: {contact} for one in everybody}, at=self.at)
        people = ContactPerson.objects.filter(contact_id=contact)
        for one in everybody:
            hidden = is_unreachable(actor_for(one, at=self.at), at=self.at, through="description__person")
            assert bool(kept[one.pk]) == people.filter(hidden).exists(), one.name

    def _can(self, person: Practitioner, owner: Owner) -> bool:
        person = Practitioner.objects.select_related("agency").get(pk=person.pk)
        said = Absence.objects.filter(practitioner=person, ended_at__isnull=True)
        away = any(one.from_at <= self.at < one.to_at for one in said)
        if person.left_at or person.suspended_at or person.agency.ended_at or away:
            return False
        by = actor_for(person, at=self.at)
        if owner.stage is not None:
            return visible_escalations(by, at=self.at).filter(pk=owner.stage.escalation_id).exists()
        assert owner.challenge_id is not None
        return visible_challenges(by, at=self.at).filter(pk=owner.challenge_id).exists()


@settings(max_examples=examples(25))
@given(done=steps)
def test_no_sequence_of_events_leaves_anything_without_an_owner(
    journey: Journey, done: list[tuple[str, str]]
) -> None:
    told = FeedbackTask.objects.get(contact=journey.contact, practitioner=journey.cast.people["teacher"])
    begins = journey.at
    with transaction.atomic():
        subject, by = f"feedback:{told.pk}", journey.who("teacher")
        found = escalate(subject=subject, by=by, at=begins, **SAID)
        question = challenge(subject=subject, question="Why not now?", urgency="usual", by=by, at=begins)
        world = World(journey, found, question)
        for what, who in done:
            world.do(what, who)
            world.check()
            world.a_round_of_the_worker()
            world.check_that_they_can()
        transaction.set_rollback(True)
