"""plait demo: the fictional area, one concern played through, and the site to look at it."""

import hashlib
import os
import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from plait.site.cli.common import console, prepare, refuse
from plait.site.environment import ROOT


def demo(
    once: Annotated[bool, typer.Option("--once", help="Play it through and end, without serving.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")] = 8000,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep what the last demo left instead of building anew.")
    ] = False,
    two_areas: Annotated[
        bool,
        typer.Option(
            "--two-areas",
            help="Two areas, each a process with a database of its own, that believe each other; on PORT and the next.",
        ),
    ] = False,
    bare: Annotated[
        bool, typer.Option("--bare", help="With --two-areas: only their people, without the stories.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(help="With --two-areas: where their databases, keys and letters are kept."),
    ] = None,
) -> None:
    """Build the fictional area, play one concern through by the real actions, then serve it."""
    if os.environ.get("PLAIT_DATA", "fictional") == "real":
        refuse("The demo signs anybody in as anybody, so it never runs where PLAIT_DATA is real.")
    if two_areas:
        _both(once=once, port=port, keep=keep, bare=bare, folder=folder)
        return
    os.environ["PLAIT_DEMO"] = "true"
    own = (
        "PLAIT_DATABASE" not in os.environ
    )  # the demo's own file may be thrown away; a database somebody named may not
    if own:
        os.environ["PLAIT_DATABASE"] = str(ROOT / "var" / "demo.sqlite3")
    os.environ.setdefault(
        "PLAIT_PUBLIC_URL", f"http://localhost:{port}"
    )  # letters lead to where it is served
    prepare()
    from django.conf import settings
    from django.db import connection

    from plait.base.db.serving import who_is_serving
    from plait.base.db.sqlite.base import in_a_hurry
    from plait.base.db.vendor import is_sqlite
    from plait.site.cli.house import bring_up_to_date
    from plait.site.logging import configure_logging

    configure_logging()
    database = str(settings.DATABASES["default"]["NAME"])
    elsewhere = who_is_serving(database) if is_sqlite() else ""
    if elsewhere:
        refuse(f"Plait is serving this database already ({elsewhere}). Stop that one first, or use it.")
    with console.status("Preparing an empty database…"):
        if own and not keep:
            start_afresh(Path(database))
        else:
            bring_up_to_date()
    from plait.site.demo.play import play_demo

    # A file of the demo's own that a power cut spoilt is thrown away by the next demo.
    with in_a_hurry(connection) if own and not keep else nullcontext():
        play_demo(console)
    if once:
        return
    from plait.site.cli.serve import serve_until_stopped

    if not settings.EMAIL_HOST:
        console.print(
            f"Letters that leave are kept in {letters_beside(Path(database))}, none naming anybody",
            markup=False,
        )
    serve_until_stopped(host="127.0.0.1", port=port)


def _both(*, once: bool, port: int, keep: bool, bare: bool, folder: Path | None) -> None:
    from plait.site.demo.two_areas import run

    if "PLAIT_DATABASE" in os.environ:
        refuse("Two areas have two databases, which this command makes. Unset PLAIT_DATABASE.")
    if port == 65535:
        refuse("Two areas need two ports: choose one below 65535.")
    if fault := run(console, once=once, port=port, keep=keep, bare=bare, folder=folder):
        refuse(fault)


def letters_beside(database: Path) -> Path:
    """Keep the demo's letters as files, so that they do not push the address of the site off the screen."""
    from django.conf import settings

    kept = database.parent / "demo-letters" if database.is_absolute() else ROOT / "var" / "demo-letters"
    shutil.rmtree(kept, ignore_errors=True)
    settings.EMAIL_FILE_PATH = str(kept)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return kept


def start_afresh(database: Path, *, empties: Path | None = None) -> None:
    """Replace the demo's own database by an empty one. Called only for fictional data with no server on it.

    Migrating takes seconds, so the empty database is kept beside it (or in `empties`) for as long as no migration changes.
    """
    from django.db import connections

    from plait.site.cli.house import bring_up_to_date

    connections.close_all()
    database.parent.mkdir(parents=True, exist_ok=True)
    for left in (database, database.with_name(f"{database.name}-journal")):
        left.unlink(missing_ok=True)
    empties = empties or database.parent
    empty = empties / f"empty-{migrations_digest()}.sqlite3"
    if not empty.exists():
        bring_up_to_date()
        connections.close_all()
        for older in empties.glob("empty-*.sqlite3"):
            older.unlink(missing_ok=True)
        half = empty.with_suffix(".half")
        shutil.copyfile(database, half)
        half.replace(empty)
        return
    shutil.copyfile(empty, database)


def migrations_digest() -> str:
    """Changes when any migration of any installed app does."""
    from django.apps import apps

    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.name}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
