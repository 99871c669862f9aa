"""The one place where Plait reads the computer's clock. Everything else is told the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC. Called only by the request middleware, the worker's loop and the command line."""
    return datetime.now(UTC)
