"""England as many areas, each with a Plait of its own and no index: what a month of families who move costs each of them.

Whom an area asks, whether it may, and when it has asked too much are decided by `plait.handover.rules.discovery`; how often it
asks whether another is there by `plait.base.federation.rules.sending`. What families do is invented, alike for a seed, and
stands in `Habits`. No network and no database: what is counted is what would cross, and who would look.
"""

import random
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from benchmarks.border.crossing import AFTER_KNOWN, ASKED, WITNESSED, handed_over, legs
from benchmarks.figures import Figure
from plait.base.federation.rules.sending import PROBE_BUSY, PROBE_IDLE
from plait.handover.rules.discovery import (
    BEFORE,
    Area,
    Asking,
    Heard,
    areas_to_ask,
    asks_too_much,
    may_ask_areas,
)
from plait.handover.wire.discovery import Answer, Ask, Contact, Home, Somebody, write_answer, write_ask

ENGLAND = 153
BEGINS = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAYS, HOURS = 28, 9
CHILD = Somebody("Ottilie", "Pell", "Marsh", date(2018, 5, 4), "9434765919")
RING = Contact("Ellowmere Council", "The hub", "01632 960001", "Emergency duty team", "01632 960002")
HOME = Home("14 Heron Quay", "EW1 4QQ")


@dataclass(frozen=True, slots=True)
class Habits:
    """What families and hubs do, each a guess that nobody has measured; `./run bench border` prints what follows from them."""

    asked_a_day: float = 5.0  # families about whom one area's hub asks others
    near: float = 0.7  # of earlier areas, how many are neighbours
    again: float = 0.4  # how many of those who moved had moved before
    home_known: float = 0.6  # of earlier homes, how many stand in the record already
    home_told: float = 0.5  # of the rest, how many areas the family names
    goes_wide: float = 0.1  # of those for whom there is no area to ask, for how many a manager asks all
    works_there: float = 0.5  # of earlier areas, how many know the family
    handed_over: float = 0.35  # of families that are known, how many are handed over
    collects: float = 0.1  # areas that nobody reaches, which ask for what waits
    practitioners: int = 12  # in whose name one area asks


@dataclass
class England:
    """One run with so many areas. `counts` is what happened; `searched` how often each area looked for another."""

    size: int
    seed: int
    habits: Habits = field(default_factory=Habits)
    counts: Counter[str] = field(default_factory=Counter)
    searched: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed} of {self.size}")
        self.areas = [
            Area(f"area-{number:03}", f"Area {number:03}", f"Area {number:03}") for number in range(self.size)
        ]
        self.moved = handed_over().total()
        self.heard: dict[tuple[int, int], deque[tuple[datetime, int]]] = {}

    def run(self) -> "England":
        """A month of working days' worth of asking, in the order of time."""
        count = round(self.size * self.habits.asked_a_day * DAYS)
        moments = sorted(
            (self.chance.randrange(DAYS), self.chance.uniform(0, HOURS), self.chance.randrange(self.size))
            for _ in range(count)
        )
        for day, hours, area in moments:
            self.discover(area, at=BEGINS + timedelta(days=day, hours=hours))
        return self

    def earlier(self, here: int) -> list[int]:
        """Where a family lived before it came here, the last first."""
        chance, habits, found, at = self.chance, self.habits, list[int](), here
        while not found or chance.random() < habits.again:
            step = (
                chance.choice((-3, -2, -1, 1, 2, 3))
                if chance.random() < habits.near
                else chance.randrange(self.size)
            )
            at = (at + step) % self.size
            if at != here and at not in found:
                found.append(at)
        return found

    def discover(self, here: int, *, at: datetime) -> None:
        """One family: whom the hub can ask, what it asks, and what follows."""
        chance, habits = self.chance, self.habits
        before = self.earlier(here)
        lived = {one for one in before if chance.random() < habits.home_known}
        told = {one for one in before if one not in lived and chance.random() < habits.home_told}
        wide = not lived and not told and chance.random() < habits.goes_wide
        others = [one for number, one in enumerate(self.areas) if number != here]
        asked = areas_to_ask(
            others, lived_in={self.areas[one].authority for one in lived}, told={self.areas[one].code for one in told}, wide=wide
        )  # fmt: skip
        self.counts["families"] += 1
        if not asked:
            self.counts["nobody to ask"] += 1
            return
        spoken = sum(one.because == "told" for one in asked)
        senior = wide or len(asked) > BEFORE.most_areas or spoken > BEFORE.most_told
        verdict = may_ask_areas(
            Asking(
                child=CHILD, homes=(HOME,), areas=len(asked), wide=wide, senior=senior, today=0,
                because="They moved here last week.",
                told=spoken, told_because="They speak of family there.", wide_because="We know too little." if senior else "",
            )
        )  # fmt: skip
        if not verdict:
            self.counts["refused"] += 1
            return
        kind, who = "wide" if wide else "named", chance.randrange(habits.practitioners)
        knows = {one for one in before if chance.random() < habits.works_there}
        known = 0
        for one in asked:
            there = int(one.area.code.removeprefix("area-"))
            known += self.looks(here, there, who, at=at) and there in knows
        self.counts[kind] += 1
        self.counts[f"{kind}, found"] += bool(known)
        self.counts[f"messages, {kind}"] += sum(ASKED.values()) * len(asked)
        if known and chance.random() < habits.handed_over:
            after = sum(AFTER_KNOWN.values()) * known + self.moved
            self.counts[f"{kind}, handed over"] += 1
            self.counts[f"messages, {kind}, handed over"] += sum(ASKED.values()) * len(asked) + after
            self.counts["messages, after the answers"] += after

    def looks(self, here: int, there: int, who: int, *, at: datetime) -> bool:
        """Does that area look, or has this one asked too much?"""
        rows = self.heard.setdefault((here, there), deque())
        while rows and rows[0][0] <= at - timedelta(days=1):
            rows.popleft()
        hour = sum(1 for when, _ in rows if when > at - timedelta(hours=1))
        said = Heard(hour=hour, day=len(rows), by_one=sum(1 for _, name in rows if name == who))
        rows.append((at, who))
        if asks_too_much(said, BEFORE):
            self.counts["given nothing"] += 1
            return False
        self.searched[there] += 1
        return True

    def asks_about_everybody(self, families: int) -> int:
        """One area asks all others about so many families within an hour. How many of its questions were looked into."""
        before = sum(self.searched.values())
        for number in range(families):
            for there in range(1, self.size):
                self.looks(
                    0,
                    there,
                    number % self.habits.practitioners,
                    at=BEGINS + timedelta(days=DAYS + 7, seconds=number),
                )
        return sum(self.searched.values()) - before


@cache
def sizes() -> tuple[int, int]:
    """Bytes of a question and of an answer, before they are sealed."""
    asked = write_ask(
        Ask(
            CHILD, (Somebody("Jonah", "Pell", born_on=date(2015, 2, 1)),), (HOME,), "enquiry", "CA04_16LA",
            "They moved here last week.", "Carol Whitby", "Harrowfen Council", RING, quiet=False,
        )
    )  # fmt: skip
    return len(asked), len(write_answer(Answer("known", RING)))


def light(areas: int, collects: float) -> float:
    """Requests an hour that reach one area which can be reached, when nothing has happened: is anything there for us?"""
    hour = timedelta(hours=1)
    asks = (areas - 1) * ((1 - collects) * (hour / PROBE_IDLE) + collects * (hour / PROBE_BUSY))
    return round(asks, 1)


def beside_families(one: England) -> list[Figure]:
    """What stands beside the messages of families: each has its own, and none is in a figure *per move*."""
    days, whole = one.size * DAYS, f"{one.size} areas"
    wide, after = (one.counts[f"messages, {what}"] / days for what in ("wide", "after the answers"))
    families = one.counts["messages, named"] / days + wide + after
    witnesses = 2 * sum(WITNESSED.values()) * (one.size - 1)
    return [
        Figure.counted(
            f"{whole}: messages of families, said or heard by an area a day",
            round(2 * families, 1),
            "messages",
        ),
        Figure.counted(f"{whole}: of these, from asking every area", round(2 * wide, 1), "messages"),
        Figure.counted(
            f"{whole}: receipts of them, each in the answer that takes one in",
            round(2 * families, 1),
            "receipts",
        ),
        Figure.counted(
            f"{whole}: what an area's witnesses cost it a week, said or heard", witnesses, "messages"
        ),
    ]


def figures(*, seed: int = 1, small: int = 17, large: int = ENGLAND) -> list[Figure]:
    """What a month costs, and how it grows from `small` to `large`."""
    few, all_ = England(small, seed).run(), England(large, seed).run()
    asked, answered = sizes()
    beside = f"{small} areas"

    def each(one: England, kind: str, of: str) -> float:
        return one.counts[f"messages, {kind}"] / max(1, one.counts[of])

    def grows(name: str, kind: str, of: str) -> Figure:
        here, there = each(few, kind, of), each(all_, kind, of)
        said = f"{there:.2f} messages beside {here:.2f} among {beside}; {all_.counts[of]:,} times"
        return Figure(name, round(there / here, 3), "times", said, 1.1, 1.0)

    def share(of: str, among: str) -> float:
        return round(all_.counts[of] / max(1, all_.counts[among]), 3)

    days = {one.size: sum(one.searched.values()) / one.size / DAYS for one in (few, all_)}
    busiest = max(all_.searched.values()) / DAYS
    looked, may = England(large, seed).asks_about_everybody(500), BEFORE.peer_in_an_hour * (large - 1)
    whole = f"{large} areas"
    return [
        Figure.counted(f"{whole}, four weeks: families asked about", all_.counts["families"], "families"),
        grows(f"{whole}: a discovery where somebody knows whom to ask", "named", "named"),
        grows(
            f"{whole}: a family found by name and handed over, from the first question",
            "named, handed over",
            "named, handed over",
        ),
        Figure.counted(f"{whole}: a discovery of every area, asked of each", round(each(all_, "wide", "wide")), "messages"),
        Figure.counted(f"{whole}: a family handed over, with what {legs()} services pass on", handed_over().total(), "messages"),
        Figure.counted(f"{whole}: found where asked by name", share("named, found", "named"), "of 1"),
        Figure.counted(f"{whole}: nobody to ask", share("nobody to ask", "families"), "of 1"),
        Figure(
            f"{whole}: searches an area makes for others a day", round(days[large], 1), "searches",
            f"{days[small]:.1f} among {beside}; the busiest {busiest:.1f}", 20.0, 15.0,
        ),
        Figure.counted(
            f"{whole}: honest questions given nothing", all_.counts["given nothing"] + all_.counts["refused"], "questions", 0
        ),
        Figure(
            f"{whole}: looked into, of one that asks all about 500 families in an hour", looked, "searches",
            f"of {500 * (large - 1):,}; each area gives it {BEFORE.peer_in_an_hour}", may, may,
        ),
        Figure.counted(f"{whole}: a question", asked, "bytes"),
        Figure.counted(f"{whole}: its answer, whatever it says", answered, "bytes"),
        *beside_families(all_),
        Figure.counted(
            f"{whole}: *is anything there for us?*, to each", light(large, Habits().collects), "requests an hour"
        ),
    ]  # fmt: skip
