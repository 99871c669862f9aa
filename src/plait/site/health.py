"""How Plait is, in six parts, for those who keep it running. No part names a record or a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from plait.base.audit.queries import newest_at
from plait.base.outbox.queries import backlog
from plait.base.timers.clock_mark import ALLOWED, seconds_behind
from plait.base.timers.queries import lag
from plait.base.witness.queries import late, open_alarms

LONGEST_LAG_SECONDS = 120
LONGEST_MAIL_WAIT_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Part:
    """One part: is it well, and a sentence saying how it is."""

    name: str
    well: bool
    says: str


def parts(*, at: datetime) -> list[Part]:
    """Every part, each looked at even when another is ill. A database that is away leaves only itself to tell of."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        missing = missing_migrations()
    except DatabaseError as fault:
        return [Part("database", False, f"The database does not answer ({type(fault).__name__}).")]
    found = [Part("database", True, "The database answers.")]
    if missing:
        return [
            *found,
            Part("migrations", False, f"{missing} migrations are not applied: run plait migrate."),
        ]
    return [
        *found,
        Part("migrations", True, "All migrations are applied."),
        _timers(at),
        _outbox(at),
        _clock(at),
        _sealed(at),
    ]


def missing_migrations() -> int:
    """How many migrations this database still needs."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _timers(at: datetime) -> Part:
    found = lag(at=at)
    if found.failed:
        return Part("timers", False, f"{found.failed} timers keep failing: {', '.join(found.failed_kinds)}.")
    if found.overdue_seconds > LONGEST_LAG_SECONDS:
        return Part(
            "timers", False, f"The oldest timer is {found.overdue_seconds} seconds late: does the worker run?"
        )
    return Part("timers", True, "Timers fire on time.")


def _outbox(at: datetime) -> Part:
    found = backlog(at=at)
    if found.oldest_seconds > LONGEST_MAIL_WAIT_SECONDS:
        return Part(
            "outbox",
            False,
            f"{found.queued} messages wait, the oldest for {found.oldest_seconds // 60} minutes.",
        )
    if found.failed:
        return Part("outbox", True, f"{found.failed} messages reach nobody: somebody has no address.")
    return Part("outbox", True, "Messages leave.")


def _clock(at: datetime) -> Part:
    behind = seconds_behind(at=at)
    last = newest_at()
    if last is not None and at < last - ALLOWED:
        behind = max(behind, int((last - at).total_seconds()))
    if behind:
        return Part(
            "clock",
            False,
            f"The clock stands {behind} seconds behind what was recorded: timers wait. Set it right.",
        )
    return Part("clock", True, "The clock goes forward.")


def _sealed(at: datetime) -> Part:
    waits, alarms = late(at=at), open_alarms()
    if waits is not None:
        return Part(
            "sealed log",
            False,
            f"Audit rows have waited for {int(waits.total_seconds() // 60)} minutes to be sealed: does the worker run, and "
            "has this area its keys?",
        )
    if alarms:
        return Part(
            "sealed log", True, "The audit is sealed. The privacy officers have something to look at."
        )
    return Part("sealed log", True, "The audit is sealed.")
