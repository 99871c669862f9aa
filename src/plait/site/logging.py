"""Logs as JSON lines that cannot name a person: keys from a list, values without a space, no message text of others.

A log is read by people who may not read the records. What is not on the list is dropped, so a careless `log.info(…,
child=…)` writes nothing about the child. The words of other packages' messages are not written either, only where they
came from; an error keeps its type and its place in the code.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog

ALLOWED_KEYS = frozenset(
    {
        "event", "level", "timestamp", "logger", "fault", "where", "kind", "act", "attempts", "count", "seconds",
        "milliseconds", "port", "status", "method", "request", "verdict", "reason", "fired", "failed", "sent", "put_off",
        "unaddressable", "pack", "release", "job", "database", "view",
    }
)  # fmt: skip
_EVENT = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_VALUE = re.compile(r"[\w:.,/#<>\[\]+-]{0,200}")
WITHHELD = "withheld"


def only_what_is_allowed(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    """Drop every key that is not on the list and withhold every value that could hold a sentence or a name."""
    fault = line.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()[1]
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        line["fault"], line["where"] = type(fault).__name__, place_of(fault)
    kept = {name: _kept(value) for name, value in line.items() if name in ALLOWED_KEYS}
    if not _EVENT.fullmatch(str(line.get("event", ""))):
        kept["event"] = WITHHELD
    return kept


def place_of(fault: BaseException) -> str:
    """The file, line and function that raised it, without the values in them."""
    frames = traceback.extract_tb(fault.__traceback__)
    if not frames:
        return "unknown"
    last = frames[-1]
    return f"{'/'.join(last.filename.split('/')[-3:])}:{last.lineno}:{last.name}"


def _kept(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if _VALUE.fullmatch(text) else WITHHELD


def _moment(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    # The time of a log line is the machine's, never a record's, so it does not come from base/clock.
    line["timestamp"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return line


_LAST_STEPS: list[Any] = [_moment, only_what_is_allowed, structlog.processors.JSONRenderer(sort_keys=True)]


class OthersFormatter(logging.Formatter):
    """Lines of Django and other packages: who spoke and how loudly, never what they said."""

    def format(self, record: logging.LogRecord) -> str:
        line: MutableMapping[str, Any] = {
            "event": "other-package",
            "logger": record.name,
            "level": record.levelname.lower(),
            "status": getattr(record, "status_code", None),
            "exc_info": record.exc_info,
        }
        for step in _LAST_STEPS:
            line = step(None, "", line)
        return str(line)


class Lines:
    """Writes to whatever standard error is at that moment."""

    def msg(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = exception = msg


class LinesHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        Lines().msg(self.format(record))


def configure_logging() -> None:
    """Send every log of this process to standard error, one JSON object a line."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, *_LAST_STEPS],
        logger_factory=lambda *_: Lines(),
        cache_logger_on_first_use=False,
    )
    handler = LinesHandler()
    handler.setFormatter(OthersFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in ("django", "django.server", "django.request", "waitress", "waitress.queue"):
        other = logging.getLogger(name)
        other.handlers = []
        other.propagate = True
