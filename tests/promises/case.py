"""What befalls one family in the year, step by step, each when somebody gets round to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from plait.agencies.models import Membership, Practitioner
from plait.agencies.queries import actor_for
from plait.base.audit.actor import Actor
from plait.base.packs import current
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
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.settle_promise import settle_promise
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.referrals.queries.closing import open_promises
from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.ask_another_team import ask_another_team
from plait.stepdown.actions.concern_again import concern_again
from plait.stepdown.actions.decide_risk import decide_risk
from plait.stepdown.actions.decline_step_down import decline_step_down
from plait.stepdown.actions.end_step_down import end_step_down
from plait.stepdown.actions.look_again import look_again
from plait.stepdown.actions.step_down import Said, step_down
from plait.stepdown.actions.step_up import step_up
from plait.stepdown.models import StepDown
from plait.stepdown.queries.holding import open_clock
from tests.promises.year import DAY, DECIDES, HELPERS, HUB, LEADS, PARTNERS, TELLERS, Year, family

OUTCOMES = (
    ("assessment_s17", 3, "assessment"),
    ("early_help", 2, "family_help"),
    ("advice", 1, ""),
    ("nfa", 1, ""),
)
CODES = {"advice": "advice_given", "nfa": "no_concern"}


class Case:
    """One concern and all that follows."""

    def __init__(self, year: Year, number: int) -> None:
        self.year, self.number, self.chance = year, number, year.chance
        self.contact: Contact = None  # type: ignore[assignment]
        self.referral: Referral = None  # type: ignore[assignment]
        self.stepdown: StepDown = None  # type: ignore[assignment]
        self.teller = self.chance.choice(TELLERS)

    def _as(
        self,
        among: tuple[str, ...],
        what: str,
        deed: Callable[[Actor, datetime], object],
        at: datetime,
        *,
        tries: int = 6,
    ) -> None:
        """Whoever is there does it; nobody there: again tomorrow, for some days."""
        by = self.year.whoever(among, at)
        if by is not None:
            deed(by, at)
        elif tries:
            self.year.plan(at + DAY, what, partial(self._as, among, what, deed, tries=tries - 1))

    def _then(
        self,
        at: datetime,
        hours: float,
        among: tuple[str, ...],
        what: str,
        deed: Callable[[Actor, datetime], object],
        **said: Any,
    ) -> None:
        self.year.after(at, hours, what, partial(self._as, among, what, deed), **said)

    # --- the concern
    def begins(self, at: datetime) -> None:
        by = self.year.whoever((self.teller,), at) or self.year.actor("nurse", at)
        self.contact = raise_concern(concern=family(self.number, self.chance), draft_id=None, by=by, at=at)
        self.teller = by.id
        self._then(at, 2, HUB, "open", self._open)

    def _open(self, by: Actor, at: datetime) -> None:
        note_opened(contact_id=str(self.contact.pk), by=by, at=at)
        self._then(at, 4, HUB, "rate", self._rate)

    def _rate(self, by: Actor, at: datetime) -> None:
        rating = self.chance.choices(("red", "amber", "green"), (15, 45, 40))[0]
        rate_contact(contact_id=str(self.contact.pk), rating=rating, because="As we see it.", by=by, at=at)
        if self.chance.random() < 0.2:
            self._then(at, 10, HUB, "answer", self._answer)
        else:
            self._then(at, 6, HUB, "accept", self._accept)

    def _answer(self, by: Actor, at: datetime) -> None:
        answer_contact(
            contact_id=str(self.contact.pk), outcome="advice", because="Advice is enough.", by=by, at=at
        )
        self._told(at)

    def _accept(self, by: Actor, at: datetime) -> None:
        made = accept_referral(
            contact_id=str(self.contact.pk), because="A child may need help.", by=by, at=at
        )
        self.referral = made
        asked = self.chance.sample(sorted(PARTNERS), self.chance.choice((1, 1, 2)))
        asks = [Ask(agency_id=str(self.year.cast.agencies[key].pk)) for key in asked]
        checks = ask_partners(
            referral_id=str(made.pk), asks=asks, purpose="Is this child safe?", by=by, at=at
        )
        for key, check in zip(asked, checks, strict=True):
            self._then(
                at,
                20,
                PARTNERS[key],
                "answer a check",
                partial(self._check, check),
                never=0.1,
            )
        self._then(at, 24, DECIDES, "decide", self._decide)

    def _check(self, check: PartnerCheck, by: Actor, at: datetime) -> None:
        kind = self.chance.choice(("items", "not_known", "nothing_relevant"))
        items = [Item(text="Seen twice this term.", visibility="shareable")] if kind == "items" else []
        answers = [
            ChildAnswer(person_id=str(one["person"]), kind=kind, items=items)
            for one in check.shown["children"]
        ]
        answer_check(check_id=str(check.pk), answers=answers, by=by, at=at)

    def _decide(self, by: Actor, at: datetime) -> None:
        self.referral.refresh_from_db()
        outcome, level, team = self.chance.choices(OUTCOMES, (55, 25, 10, 10))[0]
        decide_next_step(
            referral_id=str(self.referral.pk), outcome=outcome, level=level, because="What we know.",
            override_because="The rest can wait.", reason_code=CODES.get(outcome, ""),
            next_team_id=str(self.year.cast.teams[team].pk) if team else None, read_version=self.referral.version, by=by, at=at,
        )  # fmt: skip
        self._told(at)
        if team:
            self._then(at, 20, LEADS if team == "assessment" else HELPERS, "lead", self._lead)
        else:
            self._then(at, 24, DECIDES, "close", self._close)

    def _lead(self, by: Actor, at: datetime) -> None:
        accept_lead(referral_id=str(self.referral.pk), by=by, at=at)
        mine = (
            LEADS if "assessment" in str(self.referral.lead_team) or by.agency_kind == "LA_CSC" else HELPERS
        )
        self._then(at, 24 * 30, mine, "settle", self._settle)
        if self.chance.random() < 0.6:
            self._then(at, 24 * 45, mine, "step down", self._step_down)
        else:
            self._then(at, 24 * 60, DECIDES, "close", self._close)

    def _settle(self, by: Actor, at: datetime) -> None:
        self.referral.refresh_from_db()
        for one in open_promises(self.referral, pack=current(at=at)):
            settle_promise(
                referral_id=str(self.referral.pk), clock_id=str(one.pk), happened=self.chance.random() < 0.9, note="Done.",
                by=by, at=at,
            )  # fmt: skip

    def _close(self, by: Actor, at: datetime) -> None:
        close_referral(
            referral_id=str(self.referral.pk),
            outcome="RC6",
            because="The plan is done.",
            despite="The rest can wait.",
            by=by,
            at=at,
        )

    # --- told, and what one makes of it
    def _told(self, at: datetime) -> None:
        for task in FeedbackTask.objects.filter(contact=self.contact, made_at=at):
            if task.status == "held":
                self._then(at, 20, DECIDES, "tell", partial(self._tell, task))
            elif task.practitioner_id:
                self.year.after(at, 30, "read", partial(self._read, task))

    def _tell(self, task: FeedbackTask, by: Actor, at: datetime) -> None:
        settle_feedback(task_id=str(task.pk), how="not_told", because="It was not safe.", by=by, at=at)

    def _person(self, pk: UUID | str, at: datetime) -> Actor | None:
        person = Practitioner.objects.select_related("agency").get(pk=pk)
        return None if person.left_at else actor_for(person, at=at)

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

    def _owner(self, owner: Owner | None, at: datetime) -> Actor | None:
        if owner is None:
            return None
        if owner.practitioner_id:
            return self._person(owner.practitioner_id, at)
        if owner.team_id:
            held = Membership.objects.filter(
                team_id=owner.team_id, to_at__isnull=True, practitioner__left_at__isnull=True
            )
            first = held.order_by("practitioner__name").first()
            return self._person(first.practitioner_id, at) if first else None
        return None

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

    # --- less help
    def _step_down(self, by: Actor, at: datetime) -> None:
        self._settle(by, at)
        full = self.chance.random() < 0.8
        self.stepdown = step_down(
            referral_id=str(self.referral.pk),
            said=Said(
                from_level=3, to_level=2, to_team_id=str(self.year.cast.teams["family_help"].pk), why="School every day.",
                contingency="She rings the hub." if full else "", needs=(("Breakfast club", "The school"),),
                family_told="yes" if full else "", family_how="At home." if full else "", services_told=("Alder Lane",),
                gateway="CA04_16LA", explained_on=at.date(),
            ),
            by=by, at=at,
        )  # fmt: skip
        self._then(at, 60, HELPERS, "take over", self._take_over, never=0.06, asked_again=True)

    def _take_over(self, by: Actor, at: datetime) -> None:
        one: dict[str, Any] = {"stepdown_id": str(self.stepdown.pk), "by": by, "at": at}
        if self.chance.random() < 0.2:
            decline_step_down(code="capacity", because="We have no room.", **one)
            self._then(at, 20, DECIDES, "weigh", self._weigh, asked_again=True)
            return
        accept_step_down(**one)
        self._then(at, 24, DECIDES, "close", self._close)
        self._looks(at)

    def _weigh(self, by: Actor, at: datetime) -> None:
        one: dict[str, Any] = {"stepdown_id": str(self.stepdown.pk), "by": by, "at": at}
        if self.chance.random() < 0.5:
            ask_another_team(
                team_id=str(self.year.cast.teams["family_help"].pk), because="There is room now.", **one
            )
            self._then(at, 50, HELPERS, "take over", self._take_over, asked_again=True)
        else:
            decide_risk(because="Nobody else can; we look ourselves.", **one)
            self._looks(at)

    def _looks(self, at: datetime) -> None:
        drawn = self.chance.random()
        for code, days in (("visit", 6), ("first_review", 35), ("held_3", 88), ("held_6", 178)):
            self._then(
                at, 24 * days, HELPERS, "look", partial(self._look, code), never=0.08, asked_again=True
            )
        if drawn < 0.12:
            self._then(at, 24 * 70, HELPERS, "step up", partial(self._ends, step_up, "It got worse."))
        elif drawn < 0.22:
            self._then(
                at,
                24 * 100,
                HUB,
                "concern again",
                partial(self._ends, concern_again, "The school is worried."),
            )
        elif drawn < 0.3:
            self._then(
                at, 24 * 120, HELPERS, "end early", partial(self._ends, end_step_down, "They have moved.")
            )

    def _ends(self, how: Callable[..., object], because: str, by: Actor, at: datetime) -> None:
        how(stepdown_id=str(self.stepdown.pk), because=because, by=by, at=at)

    def _look(self, code: str, by: Actor, at: datetime) -> None:
        self.stepdown.refresh_from_db()
        if (running := open_clock(self.stepdown, code)) is None:
            return
        if code.startswith(("held", "again")) and at < running.at_risk_at:
            again = partial(self._as, HELPERS, "look", partial(self._look, code))
            self.year.plan(running.at_risk_at + timedelta(hours=2), "look", again)
            return
        look_again(
            stepdown_id=str(self.stepdown.pk), promise=code, standing=self.chance.choice(("yes", "yes", "slipped")),
            own_records="In school every day.", together=self.chance.random() < 0.8 if code == "visit" else None, by=by, at=at,
        )  # fmt: skip
        if StepDown.objects.get(pk=self.stepdown.pk).undecided:
            self._then(at, 30, DECIDES, "decide again", self._decide_again, asked_again=True)

    def _decide_again(self, by: Actor, at: datetime) -> None:
        """It did not hold: a manager decides; and sometimes somebody looks again before the time that was promised."""
        months = self.chance.choice((None, None, 1))
        after = decide_risk(
            stepdown_id=str(self.stepdown.pk), because="Seen weekly.", months=months, by=by, at=at
        )
        if months:
            code = f"again_{after.again}"
            self._then(at, 24 * 29, HELPERS, "look", partial(self._look, code), never=0.08, asked_again=True)


def begin(year: Year, referrals: int, *, days: int = 300) -> None:
    """That many concerns are planned over the first so many days."""
    year.populate()
    for number in range(referrals):
        at = year.begins + timedelta(hours=year.chance.uniform(6, days * 24))
        case = Case(year, number)
        year.plan(at, "raise", case.begins)


def live_through(year: Year, referrals: int) -> None:
    """They are raised, and all follows until the year is over."""
    begin(year, referrals)
    while not year.over:
        year.go_on()
