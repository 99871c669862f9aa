"""plait worker: timers and mail, as a process of its own."""

import threading
from typing import Annotated

import typer

from plait.site.cli.common import console, refuse, start_or_refuse


def worker(
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    accept_clock: Annotated[
        bool,
        typer.Option("--accept-clock", help="The clock was wrong before and is right now: go on from here."),
    ] = False,
) -> None:
    """Fire timers and deliver mail until stopped."""
    start_or_refuse()
    from plait.base.clock.now import now
    from plait.base.timers import clock_mark
    from plait.site.logging import configure_logging
    from plait.site.worker import one_round, round_aside, stop_on_signals, work

    configure_logging()
    at = now()
    if accept_clock:
        clock_mark.accept_clock(at=at)
    behind = clock_mark.seconds_behind(at=at)
    if behind:
        refuse(
            f"The clock stands {behind} seconds behind what was recorded. Set it right, "
            "or, if it is right now: plait worker --accept-clock"
        )
    if once:
        done = one_round(at=at)
        failed_aside = round_aside(at=at)
        console.print(
            f"Timers: {done.timers.fired} fired, {done.timers.failed} failed. "
            f"Messages: {done.messages.sent} sent, {done.messages.put_off} put off, "
            f"{done.messages.unaddressable} without an address."
        )
        if done.timers.failed or done.jobs_failed or failed_aside:
            refuse("Something failed; it will be tried again. See the lines above.")
        return
    stop = threading.Event()
    stop_on_signals(stop)
    console.print("The worker runs (stop it with Ctrl+C).")
    work(stop)
    console.print("Stopped.")
