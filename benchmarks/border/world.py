"""Two areas, each with an outbox, an inbox, things lent and families handed over, and a network that does everything wrong.

Everything they decide they decide by the rules that the worker decides by. There is no database and no cryptography here: what
must hold of those is proved elsewhere. A run is made by its seed alone, so one that fails is run again to the letter:
`./run bench border --seed N`.
"""

import heapq
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from benchmarks.border.handing import Handing
from benchmarks.border.lending import Lending
from benchmarks.border.network import ROUND, SETTLES, TROUBLE, Network, Node
from plait.base.federation.rules.arriving import Held, arrival, is_believed
from plait.base.federation.rules.sending import contact, may_leave, posted, probe_due, receipted, tried

State = Literal["received", "conflict"]
WORDS = 14  # times that either side of one handover is asked to speak


class World(Network):
    """One run. `wrong` is what did not hold; empty when everything did."""

    def __init__(self, seed: int, *, messages: int) -> None:
        super().__init__(seed)
        self.messages = messages
        self.lending = Lending(self, self.post)
        self.handing = Handing(self, self.post)

    # --- what areas do
    def post(self, node: Node, name: str, *, digest: str = "") -> None:
        """Keep a message for the other area. While that is not believed it is held."""
        at, what = self.clock(node), digest or f"d:{name}"
        one = posted(message_id=name, digest=what, at=at, until=at + timedelta(days=7))
        if is_believed(node.trust):
            node.outbox[name] = one
            node.open.add(name)
        else:
            node.outbox[name] = replace(one, state="held")
            node.held.add(name)

    def release(self, node: Node) -> None:
        """It is believed again: what was held is sealed anew, and waits to leave."""
        for name in sorted(node.held):
            self.post(node, name, digest=f"sealed anew:{name}")
        node.held.clear()

    def round(self, node: Node) -> None:
        """One round of a worker: send what may leave, ask whether the other is there."""
        self.later(ROUND, lambda: self.round(node))
        if node.down_until > self.time or not is_believed(node.trust):
            return
        at, other = self.clock(node), self.other(node)
        self.release(node)
        if other.collects:
            return
        for name in sorted(node.open):
            if may_leave(node.outbox[name], at=at):
                self.send(node, name, at)
        if probe_due(last=node.last_probe, busy=bool(node.open) or node.collects, at=at):
            node.last_probe = at
            self.counts["probes"] += 1
            self.carry(other, lambda: self.collected(other, by=node))

    def send(self, node: Node, name: str, at: datetime) -> None:
        one = node.outbox[name] = tried(node.outbox[name], at=at)
        if one.attempts > 1:
            node.pausing.add(name)
        self.counts["sent"] += 1
        self.carry(self.other(node), lambda: self.arrives(self.other(node), name, one.digest))

    def collected(self, node: Node, *, by: Node) -> None:
        """The other is there and asks: answer that we are too, and give what waits, a few at a time."""
        if not is_believed(node.trust):
            return
        self.heard(node)
        self.carry(by, lambda: self.heard(by))
        if by.collects:
            at = self.clock(node)
            for name in [one for one in sorted(node.open) if may_leave(node.outbox[one], at=at)]:
                self.send(node, name, at)

    def heard(self, node: Node) -> None:
        """Anything authentic from one who is believed ends every pause."""
        if not is_believed(node.trust):
            return
        at = self.clock(node)
        for name in node.open if node.looks_at_all else node.pausing & node.open:
            node.outbox[name] = contact(node.outbox[name], at=at)
        node.looks_at_all = False
        node.pausing.clear()

    def arrives(self, node: Node, name: str, digest: str) -> None:
        if not is_believed(node.trust):
            return
        held = node.inbox.get(name)
        what = arrival(held, digest=digest)
        if what == "take":
            node.inbox[name] = Held(digest)  # one transaction: the row and its effect
            node.effects[name] += 1
            self.follows(node, name)
        if what == "conflict":
            node.alarms.add(name)
        if not self.really_believed(node):
            self.wrong.append(f"{name}: taken in from an area that was not believed")
        state: State = "conflict" if what == "conflict" else "received"
        self.counts[what] += 1
        self.trail.append(f"{self.time:.3f} {node.name} {what} {name}")
        other = self.other(node)
        if what == "take":  # the same again may be an old recording: it proves nothing of now
            self.heard(node)
        self.carry(other, lambda: self.receipt(other, name, digest, state))

    def follows(self, node: Node, name: str) -> None:
        kind, _, about = name.partition(":")
        if kind == "lent" or kind == "ended":
            self.lending.follows(node, "lent" if kind == "lent" else "ended", about)
        elif kind != "m":
            self.handing.follows(node, kind, name)

    def receipt(self, node: Node, name: str, digest: str, state: State) -> None:
        if not is_believed(node.trust):
            return
        before = node.outbox[name]
        after = node.outbox[name] = receipted(before, digest=digest, state=state)
        if after == before:
            return
        if after.state != "waiting":
            node.open.discard(name)
        if after.state == "conflict":
            node.alarms.add(name)
        there = self.other(node).inbox.get(name)
        if after.state == "arrived" and (there is None or there.digest != after.digest):
            self.wrong.append(f"{name}: acknowledged, and not there")
        if after.state == "arrived" and name.startswith("shp:"):
            self.handing.arrived(node, name.partition(":")[2])
        self.heard(node)

    # --- what befalls them
    def written_over(self, node: Node, name: str) -> None:
        """A backup was put back, and an id is used once more for other bytes."""
        if name in node.outbox and name not in node.held:
            self.counts["other bytes under an id"] += 1
            self.post(node, name, digest=f"other:{name}")

    def suspend(self, node: Node, seconds: float) -> None:
        """It does not believe the other for a while."""
        self.counts["trust that ended"] += 1
        node.distrusts.append((self.time, self.time + seconds))
        node.trust = "suspended"

        def believes_again() -> None:
            if self.really_believed(node):
                node.trust = "trusted"

        self.later(seconds, believes_again)

    # --- the run
    def run(self) -> list[str]:
        """Everything is posted in the time of trouble; then the network heals, and after a minute all must be alike."""
        chance = self.chance
        for node in self.nodes:
            self.later(chance.uniform(0, ROUND), partial(self.round, node))
        leases, families = max(1, self.messages // 20), max(1, self.messages // 30)
        plain = self.messages - leases - families * (5 + WORDS // 2)  # about what comes of a handover
        for number in range(plain):
            node = chance.choice(self.nodes)
            when = chance.uniform(0, TROUBLE)
            self.later(when, partial(self.post, node, f"m:{number}"))
            if chance.random() < 0.003:
                again = when + chance.uniform(0, TROUBLE - when)
                self.later(again, partial(self.written_over, node, f"m:{number}"))
        for number in range(leases):
            self.lending.plan(chance.choice(self.nodes), f"l{number}")
        for number in range(families):
            self.hand_over(chance.choice(self.nodes), f"f{number}")
        for node in self.nodes:
            self.befall(node)
        ends = TROUBLE + SETTLES
        while self.queue and self.queue[0][0] <= ends:
            self.time, _, what = heapq.heappop(self.queue)
            what()
        return self.judge()

    def hand_over(self, node: Node, family: str) -> None:
        """Offered, and then each side speaks when it likes: often at once."""
        chance = self.chance
        when = chance.uniform(0, TROUBLE / 2)
        self.later(when, lambda: self.handing.offer(node, family))
        for _ in range(WORDS):
            who = self.other(node) if chance.random() < 0.7 else node
            self.later(chance.uniform(when, TROUBLE), partial(self.handing.speak, who, family))

    def befall(self, node: Node) -> None:
        """When it stops, when its clock jumps, and when it does not believe the other."""
        chance = self.chance
        for _ in range(chance.randint(0, 4)):
            self.later(chance.uniform(0, TROUBLE - 60), partial(self.restart, node))
        for _ in range(chance.randint(0, 2)):
            late = chance.random() < 0.5  # what waits then has a minute left
            self.later(TROUBLE - chance.uniform(0, 60 if late else TROUBLE), partial(self.clock_jumps, node))
        if chance.random() < 0.4:
            begins = chance.uniform(0, TROUBLE - 240)
            self.later(begins, partial(self.suspend, node, chance.uniform(5, 240)))

    def judge(self) -> list[str]:
        """What must hold at the end."""
        for node in self.nodes:
            other = self.other(node)
            for name, one in node.outbox.items():
                if other.effects[name] != 1:
                    self.wrong.append(f"{name}: done {other.effects[name]} times")
                    continue
                ours = other.inbox[name].digest == one.digest
                if one.state != ("arrived" if ours else "conflict"):
                    self.wrong.append(f"{name}: {one.state} a minute after healing")
                if not ours and not (name in node.alarms and name in other.alarms):
                    self.wrong.append(f"{name}: other bytes there, and not both were told")
            self.wrong += self.lending.judge(node) + self.handing.judge(node)
        return self.wrong
