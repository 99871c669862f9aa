"""Two areas at once: two processes that share nothing, and whatever goes from one to the other goes over the border.

This process has no database. It tells each side what to do next, waits for it, and says what came of it.
"""

import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from plait.site.environment import ROOT

SIDE = (sys.executable, "-m", "plait.site.demo.side")
PATIENCE = 600.0  # seconds in which an empty database is built on a slow machine
CROSSES_WITHIN = 60.0
KINDS = {
    "witness-head/1": "the newest head of its sealed log",
    "witness-word/1": "its word, co-signed, for the other's log",
    "family-asked/1": "whether it knows a family",
    "family-answered/1": "its answer about a family",
    "information-asked/1": "what it knows of a family",
    "information-told/1": "what it knows of a family, told",
    "shp/1": "a family, handed over",
    "shp-added/1": "what is added to a family it handed over",
    "shp-leg/1": "a word on what a service passes on",
    "shp-word/1": "a word on a family that was handed over",
    "shp-lent/1": "to which handover a loan belongs",
    "lease-lent/1": "that something is lent",
    "lease-ended/1": "that a loan has ended",
}


class Fell(Exception):
    """One of the two could not go on; str() is the sentence to show."""


@dataclass
class Side:
    """One area: its name on this machine, its pack, its port, and the process that is it."""

    name: str
    area: str
    port: int
    folder: Path
    process: "subprocess.Popen[str] | None" = None
    heard: "queue.Queue[str | None]" = field(default_factory=queue.Queue)

    @property
    def code(self) -> str:
        """By which the other area knows it."""
        return self.area.partition("/")[2]

    @property
    def title(self) -> str:
        """How it is named on the screen."""
        return f"{self.name.title()} ({self.code.title()})"

    @property
    def url(self) -> str:
        """Its address. Browsers know names under .localhost as this machine."""
        return f"http://{self.name}.localhost:{self.port}"

    @property
    def log(self) -> Path:
        """Where it writes whatever it has to say besides."""
        return self.folder / self.name / "log.txt"

    def surroundings(self) -> dict[str, str]:
        """Everything of its own: nothing that was set for another Plait reaches it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAIT_")}
        return kept | {
            "PLAIT_DEMO": "true",
            "PLAIT_AREA": self.area,
            "PLAIT_DATABASE": str(self.folder / self.name / "plait.sqlite3"),
            "PLAIT_KEYS_FILE": str(self.folder / self.name / "keys.json"),
            "PLAIT_PUBLIC_URL": self.url,
            "PLAIT_HOSTS": f"{self.name}.localhost,localhost,127.0.0.1",
            "PLAIT_COOKIE_PREFIX": self.name,
            "PYTHONUNBUFFERED": "1",
        }

    def begin(self, command: Sequence[str] = SIDE) -> None:
        """Start its process, apart from this one's terminal: what stops it is that nobody asks any more."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(  # noqa: S603 (this very program)
                command, env=self.surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.heard.put(line)
        self.heard.put(None)

    def say(self, do: str, **more: Any) -> None:
        """Tell it what to do; `hear` gives what came of it."""
        assert self.process is not None
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise Fell(self._ended()) from None

    def hear(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """Its answer. Raises Fell for a fault, an end, or silence."""
        try:
            line = self.heard.get(timeout=within)
        except queue.Empty:
            raise Fell(f"{self.title} did not answer. Look at {self.log}.") from None
        if line is None:
            raise Fell(self._ended())
        said: dict[str, Any] = json.loads(line)
        if "fault" in said:
            raise Fell(f"{self.title}: {said['fault']} Look at {self.log}.")
        return said

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        """Tell it, and wait."""
        self.say(do, **more)
        return self.hear()

    def running(self) -> bool:
        """Is its process there?"""
        return self.process is not None and self.process.poll() is None

    def _ended(self) -> str:
        written = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"{self.title} ended{': ' + written[-1] if written else '.'} Look at {self.log}."

    def end(self) -> None:
        """Nobody asks any more: it finishes what is under way and stops. Whoever does not is killed."""
        if self.process is None:
            return
        if self.process.stdin is not None and not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except OSError:
                pass
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def sides(*, port: int, folder: Path = ROOT / "var" / "two-areas") -> tuple[Side, Side]:
    """The two: north on this port, south on the next."""
    return (
        Side("north", "areas/ellowmere", port, folder),
        Side("south", "areas/harrowfen", port + 1, folder),
    )


def taken(port: int) -> bool:
    """Does something use this port of this machine?"""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


@contextmanager
def begun(two: tuple[Side, Side], command: Sequence[str] = SIDE) -> Iterator[None]:
    """Both processes, for as long as it takes."""
    try:
        for one in two:
            one.begin(command)
        yield
    finally:
        for one in two:
            one.end()


def bring_up(two: tuple[Side, Side], console: Console, *, keep: bool, bare: bool) -> None:
    """Build both, serve both, and let each be believed by the other."""
    north, south = two
    fresh = not (keep and all((one.folder / one.name / "plait.sqlite3").exists() for one in two))
    with console.status("Preparing two empty databases and the keys of each…"):
        for one in two if fresh else ():
            one.ask("empty")  # one after the other: the second copies the tables of the first
    with console.status("Bringing everybody to work in both areas…"):
        for one in two:
            one.say("build", bare=bare)
        for one in two:
            console.print(f"{one.title}: {one.hear()['people']} people are at work", markup=False)
    with console.status("Opening both…"):
        for one in two:
            one.say("serve", port=one.port)
        for one in two:
            one.hear(within=60)
    with console.status("Two people in each area look whom they believe…"):
        for one, other in ((north, south), (south, north)):
            did = one.ask("pin", url=other.url, code=other.code)
            console.print(
                f"{one.title}: {did['proposed']} proposed to believe {did['area']}, {did['confirmed']} confirmed it "
                f"({did['key']}…)",
                markup=False,
            )
        for one in two:
            one.ask("work")


def settled(two: tuple[Side, Side], *, within: float = CROSSES_WITHIN) -> list[dict[str, Any]]:
    """Wait until each area's log is witnessed by the other and nothing waits any more. Raises Fell."""
    until = time.monotonic() + within
    while True:
        reports = [one.ask("crossed") for one in two]
        if all(_settled(one) for one in reports):
            return reports
        if time.monotonic() > until:
            raise Fell(f"Not everything crossed the border within {within:.0f} seconds.")
        time.sleep(0.2)


def lend(two: tuple[Side, Side], console: Console) -> None:
    """North lends where a child is; south reads it at its source; north takes it back, and south reads nothing."""
    north, south = two
    settled(two)
    lent = north.ask("lend", code=south.code)
    console.print(
        f"{north.title}: {lent['by']} lent where a child is, whose address is protected, for {lent['minutes']} minutes",
        markup=False,
    )
    settled(two)
    for _ in range(2):
        seen = south.ask("read")
        what = seen.get("refused") or f"read {seen['lines']} lines at their source; nothing of them is kept"
        console.print(f"{south.title}: {seen['by']}: {what}", markup=False)
        if "refused" not in seen:
            back = north.ask("take back")
            console.print(f"{north.title}: {back['by']} took it back", markup=False)


def watch(two: tuple[Side, Side], console: Console) -> None:
    """Wait until everything has crossed; then say what did. Raises Fell, also for an incident."""
    with console.status("Their workers bring each other what they have…"):
        reports = settled(two)
    console.print("\n[bold]What crossed the border[/bold]")
    for one, report, other in zip(two, reports, reversed(two), strict=True):
        for (kind, state), times in sorted(Counter(map(tuple, report["went"])).items()):
            console.print(
                f"{one.title} → {other.title}: {KINDS.get(kind, kind)}: {times} {state}", markup=False
            )
        for peer, size in report["witnessed"]:
            console.print(
                f"{one.title}: its log up to row {size:,} is witnessed by {peer.title()}", markup=False
            )
        for kind in report["incidents"]:
            raise Fell(f"{one.title} has an incident at the border: {kind}. Look at {one.url}.")


def _settled(report: dict[str, Any]) -> bool:
    return bool(report["witnessed"] and report["cosigned"]) and all(
        state != "waiting" for _kind, state in report["went"]
    )


def run(
    console: Console, *, once: bool, port: int, keep: bool, bare: bool, folder: Path | None = None
) -> str:
    """The whole of it. Gives a sentence where it could not be done, else nothing."""
    two = sides(port=port, **({"folder": folder} if folder else {}))
    for one in two:
        if taken(one.port):
            return f"Port {one.port} is taken. Stop what uses it, or choose two others: --port {one.port + 2}"
    try:
        with begun(two):
            bring_up(two, console, keep=keep, bare=bare)
            if not bare:
                lend(two, console)
            watch(two, console)
            if once:
                return ""
            console.print()
            for one in two:
                console.print(f"{one.title} is at {one.url}", markup=False)
            console.print("Signing in to one does not sign you out of the other. Stop both with Ctrl+C.")
            while all(one.running() for one in two):
                time.sleep(0.5)
            return next(one._ended() for one in two if not one.running())
    except Fell as fault:
        return str(fault)
    except KeyboardInterrupt:
        console.print("Stopped.")
        return ""
