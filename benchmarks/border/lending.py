"""What two areas lend each other in the simulated world: nothing is read after its time, nor once it was taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal, Protocol

from benchmarks.border.network import SETTLES, TROUBLE, Network, Node
from plait.base.federation.rules.arriving import is_believed
from plait.base.federation.rules.leases import Borrowed, borrowed_after, left, lend, may_show, take_back

TIME = 15 * 60.0


class Posts(Protocol):
    """How a side says something to the other."""

    def __call__(self, node: Node, name: str) -> None: ...


class Lending:
    """Leases, and by the world's own account when each began and was taken back: what the rules keep is not asked."""

    def __init__(self, net: Network, post: Posts) -> None:
        self.net, self.post = net, post
        self.began: dict[str, float] = {}
        self.taken_back: dict[str, float] = {}
        self.told: set[str] = set()  # of which the reader will hear that they were taken back

    def plan(self, node: Node, lease: str) -> None:
        """When it is lent, when it may be taken back, and when somebody reads: often just after that, or as its time runs out."""
        chance, net = self.net.chance, self.net
        when = chance.uniform(0, SETTLES if chance.random() < 0.3 else TROUBLE / 2)
        net.later(when, lambda: self.lend(node, lease))
        reads = [
            when + chance.uniform(1, 600),
            when + chance.uniform(1, 600),
            when + TIME + chance.uniform(-30, 5),
        ]
        if chance.random() < 0.5:
            back = when + chance.uniform(0.1, TROUBLE / 2)
            net.later(back, lambda: self.take_back(node, lease))
            reads.append(back + chance.uniform(-1, 3))
        reader = net.other(node)
        for moment in reads:
            net.later(max(0.0, moment), lambda: self.read(reader, lease))

    def lend(self, node: Node, lease: str) -> None:
        """To one who is believed: else there is nothing to lend."""
        if not is_believed(node.trust):
            return
        self.began[lease] = self.net.time
        node.lent[lease] = lend(lease_id=lease, to=self.net.other(node).name, at=self.net.clock(node))
        self.post(node, f"lent:{lease}")

    def take_back(self, node: Node, lease: str) -> None:
        """For the very next reading. One who is not believed is told nothing."""
        if lease not in node.lent:
            return
        at = self.net.clock(node)
        self.taken_back[lease] = self.net.time
        node.lent[lease] = take_back(node.lent[lease], at=at)
        if is_believed(node.trust) and at < node.lent[lease].until:
            self.told.add(lease)
            self.post(node, f"ended:{lease}")

    def ends(self, holder: Node, lease: str) -> float:
        """When its fifteen minutes are really over. A clock that is put back lengthens them by as much, and by no more."""
        since = self.began[lease]
        return since + TIME + sum(seconds for when, seconds in holder.put_back if when >= since)

    def follows(self, node: Node, said: Literal["lent", "ended"], lease: str) -> None:
        """What the reader knows after a message about a lease."""
        known = node.borrowed.get(lease)
        after = node.borrowed[lease] = borrowed_after(
            known, lease_id=lease, holder=self.net.other(node).name, said=said
        )
        if known is not None and known.state == "ended" and after.state != "ended":
            self.net.wrong.append(f"{lease}: taken back, and open again")

    def read(self, node: Node, lease: str) -> None:
        """Ask the holder; show what comes only while it is lent. It may be over, taken back, or come far too late."""
        net = self.net
        if node.down_until > net.time or node.borrowed.get(lease, Borrowed("", "")).state == "ended":
            return
        holder, asked = net.other(node), net.time

        def answer() -> None:
            lent = holder.lent.get(lease)
            if lent is None or not is_believed(holder.trust):
                return
            remains = left(lent, reader=node.name, at=net.clock(holder))
            net.carry(node, self._shown(holder, lease, remains, asked=asked))

        net.carry(holder, answer)

    def _shown(self, holder: Node, lease: str, remains: timedelta, *, asked: float) -> Callable[[], None]:
        """What may be shown of words that left the holder now: whether they may is judged by this moment, and by the last."""
        net, left_at, believed = self.net, self.net.time, self.net.really_believed(holder)

        def show() -> None:
            if not may_show(asked=timedelta(seconds=net.time - asked), left=remains):
                return
            net.counts["read"] += 1
            if left_at >= self.taken_back.get(lease, left_at + 1):
                net.wrong.append(f"{lease}: read after it was taken back")
            if not believed:
                net.wrong.append(f"{lease}: read by one who was not believed")
            if net.time >= self.ends(holder, lease):
                net.wrong.append(f"{lease}: read after its fifteen minutes")

        return show

    def judge(self, node: Node) -> list[str]:
        """Both sides know the same of what this one lent."""
        wrong, there = [], self.net.other(node).borrowed
        for lease in node.lent:
            knows = there[lease].state if lease in there else "nothing"
            if lease in self.told and knows != "ended":
                wrong.append(f"{lease}: taken back, and the reader does not know")
            if lease not in self.taken_back and knows != "open":
                wrong.append(f"{lease}: lent, and the reader knows {knows}")
        return wrong
