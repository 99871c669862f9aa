"""What every command needs: Django made ready, a console, and one way to refuse."""

import gc
import os
from typing import NoReturn

import typer
from rich.console import Console

from plait.site.collecting import leave_what_is_imported

console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, soft_wrap=True)


def prepare() -> None:
    """Make Django ready. Done in the command, so that `plait --help` answers at once."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    gc.disable()  # while it is being imported too
    try:
        django.setup()
    finally:
        gc.enable()
    leave_what_is_imported()


def refuse(sentence: str) -> NoReturn:
    """Say why not, and end with 1."""
    complaints.print(sentence, style="bold red", markup=False)
    raise typer.Exit(1)


def start_or_refuse() -> None:
    """Make ready, and refuse what must not run: dangerous settings, a forgetful database, missing migrations.

    From here on a fault is logged as a line that names nobody: a terminal is read by people who may not read the records.
    """
    prepare()
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import DatabaseError

    from plait.base.db.settings_readback import database_faults
    from plait.base.db.vendor import is_sqlite
    from plait.site.checks import refuse_to_start
    from plait.site.environment import Environment
    from plait.site.health import missing_migrations
    from plait.site.logging import configure_logging

    configure_logging()
    try:
        refuse_to_start(Environment.read())
        faults = database_faults()
        missing = missing_migrations()
    except ImproperlyConfigured as fault:
        refuse(str(fault))
    except DatabaseError as fault:
        refuse(f"The database did not answer ({type(fault).__name__}). Check PLAIT_DATABASE, then try again.")
    if faults and (is_sqlite() or settings.PLAIT_DATA == "real"):
        refuse("\n".join(faults))
    for said in faults:
        complaints.print(said, style="yellow", markup=False)
    if missing:
        refuse("The database is not up to date. Run: plait migrate")
