"""What befalls one family in the year, step by step, each when somebody gets round to it."""

from datetime import datetime, timedelta
from functools import partial

from plait.base.audit.actor import Actor
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.models import PartnerCheck
from tests.promises.less_help import LessHelp
from tests.promises.told import Told
from tests.promises.year import DECIDES, HELPERS, HUB, LEADS, PARTNERS, Year, family

OUTCOMES = (
    ("assessment_s17", 3, "assessment"),
    ("early_help", 2, "family_help"),
    ("advice", 1, ""),
    ("nfa", 1, ""),
)
CODES = {"advice": "advice_given", "nfa": "no_concern"}


class Case(Told, LessHelp):
    """One concern and all that follows."""

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
