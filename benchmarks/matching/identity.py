"""The identity store at work: records that arrive one by one, people who merge and undo, and what became of every id.

Nothing is counted by the engine's word: merges and ids are read from the tables afterwards, as a page would read them.
"""

import json
import os
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from benchmarks.figures import Figure
from benchmarks.harness.databases import Databases, spawn

RECORDS = 1_500
KEPT_BACK = 4  # of every so many people two records are joined by a colleague before the engine looks at them
AGAIN = 10  # every so many records are looked at again, as when their agency sends them anew


def measured(*, databases: Databases) -> list[Figure]:
    """The figures, from a process and a database of their own."""
    process = spawn(
        "benchmarks.matching.identity", [], database=databases.make("sqlite", 3), stdout=-1, stderr=-1
    )
    out, complaints = process.communicate()
    if process.returncode:
        sys.exit(f"The identity store: no answer.\n{complaints[-4000:]}")
    said: dict[str, int] = json.loads(out.splitlines()[-1])
    joined = (
        f"{said['joined']} of {said['records']:,} records joined by the engine, {said['right']} rightly; "
        f"{said['twice']} people known twice; "
        f"{said['asked']} questions"
    )
    ids = (
        f"{said['ids']:,} ids handed out, {said['merged']} merged by people, {said['undone']} of those undone; "
        f"{said['unlike']} not as before"
    )
    return [
        Figure("identity store: merges of two known people by no person", said["silent"], "merges", joined, 0, 0),
        Figure("identity store: ids lost", said["lost"] + said["unlike"], "ids", ids, 0, 0),
    ]  # fmt: skip


class _Store:
    """A small area, the population's records arriving as an agency would send them."""

    def __init__(self) -> None:
        from benchmarks.seeding.area import MORNING
        from benchmarks.seeding.filling import fill
        from plait.agencies.models import Practitioner
        from plait.agencies.queries import actor_for
        from plait.base.audit.actor import Actor

        users: Any = fill(3)["users"]
        self.at = MORNING
        self.engine = Actor.process("benchmark")
        self.person = actor_for(Practitioner.objects.get(user_id=users["manager"]), at=MORNING)
        self.counted: Counter[str] = Counter()
        self.ids: list[str] = []
        self.truth: dict[str, str] = {}  # record → true person

    def arrive(self, row: dict[str, str], truth: str, number: int) -> str:
        """A record nobody has seen: somebody new, until the engine has looked."""
        from plait.matching.names import name_key, sound
        from plait.matching.standardise import standardise
        from plait.people.models import AddressPeriod, Assertion, Description, Person, Place, SourceRecord
        from plait.people.store.filing import file_descriptions

        at = self.at + timedelta(seconds=number)
        plain = standardise(row)
        person = Person.objects.create(made_at=at)
        kept = SourceRecord.objects.create(
            agency_id="benchmark", agency_record=str(number), origin=SourceRecord.Origin.EXTRACT, person=person,
            first_seen_at=at, last_seen_at=at,
        )  # fmt: skip
        Assertion.objects.create(record=kept, person=person, decided="import", by=self.engine.id, at=at)
        told = Description.objects.create(
            person=person, record=kept, source_ref="extract:benchmark", stated_at=at, forename=plain.forename,
            middle_names=plain.middle, surname=plain.surname, previous_surname=plain.previous,
            born_on=plain.born or None, sex=plain.sex, nhs_number=plain.nhs, upn=plain.upn,
            forename_key=name_key(plain.forename), surname_key=name_key(plain.surname),
            forename_sound=sound(plain.forename), surname_sound=sound(plain.surname),
        )  # fmt: skip
        told.refresh_from_db()
        if row["street"] or plain.postcode:
            place = Place.objects.create(line=row["street"], postcode=plain.postcode.replace(" ", ""))
            AddressPeriod.objects.create(
                person=person, place=place, record=kept, source_ref="extract:benchmark"
            )
        file_descriptions([told])
        self.ids.append(str(person.pk))
        self.truth[str(kept.pk)] = truth
        return str(kept.pk)

    def look(self, record: str) -> None:
        """Let the engine look, and see for ourselves what it joined: never two people of whom more than this record is known."""
        from django.db import transaction

        from plait.people.actions.link_record import link_record
        from plait.people.models import Merge, SourceRecord
        from plait.people.queries.finding import candidates_of, model_in_use

        kept = SourceRecord.objects.get(pk=record)
        own = str(kept.person_id)
        alone = not SourceRecord.objects.filter(person_id=own).exclude(pk=record).exists()
        merges = set(Merge.objects.values_list("pk", flat=True))
        with transaction.atomic():
            link_record(
                record_id=record, candidates=candidates_of(kept), model=model_in_use(), by=self.engine, at=self.at
            )  # fmt: skip
        for merge in Merge.objects.exclude(pk__in=merges) if Merge.objects.count() != len(merges) else ():
            mine = own in {str(merge.survivor_id), str(merge.loser_id)}
            self.counted["silent"] += not (mine and alone)
            self.counted["joined"] += 1
            head = str(SourceRecord.objects.get(pk=record).person_id)
            others = SourceRecord.objects.filter(person_id=head).exclude(pk=record)
            same = [self.truth[str(other.pk)] == self.truth[record] for other in others]
            self.counted["right"] += any(same)

    def known_twice(self, records: list[str]) -> None:
        """A colleague joins two records that the engine has not looked at; now the engine looks. Whoever they are of may be known
        as somebody else already: two known people, whom it must only ask about."""
        from django.db import transaction

        from plait.people.actions.merge_people import merge_people
        from plait.people.models import SourceRecord

        one, other = (str(SourceRecord.objects.get(pk=record).person_id) for record in records)
        with transaction.atomic():
            merge_people(
                one_id=one, other_id=other, because="The same", agreed_by=str(uuid4()), by=self.person, at=self.at
            )  # fmt: skip
        self.counted["twice"] += 1
        for record in records:
            self.look(record)

    def merge_and_undo(self) -> None:
        """A person answers questions about two known people; every other answer is taken back, and must leave no trace."""
        from django.db import transaction

        from plait.base.access.verdict import Refused
        from plait.people.actions.merge_people import merge_people
        from plait.people.actions.unmerge_people import unmerge_people
        from plait.people.models import ReviewItem
        from plait.people.queries import standing_id

        for turn, item in enumerate(ReviewItem.objects.filter(other__isnull=False).order_by("pk")[:200]):
            one, other = standing_id(str(item.one_id)), standing_id(str(item.other_id))
            before = whose()
            try:
                with transaction.atomic():
                    merge = merge_people(
                        one_id=one, other_id=other, because="Looked at both", agreed_by=str(uuid4()), by=self.person, at=self.at
                    )  # fmt: skip
            except Refused:
                continue
            self.counted["merged"] += 1
            if turn % 2:
                with transaction.atomic():
                    unmerge_people(merge_id=str(merge.pk), because="They are two", by=self.person, at=self.at)
                self.counted["undone"] += 1
                self.counted["unlike"] += whose() != before

    def lost(self) -> int:
        """Ids that lead to nobody, in a circle, or to somebody who leads on; and records whose person does not stand."""
        from plait.people.models import Person, SourceRecord

        leads = {
            str(one.pk): str(one.superseded_by_id or "") for one in Person.objects.only("superseded_by_id")
        }
        lost = sum(one not in leads or bool(leads[one] and leads.get(leads[one], "gone")) for one in self.ids)
        held = SourceRecord.objects.filter(pk__in=[UUID(one) for one in self.truth]).values_list(
            "person_id", flat=True
        )
        return (
            lost + sum(leads.get(str(one), "gone") != "" for one in held) + abs(len(self.truth) - len(held))
        )


def whose() -> dict[str, str]:
    """Record → the person whose it stands for."""
    from plait.people.models import SourceRecord

    return {
        str(pk): str(person) for pk, person in SourceRecord.objects.order_by("pk").values_list("pk", "person_id")
    }  # fmt: skip


def run(records: int = RECORDS) -> dict[str, int]:
    """Feed, look, look again, merge and undo; then count."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.matching.frozen import held_out
    from plait.matching.standardise import RAW
    from plait.people.models import ReviewItem
    from plait.population import make

    call_command("migrate", verbosity=0)
    store = _Store()
    made = make(held_out("small")[0])
    # whole people, so that as many records as in life belong together
    truth = made.records["person_id"]
    people = np.random.default_rng(3).permutation(np.unique(truth))
    rows = np.flatnonzero(np.isin(truth, people[: max(1, len(people) * records // len(truth))]))
    columns = {name: made.records[name].tolist() for name in RAW}
    whole = truth.tolist()
    arrived: list[str] = []
    kept_back: dict[int, list[int]] = defaultdict(list)

    def arrive(row: int) -> str:
        raw = {name: columns[name][row] for name in RAW}
        arrived.append(store.arrive(raw, str(whole[row]), len(arrived)))
        return arrived[-1]

    for row in np.random.default_rng(4).permutation(rows).tolist():
        if whole[row] % KEPT_BACK == 0 and len(kept_back[whole[row]]) < 2:
            kept_back[whole[row]].append(row)
        else:
            store.look(arrive(row))
    for pair in kept_back.values():
        if len(pair) == 2:
            store.known_twice([arrive(row) for row in pair])
    for record in arrived[::AGAIN]:
        store.look(record)
    store.merge_and_undo()
    return {
        **{
            name: store.counted[name]
            for name in ("silent", "joined", "right", "merged", "undone", "unlike", "twice")
        },
        "lost": store.lost(),
        "ids": len(store.ids),
        "records": len(arrived),
        "asked": ReviewItem.objects.count(),
    }


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)))
