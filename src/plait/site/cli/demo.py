"""plait demo: the fictional area, one concern played through, and the site to look at it."""

import os
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
) -> None:
    """Build the fictional area, play one concern through by the real actions, then serve it."""
    if os.environ.get("PLAIT_DATA", "fictional") == "real":
        refuse("The demo signs anybody in as anybody, so it never runs where PLAIT_DATA is real.")
    os.environ["PLAIT_DEMO"] = "true"
    own = (
        "PLAIT_DATABASE" not in os.environ
    )  # the demo's own file may be thrown away; a database somebody named may not
    if own:
        os.environ["PLAIT_DATABASE"] = str(ROOT / "var" / "demo.sqlite3")
    prepare()
    from django.conf import settings

    from plait.base.db.serving import who_is_serving
    from plait.base.db.vendor import is_sqlite
    from plait.site.cli.house import bring_up_to_date
    from plait.site.logging import configure_logging

    configure_logging()
    database = str(settings.DATABASES["default"]["NAME"])
    elsewhere = who_is_serving(database) if is_sqlite() else ""
    if elsewhere:
        refuse(f"Plait is serving this database already ({elsewhere}). Stop that one first, or use it.")
    if own and not keep:
        start_afresh(database)
    with console.status("Building the fictional area…"):
        bring_up_to_date()
    from plait.site.demo.play import play_demo

    play_demo(console)
    if once:
        return
    from plait.site.cli.serve import serve_until_stopped

    serve_until_stopped(host="127.0.0.1", port=port)


def start_afresh(database: str) -> None:
    """Remove the demo's own database file. Called only for fictional data on SQLite with no server on it."""
    from pathlib import Path

    from django.db import connections

    connections.close_all()
    for name in (database, f"{database}-journal"):
        Path(name).unlink(missing_ok=True)
