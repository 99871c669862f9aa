"""One of the two areas of `plait demo --two-areas`: a process with a database, keys, cookies and an address of its own.

It does what lines on its standard input say, one JSON object each, and answers each with one. When nobody is there to say more,
it stops: so nothing is left running, however its parent ends.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

import requests
from django.conf import settings
from rich.console import Console

from plait.site.cli.common import prepare

Said = dict[str, Any]
SETTLED = timedelta(days=190)
AGREEMENT = "Border agreement of Ellowmere and Harrowfen, 2026 (invented)"
CHECKED = "Rang them on a number we knew before, and read the fingerprints to each other"


class Unwell(Exception):
    """It could not be done; str() is the sentence to show."""


def empty(_said: Said) -> Said:
    """An empty database and keys that nobody had before."""
    from plait.base.clock.now import now
    from plait.base.keys import Ring, write_ring
    from plait.site.cli.demo import start_afresh

    database, keys = Path(settings.DATABASES["default"]["NAME"]), Path(settings.PLAIT_KEYS_FILE or "")
    keys.parent.mkdir(parents=True, exist_ok=True)
    start_afresh(database, empties=database.parent.parent)
    keys.unlink(missing_ok=True)
    write_ring(Ring.made(Path(settings.PLAIT_AREA).name, at=now()), to=keys)
    return {}


def build(said: Said) -> Said:
    """The area's agencies and people, and, unless it is to be bare, what happened there."""
    from plait.agencies.queries import present_practitioners
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now
    from plait.base.packs.actions.release_pack import release_pack
    from plait.base.witness.jobs import seal_the_audit
    from plait.site.cli.house import bring_up_to_date
    from plait.site.demo.cast import ELLOWMERE, assemble
    from plait.site.demo.neighbours import HARROWFEN, leave_next_door
    from plait.site.demo.play import play_demo
    from plait.site.health import missing_migrations

    if missing_migrations():
        bring_up_to_date()
    at, here = now(), Path(settings.PLAIT_AREA).name == "ellowmere"
    if not present_practitioners().exists():
        if here and not said["bare"]:
            play_demo(Console(file=sys.stderr))
        else:
            release_pack(
                area=settings.PLAIT_AREA,
                root=settings.PLAIT_PACKS,
                by=Actor.process("demo"),
                at=at - SETTLED,
            )
            cast = assemble(at=at - SETTLED, named=ELLOWMERE if here else HARROWFEN)
            if not said["bare"]:
                leave_next_door(cast, now=at)
    seal_the_audit(now())  # so that there is a head to show from the first moment on
    return {"people": present_practitioners().count()}


def pin(said: Said) -> Said:
    """Two people here believe what the other area publishes: one copies it, the other confirms it."""
    from plait.agencies.actions.pin_area import confirm_area, propose_area
    from plait.base.clock.now import now
    from plait.base.federation import client, queries
    from plait.site.demo.cast import ELLOWMERE, find
    from plait.site.demo.neighbours import HARROWFEN

    at = now()
    cast = find(at=at, named=ELLOWMERE if Path(settings.PLAIT_AREA).name == "ellowmere" else HARROWFEN)
    one, other = cast.actor("manager", at=at), cast.actor("ig_lead", at=at)
    if (known := queries.by_code(said["code"])) is None or known.url != said["url"]:
        address, besides = client.dialled(f"{said['url']}/.well-known/plait-area")
        session = requests.Session()
        session.trust_env = False
        with session, session.get(address, headers=besides, timeout=10) as found:
            if found.status_code != 200:
                raise Unwell(f"{said['url']} publishes nothing of itself ({found.status_code}).")
            description = found.text
        waits = propose_area(description=description, agreement=AGREEMENT, checked=CHECKED, by=one, at=at)
        known = confirm_area(proposal_id=str(waits.pk), by=other, at=now())
    newest = known.public_keys().newest(use="sig", at=now())
    assert newest is not None
    return {"proposed": one.name, "confirmed": other.name, "area": known.name, "key": newest.fingerprint[:19]}


def crossed(_said: Said) -> Said:
    """What went over the border and what came, and whose word stands on our log."""
    from plait.base.federation import queries
    from plait.base.federation.models import Incoming, Outgoing
    from plait.base.witness import queries as log

    return {
        "went": [[one.kind, one.state] for one in Outgoing.objects.order_by("posted_at", "pk")],
        "came": [[one.kind, one.state] for one in Incoming.objects.order_by("received_at", "pk")],
        "witnessed": [[one.peer, one.size] for one in log.witnessed()],
        "cosigned": [[one.peer, one.size] for one in log.peers_heads()],
        "incidents": [one.kind for one in queries.open_incidents()],
    }


def work(_said: Said) -> Said:
    """From now on its worker fires timers and brings what waits: not before the other area knows whom to believe."""
    from plait.site import worker

    worker.SECONDS_BETWEEN_ROUNDS = 1.0  # somebody waits at the screen
    worker.in_thread(STOP)
    return {}


def lend(said: Said) -> Said:
    """The hub's manager here lends where a child is to the other area, whose address is protected."""
    from plait.base.clock.now import now
    from plait.people.models import Person
    from plait.people.places import shielded_among
    from plait.sharing.actions.lend_words import lend_whereabouts
    from plait.sharing.models import SharingDecision
    from plait.site.demo.cast import find

    at = now()
    manager = find(at=at).actor("manager", at=at)
    protected = shielded_among(Person.objects.filter(restricted=False))
    decided = SharingDecision.objects.filter(outcome__in=("share", "part")).order_by("-decided_at")
    decision, child = next((one, who) for one in decided for who in one.people if who in protected)
    loan = lend_whereabouts(
        person_id=child, to=said["code"], decision_id=str(decision.pk), by=manager, at=at,
        because="Their night team must be able to go there",
    )  # fmt: skip
    return {"by": manager.name, "minutes": int((loan.until - loan.since).total_seconds() // 60)}


def read(_said: Said) -> Said:
    """The hub's manager here reads at its source what was lent last. The words go no further than this."""
    from plait.base.access.verdict import Refused
    from plait.base.clock.now import now
    from plait.base.federation.leases import read_at_source
    from plait.base.federation.models import Borrowing
    from plait.site.demo.cast import find
    from plait.site.demo.neighbours import HARROWFEN

    at = now()
    reader, newest = find(at=at, named=HARROWFEN).actor("manager", at=at), Borrowing.objects.latest("since")
    try:
        shown = read_at_source(borrowing_id=str(newest.pk), by=reader, at=at)
    except Refused as refusal:
        return {"by": reader.name, "refused": refusal.verdict.say}
    return {"by": reader.name, "lines": len(shown.words.splitlines())}


def take_back(_said: Said) -> Said:
    """What was lent ends for the very next look."""
    from plait.base.clock.now import now
    from plait.base.federation.models import Loan
    from plait.sharing.actions.lend_words import take_back_whereabouts
    from plait.site.demo.cast import find

    at = now()
    manager, person_id = find(at=at).actor("manager", at=at), Loan.objects.latest("since").ref.split(":")[1]
    return {"by": manager.name, "ended": take_back_whereabouts(person_id=person_id, by=manager, at=at)}


STOP = threading.Event()
DEEDS: dict[str, Callable[[Said], Said]] = {
    "empty": empty,
    "build": build,
    "pin": pin,
    "work": work,
    "crossed": crossed,
    "lend": lend,
    "read": read,
    "take back": take_back,
}


def answer(said: Said) -> Said:
    """Do one thing. A fault is a sentence, never an end."""
    try:
        return {"done": said["do"], **DEEDS[said["do"]](said)}
    except Exception as fault:
        import traceback

        traceback.print_exc()  # to the side's own log: everything here is invented
        return {
            "fault": str(fault) if isinstance(fault, Unwell) else f"{type(fault).__name__}: {fault}"[:300]
        }


def _lines(asked: TextIO) -> Iterator[Said]:
    for line in asked:
        yield json.loads(line)


def main() -> None:
    """Answer until told to serve; then serve, and go on answering, until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever else is printed belongs to the log
    prepare()
    from django.db import connections

    from plait.site.cli.demo import letters_beside
    from plait.site.cli.serve import serve_until_stopped

    letters_beside(Path(settings.DATABASES["default"]["NAME"]))

    def say(words: Said) -> None:
        print(json.dumps(words), file=answers, flush=True)

    lines = _lines(sys.stdin)
    for said in lines:
        if said["do"] == "serve":
            break
        say(answer(said))
    else:
        return

    def go_on() -> None:
        try:
            say({"done": "serve"})
            for more in lines:
                say(answer(more))
        except OSError:
            pass  # nobody hears it any more
        finally:
            connections.close_all()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Timer(0.3, go_on).start()
    try:
        serve_until_stopped(host="127.0.0.1", port=int(said["port"]), with_worker=False)
    finally:
        STOP.set()


if __name__ == "__main__":
    main()
