"""plait audit: what is sealed of the audit, for whoever keeps Plait running and for outside verifiers."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plait.site.cli.common import console, refuse, start_or_refuse

app = typer.Typer(help="The audit’s sealed log.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The audit’s sealed log."""


@app.command()
def seal() -> None:
    """Seal what is new, and sign the head, now. (The worker does so every minute.)"""
    start_or_refuse()
    from plait.base.clock.now import now
    from plait.base.keys import BadRing, NoKeys
    from plait.base.timers.clock_mark import seconds_behind
    from plait.base.witness.sealing import seal as seal_all
    from plait.base.witness.signers import OwnKey

    at = now()
    if seconds_behind(at=at):
        refuse("The clock stands behind what was recorded. Set it right first: a head is never dated back.")
    try:
        done = seal_all(at=at, signer=OwnKey(at))
    except (BadRing, NoKeys) as fault:
        refuse(f"The rows are sealed, but no head could be signed. {fault}")
    console.print(f"Sealed {done.rows} rows. The log has {done.size} leaves.")


@app.command()
def export(
    to: Annotated[Path, typer.Argument(help="The file to write. One that is there already is left alone.")],
    row: Annotated[
        list[int] | None, typer.Option("--row", help="An audit row to prove, by its number.")
    ] = None,
    since: Annotated[int, typer.Option(help="Co-signed heads of at least so many leaves.", min=0)] = 0,
    leaves: Annotated[bool, typer.Option("--leaves", help="Also every leaf’s hash.")] = False,
) -> None:
    """Write what an outside verifier needs (tools/verify_witness.py). It holds pseudonyms, and names nobody."""
    start_or_refuse()
    from plait.base.access.verdict import Refused
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.base.witness.actions.export_log import export_log

    if to.exists():
        refuse(f"{to} is there already.")
    try:
        bundle = export_log(
            rows=row or [], since=since, leaves=leaves, by=Actor.process("command-line"), at=now()
        )
    except Refused as refusal:
        refuse(f"{refusal.verdict.say} {refusal.verdict.next_step}")
    try:
        to.write_text(json.dumps(bundle, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as fault:
        refuse(f"{to} could not be written: {fault.strerror}.")
    console.print(f"Wrote {to}: {len(bundle['heads'])} heads, {len(bundle['rows'])} rows.", markup=False)


@app.command()
def verify() -> None:
    """Look every sealed row, every leaf and every head over. Ends with 1 when something does not hold."""
    start_or_refuse()
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.base.witness.actions.look_log_over import look_log_over

    found = look_log_over(by=Actor.process("command-line"), at=now())
    for fault in found.faults:
        console.print(f"✗ {fault}", markup=False)
    if found.faults:
        refuse("The sealed log does not hold. The people named for it are told.")
    console.print(f"It holds: {found.rows} leaves, root {found.root[:16]}…")
