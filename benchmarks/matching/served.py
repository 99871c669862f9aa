"""The process that serves one database full of people: the page, one insert more, and the identity store at work.

Reads a JSON object a line from standard input, writes one a line to standard output, like `benchmarks.harness.worker`.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import numpy as np

from benchmarks.matching.world import SETS, World, world

FORM = "application/x-www-form-urlencoded"  # as a browser posts it
OF_PEOPLE = 0x7_0000 << 96  # ids of the invented population, apart from every other


def person_id(number: object) -> str:
    """The id of one of the population."""
    return str(UUID(int=OF_PEOPLE | int(str(number))))


class Served:
    """One database, one signed-in reader, the clock held at the morning of the seed."""

    def __init__(self, records: int) -> None:
        from django.test import Client

        from benchmarks.seeding.area import MORNING
        from benchmarks.seeding.filling import fill
        from plait.agencies.models import User
        from plait.agencies.views.cast import BACKEND
        from plait.referrals.models import ContactPerson
        from plait.site import middleware

        middleware.now = lambda: MORNING  # type: ignore[attr-defined]
        self.at = MORNING
        users: Any = fill(3)["users"]
        self.world = world(records)
        started = time.perf_counter()
        file_everybody(self.world)
        self.filed = time.perf_counter() - started
        self.client = Client(HTTP_HOST="localhost")
        self.client.force_login(User.objects.get(pk=users["screener"]), backend=BACKEND)
        one = ContactPerson.objects.filter(contact__status="received", role="child").order_by("pk").first()
        assert one is not None
        self.page = f"/hub/concerns/{one.contact_id}/who/{one.pk}/"

    def look(self, each: int) -> dict[str, Any]:
        """Milliseconds of the page's answers to the nine kinds of query, and how often the person was on the page."""
        from plait.population import KINDS

        made = self.world
        asked = [
            one for kind in KINDS for one in made.queries(made.population.queries(kind, each, made.seed))
        ]
        asked = [one for start in range(each) for one in asked[start::each]]
        took, worked, found = [], [], 0
        for turn, (query, truth, _) in enumerate(asked):
            said = _as_sent(query)
            if said is None:
                continue
            began, busy = time.perf_counter(), time.thread_time()
            answer = self.client.post(self.page, urlencode(said), FORM)
            busy = (time.thread_time() - busy) * 1_000
            spent = (time.perf_counter() - began) * 1_000
            if answer.status_code != 200:
                raise RuntimeError(f"{self.page} answered {answer.status_code}")
            if turn >= 20:
                took.append(spent)
                worked.append(busy)
                found += person_id(truth).encode() in answer.content  # as a choice on the page
        return {"took": took, "worked": worked, "found": found}

    def insert(self, count: int) -> dict[str, list[float]]:
        """By turns: one description with its audit row; the same, filed for the search in that transaction; the whole deed."""
        from django.db import transaction

        from plait.base.audit.actor import Actor
        from plait.base.audit.record import record
        from plait.people.actions.describe_person import describe_person
        from plait.people.models import Description, Person
        from plait.people.rules import Described
        from plait.people.store.filing import file_descriptions, match_store

        by = Actor.process("benchmark")
        rows = self.world.queries(self.world.population.queries("stranger", 3 * count, self.world.seed + 9))
        kept: dict[str, list[float]] = {"bare": [], "filed": [], "deed": []}
        seen = 0
        for turn in range(count):
            for side in ("bare", "filed", "deed") if turn % 2 else ("filed", "bare", "deed"):
                query = rows.pop()[0]
                said = {
                    "forename": query.forename,
                    "surname": query.surname,
                    "born_on": _day(query.born),
                    "sex": query.sex,
                }
                person = Person.objects.create(made_at=self.at) if side != "deed" else None
                began = time.perf_counter()
                if person is None:
                    described = Described(
                        forename=query.forename, surname=query.surname, address_line=query.street, postcode=query.postcode
                    )  # fmt: skip
                    describe_person(
                        described=described, source_ref=f"contact:{turn}", agency_id="", by=by, at=self.at
                    )
                else:
                    with transaction.atomic():
                        told = Description.objects.create(
                            person=person, source_ref="benchmark", stated_at=self.at, **said
                        )
                        if side == "filed":
                            file_descriptions([told])
                        record(act="benchmark:insert", about=f"person:{person.pk}", by=by, at=self.at)
                kept[side].append((time.perf_counter() - began) * 1_000)
                if side == "filed" and person is not None:
                    seen += len(match_store().features(np.array([told.number], np.int64)))
        if seen != count:
            raise RuntimeError(f"{seen} of {count} inserts are seen by the next search")
        return kept


def _as_sent(query: Any) -> dict[str, str] | None:
    """The form as a browser posts it; None where it is too little to look for anybody."""
    known = [query.forename, query.surname, query.born, query.postcode]
    if sum(map(bool, known)) < 2 and not query.nhs:
        return None
    year, month, day = query.born.split("-") if query.born else ("", "", "")
    return {
        "do": "look",
        "forename": query.forename,
        "surname": query.surname,
        "born_on_day": day,
        "born_on_month": month,
        "born_on_year": year,
        "nhs_number": query.nhs,
        "postcode": query.postcode,
        "purpose": _purpose(),
    }


def _purpose() -> str:
    from plait.referrals.forms.hub import PURPOSES

    return next(iter(PURPOSES))


def file_everybody(made: World) -> None:
    """The population as people with descriptions, in the tables that pages read and in those of the search."""
    from django.db import connection

    from benchmarks.seeding.area import MORNING
    from benchmarks.seeding.writer import in_bulk
    from plait.base.db.vendor import is_sqlite
    from plait.matching.names import name_key, sound
    from plait.matching.ports import filing
    from plait.people.models import Description, Person
    from plait.people.store.filing import match_store
    from plait.people.store.match_bulk import fill

    persons = [person_id(one) for one in made.persons]
    plain = made.plain
    columns = (plain.forename, plain.middle, plain.surname, plain.previous, plain.born, plain.sex, plain.nhs)
    rows = zip(persons, *(column.texts() for column in columns), strict=True)
    own = {}
    with in_bulk() as writer:
        for one in sorted(set(persons)):
            writer.add(Person, id=UUID(one).hex, made_at=MORNING)
        for number, (person, forename, middle, surname, previous, born, sex, nhs) in enumerate(rows):
            own[number] = person
            writer.add(
                Description, id=f"{OF_PEOPLE | 1 << 64 | number:032x}", person_id=UUID(person).hex, number=number,
                source_ref="benchmark", stated_at=MORNING, forename=forename, middle_names=middle, surname=surname,
                previous_surname=previous, born_on=_day(born), sex=sex, nhs_number=nhs, forename_key=name_key(forename),
                surname_key=name_key(surname), forename_sound=sound(forename), surname_sound=sound(surname),
            )  # fmt: skip
    store = match_store()
    with connection.cursor() as cursor:
        if not is_sqlite():
            cursor.execute("analyze")
        from django.db import transaction

        with transaction.atomic():
            bulk: Any = cursor if is_sqlite() else cursor.cursor
            fill(store, bulk, filing(plain, np.arange(len(plain)), persons), vendor=_vendor())
            store.place((person_id(one), home) for one, home in made.homes.items())
        if not is_sqlite():
            connection.set_autocommit(True)
            cursor.execute("vacuum analyze")


def _vendor() -> str:
    from plait.base.db.vendor import is_sqlite

    return "sqlite" if is_sqlite() else "postgres"


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text) if text else None


def serve(records: int) -> None:
    """Fill, then answer until standard input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from plait.site.collecting import leave_what_is_imported

    call_command("migrate", verbosity=0)
    served = Served(records)
    # As a serving process does once it has everything: else the invented people, whom no service holds in memory, are looked
    # through for rubbish in every few answers.
    leave_what_is_imported()
    _say({"filed": served.filed})
    does: dict[str, Callable[..., Any]] = {"look": served.look, "insert": served.insert}
    for line in sys.stdin:
        wanted = json.loads(line)
        _say(does[wanted.pop("do")](**wanted))


def _say(what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    assert int(sys.argv[1]) in SETS
    serve(int(sys.argv[1]))
