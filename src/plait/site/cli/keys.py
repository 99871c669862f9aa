"""plait keys: the area's own keys, which stand in a file outside the database."""

from pathlib import Path
from typing import Annotated

import typer

from plait.site.cli.common import console, prepare, refuse

app = typer.Typer(help="The area's own keys.", no_args_is_help=True)


@app.command()
def make(
    file: Annotated[Path, typer.Argument(help="Where to keep them; must not be there yet.")],
    holder: Annotated[str, typer.Option(help="Whose keys they are; without it, the area's.")] = "",
) -> None:
    """Make the area's own keys. Then set PLAIT_KEYS_FILE."""
    prepare()
    from django.conf import settings

    from plait.base.clock.now import now
    from plait.base.keys import Ring, write_ring

    at = now()
    ring = Ring.made(holder or Path(settings.PLAIT_AREA).name, at=at)
    try:
        write_ring(ring, to=file)
    except FileExistsError:
        refuse(f"{file} is there already. To change keys in use: plait keys rotate.")
    except OSError as fault:
        refuse(f"{file} could not be written: {fault.strerror or type(fault).__name__}.")
    console.print(
        "Made. Keep a copy where only two named people reach it: it cannot be made again.", markup=False
    )
    _print(ring.public(at=at).keys)


@app.command()
def rotate(
    at_once: Annotated[
        bool, typer.Option("--at-once", help="A key may be in other hands: the old ones end now.")
    ] = False,
) -> None:
    """Add new keys to the area's file, published now and used when every peer had time to pin them."""
    prepare()
    from django.conf import settings

    from plait.base.clock.now import now
    from plait.base.keys import BadRing, NoKeys, read_ring, write_ring

    file = settings.PLAIT_KEYS_FILE
    if file is None or settings.PLAIT_KEYS:
        refuse("The area's keys are not in a file of PLAIT_KEYS_FILE. Change them where they are kept.")
    at = now()
    try:
        ring = read_ring(file).rotated(at=at, at_once=at_once)
        write_ring(ring, to=file, instead=True)
    except (NoKeys, BadRing) as fault:
        refuse(f"Nothing was changed: {fault}")
    except OSError as fault:
        refuse(f"Nothing was changed: {fault.strerror or type(fault).__name__}.")
    _print(ring.public(at=at).keys)


@app.command()
def show() -> None:
    """Print the public keys with their fingerprints."""
    prepare()
    from plait.base.clock.now import now
    from plait.base.keys import NoKeys, own_ring

    try:
        ring = own_ring()
    except NoKeys as fault:
        refuse(str(fault))
    if ring.is_known_to_all:
        console.print("For invented data only: everybody can make these keys.", markup=False)
    _print(ring.public(at=now()).keys)


def _print(keys: object) -> None:
    from plait.base.keys import PublicKey

    assert isinstance(keys, tuple)
    for one in keys:
        assert isinstance(one, PublicKey)
        does = "signs" if one.use == "sig" else "is sealed to"
        ends = f" to {one.until:%d %B %Y %H:%M}" if one.until else ""
        console.print(f"{does}, from {one.since:%d %B %Y %H:%M}{ends}", markup=False)
        console.print(f"    {one.fingerprint}", markup=False)
