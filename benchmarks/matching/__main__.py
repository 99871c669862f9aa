"""Who is this? Every row that the engine can answer, on populations held out and frozen. `./run bench matching`."""

import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.figures import Figure, show
from benchmarks.harness.databases import KINDS, Databases
from benchmarks.matching import against_splink, continuous, identity, nightly, public, searching, serving
from benchmarks.matching.world import SETS, filed, world
from plait.matching.model import current

messages = Console(stderr=True)


def measure(
    records: int, kinds: tuple[str, ...], each: int, *, searched: bool, night: bool, served: bool
) -> Iterator[Figure]:
    """The figures of one size; `each`: queries of each kind."""
    model, databases, size = current(), Databases(), f"{records:,}"
    messages.print(f"Make {size} records, held out")
    made = world(records)
    recalled: searching.Found | None = None
    for kind in kinds if searched else ():
        messages.print(f"File and search, {kind}")
        store, connection = filed(made, kind, databases=databases)
        found = searching.ask_all(made, store, model, each)
        yield searching.latency(kind, found, size)
        if recalled is None:
            recalled = found
            yield from searching.recall(found, size)
            yield searching.strangers(made, store, model, each * 8, size)
            yield searching.relatives(made, store, model, each * 8, size)
            yield from searching.families(made, store, model, each * 2, size)
        if kind == "postgres":
            messages.print("Against Splink's own calls")
            yield against_splink.against_compare_records(made, store, model, max(12, each // 8), size)
            yield against_splink.against_predict_between(made, found, model, size)
        connection.close()
    if night:
        messages.print("The nightly batch")
        yield from nightly.night(made, model, size)
        messages.print("Continuous linking")
        warm, fed = continuous.chosen_rows(made)
        store, connection = filed(made, "sqlite", databases=databases, rows=warm)
        yield from continuous.feed(made, store, fed, warm, model, size)
        connection.close()
    messages.print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in made.took.items()))
    del made
    for kind in kinds if served else ():
        messages.print(f"The hub’s page and one more person, {kind}")
        yield from serving.measured(records, kind, max(20, each // 5), databases=databases)


def beside() -> Iterator[Figure]:
    """What does not hang on the size: others' sets, and the identity store at work."""
    messages.print("Sets that others made")
    yield from public.figures()
    messages.print("The identity store")
    yield from identity.measured(databases=Databases())


def as_they_come(figures: Iterable[Figure], keep: Path | None) -> Iterator[Figure]:
    """Each figure said and kept as soon as it is measured: a run of an hour that is stopped leaves what it has found."""
    if keep is not None:
        keep.write_text("", encoding="utf-8")
    for one in figures:
        messages.print(f"  {one.name}: {one.value:.3f} {one.unit} ({one.compared_with})", highlight=False)
        if keep is not None:
            with keep.open("a", encoding="utf-8") as kept:
                kept.write(f"{one.as_json()}\n")
        yield one


def main(
    records: Annotated[
        list[int] | None, typer.Option(help="Sizes: 10000, 100000, 1000000 or 10000000.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each figure.")] = False,
    database: Annotated[str, typer.Option(help="sqlite, postgres or both.")] = "both",
    each: Annotated[int, typer.Option(min=8, help="Queries of each of the nine kinds.")] = 250,
    searched: Annotated[bool, typer.Option(help="The search in process, and Splink’s own calls.")] = True,
    night: Annotated[bool, typer.Option(help="Also the batch, its clusters and continuous linking.")] = True,
    served: Annotated[bool, typer.Option(help="Also the hub’s page and one more person filed.")] = True,
    others: Annotated[bool, typer.Option(help="Also others’ sets, and the identity store at work.")] = True,
    keep: Annotated[Path | None, typer.Option(help="Also write the JSON lines to this file.")] = None,
) -> None:
    """Measure, show, and end with 1 unless every figure holds."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sizes = records or [100_000, 1_000_000]
    if unknown := [size for size in sizes if size not in SETS]:
        raise typer.BadParameter(f"no held-out set of {unknown[0]} records", param_hint="--records")
    if database not in (*KINDS, "both"):
        raise typer.BadParameter("sqlite, postgres or both", param_hint="--database")
    kinds = KINDS if database == "both" else (database,)
    measured = chain.from_iterable(
        measure(size, kinds, each, searched=searched, night=night, served=served) for size in sizes
    )
    figures = list(as_they_come(chain(measured, beside() if others else ()), keep))
    if as_json:
        sys.stdout.write("".join(f"{one.as_json()}\n" for one in figures))
    else:
        show(figures, title="Matching, on held-out people")
    raise typer.Exit(0 if all(one.holds for one in figures) else 1)


if __name__ == "__main__":
    typer.run(main)
