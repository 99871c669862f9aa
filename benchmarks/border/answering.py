"""What an answer to another area costs beside the same search made here, by turns in one process and one database.

Both are whole deeds, kept and audited. Here somebody of the hub looks (`look_closely`). From outside the question has arrived
and its minute has come (`answer_discovery`): look, keep what was said, seal the answer, tell whoever must hear. Taking in the
question is measured beside them. People and questions are invented and seeded. In a process of its own.
"""

import argparse
import json
import logging
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from benchmarks.matching.world import World, world, world_of
from plait.population import Parameters

APART = timedelta(minutes=20)  # between two questions, so that no limit of what an area may ask is met
Spent = dict[str, list[tuple[float, float]]]


def spent_on(what: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """What it gives; milliseconds of this process at work, and by the clock."""
    began, busy = time.perf_counter(), time.thread_time()
    given = what()
    return given, ((time.thread_time() - busy) * 1_000, (time.perf_counter() - began) * 1_000)


def answered(made: World, each: int) -> dict[str, Any]:
    """Medians of each step, over `each` questions of each of the nine kinds, among the records of this world."""
    from django.db import transaction

    from benchmarks.matching.served import file_everybody
    from benchmarks.seeding.area import MORNING
    from benchmarks.seeding.filling import fill
    from plait.agencies.models import User
    from plait.agencies.queries import actor_for
    from plait.base.audit.actor import Actor
    from plait.base.federation.receiving import receive
    from plait.base.federation.wire.contents import Contents
    from plait.handover.actions.answer_discovery import answer_discovery
    from plait.handover.models import AskReceived
    from plait.handover.wire.discovery import ASKED, Ask, Contact, Home, Somebody, can_be_told, write_ask
    from plait.people.actions.look_for_person import look_closely
    from plait.people.rules import Query, may_search
    from plait.population import KINDS
    from tests.base.federation.border import part
    from tests.base.federation.delivery import from_north, pinned

    users: Any = fill(3)["users"]
    file_everybody(made)
    pinned(at=MORNING)
    hub = actor_for(User.objects.get(pk=users["screener"]).practitioner, at=MORNING)
    worker = Actor.process("worker")
    theirs = Contact("Northmere Council", "Northmere Hub", "01632 960700", "Their night team", "01632 960799")
    spent: Spent = defaultdict(list)
    asked = [one for kind in KINDS for one in made.queries(made.population.queries(kind, each, made.seed))]
    asked = [one for start in range(each) for one in asked[start::each]]
    at = MORNING
    words: Counter[str] = Counter()
    for number, (query, _, _) in enumerate(asked, start=1):
        born = date.fromisoformat(query.born) if query.born else None
        child = Somebody(query.forename, query.surname, "", born, query.nhs)
        here = Query(
            forename=query.forename, surname=query.surname, born_on=born, nhs_number=query.nhs,
            street=query.street, postcode=query.postcode,
        )  # fmt: skip
        if not (can_be_told(child) and may_search(here).allowed):  # no area asks so
            continue
        at += APART
        ask = Ask(
            child=child, household=(), homes=(Home(query.street, query.postcode),), purpose="enquiry", gateway="CA04_16LA",
            because="They came last week.", name=f"Nora Field {number}", job="Social worker", ring=theirs, quiet=False,
        )  # fmt: skip
        wire = from_north(
            at=at, number=number, contents=Contents(ASKED),
            parts=(part("ask.json", write_ask(ask), "application/json"),),
        )  # fmt: skip
        taken, cost = spent_on(partial(receive, BytesIO(wire), way="file", at=at))
        assert taken.state == "received", taken
        spent["taken in"].append(cost)
        kept = AskReceived.objects.get(message__endswith=f"{number:012x}")

        def look(here: Query = here, at: Any = at) -> None:
            with transaction.atomic():
                look_closely(query=here, purpose="enquiry", by=hub, at=at)

        def answer(kept: AskReceived = kept, at: Any = at) -> Any:
            with transaction.atomic():
                return answer_discovery(ask_id=str(kept.pk), by=worker, at=at)

        for side in ("here", "answer") if number % 2 else ("answer", "here"):
            given, cost = spent_on(look if side == "here" else answer)
            spent[side].append(cost)
            if side == "answer":
                words[given.says] += 1
    warm = len(spent["here"]) // 10
    medians = {
        name: [statistics.median(one[place] for one in rows[warm:]) for place in (0, 1)]
        for name, rows in spent.items()
    }
    return {**medians, "answers": len(spent["answer"]) - warm, "words": dict(words)}


def main() -> int:
    """Print what it came to as one JSON object."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--records", type=int, default=10_000)
    wanted.add_argument("--people", type=int, help="a small world of so many instead")
    wanted.add_argument("--each", type=int, default=12)
    said = wanted.parse_args()
    import django

    django.setup()
    import structlog
    from django.core.management import call_command

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    call_command("migrate", verbosity=0)
    made = world_of(Parameters(people=said.people, seed=3), 5) if said.people else world(said.records)
    print(json.dumps(answered(made, said.each)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
