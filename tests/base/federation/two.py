"""Two areas as real processes, forked from one that has everything loaded: each with a database, keys and a port of its own, on
one clock that the test moves. They are killed with SIGKILL, at named points and at any moment."""

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import socket
import sqlite3
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.urls import resolve
from waitress.server import create_server

from plait.base.keys import Ring
from plait.site import middleware

BEGINS = datetime(2026, 11, 24, 9, tzinfo=UTC)
MOVED = multiprocessing.RawValue(ctypes.c_double, 0.0)  # seconds; seen by every process forked from here
STARTED = time.monotonic()


def clock() -> datetime:
    """What time it is in both areas."""
    return BEGINS + timedelta(seconds=MOVED.value + time.monotonic() - STARTED)


def later(minutes: float) -> None:
    """Move both clocks on."""
    MOVED.value += minutes * 60


def free_port() -> int:
    """A port of this machine that nothing uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Area:
    """One of the two. What is done `in_` it is done in a process of its own."""

    code: str
    database: str
    handlers: dict[str, Any]
    collects: bool = False
    port: int = field(default_factory=free_port)
    server: int = 0
    ring: Ring = field(init=False)

    def __post_init__(self) -> None:
        self.ring = Ring.made(self.code, at=BEGINS - timedelta(days=40))

    def become(self) -> None:
        """In a child: from here on this process is that area."""
        from plait.base.federation import kinds

        settings.PLAIT_AREA, settings.PLAIT_KEYS = f"areas/{self.code}", self.ring.text()
        settings.PLAIT_COLLECTS, settings.PLAIT_PUBLIC_URL = self.collects, f"http://127.0.0.1:{self.port}"
        connections.databases["default"]["NAME"] = self.database
        patch.object(middleware, "now", clock).start()
        kinds._handlers = self.handlers

    def start(self, work: Callable[[], Any], *, answer: int = -1) -> int:
        """Begin something in it; gives the process. What it comes to is written to `answer`, a pipe."""
        connections.close_all()  # a connection belongs to one process
        gc.freeze()  # what is here already is looked at by no child: nothing of it is copied for that
        sys.stderr.flush()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child:
            gc.unfreeze()
            return child
        code = 0
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self.become()
            came = work()
            if answer >= 0:
                with os.fdopen(answer, "wb") as pipe:
                    pickle.dump(came, pipe)
        except BaseException as fault:
            import traceback

            traceback.print_exc()
            sys.stderr.write(f"{self.code}: {fault!r}\n")
            sys.stderr.flush()
            code = 3
        os._exit(code)

    def in_(self, work: Callable[[], Any]) -> Any:
        """Do it there, and give what it came to."""
        reads, writes = os.pipe()
        child = self.start(work, answer=writes)
        os.close(writes)
        with os.fdopen(reads, "rb") as pipe:
            came = pipe.read()
        assert ended(child) == 0, f"something failed in {self.code}"
        return pickle.loads(came)  # noqa: S301 (written by our own child)

    def serve(self, arm: Callable[[], None] = lambda: None) -> None:
        """Open its door, unless it is open."""
        if self.serving():
            return
        application = warmed()
        reads, writes = os.pipe()

        def run() -> None:
            arm()
            server = create_server(application, host="127.0.0.1", port=self.port, threads=2, ident=None)
            os.write(writes, b"!")
            server.run()

        self.server = self.start(run)
        os.close(writes)
        with os.fdopen(reads, "rb") as pipe:
            assert pipe.read(1) == b"!", f"{self.code} could not be served"

    def serving(self) -> bool:
        """Is its server alive?"""
        if self.server and os.waitpid(self.server, os.WNOHANG) != (0, 0):
            self.server = 0
        return bool(self.server)

    def kill(self) -> None:
        """Pull its plug."""
        if self.serving():
            os.kill(self.server, signal.SIGKILL)
            os.waitpid(self.server, 0)
            self.server = 0


@cache
def warmed() -> WSGIHandler:
    """The site with everything loaded, once, before anybody is forked."""
    resolve("/x/v1/messages")
    return WSGIHandler()


def ended(child: int) -> int:
    """Wait for it: 0 for a peaceful end, -9 for one that was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dies(where: Any, name: str, when: str, turn: int) -> None:
    """From the `turn`-th time that this step is taken in this process, there is no process."""
    step, left = getattr(where, name), [turn]

    def stepped(*args: Any, **said: Any) -> Any:
        left[0] -= 1
        if not left[0] and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        came = step(*args, **said)
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return came

    setattr(where, name, stepped)


def copies_of_the_tables(folder: Path, names: tuple[str, ...]) -> list[str]:
    """Databases of their own with the tables of this one, which nobody may use meanwhile: what NAME is in each."""
    connections.close_all()
    said = settings.DATABASES["default"]
    if said["ENGINE"] == "plait.base.db.sqlite":
        made = [str(folder / f"{name}.sqlite3") for name in names]
        with sqlite3.connect(said["NAME"]) as found:
            for one in made:
                found.execute("VACUUM INTO ?", (one,))
        found.close()
        return made
    import psycopg

    with psycopg.connect(host=said["HOST"], user=said["USER"], dbname="postgres", autocommit=True) as server:
        made = [f"{said['NAME']}_{name}" for name in names]
        for one in made:
            server.execute(f'DROP DATABASE IF EXISTS "{one}"')
            server.execute(f'CREATE DATABASE "{one}" TEMPLATE "{said["NAME"]}"')
    return made


def gone(databases: list[str]) -> None:
    """Take them away again."""
    said = settings.DATABASES["default"]
    if said["ENGINE"] == "plait.base.db.sqlite":
        return  # they lie in a folder of the test
    import psycopg

    with psycopg.connect(host=said["HOST"], user=said["USER"], dbname="postgres", autocommit=True) as server:
        for one in databases:
            server.execute(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')
