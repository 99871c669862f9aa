"""The command line: `plait`. 0 means done, 1 refused with a sentence, 2 called wrongly."""

from typing import NoReturn

import typer

from plait.site.cli import (
    agencies,
    audit,
    border,
    demo,
    house,
    keys,
    pack,
    papers,
    people,
    serve,
    users,
    worker,
)

app = typer.Typer(
    name="plait",
    help="Plait: the shared safeguarding workspace of an area's agencies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals of a safeguarding record do not belong on a terminal
    rich_markup_mode=None,
)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("demo")(demo.demo)
app.command("migrate")(house.migrate)
app.command("check")(house.check)
app.command("docs")(papers.docs)
app.add_typer(agencies.app, name="agencies")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(border.app, name="border")
app.add_typer(pack.app, name="pack")
app.add_typer(people.app, name="people")
app.add_typer(users.app, name="users")


def main() -> NoReturn:
    """Entry point of the `plait` command."""
    raise SystemExit(app())
