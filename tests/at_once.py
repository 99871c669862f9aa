"""Deeds done at one moment, each on a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from plait.base.access.verdict import Refused


def together(*deeds: Callable[[], object]) -> list[object]:
    """What each gave, or the Refused it met; begun at one moment, each on a connection of its own."""
    start = Barrier(len(deeds))
    found: list[object] = [None] * len(deeds)

    def run(number: int, does: Callable[[], object]) -> None:
        start.wait()
        try:
            found[number] = does()
        except Refused as refused:
            found[number] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, does)) for number, does in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found
