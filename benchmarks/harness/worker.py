"""The process that serves one database: it seeds it, then answers one request for measurement after another.

Reads a JSON object a line from standard input and writes one a line to standard output. It does nothing between two
requests, so that several of these can stand ready while one of them measures.
"""

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

READERS = {"hub": "screener", "checks": "police", "referral": "manager", "audited": "manager"}


class Worker:
    """One database, one signed-in session for each reader, the clock held at the morning of the seed."""

    def __init__(self, made: dict[str, Any]) -> None:
        from django.test import Client

        from benchmarks.seeding.area import MORNING
        from plait.agencies.models import User
        from plait.agencies.views.cast import BACKEND
        from plait.site import middleware

        middleware.now = lambda: MORNING  # type: ignore[attr-defined]
        self.referrals: list[str] = made["referrals"][:20]
        self.users: dict[str, str] = made["users"]
        self.clients = {}
        for who in sorted(set(READERS.values())):
            self.clients[who] = client = Client(HTTP_HOST="localhost")
            client.force_login(User.objects.get(pk=made["users"][who]), backend=BACKEND)
        self._next = 0

    def address(self, page: str) -> str:
        """The page's address; the deciding page goes round the same twenty referrals on every database."""
        if page == "hub":
            return "/hub/"
        if page == "checks":
            return "/checks/"
        self._next += 1
        return f"/referrals/{self.referrals[self._next % len(self.referrals)]}/"

    def get(self, page: str) -> float:
        """Milliseconds of one answer, from the first middleware to the last. Raises RuntimeError unless it is a page."""
        client, address = self.clients[READERS[page]], self.address(page)
        began = time.perf_counter()
        answer = client.get(address)
        took = (time.perf_counter() - began) * 1_000
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code} to {READERS[page]}")
        return took

    def times(self, page: str, count: int) -> list[float]:
        """Milliseconds of that many answers."""
        gc.collect()
        return [self.get(page) for _ in range(count)]

    def queries(self, page: str) -> dict[str, Any]:
        """How many queries the page asks (savepoints and BEGIN are none), and which take longest."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.get(page)
        counts = []
        for _ in range(5):
            with CaptureQueriesContext(connection) as seen:
                self.get(page)
            counts.append(sum(asks(one["sql"]) for one in seen.captured_queries))
        slow = sorted(seen.captured_queries, key=lambda one: -float(one["time"]))[:5]
        return {
            "count": statistics.mode(counts),
            "slow": [[one["time"], one["sql"][:3_000]] for one in slow],
        }

    def report(self, count: int) -> dict[str, Any]:
        """Milliseconds of that many reports of the last three whole months, how many queries one asks, and the slowest."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from benchmarks.seeding.area import MORNING
        from plait.agencies.models import User
        from plait.agencies.queries import actor_for, practitioner_of
        from plait.insights.queries.report import report
        from plait.insights.rules.periods import periods

        user = User.objects.get(pk=self.users[READERS["referral"]])
        person = practitioner_of(user)
        assert person is not None
        by, period, took = actor_for(person, at=MORNING), periods(MORNING.date())[0], []
        gc.collect()
        for _ in range(count):
            began = time.perf_counter()
            report(by, period, MORNING)
            took.append((time.perf_counter() - began) * 1_000)
        with CaptureQueriesContext(connection) as seen:
            report(by, period, MORNING)
        slow = sorted(seen.captured_queries, key=lambda one: -float(one["time"]))[:6]
        return {
            "ms": took,
            "count": len(seen.captured_queries),
            "slow": [[one["time"], one["sql"][:3_000]] for one in slow],
        }

    def audit(self, count: int) -> dict[str, list[float]]:
        """Interleaved: the deciding page as it is, the same with the audit not written, one bare audited insert."""
        from benchmarks.harness.unaudited import audit_not_written

        kept: dict[str, list[float]] = {"audited": [], "unaudited": [], "insert": []}
        gc.collect()
        for turn in range(count):
            start = self._next
            for side in (
                ("audited", "unaudited", "insert") if turn % 2 else ("unaudited", "insert", "audited")
            ):
                self._next = start
                if side == "insert":
                    kept[side].append(_bare_insert())
                elif side == "audited":
                    kept[side].append(self.get("audited"))
                else:
                    with audit_not_written():
                        kept[side].append(self.get("audited"))
        return kept


def asks(sql: str) -> bool:
    """Does a statement reach a table? Savepoints and BEGIN do not."""
    return sql.lstrip("( ").upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"))


def _bare_insert() -> float:
    """Milliseconds of a transaction that writes one audit row and nothing else."""
    from django.db import transaction

    from benchmarks.seeding.area import MORNING
    from plait.base.audit.actor import Actor
    from plait.base.audit.record import record

    by = Actor.process("benchmark")
    began = time.perf_counter()
    with transaction.atomic():
        record(act="benchmark:insert", about="page:benchmark", by=by, at=MORNING)
    return (time.perf_counter() - began) * 1_000


def serve(size: int) -> None:
    """Seed, then answer until standard input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.seeding.filling import fill

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    worker = Worker(made := fill(size))
    _say({"seconds": time.perf_counter() - began, "rows": made["rows"]})
    does: dict[str, Callable[..., Any]] = {
        "times": worker.times,
        "queries": worker.queries,
        "audit": worker.audit,
        "report": worker.report,
    }
    for line in sys.stdin:
        wanted = json.loads(line)
        _say(does[wanted.pop("do")](**wanted))


def _say(what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
