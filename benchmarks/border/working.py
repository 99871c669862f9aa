"""What every message of a move and of a discovery costs the two areas that say and hear it: milliseconds of this process at work.

Real deeds in one database, with the area over the border in memory (`tests/handover/two_areas`), whose own work is not counted.
One family is offered, asked about, answered, taken over there, and each of its services passes its own on; another comes from
there and is taken in here. So each kind of message is said here once and heard here once. Called by `./run bench border`, in a
process of its own.
"""

import argparse
import json
import logging
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.border.answering import spent_on
from benchmarks.border.crossing import ASKED, handed_over
from benchmarks.border.england import DAYS, ENGLAND, England
from benchmarks.figures import Figure

TOGETHER = "shp/1 and its legs"  # a package and the legs that are drawn with it are said in one deed


@dataclass(frozen=True)
class Work:
    """Milliseconds of a processor, measured (here and in `answering`): by kind what saying a message costs the area that says it
    and hearing it the other; a receipt taken in; an answer worked out, and its question taken in."""

    said: Mapping[str, float]
    heard: Mapping[str, float]
    receipt: float
    answered: float
    question: float


def work(measured: Work, *, kind: str, seed: int = 1, size: int = ENGLAND) -> list[Figure]:
    """What a move and a discovery cost all areas together, by what was counted times what was measured. What an area that
    knows them is asked and tells besides is not in it."""
    asked = measured.said["family-asked/1"] + measured.question + measured.answered + 2 * measured.receipt
    asked += measured.heard["family-answered/1"]
    # The package and its drawn legs are said and heard as one; they have a receipt each.
    whole = handed_over() - Counter({"shp/1": 1, "shp-leg/1": 1})
    moved = sum(times * (measured.said[one] + measured.heard[one]) for one, times in whole.items())
    moved += measured.said[TOGETHER] + measured.heard[TOGETHER] + handed_over().total() * measured.receipt
    ran = England(size, seed).run()
    areas = ran.counts["messages, named"] / max(1, ran.counts["named"]) / sum(ASKED.values())
    families = (ran.counts["named, handed over"] + ran.counts["wide, handed over"]) / ran.size / DAYS
    questions = (
        (ran.counts["messages, named"] + ran.counts["messages, wide"]) / sum(ASKED.values()) / ran.size / DAYS
    )
    return [
        Figure.counted(f"{kind}: work: one area asked about one family, in both", round(asked, 1), "ms"),
        Figure.counted(f"{kind}: work: a discovery by name, of {areas:.2f} areas", round(asked * areas, 1), "ms"),
        Figure.counted(f"{kind}: work: a discovery of every area of {size}", round(asked * (size - 1) / 1000, 1), "s"),
        Figure.counted(f"{kind}: work: a family handed over, in both", round(moved, 1), "ms"),
        Figure.counted(
            f"{kind}: work of discoveries and moves in one of {size} areas a day",
            round((questions * asked + families * moved) / 1000, 2), "s",
        ),
    ]  # fmt: skip


def worked(rounds: int) -> dict[str, Any]:
    """By kind of message, the medians of what saying it, its receipt, and hearing it cost."""
    from django.conf import settings
    from django.db import transaction

    from benchmarks.seeding.area import MORNING
    from plait.base.audit.actor import Actor
    from plait.base.federation.models import Outgoing
    from plait.base.packs.actions.release_pack import release_pack
    from plait.handover.actions.add_supplement import add_supplement
    from plait.handover.actions.ask_areas import ask_areas
    from plait.handover.actions.note_leg import note_leg
    from plait.handover.actions.query_handover import query_handover
    from plait.handover.models import Handover, Leg
    from plait.handover.rules.legs import Noted
    from plait.site.demo.cast import assemble
    from tests.handover.asking_areas import north_answers
    from tests.handover.test_legs import says
    from tests.handover.two_areas import Moved, North, added, to_us, word

    before = MORNING - timedelta(days=100)
    release_pack(
        area=settings.PLAIT_AREA, root=Path(settings.PLAIT_PACKS), by=Actor.process("bench"), at=before
    )
    cast = assemble(at=before + timedelta(days=1))
    said, heard, receipts = (
        defaultdict[str, list[float]](list),
        defaultdict[str, list[float]](list),
        list[float](),
    )

    def measured(kept: list[float], deed: Callable[[], Any], parts: int = 1) -> Any:
        given, (busy, _) = spent_on(deed)
        kept.append(busy / parts)
        return given

    class Undone(Exception):
        """Each round finds the area as the first one did."""

    def one_round() -> None:
        north = North(MORNING)
        here = Moved(cast, MORNING)
        here.led()
        child = here.child
        measured(said["family-asked/1"], lambda: ask_areas(
            person_id=child, area_codes=["north"], fleeing="no", because="They came a week ago.",
            told_because="Her mother speaks of a sister there.", by=here.who("screener"), at=here.later(),
        ))  # fmt: skip
        asked = str(Outgoing.objects.get(kind="family-asked/1").pk)
        measured(heard["family-answered/1"], lambda: north_answers(asked, "known", at=here.later()))
        number = str(uuid4())
        made = measured(said[TOGETHER], lambda: here.offered(north, number=number))
        for row in list(Outgoing.objects.filter(subject=made.ref)):
            measured(receipts, partial(north.acknowledges, row, at=here.later()))
        north.number = 200
        for count, verb in enumerate(("query", "set conference", "accept responsibility"), start=1):
            it = word(verb, count, package=number, day="2026-12-04" if "conf" in verb else "")
            measured(heard["shp-word/1"], partial(north.sends, it, at=here.later()))
            if verb == "query":
                measured(said["shp-added/1"], lambda: add_supplement(
                    handover_id=str(made.pk), item="plan", words="He is in Leeds.", answers=True, by=here.who("lead"),
                    at=here.later(),
                ))  # fmt: skip
        gp = Leg.objects.get(kind="gp", handover=made)
        rang = Noted("pass on", how="telephone", to_name="Ms Hill", to_phone="01632 960555")
        measured(said["shp-leg/1"], lambda: note_leg(
            leg_id=str(gp.pk), noted=rang, word_id=str(uuid4()), by=here.who("lead"), at=here.later()
        ))  # fmt: skip
        have = says("acknowledge", 1, heard=2, to_name="Bea Lund", package=number, key=gp.key)
        measured(heard["shp-leg/1"], lambda: north.sends(have, at=here.later()))
        measured(heard[TOGETHER], lambda: (
            north.sends(to_us(), at=here.later()),
            north.sends(says("due", 1, side="sender", package=to_us().package), at=here.later()),
        ))  # fmt: skip
        came = Handover.objects.get(side="in")
        measured(said["shp-word/1"], lambda: query_handover(
            handover_id=str(came.pk), question="Where is the father?", by=here.who("screener"), at=here.later()
        ))  # fmt: skip
        measured(heard["shp-added/1"], lambda: north.sends(added(1, answers=1), at=here.later()))

    for _ in range(rounds):
        try:
            with transaction.atomic():
                one_round()
                raise Undone
        except Undone:
            pass
    return {
        "said": {kind: statistics.median(rows) for kind, rows in said.items()},
        "heard": {kind: statistics.median(rows) for kind, rows in heard.items()},
        "receipt": statistics.median(receipts),
    }


def main() -> int:
    """Print what it came to as one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    given = asked.parse_args()
    import django

    django.setup()
    import structlog
    from django.core.management import call_command

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    call_command("migrate", verbosity=0)
    print(json.dumps(worked(given.rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
