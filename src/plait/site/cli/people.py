"""plait people: what agencies send about whom, and what is disposed of."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from plait.site.cli.common import complaints, console, refuse, start_or_refuse

if TYPE_CHECKING:
    from plait.agencies.models import Agency
    from plait.people.rules.mappings import Mapping
    from plait.people.rules.rows import Row, Unread

app = typer.Typer(help="People: extracts of agencies, and disposal.", no_args_is_help=True)


class Engine(StrEnum):
    """What compares everybody with everybody at night."""

    DUCKDB = "duckdb"
    SPARK = "spark"


SHOWN = 20  # sentences on the terminal; the report holds them all
LARGE = 2_000_000  # bytes of a file that would keep a serving SQLite waiting


@app.callback()
def people() -> None:
    """People: extracts of agencies, and disposal."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV file of the agency's.", exists=True, dir_okay=False)],
    agency: Annotated[str, typer.Option(help="Name or id of the agency that sent it.")],
    mapping: Annotated[
        str, typer.Option(help="TOML file that says which column holds what, or ssd-person, ssd-address…")
    ],
    agreement: Annotated[str, typer.Option(help="Clause of the agreement by which it was sent.")] = "",
    dpia: Annotated[str, typer.Option(help="Reference of the data protection impact assessment.")] = "",
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave bad rows out and import the rest.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="CSV file for a sentence on every bad or doubtful row.")
    ] = None,
) -> None:
    """Import an agency's extract: all of it or nothing, once for each file."""
    start_or_refuse()
    from django.conf import settings

    from plait.base import packs
    from plait.base.access.verdict import Refused
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.base.db.serving import who_is_serving
    from plait.base.db.vendor import is_sqlite
    from plait.people.actions.import_people import import_people
    from plait.people.rules.rows import CannotRead

    known, read_as = _agency(agency), _mapping(mapping)
    digest, lines = _digest(file)
    where = who_is_serving(str(settings.DATABASES["default"]["NAME"])) if is_sqlite() else ""
    if where and file.stat().st_size > LARGE:
        refuse(
            f"Plait is serving this database ({where}), and everybody would wait while so large a file is written. "
            "Stop the server first, import at night, or use PostgreSQL."
        )
    at = now()
    try:
        keep = packs.current(at=at).clock("unlinked_person_expires").amount
    except packs.NoPack as missing:
        refuse(str(missing))
    sentences = _Sentences(report)
    progress = Progress(
        TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=complaints
    )
    try:
        with sentences, progress:
            bar = progress.add_task("rows", total=max(0, lines - 1))
            done = import_people(
                rows=lambda: _rows(file, read_as, on=at.date()),
                mapping=read_as,
                file_name=file.name,
                file_digest=digest,
                agency_id=str(known.pk),
                agreement=agreement,
                dpia=dpia,
                expires_on=_months_after(at.date(), keep),
                skip_bad=skip_bad,
                tell=sentences.tell,
                progress=lambda rows: progress.update(bar, completed=rows),
                by=Actor.process("command-line"),
                at=at,
            )
    except CannotRead as fault:
        refuse(f"{fault} Nothing was imported.")
    except Refused as refusal:
        sentences.show()
        refuse(f"{refusal.verdict.say} {refusal.verdict.next_step}.")
    sentences.show()
    if done.again:
        console.print(
            f"This file was imported before, on {done.extract.at:%d %B %Y at %H:%M}: {done.rows:,} rows, "
            f"{done.left_out:,} left out. Nothing was changed.",
            markup=False,
        )
        return
    for note in done.notes:
        console.print(note, markup=False)
    console.print(
        f"Imported {known.name}: {done.rows:,} rows; {done.added:,} new, {done.changed:,} changed, "
        f"{done.unchanged:,} as before, {done.left_out:,} left out, {done.doubts:,} doubtful, "
        f"{done.to_review:,} to look at.",
        markup=False,
    )


@app.command()
def dispose(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many would go, and let nobody go.")
    ] = False,
) -> None:
    """Dispose of imported people who are linked to nothing and have expired, with a certificate for each agency."""
    start_or_refuse()
    from plait.base import packs
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.people.actions.dispose_unlinked import dispose_unlinked
    from plait.people.queries import expired_people

    at = now()
    if dry_run:
        console.print(f"{expired_people(on=at.date()).count():,} people would be disposed of.", markup=False)
        return
    try:
        pack = packs.current(at=at).hash
    except packs.NoPack as missing:
        refuse(str(missing))
    total, certificates = 0, 0
    while made := dispose_unlinked(pack=pack, by=Actor.process("command-line"), at=at):
        total += sum(one.people for one in made)
        certificates += len(made)
    console.print(f"{total:,} people disposed of, {certificates:,} certificates.", markup=False)


@app.command()
def link(
    train: Annotated[
        Path | None,
        typer.Option(
            "--train",
            help="New folder for a model trained on this installation's own records. Rarely needed.",
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            help="Folder of a model that was trained here, for this time. Else the one in use (PLAIT_MODEL).",
        ),
    ] = None,
    engine: Annotated[
        Engine,
        typer.Option(help="What compares: DuckDB in this process, or Spark, an extra that needs Java."),
    ] = Engine.DUCKDB,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked, and ask nobody.")
    ] = False,
) -> None:
    """Compare everybody with everybody, at night: each difference from who is who now becomes a question to a person."""
    start_or_refuse()
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.matching import batch, spark
    from plait.matching.model import WrongModel, current, load, save
    from plait.people.actions.ask_about_night import ask_about_night
    from plait.people.queries.nightly import differences, everybody, facts_of_training, households_now

    at = now()
    if engine is Engine.SPARK:
        try:
            spark.insist()
        except spark.NoSpark as missing:
            refuse(f"{missing} Nothing was compared.")

    def say(words: str) -> None:
        complaints.print(f"{words[:1].upper()}{words[1:]}.", style="dim", markup=False)

    known = everybody(say)
    try:
        if train is not None:
            from plait.matching.model_card import card
            from plait.matching.training import train as train_model

            if train.exists():
                refuse(f"There is something at {train} already. Name a new folder.")
            made = train_model(
                known.plain,
                people=max(1, len(set(known.person.tolist()))),
                on=at.date(),
                about=facts_of_training(known),
                say=say,
            )
            save(made, train, card=card(made))
            console.print(f"Trained on {len(known):,} descriptions: {train}", markup=False)
        folder = train or model
        weights = load(folder) if folder is not None else current()
    except (WrongModel, OSError) as fault:
        refuse(f"{fault} Nothing was compared.")
    if weights.id != current().id:
        console.print(
            f"By day Plait compares by {current().id}, and this time by {weights.id}: the same two people may score otherwise on "
            f"a page. To use it by day as well, set PLAIT_MODEL to {folder}.",
            markup=False,
        )
    score = spark.score_all if engine is Engine.SPARK else batch.score_all
    try:
        found = differences(known, weights, at=at, say=say, score=score)
    except spark.NoSpark as fault:
        refuse(f"{fault} Nothing was asked.")
    if dry_run:
        console.print(f"{len(found):,} questions would stand. Nobody was asked.", markup=False)
        return
    fresh = ask_about_night(
        found=found,
        households=households_now(at=at),
        model=weights.id,
        by=Actor.process("command-line"),
        at=at,
    )
    kinds = ", ".join(f"{count:,} {_KINDS[kind]}" for kind, count in sorted(fresh.items())) or "none new"
    console.print(
        f"Compared {len(known):,} descriptions: {len(found):,} questions stand ({kinds}). Nobody was joined or parted.",
        markup=False,
    )


@app.command()
def postcodes(
    directory: Annotated[
        Path, typer.Argument(help="CSV file of the ONS Postcode Directory.", exists=True, dir_okay=False)
    ],
    names: Annotated[
        Path,
        typer.Option(help="CSV file of its names of local authorities.", exists=True, dir_okay=False),
    ],
    to: Annotated[Path, typer.Option(help="File to write; name it in PLAIT_POSTCODES.")],
) -> None:
    """Make a directory of real postcodes, by which the questions about moves know authorities beyond the areas here."""
    start_or_refuse()
    from plait.base.access.verdict import Refused
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.people.actions.make_directory import make_directory
    from plait.people.rules.directory import BadDirectory, authority_names, postcodes_of

    try:
        with (
            names.open(encoding="utf-8-sig", newline="") as told,
            directory.open(encoding="utf-8-sig", newline="") as rows,
        ):
            pairs = postcodes_of(rows, authority_names(told))
            count = make_directory(postcodes=pairs, to=to, by=Actor.process("command-line"), at=now())
    except (BadDirectory, UnicodeDecodeError, csv.Error) as fault:
        refuse(f"{fault} Nothing was written.")
    except Refused as refusal:
        refuse(f"{refusal.verdict.say} {refusal.verdict.next_step}.")
    console.print(f"{count:,} postcodes: {to}. Set PLAIT_POSTCODES to it.", markup=False)


_KINDS = {
    "merge": "would merge",
    "split": "would split",
    "broken": "do not hold together",
    "shield": "are for custodians alone",
}


def _agency(name: str) -> "Agency":
    from plait.agencies import queries

    found = [one for one in queries.agencies() if name.casefold() in {one.name.casefold(), str(one.pk)}]
    if len(found) != 1:
        refuse(f"There is no agency called {name}. See them: plait agencies list")
    return found[0]


def _mapping(name: str) -> "Mapping":
    from plait.people.rules.mappings import BadMapping, mapping_of, ready_made

    path = Path(name)
    made = ready_made()
    if name not in made and not path.is_file():
        refuse(f"There is no mapping {name}. Name a TOML file, or one of: {', '.join(sorted(made))}.")
    try:
        return mapping_of(made.get(name) or path.read_text(encoding="utf-8"))
    except BadMapping as fault:
        refuse(str(fault))
    except UnicodeDecodeError:
        refuse(f"The mapping {name} is not written in UTF-8.")


def _digest(file: Path) -> tuple[str, int]:
    """SHA-256 of the file, and how many lines it has."""
    found, lines = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            found.update(piece)
            lines += piece.count(b"\n")
    return found.hexdigest(), lines


def _rows(file: Path, mapping: "Mapping", *, on: date) -> "Iterator[Row | Unread]":
    from plait.people.rules.rows import CannotRead, read_rows

    try:
        stream = file.open(encoding=mapping.encoding, errors="surrogateescape", newline="")
    except LookupError:
        raise CannotRead(f"The mapping's encoding {mapping.encoding} is not known.") from None
    with stream:
        yield from read_rows(stream, mapping, on=on)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


class _Sentences:
    """Sentences on rows: all of them in the report, the first few on the terminal."""

    def __init__(self, report: Path | None) -> None:
        self._report = report
        self._stream: TextIO | None = None
        self._kept: list[str] = []
        self._bad = 0

    def __enter__(self) -> "_Sentences":
        if self._report is not None:
            self._stream = self._report.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._stream)
            self._writer.writerow(["row", "kind", "sentence"])
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream is not None:
            self._stream.close()

    def tell(self, number: int, kind: str, sentence: str) -> None:
        """Keep one."""
        if self._stream is not None:
            self._writer.writerow([number, kind, sentence])
        if kind == "bad":
            self._bad += 1
            if len(self._kept) < SHOWN:
                self._kept.append(sentence)

    def show(self) -> None:
        """Say the first of the bad ones, and where the rest stands."""
        for sentence in self._kept:
            complaints.print(sentence, markup=False)
        if self._bad > len(self._kept):
            complaints.print(f"… and {self._bad - len(self._kept):,} more.", markup=False)
        if self._report is not None:
            complaints.print(f"A sentence on every row: {self._report}", markup=False)
