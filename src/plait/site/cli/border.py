"""plait border: the same bytes as over https, in files that somebody carries."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from plait.site.cli.common import console, refuse, start_or_refuse

app = typer.Typer(help="Messages to and from other areas, as files to carry.", no_args_is_help=True)
ENVELOPE, RECEIPT = ".plait-envelope", ".plait-receipt"


@app.callback()
def border() -> None:
    """Messages to and from other areas, as files to carry."""


@app.command()
def export(
    area: Annotated[str, typer.Argument(help="The other area’s code.")],
    folder: Annotated[Path, typer.Argument(help="Where to write; it must be there.")],
) -> None:
    """Write what waits for one area into files, signed and sealed to it. It waits on here until its receipt comes."""
    start_or_refuse()
    from plait.base.clock.now import now
    from plait.base.federation import outgoing, queries

    at = now()
    peer = queries.trusted(area)
    if peer is None:
        refuse(f"No area {area} is believed now. Nothing was written.")
    if not folder.is_dir():
        refuse(f"{folder} is no folder.")
    written = 0
    for one in queries.waiting(peer):
        row = outgoing.leaves(str(one.pk), code=peer.code, at=at, whenever=True)
        if row is None:
            continue
        target = folder / f"{row.pk}{ENVELOPE}"
        try:
            with target.open("wb") as file:
                for some in outgoing.envelope_of(row):
                    file.write(some)
        except OSError as fault:
            refuse(f"{target} could not be written: {fault.strerror or type(fault).__name__}.")
        written += 1
    console.print(f"Wrote {written} messages for {peer.name}. Bring their receipts back.", markup=False)


@app.command("import")
def take_in(
    files: Annotated[list[Path], typer.Argument(help="Envelopes, or receipts, that somebody brought.")],
) -> None:
    """Take in what somebody brought. Beside each envelope its receipt is written, to be carried back."""
    start_or_refuse()
    from plait.base.clock.now import now

    at = now()
    refused = 0
    for path in files:
        try:
            said, well = _receipt(path, at) if path.suffix == RECEIPT else _envelope(path, at)
        except OSError as fault:
            said, well = f"cannot be opened ({fault.strerror or type(fault).__name__})", False
        console.print(f"{path.name}: {said}.", markup=False)
        refused += not well
    if refused:
        refuse(f"{refused} of {len(files)} were not taken in.")


def _envelope(path: Path, at: datetime) -> tuple[str, bool]:
    from plait.base.federation.receiving import NOT_BELIEVED, TOO_LARGE, receive

    with path.open("rb") as source:
        taken = receive(source, way="file", at=at)
    if taken.receipt:
        path.with_suffix(RECEIPT).write_text(taken.receipt, encoding="ascii")
    if taken.state == "received":
        return "taken in; its receipt lies beside it", True
    if taken.state == "conflict":
        return (
            "other bytes came under this number before, and neither is exchanged for the other; ring the other area",
            False,
        )
    if taken.state == "refused":
        return (
            f"it will never be taken, and the receipt beside it says so; ring the other area ({taken.error})",
            False,
        )
    if taken.error in NOT_BELIEVED:
        return f"nothing that its sender signs is believed here ({taken.error})", False
    if taken.error in TOO_LARGE:
        return f"larger than anything we take ({taken.error})", False
    if taken.error == "later":
        return "it could not be taken in now, and nothing was kept of it; try again", False
    return (
        f"it is not as another area sent it, and nothing was kept of it; have it copied again ({taken.error})",
        False,
    )


ENDS = {
    "arrived": "its message has arrived",
    "refused": "they will not take its message; ring them",
    "conflict": "they hold other bytes under the number of its message; ring them",
    "over": "its message had run out of time before",
    "stopped": "its message had been taken back before it left",
}


def _receipt(path: Path, at: datetime) -> tuple[str, bool]:
    from plait.base.federation import outgoing, queries
    from plait.base.federation.wire.receipts import sender_of
    from plait.base.federation.wire.refusals import NotAccepted

    with path.open("rb") as file:
        written = file.read(8192).decode("latin-1").strip()
    try:
        code = sender_of(written)
        if queries.trusted(code) is None:
            return "a receipt of an area that is not believed", False
        state = outgoing.take_receipt(written, code=code, at=at)
    except NotAccepted as fault:
        return f"no receipt that is believed ({fault.reason})", False
    if not state:
        return "a receipt for none of our messages", False
    return ENDS.get(state, "a receipt for other bytes than ours; its message waits on"), True
