"""What a page costs: the audit of a read, and ten times the past. Both databases, both sides of each figure in one run.

`./run bench pages` prints a table and ends with 1 unless every figure holds; `--json` prints one object a line.
"""

import random
import signal
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.figures import Figure, p95, ratio_of_rounds, show
from benchmarks.harness.databases import KINDS, Databases
from benchmarks.harness.side import Side, shown_on, waited_for

PAGES = {"hub": "hub desk", "checks": "partner desk", "referral": "deciding page"}
GROWTH_FLOOR, GROWTH_AIM = 1.5, 1.2
AUDIT_FLOOR, AUDIT_AIM = 2.0, 1.5
WARM_UP = 5

messages = Console(stderr=True)


@dataclass
class Samples:
    """p95 of each round for each size, one page on one database."""

    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, how often."""

    databases: tuple[str, ...]
    sizes: tuple[int, int]
    rounds: int
    requests: int
    profile: bool


@contextmanager
def sides(plan: Plan, progress: Progress) -> Iterator[dict[tuple[str, int], Side]]:
    """Every process of the plan, seeded: both databases at once, the smaller area first."""
    databases = Databases()
    found: dict[tuple[str, int], Side] = {}
    try:
        for size in plan.sizes:
            task = progress.add_task(f"Fill {size:,} referrals on {' and '.join(plan.databases)}", total=1.0)
            batch = [Side(kind, size, databases.make(kind, size)) for kind in plan.databases]
            found |= {(side.kind, size): side for side in batch}
            waited_for(batch, shown_on(progress, task))
        yield found
    finally:
        for side in found.values():
            side.end()


def measure(plan: Plan) -> list[Figure]:
    """The figures of the plan, in the order of its databases."""
    chance, figures = random.Random(20261123), []
    bar = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*bar, console=messages) as progress, sides(plan, progress) as found:
        for kind in plan.databases:
            small, large = (found[kind, size] for size in plan.sizes)
            task = progress.add_task(f"Measure on {kind}", total=len(PAGES) * (plan.rounds + 1) + plan.rounds)
            figures.append(_audit(kind, large, plan, lambda task=task: progress.advance(task)))
            for page, words in PAGES.items():
                asked = [side.ask("queries", page=page) for side in (small, large)]
                progress.advance(task)
                if plan.profile:
                    _profile(kind, words, plan, asked)
                figures.append(_queries(kind, words, plan, asked[0]["count"], asked[1]["count"]))
                samples = Samples()
                for side in (small, large):
                    side.ask("times", page=page, count=min(WARM_UP, plan.requests))
                for _ in range(plan.rounds):
                    _round(page, small, large, plan, samples, chance)
                    progress.advance(task)
                figures.append(_growth(kind, words, plan, samples))
    return figures


def _round(page: str, small: Side, large: Side, plan: Plan, samples: Samples, chance: random.Random) -> None:
    """Small and large by turns, five answers at a time, in an order left to (the same) chance."""
    took: dict[int, list[float]] = {small.size: [], large.size: []}
    for _ in range(max(1, plan.requests // 5)):
        for side in chance.sample((small, large), 2):
            took[side.size] += side.ask("times", page=page, count=min(5, plan.requests))
    samples.small.append(p95(took[small.size]))
    samples.large.append(p95(took[large.size]))


def _audit(kind: str, side: Side, plan: Plan, step: Any) -> Figure:
    """What the audit adds to the deciding page, as so many bare audited inserts."""
    side.ask("audit", count=min(WARM_UP, plan.requests))
    added, bare = [], []
    for _ in range(plan.rounds):
        kept = side.ask("audit", count=plan.requests)
        pairs = zip(kept["audited"], kept["unaudited"], strict=True)
        added.append(statistics.median(one - other for one, other in pairs))
        bare.append(statistics.median(kept["insert"]))
        step()
    against = f"one bare audited insert, {statistics.median(bare):.2f} ms"
    return Figure(
        f"{kind}: added time of an audited read",
        ratio_of_rounds(added, bare),
        "times",
        against,
        AUDIT_FLOOR,
        AUDIT_AIM,
    )


def _queries(kind: str, words: str, plan: Plan, small: int, large: int) -> Figure:
    name = f"{kind}: queries of the {words} at {plan.sizes[1]:,} referrals"
    return Figure(name, float(large), "queries", float(small), float(small), float(small))


def _growth(kind: str, words: str, plan: Plan, samples: Samples) -> Figure:
    was, now = statistics.median(samples.small), statistics.median(samples.large)
    name = f"{kind}: p95 of the {words} at {plan.sizes[1]:,} referrals"
    against = f"p95 at {plan.sizes[0]:,} referrals, {was:.1f} ms (now {now:.1f} ms)"
    return Figure(
        name, ratio_of_rounds(samples.large, samples.small), "times", against, GROWTH_FLOOR, GROWTH_AIM
    )


def _profile(kind: str, words: str, plan: Plan, asked: list[dict[str, Any]]) -> None:
    for size, one in zip(plan.sizes, asked, strict=True):
        messages.print(f"{kind}, {words}, {size:,}: {one['count']} queries. The slowest:", markup=False)
        for seconds, sql in one["slow"]:
            messages.print(f"  {seconds} s  {sql}", markup=False, soft_wrap=True)


def main(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each figure.")] = False,
    sizes: Annotated[str, typer.Option(help="Referrals on the two sides.")] = "5000,50000",
    rounds: Annotated[int, typer.Option(min=1, help="Rounds, of whose results the median is taken.")] = 7,
    requests: Annotated[int, typer.Option(min=1, help="Answers of each side in a round.")] = 40,
    database: Annotated[str, typer.Option(help="sqlite, postgres or both.")] = "both",
    keep: Annotated[Path | None, typer.Option(help="Also write the JSON lines to this file.")] = None,
    profile: Annotated[bool, typer.Option(help="Say which queries take longest.")] = False,
) -> None:
    """Measure, show, and end with 1 unless every figure holds."""
    # Told to stop, it leaves by the usual way out: processes, server and folders of this run go with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    small, _, large = sizes.partition(",")
    if not (small.isdigit() and large.isdigit() and 0 < int(small) < int(large)):
        raise typer.BadParameter("two sizes, the smaller first, such as 5000,50000", param_hint="--sizes")
    if database not in (*KINDS, "both"):
        raise typer.BadParameter("sqlite, postgres or both", param_hint="--database")
    chosen = KINDS if database == "both" else (database,)
    figures = measure(Plan(chosen, (int(small), int(large)), rounds, requests, profile))
    lines = "".join(f"{one.as_json()}\n" for one in figures)
    if keep is not None:
        keep.write_text(lines, encoding="utf-8")
    if as_json:
        sys.stdout.write(lines)
    else:
        show(figures, title=f"Pages at {int(small):,} and {int(large):,} referrals")
    raise typer.Exit(0 if all(one.holds for one in figures) else 1)


if __name__ == "__main__":
    typer.run(main)
