"""plait pack: policy as data."""

from pathlib import Path
from typing import Annotated

import typer

from plait.site.cli.common import console, prepare, refuse, start_or_refuse

app = typer.Typer(help="Practice packs: policy as data.", no_args_is_help=True)


@app.callback()
def pack() -> None:
    """Practice packs: policy as data."""


@app.command()
def lint(
    path: Annotated[
        Path | None,
        typer.Argument(help="The packs folder or one pack in it; without it, every pack.", exists=True),
    ] = None,
) -> None:
    """Check packs: every file, line and worked example. Ends with 1 at any fault."""
    prepare()
    from django.conf import settings

    from plait.base.clock.now import now
    from plait.base.packs.lint import lint_command

    raise typer.Exit(lint_command(path or Path(settings.PLAIT_PACKS), on=now().date(), console=console))


@app.command()
def release(
    area: Annotated[
        str, typer.Option(help="The area's pack, such as areas/ellowmere; without it, PLAIT_AREA.")
    ] = "",
) -> None:
    """Put an area's pack into force. A pack with any fault is refused and the old release stays."""
    start_or_refuse()
    from django.conf import settings

    from plait.base.access.verdict import Refused
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.base.packs.actions.release_pack import release_pack

    try:
        released = release_pack(
            root=Path(settings.PLAIT_PACKS),
            area=area or settings.PLAIT_AREA,
            by=Actor.process("command-line"),
            at=now(),
        )
    except Refused as refusal:
        refuse(f"{refusal.verdict.say} {refusal.verdict.next_step}".strip())
    console.print(f"In force: {released.area}, release {released.hash[:12]}.", markup=False)
