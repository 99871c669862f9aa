"""What an answer to another area costs beside the same search made here, by turns in one process and one database.

Both are whole deeds, kept and audited. Here somebody of the hub looks (`look_closely`). From outside the question has arrived
and its minute has come (`answer_discovery`): look, keep what was said, seal the answer. Soon after whoever must hear is told
(`tell_of_ask`): that is measured beside it, and both together are said. Four sorts of question take turns: a child alone; with
two who live with it, for whom the search is made too where the child is not known for
sure (here somebody looks for them as well, as often); and either where everybody whom the question may mean is kept, so that
nothing is given and custodians are told. *Everything* is from the first byte of the question to the last that is done for it:
taken in, answered, its bytes read for the way, and whoever must hear told. People and questions are invented and seeded. In a
process of its own.
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
from unittest.mock import patch

from benchmarks.matching.world import World, world, world_of
from plait.population import Parameters

APART = timedelta(minutes=20)  # between two questions, so that no limit of what an area may ask is met
Spent = dict[str, list[tuple[float, float]]]


def spent_on(what: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """What it gives; milliseconds of this process at work, and by the clock."""
    began, busy = time.perf_counter(), time.thread_time()
    given = what()
    return given, ((time.thread_time() - busy) * 1_000, (time.perf_counter() - began) * 1_000)


SORTS = ("alone", "with two at home", "kept", "kept, with two at home")


def answered(made: World, each: int) -> dict[str, Any]:
    """Medians of each step of each sort, over `each` questions of each of the nine kinds, among the records of this world."""
    from django.db import transaction

    from benchmarks.matching.served import file_everybody
    from benchmarks.seeding.area import MORNING
    from benchmarks.seeding.filling import fill
    from plait.agencies.models import Team, User
    from plait.agencies.queries import actor_for
    from plait.base.audit.actor import Actor
    from plait.base.federation.models import Outgoing
    from plait.base.federation.outgoing import envelope_of
    from plait.base.federation.receiving import receive
    from plait.base.federation.wire.contents import Contents
    from plait.handover.actions.answer_discovery import answer_discovery
    from plait.handover.actions.tell_of_ask import tell_of_ask
    from plait.handover.models import AskReceived
    from plait.handover.queries import looking
    from plait.handover.wire.discovery import ASKED, Ask, Contact, Home, Somebody, can_be_told, write_ask
    from plait.people.actions.look_for_person import look_closely
    from plait.people.models import Person
    from plait.people.queries.finding import who_it_may_be
    from plait.people.rules import Query, may_search
    from plait.population import KINDS
    from tests.base.federation.border import part
    from tests.base.federation.delivery import from_north, pinned

    users: Any = fill(3)["users"]
    file_everybody(made)
    pinned(at=MORNING)
    hub = actor_for(User.objects.get(pk=users["screener"]).practitioner, at=MORNING)
    team = Team.objects.filter(kind=Team.Kind.CUSTODIAN).first()
    worker = Actor.process("worker")
    theirs = Contact("Northmere Council", "Northmere Hub", "01632 960700", "Their night team", "01632 960799")
    spent: dict[str, Spent] = {sort: defaultdict(list) for sort in SORTS}
    asked = [one for kind in KINDS for one in made.queries(made.population.queries(kind, each, made.seed))]
    asked = [one for start in range(each) for one in asked[start::each]]
    at = MORNING
    words: dict[str, Counter[str]] = {sort: Counter() for sort in SORTS}
    searches: dict[str, list[int]] = {sort: [] for sort in SORTS}

    def somebody(query: Any, surname: str = "") -> Somebody:
        born = date.fromisoformat(query.born) if query.born else None
        return Somebody(query.forename, surname or query.surname, "", born, query.nhs if not surname else "")

    def looked_for(one: Somebody, query: Any) -> Query:
        return Query(
            forename=one.forename, surname=one.surname, born_on=one.born_on, nhs_number=one.nhs_number,
            street=query.street, postcode=query.postcode,
        )  # fmt: skip

    for number, (query, _, _) in enumerate(asked, start=1):
        child = somebody(query)
        if not (can_be_told(child) and may_search(looked_for(child, query)).allowed):  # no area asks so
            continue
        for sort in SORTS:
            at += APART
            two = [somebody(asked[(number + more) % len(asked)][0], query.surname) for more in (7, 11)]
            household = tuple(one for one in two if can_be_told(one)) if "two" in sort else ()
            home = Home(query.street, query.postcode)
            serial = number * len(SORTS) + SORTS.index(sort)
            ask = Ask(
                child=child, household=household, homes=(home,), purpose="enquiry", gateway="CA04_16LA",
                because="They came last week.", name=f"Nora Field {serial}", job="Social worker", ring=theirs, quiet=False,
            )  # fmt: skip
            # How often it will look, so that here somebody looks as often; and who is to be kept.
            with patch.object(looking, "who_it_may_be", wraps=who_it_may_be) as search:
                found = {one.person for one in looking.matches_for(child, household, [home])}
            times = search.call_count
            searches[sort].append(times)
            if sort.startswith("kept"):
                Person.objects.filter(pk__in=found).update(restricted=True, custodian=team)
            wire = from_north(
                at=at, number=serial, contents=Contents(ASKED),
                parts=(part("ask.json", write_ask(ask), "application/json"),),
            )  # fmt: skip
            taken, in_cost = spent_on(partial(receive, BytesIO(wire), way="file", at=at))
            assert taken.state == "received", taken
            kept = AskReceived.objects.get(message__endswith=f"{serial:012x}")
            seeks = [looked_for(one, query) for one in (child, *household)][:times]

            def look(seeks: list[Query] = seeks, at: Any = at) -> None:
                for here in seeks:
                    with transaction.atomic():
                        look_closely(query=here, purpose="enquiry", by=hub, at=at)

            def answer(kept: AskReceived = kept, at: Any = at) -> Any:
                with transaction.atomic():
                    return answer_discovery(ask_id=str(kept.pk), by=worker, at=at)

            def tell(kept: AskReceived = kept, at: Any = at) -> None:
                with transaction.atomic():
                    tell_of_ask(ask_id=str(kept.pk), by=worker, at=at)

            def bytes_of(kept: AskReceived = kept) -> int:
                row = Outgoing.objects.filter(about=kept.message).latest("posted_at")
                return sum(map(len, envelope_of(row)))

            for side in ("here", "answer") if serial % 2 else ("answer", "here"):
                given, cost = spent_on(look if side == "here" else answer)
                spent[sort][side].append(cost)
                if side == "answer":
                    words[sort][given.says] += 1
            _, out_cost = spent_on(bytes_of)
            spent[sort]["told"].append(spent_on(tell)[1])
            spent[sort]["taken in"].append(in_cost)
            spent[sort]["bytes"].append(out_cost)
            Person.objects.filter(pk__in=found, restricted=True).update(restricted=False, custodian=None)
    return {
        sort: {
            **{name: _middle(rows) for name, rows in spent[sort].items()},
            "answers": len(spent[sort]["answer"]) - len(spent[sort]["answer"]) // 10,
            "searches": statistics.mean(searches[sort]), "words": dict(words[sort]),
        }
        for sort in SORTS
    }  # fmt: skip


def _middle(rows: list[tuple[float, float]]) -> list[float]:
    """Medians, without the first tenth, in which caches fill: of the processor, and by the clock."""
    warm = len(rows) // 10
    return [statistics.median(one[place] for one in rows[warm:]) for place in (0, 1)]


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
