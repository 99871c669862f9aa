"""A made-up year of people at work, with some who look where they should not: what the detectors find, and what they cost.

`./run long lookups --users 2000 --days 365 --snoopers 60`. The people, records and habits are drawn from a fixed seed. It
measures the rules alone (`plait.privacy.rules`) with the numbers of the England pack, as the worker calls them: at once on each
day's looks, over time on each window. A made-up year proves nothing about a real one: cover, transfers and busy days are
in it, real cunning is not.
"""

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from plait.base.packs.schema.lookups import LookupsFile
from plait.privacy.rules import (
    READ,
    SEARCHED,
    TRIED,
    WORKED,
    Found,
    Limits,
    Look,
    Pace,
    Record,
    Viewer,
    at_once,
    high_interest,
    over_time,
)

ROOT = Path(__file__).resolve().parents[2]
BEGINS = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PATTERNS = ("kin", "ex_partner", "news", "sweep", "repeat", "drip")
CAUGHT_WITHIN = timedelta(days=7)
FLAGGED = "record-in-the-news"


def pack_file() -> LookupsFile:
    """The shipped numbers."""
    data = tomllib.loads((ROOT / "packs" / "england" / "lookups.toml").read_text(encoding="utf-8"))
    data["review_by"] = str(data["review_by"])
    return LookupsFile.model_validate_json(json.dumps(data))


def shipped() -> Limits:
    """The same, as the detectors take them."""
    file = pack_file()
    return Limits(**{name: getattr(file, name) for name in Limits.__dataclass_fields__})


@dataclass
class Worker:
    """One person at work: a role, their own records, and what they do that they should not."""

    who: str
    role: str
    own: list[str] = field(default_factory=list)
    pattern: str = ""
    victim: str = ""
    covers: str = ""
    covers_until: datetime = BEGINS - timedelta(days=1)
    begins: int = 0  # the day on which they begin to look where they should not
    looks: list[Look] = field(default_factory=list)
    wrong_at: list[datetime] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """What one run found."""

    users: int
    days: int
    snoopers: int
    caught: int
    caught_in_time: int
    alerts: int
    alerts_on_others: int
    by_pattern: dict[str, tuple[int, int]]

    @property
    def recall(self) -> float:
        """The share of snoopers who were asked within seven days of what gave them away."""
        return self.caught_in_time / self.snoopers

    @property
    def load(self) -> float:
        """Questions for each thousand users and day."""
        return self.alerts / self.users / self.days * 1_000

    @property
    def load_of_others(self) -> float:
        """The same of questions to people who looked nowhere they should not."""
        return self.alerts_on_others / self.users / self.days * 1_000


class Year:
    """Everybody, day by day."""

    def __init__(self, *, users: int, days: int, snoopers: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.days, self.entry, self.tried = days, 0, 0
        self.workers: list[Worker] = []
        for number in range(users):
            role = self.random.choices(("hub", "lead", "partner", "night"), (4, 9, 6, 1))[0]
            own = [f"p{number}-{one}" for one in range(self.random.randint(8, 22))]
            self.workers.append(Worker(f"w{number}", role, own))
        for number, one in enumerate(self.random.sample(self.workers, snoopers)):
            one.pattern = PATTERNS[number % len(PATTERNS)]
            one.victim = FLAGGED if one.pattern == "news" else f"victim-{one.who}"
            one.begins = self.random.randint(7, max(8, days - 30))

    def day(self, number: int) -> None:
        """What everybody does on one day."""
        date = BEGINS + timedelta(days=number)
        weekend = date.weekday() >= 5
        for one in self.workers:
            if weekend and one.role != "night":
                continue
            if self.random.random() < 0.12:  # leave, training, another place
                continue
            self._at_work(one, date, weekend)
            if one.pattern and number >= one.begins:
                self._where_they_should_not(one, date, weekend, number)

    def _at_work(self, one: Worker, date: datetime, weekend: bool) -> None:
        chance = self.random
        late = (
            one.role == "night" or chance.random() < 0.01
        )  # somebody finishes a report at home now and then
        hour = chance.randint(12, 15) if late else chance.randint(0, 8)
        if one.role == "hub":
            for _ in range(chance.randint(6, 14)):
                subject = f"new-{date:%m%d}-{chance.randint(0, 10_000)}"
                self._look(one, date, hour, weekend, READ, subject)
                if chance.random() < 0.85:
                    self._look(one, date, hour, weekend, WORKED, subject)
            for _ in range(chance.randint(1, 6)):
                self._look(one, date, hour, weekend, SEARCHED, "")
        elif one.role == "partner":
            for _ in range(chance.randint(0, 5)):
                subject = f"asked-{date:%m%d}-{chance.randint(0, 10_000)}"
                self._look(one, date, hour, weekend, READ, subject)
                self._look(one, date, hour, weekend, WORKED, subject)
        else:
            for subject in chance.sample(one.own, min(len(one.own), chance.randint(2, 6))):
                self._look(one, date, hour, weekend, READ, subject)
                if chance.random() < 0.5:
                    self._look(one, date, hour, weekend, WORKED, subject)
        # A colleague is away: their record for some days, with or without work on it.
        if one.covers_until < date and chance.random() < 0.02:
            one.covers = chance.choice(chance.choice(self.workers).own)
            one.covers_until = date + timedelta(days=chance.randint(0, 6))
        if one.covers_until >= date:
            self._look(one, date, hour, weekend, READ, one.covers)
            if chance.random() < 0.4:
                self._look(one, date, hour, weekend, WORKED, one.covers)

    def _where_they_should_not(self, one: Worker, date: datetime, weekend: bool, number: int) -> None:
        chance = self.random
        since = number - one.begins
        if (one.pattern == "kin" and since % 20 == 0) or (one.pattern == "ex_partner" and since % 5 == 0):
            self._wrong(one, date, weekend, READ, one.victim)
        elif one.pattern == "news" and len(one.wrong_at) < 3:
            self._wrong(one, date, weekend, TRIED, one.victim)
        elif one.pattern == "sweep" and since % 30 == 0:
            for house in range(45):
                self._wrong(one, date, weekend, READ, f"{one.victim}-{house}")
        elif one.pattern == "repeat" and since % 4 == 0:
            self._wrong(one, date, weekend, READ, one.victim)
        elif one.pattern == "drip":
            for _ in range(5):
                self._wrong(one, date, weekend, READ, f"drip-{one.who}-{chance.randint(0, 10**6)}")

    def _wrong(self, one: Worker, date: datetime, weekend: bool, kind: str, subject: str) -> None:
        self._look(one, date, self.random.randint(0, 8), weekend, kind, subject)
        one.wrong_at.append(one.looks[-1].at)
        self.tried += kind == TRIED

    def _look(self, one: Worker, date: datetime, hour: int, weekend: bool, kind: str, subject: str) -> None:
        self.entry += 1
        at = date + timedelta(hours=hour, minutes=self.random.randint(0, 59))
        one.looks.append(
            Look(self.entry, at, one.who, subject, kind, (at.hour % 24) + (24 if weekend else 0))
        )


# From which of their wrong looks on a pattern gives somebody away, at the earliest.
GIVES_AWAY = {"kin": 1, "ex_partner": 3, "news": 3, "sweep": 25, "repeat": 3, "drip": 40}


def run(*, users: int, days: int, snoopers: int, seed: int = 20261127, every: int = 1) -> Figures:
    """Play the year; ask at once each day and over time every so many days."""
    year, limits = Year(users=users, days=days, snoopers=snoopers, seed=seed), shipped()
    records = Record(high_interest={FLAGGED: frozenset()})
    found: dict[str, Found] = {}
    first: dict[str, datetime] = {}
    usual: dict[str, Pace] = {}
    for number in range(days):
        year.day(number)
        today = BEGINS + timedelta(days=number)
        tried = {FLAGGED: year.tried}
        sweep = number % every == every - 1
        since = today - timedelta(days=limits.window_days)
        for one in year.workers:
            one.looks = [look for look in one.looks if look.at > since]
        if sweep and (not usual or number % 7 == 6):
            usual = dict(_usual(year))
        for one in year.workers:
            viewer = Viewer(
                one.who,
                tied={one.victim: "kin"} if one.pattern == "kin" else {},
                named=frozenset(one.own) if one.role in ("lead", "night") else frozenset(),
            )
            new = at_once(
                [look for look in one.looks if look.at >= today], viewer, records, limits, tried_by_all=tried
            )
            new += high_interest(one.looks, records, limits, tried_by_all=tried)
            if sweep:
                new += over_time(one.looks, viewer, records, usual.get(one.role, Pace()), limits)
            for question in new:
                if question.key not in found:
                    found[question.key] = question
                    first.setdefault(f"{question.who}", today + timedelta(hours=20))
    return _figures(year, found, users=users, days=days)


def _figures(year: Year, found: dict[str, Found], *, users: int, days: int) -> Figures:
    by_pattern: dict[str, tuple[int, int]] = {}
    caught = in_time = 0
    wrong = {one.who: one for one in year.workers if one.wrong_at}
    asked: dict[str, datetime] = {}
    for question in found.values():
        one = wrong.get(question.who)
        if one is None:
            continue
        about_it = question.subject.startswith((one.victim, "day", "window"))
        if about_it:
            asked[one.who] = min(question.last_at, asked.get(one.who, question.last_at))
    for who, one in wrong.items():
        gave = one.wrong_at[min(GIVES_AWAY[one.pattern], len(one.wrong_at)) - 1]
        seen, done = by_pattern.get(one.pattern, (0, 0))
        hit = who in asked
        soon = hit and asked[who] <= gave + CAUGHT_WITHIN
        caught, in_time = caught + hit, in_time + soon
        by_pattern[one.pattern] = (seen + 1, done + soon)
    others = sum(question.who not in wrong for question in found.values())
    return Figures(users, days, len(wrong), caught, in_time, len(found), others, by_pattern)


def _usual(year: Year) -> Iterator[tuple[str, Pace]]:
    for role in ("hub", "lead", "partner", "night"):
        some = [one for one in year.workers if one.role == role]
        people: list[int] = []
        idle: list[int] = []
        searches: list[int] = []
        hours = [0] * 48
        for one in some:
            days: dict[object, set[str]] = {}
            sought: dict[object, int] = {}
            worked = {look.subject for look in one.looks if look.kind == WORKED}
            for look in one.looks:
                hours[look.hour] += 1
                if look.kind == SEARCHED:
                    sought[look.at.date()] = sought.get(look.at.date(), 0) + 1
                elif look.kind != WORKED:
                    days.setdefault(look.at.date(), set()).add(look.subject)
            people += [len(seen) for seen in days.values()]
            searches += sought.values()
            idle.append(len({look.subject for look in one.looks if look.subject} - worked))
        total = sum(hours) or 1
        yield (
            role,
            Pace(
                float(median(people or [0])),
                float(median(idle or [0])),
                float(median(searches or [0])),
                tuple(number / total for number in hours),
                sum(hours),
            ),
        )


def told(figures: Figures) -> str:
    """The figures in lines."""
    lines = [
        f"users {figures.users}, days {figures.days}, who looked where they should not {figures.snoopers}",
        f"asked within 7 days of what gave them away: {figures.caught_in_time} ({figures.recall:.0%}); at all: {figures.caught}",
        f"questions: {figures.alerts}, of them to others {figures.alerts_on_others}",
        f"questions for each 1,000 users and day: {figures.load:.2f}, to others {figures.load_of_others:.2f}",
    ]
    lines += [f"  {name}: {done} of {seen}" for name, (seen, done) in sorted(figures.by_pattern.items())]
    return "\n".join(lines)


def main() -> int:
    """Play a year and print what was found. 0 when nine in ten were asked in time with at most eight questions a day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--snoopers", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--every", type=int, default=1, help="days between two readings over time")
    given = parser.parse_args()
    figures = run(
        users=given.users, days=given.days, snoopers=given.snoopers, seed=given.seed, every=given.every
    )
    print(told(figures))
    return 0 if figures.recall >= 0.9 and figures.load <= 8 else 1


if __name__ == "__main__":
    sys.exit(main())
