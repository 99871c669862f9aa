"""A bar that cannot fail proves nothing: plant each fault in a scratch copy; the named tests must go red.

`./run long sabotage [NUMBER...]` prints a table, writes a dated result, and ends with 1 if any fault stayed green.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.long.patches import SABOTAGES, Sabotage

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "tests", "packs", "docs", "benchmarks", "tools")
SECONDS = 600


@contextmanager
def scratch_copy() -> Iterator[Path]:
    """The tree as it stands, without its environment, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="plait-sabotage-") as folder:
        there = Path(folder)
        leave = shutil.ignore_patterns("__pycache__", "node_modules", ".venv", "var", "*.sqlite3*")
        for name in COPIED:
            if (ROOT / name).exists():
                shutil.copytree(ROOT / name, there / name, ignore=leave)
        for path in [
            *ROOT.glob("*.toml"),
            *ROOT.glob("*.md"),
            ROOT / "run",
            ROOT / "CODEOWNERS",
            ROOT / "LICENSE",
        ]:
            if path.exists():
                shutil.copy(path, there / path.name)
        yield there


def tests_in(there: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run pytest in the copy, against the copy's own sources."""
    settings = {
        name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "PYTEST_"))
    }
    settings |= {
        "PYTHONPATH": str(there / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PLAIT_TEST_HYPOTHESIS": "quick",
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "-p", "no:cacheprovider", *arguments],
        cwd=there,
        env=settings,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def plant(there: Path, fault: Sabotage) -> str:
    """Change the copy; gives the text as it was. A fault that no longer fits its file must be written anew."""
    path = there / fault.file
    before = path.read_text(encoding="utf-8")
    if fault.old not in before:
        raise LookupError(f"{fault.number} {fault.name}: {fault.file} no longer says {fault.old!r}")
    path.write_text(before.replace(fault.old, fault.new), encoding="utf-8")
    return before


def first_failure(output: str) -> str:
    """The test that noticed, or the last thing that was said."""
    lines = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return (lines or output.splitlines() or [""])[-1].split(" - ")[0]


def noticed(there: Path, fault: Sabotage) -> tuple[bool, str, float]:
    """Did a test go red? Which one, and after how many seconds. A run that finds no test, or breaks, proves nothing."""
    began = time.monotonic()
    before = plant(there, fault)
    try:
        done = tests_in(there, fault.tests)
    finally:
        (there / fault.file).write_text(before, encoding="utf-8")
    red = done.returncode == 1 and " failed" in done.stdout
    return red, first_failure(done.stdout + done.stderr), time.monotonic() - began


def row(fault: Sabotage) -> tuple[bool, str]:
    """Plant one fault in a copy of its own; the line of the table that tells what came of it."""
    try:
        with scratch_copy() as there:
            red, by, seconds = noticed(there, fault)
    except (LookupError, subprocess.TimeoutExpired) as why:
        red, by, seconds = False, type(why).__name__, 0.0
    return (
        red,
        f"| {fault.number} | {fault.name} | {'red' if red else '**GREEN**'} | `{by}` | {seconds:.0f} |",
    )


def main(arguments: list[str]) -> int:
    """Plant all of them, or those whose numbers are given; `--at-once=N` plants N side by side (2 if it is not said)."""
    at_once = next((int(one.partition("=")[2]) for one in arguments if one.startswith("--at-once=")), 2)
    numbers = [one for one in arguments if not one.startswith("--")]
    wanted = [one for one in SABOTAGES if not numbers or str(one.number) in numbers]
    began = datetime.now(UTC)
    lines = ["| no. | planted fault | red | the test that noticed | s |", "|---|---|---|---|---|"]
    print("\n".join(lines), flush=True)
    green = 0
    with ThreadPoolExecutor(at_once) as workers:
        for red, line in workers.map(row, wanted):
            green += not red
            lines.append(line)
            print(line, flush=True)
    summary = f"{len(wanted) - green} of {len(wanted)} planted faults noticed."
    print(summary)
    if not numbers:
        there = ROOT / "benchmarks" / "results" / f"sabotage-{began:%Y-%m-%d}.md"
        head = f"# Planted faults, {began:%d %B %Y}\n\n`./run long sabotage`, on SQLite. {summary}\n\n"
        there.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
