"""Two areas whose servers and workers are killed while they bring each other notes and answers to them.

Each note has one effect at its receiver and one answer; each answer one effect at whoever asked. After healing every message has
arrived, what one says has gone is what the other says has come, and no effect is there twice or missing.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.base.federation import client, jobs, outgoing, posting, queries, receiving
from plait.base.federation.incidents import BORDER
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Incoming, Outgoing
from plait.base.federation.wire.contents import Contents, Part
from tests.base.federation.delivery import pinned
from tests.base.federation.two import Area, clock, copies_of_the_tables, dies, ended, gone, later

NOTE, ANSWER = "note/1", "answer/1"
# Who dies, after (or before) which step, and at which turn of it.
BROUGHT: dict[str, tuple[str, Any, str, str, int]] = {
    "worker: counted as leaving, not sent": ("worker", outgoing, "leaves", "after", 1),
    "worker: brought, receipt not read": ("worker", client, "_delivered", "after", 1),
    "worker: receipt believed, not kept": ("worker", outgoing, "read_receipt", "after", 1),
    "worker: ended, not committed": ("worker", outgoing, "_keep", "after", 2),
    "worker: receipt kept": ("worker", outgoing, "take_receipt", "after", 1),
    "server: believed, nothing read": ("server", receiving, "body_of", "before", 1),
    "server: kept, nothing done with it": ("server", receiving, "_keep", "after", 1),
    "server: done, not committed": ("server", receiving, "_receipt", "after", 1),
    "server: taken in, not answered": ("server", receiving, "_take_in", "after", 1),
}
COLLECTED: dict[str, tuple[str, Any, str, str, int]] = {
    "collector: has the list": ("worker", client, "_listed", "after", 1),
    "collector: fetched, not taken in": ("worker", client, "_take", "after", 1),
    "collector: done, not committed": ("worker", receiving, "_receipt", "after", 1),
    "collector: taken in, receipt not brought": ("worker", receiving, "_take_in", "after", 1),
    "collected from: gave the list": ("server", outgoing, "waiting_for", "after", 1),
    "collected from: counted, not given": ("server", outgoing, "leaves", "after", 1),
    "collected from: receipt kept, not answered": ("server", outgoing, "take_receipt", "after", 1),
}
MOST = 12


def hear_note(message: Arrived) -> None:
    """One effect, and an answer, in the transaction that takes it in."""
    words = message.parts["words"].bytes()
    record(act="tests:heard", about=f"contact:{words.decode()}", by=BORDER, at=message.at)
    _post(message.sender, f"answer:{message.id}", ANSWER, words)


def hear_answer(message: Arrived) -> None:
    """One effect at whoever asked."""
    words = message.parts["words"].bytes().decode()
    record(act="tests:answered", about=f"contact:{words}", by=BORDER, at=message.at)


def _post(to: str, key: str, kind: str, words: bytes) -> None:
    part = Part("words", "text/plain", partial(BytesIO, words))
    posting.post(to=to, key=key, contents=Contents(kind), parts=[part], at=clock())


def say(to: str, words: str) -> None:
    """A deed that says something to the other area."""
    with transaction.atomic():
        _post(to, f"note:{words}", NOTE, words.encode())


def believe(other: Area) -> None:
    """How that is done by two people is told in tests/agencies."""
    pinned(
        other.code, ring=other.ring, at=clock(), url=f"http://127.0.0.1:{other.port}", collects=other.collects
    )


def work() -> None:
    """What a worker does of the border in one round."""
    at = clock()
    jobs.look_over(at)
    jobs.cross(at)


def do(*steps: Callable[[], None]) -> None:
    """One after the other, in one process."""
    for step in steps:
        step()


def work_on() -> None:
    """A worker that goes round until it is killed."""
    while True:
        work()
        time.sleep(0.01)


class Killing:
    """One life of the two, decided by a seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance = Random(seed)
        self.met: Counter[str] = Counter()
        self.said: dict[str, list[str]] = {"north": [], "south": []}
        self.databases = copies_of_the_tables(folder, (f"north{seed}", f"south{seed}"))
        handlers = {NOTE: hear_note, ANSWER: hear_answer}
        north, south = (
            Area(code, database, handlers)
            for code, database in zip(("north", "south"), self.databases, strict=True)
        )
        north.collects = seed % 2 == 1
        self.north, self.south = north, south
        self.points = COLLECTED if north.collects else BROUGHT
        for one, other in ((north, south), (south, north)):
            one.in_(partial(believe, other))

    def other(self, area: Area) -> Area:
        """The one across the border."""
        return self.south if area is self.north else self.north

    def note(self, area: Area) -> Callable[[], None]:
        """Somebody there says something: what is done for it, in a process of that area."""
        words = str(UUID(int=self.chance.getrandbits(128)))
        self.said[area.code].append(words)
        return partial(say, self.other(area).code, words)

    def killed_at(self, point: str) -> None:
        """Somebody says something, and whoever handles it dies right there."""
        who, where, name, when, turn = self.points[point]
        arm = partial(dies, where, name, when, turn)
        worker = self.north if self.north.collects else self.chance.choice([self.north, self.south])
        server = self.other(worker)
        note = self.note(server if self.north.collects else worker)

        collects = self.north.collects
        server.kill()  # so that what is armed is armed
        server.serve(partial(do, *([note] if collects else []), *([arm] if who == "server" else [])))
        steps: list[Callable[[], None]] = [
            *([] if collects else [note]),
            *([arm] if who == "worker" else []),
            work,
        ]
        child = worker.start(partial(do, *steps))
        status = ended(child)
        died = status == -signal.SIGKILL if who == "worker" else not server.serving()
        assert status in {0, -signal.SIGKILL}, f"a worker failed at {point}"
        self.met[point] += died
        later(2)

    def killed_at_any_moment(self) -> None:
        """Both are open and both bring; one of the four is killed after some milliseconds, the rest a little later."""
        for one in (self.north, self.south):
            if not one.collects:
                one.serve()
        workers = []
        for one in (self.north, self.south):
            one.in_(self.note(one))
            workers.append(one.start(work_on))
        time.sleep(self.chance.uniform(0, 0.12))
        victims: list[Callable[[], None]] = [
            self.north.kill,
            self.south.kill,
            *(partial(os.kill, one, signal.SIGKILL) for one in workers),
        ]
        self.chance.shuffle(victims)
        for kill in victims[: self.chance.choice((1, 2, 4))]:
            kill()
            time.sleep(self.chance.uniform(0, 0.03))
        for worker in workers:
            try:
                os.kill(worker, signal.SIGKILL)
            except ProcessLookupError:
                pass
            ended(worker)
        self.met["at any moment"] += 1
        later(2)

    def heal(self) -> int:
        """Nobody is killed any more: rounds until nothing waits. Answers how many."""
        for number in range(1, MOST + 1):
            for one in (self.north, self.south):
                if not one.collects:
                    one.serve()
            for one in (self.north, self.south):
                one.in_(work)
            if not any(one.in_(waits) for one in (self.north, self.south)):
                return number
            later(2)
        return MOST + 1

    def wrong(self) -> list[str]:
        """A sentence for everything that is lost, there twice, or told differently in the two."""
        found = []
        for one in (self.north, self.south):
            mine, theirs = self.said[one.code], self.said[self.other(one).code]
            found += [f"{one.code}: {line}" for line in one.in_(partial(effects, mine, theirs))]
            went, came = one.in_(gone_out), self.other(one).in_(come_in)
            if went != came:
                found.append(
                    f"{one.code} says that {len(went)} went; {len(came)} came; {len(went ^ came)} differ"
                )
        return found

    def end(self) -> None:
        """Both are closed."""
        self.north.kill()
        self.south.kill()
        gone(self.databases)


def waits() -> bool:
    """Does anything wait to leave?"""
    return Outgoing.objects.filter(state="waiting").exists()


def gone_out() -> set[tuple[str, str, str]]:
    """Everything that was acknowledged, by id and digest."""
    return {(str(one.pk), one.digest, one.kind) for one in Outgoing.objects.filter(state="arrived")}


def come_in() -> set[tuple[str, str, str]]:
    """Everything that was taken in."""
    return {(str(one.message), one.digest, one.kind) for one in Incoming.objects.filter(state="received")}


def effects(mine: list[str], theirs: list[str]) -> list[str]:
    """What is wrong with the effects in this area."""
    wrong = []
    for act, expected in (("tests:heard", theirs), ("tests:answered", mine)):
        subjects = {pseudonym(f"contact:{words}"): words for words in expected}
        there = Counter(AuditEntry.objects.filter(act=act).values_list("subject", flat=True))
        wrong += [
            f"{act} {there[one]} times for {words}" for one, words in subjects.items() if there[one] != 1
        ]
        wrong += [f"{act} for what nobody said"] * len(set(there) - set(subjects))
    states = Counter(Outgoing.objects.values_list("state", flat=True))
    if set(states) - {"arrived"}:
        wrong.append(f"messages that have not arrived: {dict(states)}")
    return wrong + [f"an incident: {one.kind} {one.why}" for one in queries.open_incidents()]


def one_life(seed: int, folder: Path, *, moments: int) -> tuple[Counter[str], list[str]]:
    """Killed at every point in an order that chance chooses, then at any moment so many times, then healed. Answers what was met,
    and what is wrong."""
    life = Killing(seed, folder)
    try:
        points = sorted(life.points)
        life.chance.shuffle(points)
        for point in points:
            life.killed_at(point)
        for _ in range(moments):
            life.killed_at_any_moment()
        rounds = life.heal()
        life.met["rounds to heal"] += rounds
        return life.met, life.wrong()
    finally:
        life.end()
