"""What waits this morning, the same at every size, and the past behind it, which is what grows."""

import json
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.seeding.area import MORNING, SEED, Area, dashed, settle
from benchmarks.seeding.checks import ANSWERERS, ask
from benchmarks.seeding.concerns import DAY, HOUR, accept, concern, decide
from benchmarks.seeding.families import Family, declare_conflicts, new_family
from benchmarks.seeding.writer import in_bulk

SEED_PAST = 7


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits this morning."""

    unrated: int
    rated: int
    open: int
    police: int
    with_lead: int

    @classmethod
    def beside(cls, size: int) -> "Waiting":
        """The morning's work; small areas (of smoke tests) have a part of it."""
        part = min(1.0, size / 1_000)
        return cls(*(max(3, round(full * part)) for full in (60, 10, 85, 80, 300)))


def fill(size: int) -> dict[str, object]:
    """An area with that many referrals in an empty, migrated database. Gives what the benchmark opens."""
    with in_bulk() as writer:
        area = settle(writer)
        area.chance = random.Random(SEED)
        waiting = Waiting.beside(size)
        opened = _this_morning(area, waiting)
        area.chance = random.Random(SEED + SEED_PAST)
        families = _the_past(area, size - waiting.open - waiting.with_lead)
        declare_conflicts(area, families)
    return {"users": area.users, "referrals": opened, "rows": writer.written}


def _this_morning(area: Area, waiting: Waiting) -> list[str]:
    def lately(longest: timedelta) -> datetime:
        # whole minutes, so that every moment reads alike
        return MORNING - timedelta(minutes=area.chance.randint(10, int(longest.total_seconds() // 60)))

    for number in range(waiting.unrated + waiting.rated):
        received = lately(20 * HOUR)
        rated = number >= waiting.unrated
        status, opened = ("rated", True) if rated else ("received", number % 3 == 0)
        concern(
            area, new_family(area, at=received), received=received, status=status, rated=rated, opened=opened
        )
    found = []
    for number in range(waiting.open):
        received = lately(3 * DAY) - 4 * HOUR
        case = concern(area, new_family(area, at=received), received=received, status="accepted")
        accept(area, case)
        asked = received + 3 * HOUR
        if number < waiting.police:
            ask(area, case, "police", at=asked, opened=number % 2 == 0)
        for agency, kind in (("alder_lane", "items"), ("surgery", "not_known"), ("health_visiting", "items")):
            ask(area, case, agency, at=asked, answered=min(asked + 5 * HOUR, MORNING), kind=kind)
        ask(area, case, "housing", at=asked, opened=False)
        found.append(dashed(case.referral))
    for _ in range(waiting.with_lead):
        received = lately(58 * DAY) - 2 * DAY
        case = concern(area, new_family(area, at=received), received=received, status="accepted", over=True)
        accept(area, case, status="with_lead", lead=True)
        ask(area, case, "police", at=received + 3 * HOUR, answered=received + 9 * HOUR)
        decide(area, case, closed=None)
    return found


def _the_past(area: Area, referrals: int) -> list[Family]:
    """Closed referrals of the two years before, a concern answered otherwise beside every fourth, families that return."""
    chance, others = area.chance, [key for key in ANSWERERS if key != "police"]
    families: list[Family] = []
    for number in range(max(0, referrals)):
        received = MORNING - timedelta(minutes=chance.randint(75 * 24 * 60, 730 * 24 * 60))
        known = bool(families) and chance.random() < 0.3
        family = chance.choice(families) if known else new_family(area, at=received)
        if not known:
            families.append(family)
        case = concern(area, family, received=received, status="accepted", known=known, over=True)
        closed = received + timedelta(days=chance.randint(5, 60))
        accept(area, case, status="closed", lead=True, closed=closed)
        asked = received + 3 * HOUR
        for agency in [key for key in ("police", chance.choice(others)) if chance.random() < 0.7]:
            ask(area, case, agency, at=asked, answered=asked + 7 * HOUR, closed=closed)
        decide(area, case, closed=closed)
        if number % 4 == 0:
            earlier = received - timedelta(days=2)
            concern(area, family, received=earlier, status="answered", known=True, over=True)
        if number % 500 == 0:
            print(json.dumps({"seeded": number, "of": referrals}), file=sys.stderr, flush=True)
    return families
