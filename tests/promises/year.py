"""A year of an area on a clock that the story moves: people answer late, decide, disagree, climb, step down, go away and leave,
by the actions of the screens, while the worker goes round. Everything follows from a seed. What is planned is a named deed, no
function made on the spot: so a year can be kept and gone on with (tests/promises/kept.py)."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.open_account import open_account
from plait.agencies.actions.record_absence import record_absence
from plait.agencies.actions.take_on import take_on
from plait.agencies.duty import is_away
from plait.agencies.queries import present_practitioner
from plait.base.access.verdict import Refused
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.outbox import deliver_due
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.people.rules import Described
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.site.demo.cast import Cast
from plait.site.demo.disagreement import name_who_answers
from plait.site.worker import _jobs

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADMIN = Actor.process("tests")
# Who can do a thing, in the order in which they are asked; whoever is away or has left is passed over.
HUB, DECIDES = ("screener", "screener_2", "manager", "screener_3"), ("manager", "manager_2")
LEADS, HELPERS = ("lead", "lead_2", "lead_3"), ("family_helper", "helper_2", "helper_3")
TELLERS = ("teacher", "dsl", "nurse", "gp", "health_visitor", "camhs", "youth_worker")
PARTNERS = {
    "police": ("police",),
    "alder_lane": ("dsl", "deputy_dsl"),
    "surgery": ("gp",),
    "housing": ("housing",),
}
# (key, name, job, agency, team, role, qualified, day on which they come, day on which they leave)
COMERS = (
    ("screener_2", "Ola Brandt", "Hub social worker", "council", "hub", "hub_screener", True, 0, 130),
    ("screener_3", "Kit Varley", "Hub social worker", "council", "hub", "hub_screener", True, 0, None),
    ("manager_2", "Ines Thwaite", "Deputy hub manager", "council", "hub", "hub_manager", True, 0, None),
    ("lead_2", "Sol Keld", "Social worker", "council", "assessment", "lead_practitioner", True, 0, 100),
    ("lead_3", "Amy Prowse", "Social worker", "council", "assessment", "lead_practitioner", True, 0, None),
    ("helper_2", "Bo Rudd", "Family help worker", "early_help", "family_help", "lead_practitioner", False, 0, 170),
    ("helper_3", "Uma Lomax", "Family help worker", "early_help", "family_help", "lead_practitioner", False, 150, None),
)  # fmt: skip
AWAY = (
    "screener",
    "lead",
    "lead_3",
    "family_helper",
    "dsl",
    "manager",
    "police",
    "gp",
    "teacher",
    "manager_2",
)
# (day, agency): it works with Plait no more, while answers are still owed by it, and words to it.
ENDS = ((210, "housing"),)
Deed = Callable[[datetime], None]


@dataclass
class Year:
    """The clock, what is planned, and what was refused. `now` never goes back."""

    cast: Cast
    seed: int
    begins: datetime
    ends: datetime = field(init=False)
    now: datetime = field(init=False)
    chance: Random = field(init=False)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    used: float = 0.0  # seconds of a processor, for whoever counts them
    _plans: list[tuple[datetime, int, str, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _round: datetime = field(init=False)  # when the worker goes round next

    def __post_init__(self) -> None:
        self.chance, self.now, self.ends = Random(self.seed), self.begins, self.begins + 365 * DAY
        self._round = self.begins

    # --- people
    def populate(self) -> None:
        """Colleagues for those of the cast who would be alone, some of whom leave; and who is away when."""
        name_who_answers(self.cast, at=self.begins)
        for key, name, job, agency, team, role, qualified, comes, leaves in COMERS:
            at = self.begins + comes * DAY
            self.plan(
                at,
                "comes",
                partial(self._comes, key, name, job, agency, team, role, qualified),
            )
            if leaves is not None:
                self.plan(self.begins + leaves * DAY, "leaves", partial(self._leaves, key))
        for day, agency in ENDS:
            self.plan(self.begins + day * DAY, "ends", partial(self._ends, agency))
        for who in AWAY:
            for _ in range(3):
                begins = self.begins + timedelta(hours=self.chance.randint(0, 360 * 24))
                self.plan(begins, "goes away", partial(self._goes_away, who))

    def _comes(
        self,
        key: str,
        name: str,
        job: str,
        agency: str,
        team: str,
        role: str,
        qualified: bool,
        at: datetime,
    ) -> None:
        one = take_on(
            name=name, job=job, agency_id=str(self.cast.agencies[agency].pk), team_ids=[str(self.cast.teams[team].pk)],
            roles=[role], qualified_social_worker=qualified, by=ADMIN, at=at,
        )  # fmt: skip
        open_account(practitioner_id=str(one.pk), email=f"{key}@council.invalid", by=ADMIN, at=at)
        self.cast.people[key] = one

    def _leaves(self, key: str, at: datetime) -> None:
        end_account(practitioner_id=str(self.cast.people[key].pk), by=ADMIN, at=at)

    def _ends(self, agency: str, at: datetime) -> None:
        end_agency(agency_id=str(self.cast.agencies[agency].pk), by=ADMIN, at=at)

    def _goes_away(self, who: str, at: datetime) -> None:
        back = at + timedelta(days=self.chance.randint(2, 15))
        record_absence(
            practitioner_id=str(self.cast.people[who].pk),
            from_at=at,
            to_at=back,
            by=self.actor(who, at),
            at=at,
        )

    def actor(self, who: str, at: datetime) -> Actor:
        """Somebody at work."""
        return self.cast.actor(who, at=at)

    def whoever(self, among: tuple[str, ...], at: datetime) -> Actor | None:
        """The first of these who is there; None while nobody is."""
        for key in among:
            person = self.cast.people.get(key)
            if person is None:
                continue
            if present_practitioner(str(person.pk)) is not None and not is_away(person.pk, at=at):
                return self.actor(key, at)
        return None

    # --- time
    def plan(self, at: datetime, what: str, deed: Deed) -> None:
        """Somebody will do that; at night and at the weekend it waits for the morning."""
        local = timezone.localtime(at)
        while local.weekday() > 4 or not 8 <= local.hour < 18:
            local = (
                (local + DAY).replace(hour=8, minute=self.chance.randint(0, 59))
                if local.hour >= 18 or (local.weekday() > 4)
                else local.replace(hour=8, minute=self.chance.randint(0, 59))
            )
        heapq.heappush(self._plans, (max(local, self.now), next(self._order), what, deed))

    def after(
        self,
        at: datetime,
        hours: float,
        what: str,
        deed: Deed,
        *,
        never: float = 0.04,
        asked_again: bool = False,
    ) -> None:
        """Within some such time; a quarter are late, some much; and some never do it. Of those whom
        Plait asks again and again until they do (`asked_again`), nine in ten do it after all, days or weeks on: nobody leaves a
        thousand letters unread."""
        drawn = self.chance.random()
        if drawn < never:
            if asked_again and self.chance.random() < 0.9:
                self.plan(at + self.chance.uniform(3, 15) * DAY, what, deed)
            return
        stretch = 3.5 if drawn > 0.92 else 1.7 if drawn > 0.75 else 0.6
        self.plan(at + timedelta(hours=hours * stretch * self.chance.uniform(0.5, 1.2)), what, deed)

    @property
    def over(self) -> bool:
        """Nothing more happens in it."""
        return self.now >= self.ends

    def waiting(self, what: str) -> int:
        """How many times that is planned still."""
        return sum(planned == what for _, _, planned, _ in self._plans)

    def go_on(self) -> None:
        """One thing more: whatever is planned happens in its order, and the worker goes round between."""
        planned = self._plans[0][0] if self._plans else self.ends
        if self._round <= min(planned, self.ends):
            self.work(self._round, jobs=True)
            self._round += 2 * DAY
        elif planned >= self.ends:
            self.work(self.ends, jobs=True)
        else:
            at, _, what, deed = heapq.heappop(self._plans)
            self.work(at)
            self._do(what, deed, at)

    def _do(self, what: str, deed: Deed, at: datetime) -> None:
        try:
            with transaction.atomic():
                deed(at)
            self.done[what] += 1
        except Refused as refused:
            self.refused[f"{what}: {refused.verdict.reason}"] += 1

    def work(self, until: datetime, *, jobs: bool = False) -> None:
        """What the worker does up to that moment: each timer at its own time, and every other day the short jobs and the post."""
        while True:
            first = _next_due.first(until)
            if first is None:
                break
            self.now = max(self.now, first)
            fire_due(at=self.now, limit=200)  # what is due still, is the first again
        self.now = max(self.now, until)
        if jobs:
            for name, job in _jobs.items():
                if name in LEFT_OUT:
                    continue
                with transaction.atomic():
                    job(self.now)
            while deliver_due(at=self.now, limit=500).sent:
                pass


@Written
def _next_due(until: datetime) -> QuerySet[Timer, Any]:
    waits = Timer.objects.filter(state__in=["waiting", "failed"], next_try__lte=until)
    return waits.order_by("next_try").values_list("next_try", flat=True)[:1]


# What the year does without: the nightly look at every child for questions (its own tests), and what no year here gives cause to.
LEFT_OUT = ("promise the nightly look for questions", "ask about look-ups", "look for who new records are of")


def family(number: int, chance: Random) -> Concern:
    """A child and a mother, unlike every other, born on one of a thousand days: never so many of one name and day
    that each is compared with all. One in twelve must not be found by somebody: feedback waits for a person."""
    hidden = chance.random() < 0.08
    surname = f"Q{number:05d}"
    born = date(2015, 1, 1) + number % 1_000 * DAY
    return Concern(
        children=(ChildSaid(Described(forename="Robin", surname=surname, born_on=born), "pupil"),),
        adults=(
            AdultSaid(
                Described(forename="Sal", surname=surname),
                "mother",
                lives_with="yes",
                parental_responsibility="yes",
            ),
        ),
        observed="Late and hungry again.",
        wanted="Somebody to see them.",
        danger_now="no",
        family_told="told",
        safety=Safety(where="yes", where_who="A stranger", safe_contact="Ring at noon")
        if hidden
        else Safety(where="no"),
    )
