"""A network between two areas that loses, doubles, reorders, delays and parts, both ways or one; clocks that differ and jump;
areas that stop and start again, or are not believed for a while. Time is simulated; nothing waits."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.border.handing import Family
from plait.base.federation.rules.arriving import Held, TrustState
from plait.base.federation.rules.leases import Borrowed, Lent
from plait.base.federation.rules.sending import Sending

BEGINS = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUND = 3.0  # seconds between two rounds of a worker
TROUBLE = 900.0  # seconds of it, in which everything is posted
SETTLES = 60.0  # after healing, by which both sides must know the same
APART = 140.0  # seconds by which one clock is wrong at most: two areas that differ by five minutes do not believe each other


@dataclass
class Node:
    """One area. What it keeps survives a restart, as rows that were committed do."""

    name: str
    skew: timedelta
    collects: bool  # nobody reaches it: it asks for what waits
    trust: TrustState = "trusted"  # what it thinks of the other
    outbox: dict[str, Sending] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    pausing: set[str] = field(default_factory=set)  # what contact may change, as the database asks for it
    looks_at_all: bool = False  # its clock was put back: that may be any
    inbox: dict[str, Held] = field(default_factory=dict)
    effects: Counter[str] = field(default_factory=Counter)
    alarms: set[str] = field(
        default_factory=set
    )  # messages about which somebody is told: other bytes under one id
    lent: dict[str, Lent] = field(default_factory=dict)
    borrowed: dict[str, Borrowed] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    early: dict[str, list[str]] = field(default_factory=dict)  # what came before its package
    down_until: float = -1.0
    last_probe: datetime | None = None
    put_back: list[tuple[float, float]] = field(
        default_factory=list
    )  # when its clock was, by how many seconds
    distrusts: list[tuple[float, float]] = field(
        default_factory=list
    )  # when it really does not believe the other


@dataclass(frozen=True)
class Faults:
    """How bad the network is, in parts of one; `delay` is the longest, in seconds."""

    lose: float
    double: float
    delay: float


@dataclass(frozen=True)
class Parted:
    """From when to when nothing comes through: to neither, or not to the one who is named."""

    begins: float
    ends: float
    to: str = ""


class Network:
    """Time, chance, and what becomes of something said over the wire. A run is made by its seed alone."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(seed)
        self.seed, self.time = seed, 0.0
        self.queue: list[tuple[float, int, Callable[[], None]]] = []
        self.number = 0
        collects = chance.random() < 0.3
        self.nodes = [
            Node(name, timedelta(seconds=chance.uniform(-APART, APART)), collects and name == "south")
            for name in ("north", "south")
        ]
        self.faults = Faults(chance.uniform(0, 0.5), chance.uniform(0, 0.4), chance.choice([0.2, 5.0, 90.0]))
        self.parted = [
            Parted(begins, begins + chance.uniform(10, 300), chance.choice(["", "", "north", "south"]))
            for begins in (chance.uniform(0, TROUBLE - 60) for _ in range(chance.randint(0, 4)))
        ]
        self.wrong: list[str] = []
        self.counts: Counter[str] = Counter()
        self.trail: list[str] = []  # what happened, in order: two runs of a seed must be alike

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        """Do it so many seconds from now."""
        self.number += 1
        heapq.heappush(self.queue, (self.time + seconds, self.number, what))

    def clock(self, node: Node) -> datetime:
        """What that area takes it for."""
        return BEGINS + timedelta(seconds=self.time) + node.skew

    def other(self, node: Node) -> Node:
        """The one that it speaks with."""
        return self.nodes[1] if node is self.nodes[0] else self.nodes[0]

    def healed(self) -> bool:
        """From now on nothing is lost."""
        return self.time >= TROUBLE

    def carry(self, to: Node, what: Callable[[], None]) -> None:
        """Somebody says something over the wire: it may be lost, come twice, late, or after what was said later."""
        if self.healed():
            return self.later(self.chance.uniform(0.01, 0.2), lambda: self.reach(to, what))
        if any(one.begins <= self.time < one.ends and one.to in ("", to.name) for one in self.parted):
            self.counts["lost"] += 1
            return None
        for _ in range(2 if self.chance.random() < self.faults.double else 1):
            if self.chance.random() < self.faults.lose:
                self.counts["lost"] += 1
                continue
            late = self.chance.uniform(0.01, self.faults.delay if self.chance.random() < 0.5 else 0.3)
            self.later(late, lambda: self.reach(to, what))
        return None

    def reach(self, to: Node, what: Callable[[], None]) -> None:
        """It is there, if anybody is."""
        if to.down_until <= self.time:
            what()

    def restart(self, node: Node) -> None:
        """What was not committed is gone; what was is there again when it is back."""
        self.counts["restarts"] += 1
        node.down_until = self.time + self.chance.uniform(1, 45)
        node.last_probe = None

    def clock_jumps(self, node: Node) -> None:
        """Somebody sets it, forward or back."""
        self.counts["clocks that jumped"] += 1
        new = timedelta(seconds=self.chance.uniform(-APART, APART))
        if new < node.skew:
            node.put_back.append((self.time, (node.skew - new).total_seconds()))
            node.looks_at_all = True
        node.skew = new

    def really_believed(self, node: Node) -> bool:
        """By the world's own account, whatever the rules make of it: does this area believe the other now?"""
        return not any(begins <= self.time < ends for begins, ends in node.distrusts)
