"""plait docs: the reference pages that the code writes about itself."""

from typing import Annotated

import typer

from plait.site.cli.common import console, prepare, refuse


def docs(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; end with 1 when a page is stale.")
    ] = False,
) -> None:
    """Write docs/reference from the code, or check that it is fresh."""
    prepare()
    from plait.site.papers import stale, write

    if not check:
        for path in write():
            console.print(f"wrote {path}", markup=False)
        return
    old = stale()
    if old:
        for path in old:
            console.print(f"stale: {path}", markup=False)
        refuse("Some generated pages do not say what the code says. Run: plait docs")
    console.print("Generated pages are fresh.")
