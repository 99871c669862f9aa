"""plait migrate, plait check."""

from typing import Annotated

import typer

from plait.site.cli.common import console, prepare, refuse


def migrate(
    app_role: Annotated[
        str,
        typer.Option("--app-role", help="PostgreSQL: also give this role the rights of the serving process."),
    ] = "",
) -> None:
    """Bring the database up to date (waits its turn if Plait is serving)."""
    prepare()
    from django.db.utils import DatabaseError

    from plait.base.audit.grants import give_rights
    from plait.base.db.vendor import is_postgresql

    if app_role and not is_postgresql():
        refuse("Only PostgreSQL has roles. On SQLite the audit is held by triggers alone.")
    try:
        bring_up_to_date()
        if app_role:
            give_rights(app_role)
    except DatabaseError as fault:
        refuse(f"The database was not changed. {fault}")
    console.print("The database is up to date.")


def bring_up_to_date() -> None:
    """Migrations, then the cache's table (sign-in throttling keeps its counts there)."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def check(
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Also refuse what must not face real families.")
    ] = False,
) -> None:
    """Look Plait over. With --deploy: data, secrets, https, mail, database."""
    prepare()
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=deploy, databases=["default"])
    told = [message for message in found if not message.is_silenced()]
    for message in sorted(told, key=lambda message: -message.level):
        console.print(f"{'✗' if message.is_serious() else '·'} {message.id}: {message.msg}", markup=False)
        if message.hint:
            console.print(f"    {message.hint}", markup=False)
    serious = [message for message in told if message.is_serious()]
    if serious:
        refuse(f"Not ready: {len(serious)} to mend.")
    console.print("Nothing stands in the way.")
