"""The process that serves one database of open clocks: it fills it, then does one round of the worker after another, and says how
long each took. Reads a JSON object a line and writes one a line, as `worker.py` does."""

import gc
import json
import os
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

SETTLING = 400  # rounds at most until what the seed left behind is looked through


def reads() -> int:
    """How often this process has read from a file (nearly always a page of the database, where that is SQLite), or from a
    server. Nothing where the system does not tell."""
    try:
        told = Path("/proc/self/io").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("syscr:"))


class Ticker:
    """One database. The clock stands at the moment of the last batch that was asked for."""

    def __init__(self, began: datetime) -> None:
        self.at = began

    def settle(self) -> dict[str, int]:
        """Go round until the audit is read and nothing is due: what this morning's seed left is nobody's figure."""
        from plait.base.audit.queries import newest_at
        from plait.privacy.queries import kept_upto
        from plait.privacy.queries.looking import newest_entry
        from plait.site.worker import one_round

        assert newest_at() is not None
        for turn in range(SETTLING):
            done, read = one_round(at=self.at), kept_upto()
            if done.jobs_failed:
                raise RuntimeError(f"jobs failed: {done.jobs_failed}")
            if not done.busy and read is not None and newest_entry() - read.upto <= 2_000:
                return {"rounds": turn + 1}
        raise RuntimeError("the rounds never come to rest")

    def batch(self, number: int) -> dict[str, int]:
        """The moment of that batch has come: so many are due."""
        from benchmarks.seeding.clocks import moment
        from plait.base.timers.models import Timer

        self.at = moment(number)
        gc.collect()
        return {"due": Timer.objects.filter(state="waiting", next_try__lte=self.at).count()}

    def tick(self) -> dict[str, float]:
        """One round of the worker: how long it took, and what it did."""
        from plait.site.worker import one_round

        self.at += timedelta(seconds=1)
        began, work, pages = time.perf_counter(), time.process_time(), reads()
        done = one_round(at=self.at)
        took, work = (time.perf_counter() - began) * 1_000, (time.process_time() - work) * 1_000
        if done.timers.failed or done.timers.clock_moved_back or done.jobs_failed:
            raise RuntimeError(f"a round failed: {done}")
        fired, sent = done.timers.fired, done.messages.sent
        return {"ms": took, "work": work, "reads": reads() - pages, "fired": fired, "sent": sent}

    def idle(self, count: int) -> list[dict[str, float]]:
        """As many rounds in which nothing is due and nothing waits to leave."""
        took = []
        for _ in range(count):
            one = self.tick()
            if one["fired"] or one["sent"]:
                raise RuntimeError("something was due")
            took.append(one)
        return took

    def drain(self) -> dict[str, int]:
        """Everything that waits leaves, so that the next rounds are idle ones. Not measured."""
        from plait.base.outbox import deliver_due

        sent = 0
        while some := deliver_due(at=self.at, limit=500).sent:
            sent += some
        return {"sent": sent}

    def queries(self) -> dict[str, Any]:
        """How many statements an idle round asks, and which take longest."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from benchmarks.harness.worker import asks

        counts = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as seen:
                self.tick()
            counts.append(sum(asks(one["sql"]) for one in seen.captured_queries))
        slow = sorted(seen.captured_queries, key=lambda one: -float(one["time"]))[:8]
        return {"count": statistics.mode(counts), "slow": [[one["time"], one["sql"][:3_000]] for one in slow]}


def serve(open_clocks: int, due: int, batches: int) -> None:
    """Fill, then go round until standard input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.seeding.area import MORNING
    from benchmarks.seeding.clocks import fill

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    made = fill(open_clocks, due=due, batches=batches)
    ticker = Ticker(MORNING)
    _say({**made, **ticker.settle(), "seconds": time.perf_counter() - began})
    does = {name: getattr(ticker, name) for name in ("batch", "tick", "idle", "drain", "queries")}
    for line in sys.stdin:
        wanted = json.loads(line)
        _say(does[wanted.pop("do")](**wanted))


answers = sys.stdout


def _say(what: Any) -> None:
    print(json.dumps(what), file=answers, flush=True)


if __name__ == "__main__":
    sys.stdout = sys.stderr  # what Plait logs is no answer
    serve(*(int(one) for one in sys.argv[1:4]))
