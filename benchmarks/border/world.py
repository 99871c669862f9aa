"""Two areas, each with an outbox, an inbox and things lent, and a network that loses, doubles, reorders, delays and parts.

Everything they decide they decide by `plait.base.federation.rules`, as the worker does. There is no database and no cryptography
here: what must hold of those is proved elsewhere. Time is simulated; nothing waits. A run is made by its seed alone, so one that
fails is run again to the letter: `./run bench border --seed N`.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from plait.base.federation.rules.arriving import Held, arrival
from plait.base.federation.rules.leases import Borrowed, Lent, borrowed_after, left, lend, may_show, take_back
from plait.base.federation.rules.sending import (
    Sending,
    contact,
    may_leave,
    posted,
    probe_due,
    receipted,
    tried,
)

BEGINS = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUND = 3.0  # seconds between two rounds of a worker
TROUBLE = 900.0  # seconds of it, in which everything is posted
SETTLES = 60.0  # after healing, by which both sides must know the same


@dataclass
class Node:
    """One area. What is in `kept` survives a restart, as rows that were committed do; the rest does not."""

    name: str
    skew: timedelta
    collects: bool  # nobody reaches it: it asks for what waits
    outbox: dict[str, Sending] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    inbox: dict[str, Held] = field(default_factory=dict)
    effects: Counter[str] = field(default_factory=Counter)
    lent: dict[str, Lent] = field(default_factory=dict)
    borrowed: dict[str, Borrowed] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)  # lost with a restart
    down_until: float = -1.0
    last_probe: datetime | None = None


@dataclass(frozen=True)
class Faults:
    """How bad the network is, in parts of one; `delay` is the longest, in seconds."""

    lose: float
    double: float
    delay: float


class World:
    """One run. `wrong` is what did not hold; empty when everything did."""

    def __init__(self, seed: int, *, messages: int) -> None:
        self.chance = random.Random(seed)
        chance = self.chance
        self.seed, self.messages, self.time = seed, messages, 0.0
        self.queue: list[tuple[float, int, Callable[[], None]]] = []
        self.number = 0
        collects = chance.random() < 0.3
        self.nodes = [
            Node(name, timedelta(seconds=chance.uniform(-240, 240)), collects and name == "south")
            for name in ("north", "south")
        ]
        self.faults = Faults(chance.uniform(0, 0.5), chance.uniform(0, 0.4), chance.choice([0.2, 5.0, 90.0]))
        self.parted: list[tuple[float, float]] = [
            (begins, begins + chance.uniform(10, 300))
            for begins in (chance.uniform(0, TROUBLE - 60) for _ in range(chance.randint(0, 3)))
        ]
        self.wrong: list[str] = []
        self.counts: Counter[str] = Counter()
        self.given: dict[str, float] = {}  # leases: when each really ends
        self.trail: list[str] = []  # what happened, in order: two runs of a seed must be alike

    # --- time and the network
    def later(self, seconds: float, what: Callable[[], None]) -> None:
        self.number += 1
        heapq.heappush(self.queue, (self.time + seconds, self.number, what))

    def clock(self, node: Node) -> datetime:
        return BEGINS + timedelta(seconds=self.time) + node.skew

    def other(self, node: Node) -> Node:
        return self.nodes[1] if node is self.nodes[0] else self.nodes[0]

    def healed(self) -> bool:
        return self.time >= TROUBLE

    def carry(self, to: Node, what: Callable[[], None]) -> None:
        """Somebody says something over the wire: it may be lost, come twice, late, or after what was said later."""
        if self.healed():
            return self.later(self.chance.uniform(0.01, 0.2), lambda: self.reach(to, what))
        if any(begins <= self.time < ends for begins, ends in self.parted):
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
        if to.down_until <= self.time:
            what()

    # --- what areas do
    def post(self, node: Node, name: str) -> None:
        at = self.clock(node)
        node.outbox[name] = posted(message_id=name, digest=f"d:{name}", at=at, until=at + timedelta(days=7))
        node.open.add(name)

    def round(self, node: Node) -> None:
        """One round of a worker: send what may leave, ask whether the other is there."""
        self.later(ROUND, lambda: self.round(node))
        if node.down_until > self.time:
            return
        at, other = self.clock(node), self.other(node)
        if not other.collects:
            for name in sorted(node.open):
                if may_leave(node.outbox[name], at=at):
                    self.send(node, name, at)
        if not other.collects and probe_due(
            last=node.last_probe, busy=bool(node.open) or node.collects, at=at
        ):
            node.last_probe = at
            self.counts["probes"] += 1
            self.carry(other, lambda: self.collected(other, by=node))

    def send(self, node: Node, name: str, at: datetime) -> None:
        one = node.outbox[name] = tried(node.outbox[name], at=at)
        self.counts["sent"] += 1
        self.carry(self.other(node), lambda: self.arrives(self.other(node), name, one.digest))

    def collected(self, node: Node, *, by: Node) -> None:
        """The other is there and asks: answer that we are too, and give what waits, a few at a time."""
        self.heard(node)
        self.carry(by, lambda: self.heard(by))
        if by.collects:
            at = self.clock(node)
            for name in [one for one in sorted(node.open) if may_leave(node.outbox[one], at=at)]:
                self.send(node, name, at)

    def heard(self, node: Node) -> None:
        """Anything authentic from the other ends every pause."""
        at = self.clock(node)
        for name in node.open:
            node.outbox[name] = contact(node.outbox[name], at=at)

    def arrives(self, node: Node, name: str, digest: str) -> None:
        held = node.inbox.get(name)
        what = arrival(held, digest=digest)
        if what == "take":
            node.inbox[name] = Held(digest)  # one transaction: the row and its effect
            node.effects[name] += 1
            self.follows(node, name)
        state: Any = "conflict" if what == "conflict" else "received"
        self.counts[what] += 1
        self.trail.append(f"{self.time:.3f} {node.name} {what} {name}")
        other = self.other(node)
        if what == "take":  # the same again may be an old recording: it proves nothing of now
            self.heard(node)
        self.carry(other, lambda: self.receipt(other, name, digest, state))

    def receipt(self, node: Node, name: str, digest: str, state: Any) -> None:
        before = node.outbox[name]
        node.outbox[name] = receipted(before, digest=digest, state=state)
        changed = node.outbox[name] != before
        if node.outbox[name].state != "waiting":
            node.open.discard(name)
        if node.outbox[name].state == "arrived" and name not in self.other(node).inbox:
            self.wrong.append(f"{name}: acknowledged, and not there")
        if changed:
            self.heard(node)

    # --- leases
    def follows(self, node: Node, name: str) -> None:
        kind, _, lease = name.partition(":")
        if kind in {"lent", "ended"}:
            known = node.borrowed.get(lease)
            said: Any = "lent" if kind == "lent" else "ended"
            node.borrowed[lease] = borrowed_after(
                known, lease_id=lease, holder=self.other(node).name, said=said
            )
            if known is not None and known.state == "ended" and node.borrowed[lease].state != "ended":
                self.wrong.append(f"{lease}: taken back, and open again")

    def lend(self, node: Node, lease: str) -> None:
        node.lent[lease] = lend(lease_id=lease, to=self.other(node).name, at=self.clock(node))
        self.given[lease] = self.time + 15 * 60
        self.post(node, f"lent:{lease}")

    def take_back(self, node: Node, lease: str) -> None:
        node.lent[lease] = take_back(node.lent[lease], at=self.clock(node))
        self.given[lease] = min(self.given[lease], self.time)
        self.post(node, f"ended:{lease}")

    def read(self, node: Node, lease: str) -> None:
        """Ask the holder; show what comes only while it is lent. It may be over, taken back, or come far too late."""
        if node.down_until > self.time or node.borrowed.get(lease, Borrowed("", "")).state == "ended":
            return
        holder, asked = self.other(node), self.time

        def answer() -> None:
            lent = holder.lent[lease]
            remains = left(lent, reader=node.name, at=self.clock(holder))
            self.carry(node, lambda: show(remains))

        def show(remains: timedelta) -> None:
            if may_show(asked=timedelta(seconds=self.time - asked), left=remains):
                self.counts["read"] += 1
                # Words that left just before they were taken back may be under way; past fifteen minutes nothing is.
                if self.time >= self.given_first[lease]:
                    self.wrong.append(f"{lease}: read after its fifteen minutes")

        self.carry(holder, answer)

    # --- the run
    def run(self) -> list[str]:
        """Everything is posted in the time of trouble; then the network heals, and after a minute all must be alike."""
        chance = self.chance
        self.given_first: dict[str, float] = {}
        for node in self.nodes:
            self.later(chance.uniform(0, ROUND), partial(self.round, node))
        leases = max(1, self.messages // 20)
        for number in range(self.messages - leases):
            node = chance.choice(self.nodes)
            when = chance.uniform(0, TROUBLE)
            self.later(when, partial(self.post, node, f"m:{number}"))
        for number in range(leases):
            node, lease, when = chance.choice(self.nodes), f"l{number}", chance.uniform(0, TROUBLE / 2)
            self.given_first[lease] = when + 15 * 60
            self.later(when, partial(self.lend, node, lease))
            if chance.random() < 0.5:
                back = when + chance.uniform(0.1, TROUBLE / 2)
                self.later(back, partial(self.take_back, node, lease))
            for _ in range(4):
                reads = when + chance.uniform(1, 1100)
                reader = self.other(node)
                self.later(reads, partial(self.read, reader, lease))
        for node in self.nodes:
            for _ in range(chance.randint(0, 4)):
                self.later(chance.uniform(0, TROUBLE - 60), partial(self.restart, node))
        ends = TROUBLE + SETTLES
        while self.queue and self.queue[0][0] <= ends:
            self.time, _, what = heapq.heappop(self.queue)
            what()
        return self.judge()

    def restart(self, node: Node) -> None:
        """What was not committed is gone; what was is there again when it is back."""
        self.counts["restarts"] += 1
        node.down_until = self.time + self.chance.uniform(1, 45)
        node.asked.clear()
        node.last_probe = None

    def judge(self) -> list[str]:
        """What must hold at the end."""
        for node in self.nodes:
            other = self.other(node)
            for name, one in node.outbox.items():
                if other.effects[name] != 1:
                    self.wrong.append(f"{name}: done {other.effects[name]} times")
                if one.state != "arrived":
                    self.wrong.append(f"{name}: {one.state} a minute after healing")
            for lease, lent in node.lent.items():
                if lent.taken_back_at is not None and other.borrowed[lease].state != "ended":
                    self.wrong.append(f"{lease}: taken back, and the reader does not know")
        return self.wrong
