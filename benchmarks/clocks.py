"""What the worker's tick costs when a hundred times as many clocks are open, and the same number comes due.

`./run bench clocks` prints a table and ends with 1 unless every figure holds; `--json` prints one object a line.
"""

import random
import signal
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.figures import Figure, ratio_of_rounds, show
from benchmarks.harness.databases import KINDS, Databases
from benchmarks.harness.side import Side, shown_on, waited_for

TICK_FLOOR, TICK_AIM = 1.2, 1.1
REPORT_FLOOR, REPORT_AIM = 12.0, 10.0  # ten times the referrals
REPORTS = 3  # by turns, each round
AT_ONCE = 50  # what one tick fires at most (base/timers: fire_due)
IDLE = 10

messages = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, how often. `due` come due at one moment, `rounds` times; before them once to warm up."""

    databases: tuple[str, ...]
    sizes: tuple[int, int]
    due: int
    rounds: int
    profile: bool = False

    @property
    def ticks(self) -> int:
        """How many ticks it takes to fire what is due."""
        return -(-self.due // AT_ONCE)


Ticks = dict[int, list[dict[str, float]]]  # by size: what each tick took (`harness/ticker`)


class Rounds:
    """The ticks of several rounds, by size."""

    def __init__(self, sizes: tuple[int, int]) -> None:
        self._of: dict[int, list[list[dict[str, float]]]] = {size: [] for size in sizes}

    def add(self, ticks: Ticks) -> None:
        """One round of both sides."""
        for size, some in ticks.items():
            self._of[size].append(some)

    def medians(self, what: str) -> dict[int, list[float]]:
        """By size, the median tick of each round."""
        return {
            size: [statistics.median(one[what] for one in some) for some in rounds]
            for size, rounds in self._of.items()
        }

    def sums(self, what: str) -> dict[int, list[float]]:
        """By size, all ticks of each round together."""
        return {
            size: [sum(one[what] for one in some) for some in rounds] for size, rounds in self._of.items()
        }


@contextmanager
def sides(plan: Plan, progress: Progress) -> Iterator[dict[tuple[str, int], Side]]:
    """Every process of the plan, filled: both databases at once, the smaller first."""
    databases = Databases()
    found: dict[tuple[str, int], Side] = {}
    more = (plan.due, plan.rounds + 1)
    try:
        for size in plan.sizes:
            task = progress.add_task(f"Open {size:,} clocks on {' and '.join(plan.databases)}", total=1.0)
            batch = [
                Side(kind, size, databases.make(kind, size), module="benchmarks.harness.ticker", more=more)
                for kind in plan.databases
            ]
            found |= {(side.kind, size): side for side in batch}
            waited_for(batch, shown_on(progress, task))
        yield found
    finally:
        for side in found.values():
            side.end()


def measure(plan: Plan) -> list[Figure]:
    """The figures of the plan, in the order of its databases."""
    chance, figures = random.Random(20261128), []
    bar = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*bar, console=messages) as progress, sides(plan, progress) as found:
        for kind in plan.databases:
            pair = tuple(found[kind, size] for size in plan.sizes)
            task = progress.add_task(f"Measure on {kind}", total=plan.rounds + 1)
            due, idle = (Rounds(plan.sizes) for _ in range(2))
            for number in range(plan.rounds + 1):
                took, still = _round(number, pair, plan, chance)
                progress.advance(task)
                if number == 0:
                    continue  # the first warms caches and compiled questions
                due.add(took)
                idle.add(still)
            if plan.profile:
                _profile(kind, plan, [side.ask("queries") for side in pair])
            figures += _figures(kind, plan, due, idle)
    return figures


def _round(number: int, pair: tuple[Side, ...], plan: Plan, chance: random.Random) -> tuple[Ticks, Ticks]:
    """One batch comes due on both sides: tick by tick by turns until all have fired, then as many idle ticks by turns."""
    took: Ticks = {side.size: [] for side in pair}
    still: Ticks = {side.size: [] for side in pair}
    for side in pair:
        said = side.ask("batch", number=number)
        if said["due"] != plan.due:
            sys.exit(f"{side.kind} at {side.size:,}: {said['due']} are due, not {plan.due}.")
    fired = {side.size: 0 for side in pair}
    for _ in range(plan.ticks):
        for side in chance.sample(pair, len(pair)):
            done = side.ask("tick")
            took[side.size].append(done)
            fired[side.size] += int(done["fired"])
    if set(fired.values()) != {plan.due}:
        sys.exit(f"{pair[0].kind}: not everything that was due has fired: {fired}.")
    for side in pair:
        side.ask("drain")
    for _ in range(IDLE):
        for side in chance.sample(pair, len(pair)):
            still[side.size] += side.ask("idle", count=1)
    return took, still


def _figures(kind: str, plan: Plan, due: Rounds, idle: Rounds) -> list[Figure]:
    small, large = plan.sizes

    def ratio(name: str, of: dict[int, list[float]], unit: str = "ms", claims: bool = True) -> Figure:
        was, now = statistics.median(of[small]), statistics.median(of[large])
        against = f"at {small:,} open, {was:,.1f} {unit} (now {now:,.1f} {unit})"
        floor, aim = (TICK_FLOOR, TICK_AIM) if claims else (None, None)
        return Figure(f"{kind}: {name}", ratio_of_rounds(of[large], of[small]), "times", against, floor, aim)

    tick, still = f"a tick at {large:,} open, {plan.due:,} due", f"a tick at {large:,} open, nothing due"
    found = [
        ratio(tick, due.medians("ms")),
        ratio(f"until all {plan.due:,} have fired, {large:,} open", due.sums("ms")),
        ratio(still, idle.medians("ms")),
        ratio(f"{tick}: this process at work", due.medians("work"), claims=False),
        ratio(f"{still}: this process at work", idle.medians("work"), claims=False),
    ]
    if min(due.medians("reads")[small]) > 0:  # a system that counts them
        found.append(ratio(f"{tick}: reads", due.medians("reads"), "reads", claims=False))
    return found


def reports(databases: tuple[str, ...], sizes: tuple[int, int], rounds: int, profile: bool) -> list[Figure]:
    """How much longer the report of three months takes over ten times the referrals, by turns; the same number of questions."""
    made = Databases()
    figures: list[Figure] = []
    found: dict[tuple[str, int], Side] = {}
    bar = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    try:
        with Progress(*bar, console=messages) as progress:
            for size in sizes:
                task = progress.add_task(f"Seed {size:,} referrals on {' and '.join(databases)}", total=1.0)
                batch = [Side(kind, size, made.make(kind, size)) for kind in databases]
                found |= {(side.kind, size): side for side in batch}
                waited_for(batch, shown_on(progress, task))
        for kind in databases:
            took: dict[int, list[float]] = {size: [] for size in sizes}
            asked: dict[int, dict[str, Any]] = {}
            for number in range(rounds + 1):
                for size in sizes:
                    asked[size] = found[kind, size].ask("report", count=REPORTS)
                    if number:  # the first warms
                        took[size].append(statistics.median(asked[size]["ms"]))
            small, large = sizes
            was, now = statistics.median(took[small]), statistics.median(took[large])
            figures += [
                Figure(
                    f"{kind}: the report over {large:,} referrals", ratio_of_rounds(took[large], took[small]), "times",
                    f"over {small:,}, {was:.0f} ms (now {now:.0f} ms)", REPORT_FLOOR, REPORT_AIM,
                ),
                Figure(
                    f"{kind}: queries of the report", asked[large]["count"], "queries", asked[small]["count"],
                    asked[small]["count"], asked[small]["count"],
                ),
            ]  # fmt: skip
            for size in sizes if profile else ():
                messages.print(f"{kind}, the report over {size:,}. The slowest:", markup=False)
                for seconds, sql in asked[size]["slow"]:
                    messages.print(f"  {seconds} s  {sql}", markup=False, soft_wrap=True)
    finally:
        for side in found.values():
            side.end()
    return figures


def _profile(kind: str, plan: Plan, asked: list[dict[str, list[list[str]]]]) -> None:
    for size, one in zip(plan.sizes, asked, strict=True):
        messages.print(
            f"{kind}, nothing due, {size:,} open: {one['count']} queries. The slowest:", markup=False
        )
        for seconds, sql in one["slow"]:
            messages.print(f"  {seconds} s  {sql}", markup=False, soft_wrap=True)


def main(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each figure.")] = False,
    sizes: Annotated[str, typer.Option(help="Open clocks on the two sides; 0,0: none.")] = "10000,1000000",
    due: Annotated[int, typer.Option(min=1, help="How many come due at one moment.")] = 1_000,
    rounds: Annotated[int, typer.Option(min=1, help="Moments, of whose results the median is taken.")] = 5,
    database: Annotated[str, typer.Option(help="sqlite, postgres or both.")] = "both",
    keep: Annotated[Path | None, typer.Option(help="Also write the JSON lines to this file.")] = None,
    report: Annotated[
        str, typer.Option(help="Referrals behind the two reports; empty: no reports.")
    ] = "20000,200000",
    profile: Annotated[bool, typer.Option(help="Say which queries take longest.")] = False,
) -> None:
    """Measure, show, and end with 1 unless every figure holds."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    small, _, large = sizes.partition(",")
    if sizes != "0,0" and not (small.isdigit() and large.isdigit() and due < int(small) < int(large)):
        raise typer.BadParameter(
            "two sizes above what comes due, the smaller first, such as 10000,1000000", param_hint="--sizes"
        )
    if database not in (*KINDS, "both"):
        raise typer.BadParameter("sqlite, postgres or both", param_hint="--database")
    chosen = KINDS if database == "both" else (database,)
    figures = measure(Plan(chosen, (int(small), int(large)), due, rounds, profile)) if int(large) else []
    if report:
        behind = [int(one) for one in report.split(",")]
        figures += reports(chosen, (behind[0], behind[-1]), rounds, profile)
    lines = "".join(f"{one.as_json()}\n" for one in figures)
    if keep is not None:
        keep.write_text(lines, encoding="utf-8")
    if as_json:
        sys.stdout.write(lines)
    else:
        show(figures, title=f"A tick of the worker at {int(small):,} and {int(large):,} open clocks")
    raise typer.Exit(0 if all(one.holds for one in figures) else 1)


if __name__ == "__main__":
    typer.run(main)
