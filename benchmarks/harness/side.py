"""One side of a figure: a process with a database of its own, asked for one measurement after another."""

import json
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from subprocess import PIPE, Popen
from typing import IO, Any

from rich.progress import Progress, TaskID

from benchmarks.harness.databases import spawn


class Side:
    """A process that serves one database of one size. `module` is what it runs, given the size and `more`."""

    def __init__(
        self,
        kind: str,
        size: int,
        database: str,
        *,
        module: str = "benchmarks.harness.worker",
        more: Sequence[int] = (),
    ) -> None:
        self.kind, self.size = kind, size
        self.process: Popen[str] = spawn(
            module,
            [str(one) for one in (size, *more)],
            database=database,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        self.seeded = 0.0
        self.complaints: list[str] = []
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        for line in _lines(self.process.stderr):
            if line.startswith('{"seeded"'):
                said = json.loads(line)
                self.seeded = said["seeded"] / max(1, said["of"])
            else:
                self.complaints = [*self.complaints[-40:], line]

    def hear(self) -> Any:
        """The next answer; ends the benchmark with the process's own words if it has died."""
        line = next(_lines(self.process.stdout), "")
        if not line:
            self.process.wait(10)
            self._reader.join(5)
            sys.exit(f"{self.kind} at {self.size}: no answer.\n" + "".join(self.complaints))
        return json.loads(line)

    def ask(self, do: str, **wanted: Any) -> Any:
        """One measurement."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **wanted}) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def end(self) -> None:
        """Let it go."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except Exception:  # whatever holds it, this benchmark is over
            self.process.kill()


def _lines(stream: IO[str] | None) -> Iterator[str]:
    assert stream is not None
    return iter(stream.readline, "")


def shown_on(progress: Progress, task: TaskID) -> Callable[[float], None]:
    """Tells this task of the progress how far it is, from 0 to 1."""
    return lambda part: progress.update(task, completed=part)


def waited_for(batch: Sequence[Side], tell: Callable[[float], None]) -> None:
    """Hear each of them say that it is ready; `tell` is told meanwhile how much the slowest has filled, from 0 to 1."""
    waiting = [threading.Thread(target=side.hear, daemon=True) for side in batch]
    for thread in waiting:
        thread.start()
    while any(thread.is_alive() for thread in waiting):
        tell(0.97 * min(side.seeded for side in batch))
        waiting[0].join(0.3)
    for side in batch:
        if side.process.poll() is not None:
            side.hear()
    tell(1.0)
