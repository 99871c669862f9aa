"""Told what came of it, and what one makes of that: a question, a disagreement, the ladder."""

from datetime import datetime
from functools import partial
from typing import Any

from plait.base.audit.actor import Actor
from plait.escalation.actions.answer_challenge import answer_challenge
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.challenge import challenge, take_back_challenge
from plait.escalation.actions.climb import climb
from plait.escalation.actions.end_unsettled import overtake, withdraw
from plait.escalation.actions.escalate import escalate
from plait.escalation.actions.record_call import record_call
from plait.escalation.actions.resolve import resolve
from plait.escalation.actions.say_child_outcome import say_child_outcome
from plait.escalation.models import Challenge, Escalation, Owner
from plait.escalation.queries import current_stage
from plait.feedback.actions.disagree import answer_disagreement, disagree
from plait.feedback.actions.read_feedback import read_feedback
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.models import FeedbackTask
from tests.promises.steps import Steps
from tests.promises.year import DECIDES


class Told(Steps):
    """Whoever told us hears, reads, and sometimes sees it differently."""

    def _told(self, at: datetime) -> None:
        for task in FeedbackTask.objects.filter(contact=self.contact, made_at=at):
            if task.status == "held":
                self._then(at, 20, DECIDES, "tell", partial(self._tell, task))
            elif task.practitioner_id:
                self.year.after(at, 30, "read", partial(self._read, task))

    def _tell(self, task: FeedbackTask, by: Actor, at: datetime) -> None:
        settle_feedback(task_id=str(task.pk), how="not_told", because="It was not safe.", by=by, at=at)

    def _read(self, task: FeedbackTask, at: datetime) -> None:
        assert task.practitioner_id is not None
        by = self._person(task.practitioner_id, at)
        if by is None:
            return
        read_feedback(task_id=str(task.pk), by=by, at=at)
        drawn = self.chance.random()
        if drawn < 0.06:
            said = disagree(
                task_id=str(task.pk), because="I see it otherwise.", wanted="A visit.", by=by, at=at
            )
            self._then(
                at, 30, DECIDES, "answer who disagrees", partial(self._answer_disagreement, str(said.pk))
            )
        elif drawn < 0.14:
            urgency = self.chance.choice(("soon", "usual"))
            asked = challenge(subject=task.ref, question="Why not now?", urgency=urgency, by=by, at=at)
            self.year.after(
                at,
                40,
                "answer a challenge",
                partial(self._answer_challenge, asked),
                never=0.1,
                asked_again=True,
            )
        elif drawn < 0.24:
            made = escalate(
                subject=task.ref, about="decision", because="Nobody has seen her.", wanted="Somebody sees her.",
                urgency=self.chance.choices(("harm", "soon", "usual"), (1, 3, 6))[0], by=by, at=at,
            )  # fmt: skip
            self.year.after(
                at, 40, "on the ladder", partial(self._on_the_ladder, made), never=0.1, asked_again=True
            )

    def _answer_disagreement(self, said: str, by: Actor, at: datetime) -> None:
        answer_disagreement(disagreement_id=said, answer="Because.", by=by, at=at)

    def _answer_challenge(self, asked: Challenge, at: datetime) -> None:
        owner = Owner.objects.filter(challenge=asked, to_at__isnull=True).first()
        by = self._owner(owner, at)
        if self.chance.random() < 0.1 and (asker := self._person(asked.by, at)):
            take_back_challenge(challenge_id=str(asked.pk), by=asker, at=at)
        elif by is not None:
            answer_challenge(challenge_id=str(asked.pk), answer="Because of this.", by=by, at=at)

    def _on_the_ladder(self, made: Escalation, at: datetime) -> None:
        """Rung, answered, climbed, settled, taken back or overtaken: whatever whoever owns it now does; and again."""
        made.refresh_from_db()
        stage = current_stage(made)
        sides = {
            one.side: self._owner(one, at) for one in Owner.objects.filter(stage=stage, to_at__isnull=True)
        }
        ours, theirs = sides.get("ours"), sides.get("theirs")
        one: dict[str, Any] = {"escalation_id": str(made.pk), "at": at}
        drawn = self.chance.random()
        if made.status == "open" and theirs is not None and drawn < 0.55:
            if drawn < 0.15 and stage.order == 1 and ours is not None:
                record_call(spoke_with="them", said="We talked.", rang_at=at, by=ours, **one)
            else:
                answer_stage(answer="Because of this.", by=theirs, **one)
        elif ours is None:
            pass  # away or gone: the worker passes it on
        elif made.status == "answered" and drawn < 0.6:
            resolve(outcome="She was seen.", by=ours, **one)
        elif drawn > 0.93:
            withdraw(because="It was misread.", by=ours, **one)
        elif drawn > 0.88:
            overtake(because="There was an incident.", by=ours, **one)
        else:
            climb(because="No answer yet.", by=ours, **one)
        made.refresh_from_db()
        if made.status in ("open", "answered"):
            self.year.after(
                at,
                50,
                "on the ladder",
                partial(self._on_the_ladder, made),
                never=0.05,
                asked_again=True,
            )
        else:
            self.year.after(at, 24 * 31, "say of the child", partial(self._child, made), never=0.1)

    def _child(self, made: Escalation, at: datetime) -> None:
        by = self._owner(
            Owner.objects.filter(stage=current_stage(made), side="ours", to_at__isnull=True).first(), at
        )
        if by is not None:
            say_child_outcome(escalation_id=str(made.pk), how="better", said="She sleeps.", by=by, at=at)
