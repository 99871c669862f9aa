"""Who is this? The matching engine's answer for people who ask on a page: whoever may be met, and nobody across a shield."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from plait.matching.answers import Answer, Candidate, Says, answer, candidates, corroborated
from plait.matching.crowds import standing_in
from plait.matching.explain import Explanation, explain
from plait.matching.guards import Guard
from plait.matching.model import Model, current
from plait.matching.ports import Features
from plait.matching.score import Scored, score
from plait.matching.search import look_up
from plait.matching.standardise import Standard, standardise
from plait.people.models import Description, SourceRecord
from plait.people.queries.meeting import Known, KnownAlone, N, met
from plait.people.rules import MOST_CANDIDATES, Query
from plait.people.rules.identity import Candidate as Judged
from plait.people.store.filing import protected_among, standard_of
from plait.people.store.found import AskingStore
from plait.people.store.shields import traits_of_description

# How much must speak for somebody (bits, before the odds of anybody) to be shown at all: a first and a last name, say. One
# of them with a street does not.
WORTH_SHOWING = 12.0
LOOKED_AT = 60  # people the engine names before those who may not be met are left out
MOST_RELATIVES = 5
# What a record scores against its own person where a guard keeps them apart; the night says the same.
HELD_OFF = -5.0


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody known, by the record of theirs that is most like the one asked about, with the sum in words."""

    description: Description
    score: float
    unguarded: float
    explanation: Explanation
    records: int
    guard: Guard = Guard.NONE

    @property
    def person_id(self) -> str:
        """Whose it is now."""
        return str(self.description.person_id)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer: `people` best first; `relatives`, whom a guard keeps apart but whose family it is."""

    says: Says
    people: list[Likely]
    relatives: list[Likely]
    dropped: int
    model: Model


def asked(query: Query) -> Standard:
    """The question as the engine compares it."""
    return standardise(
        {
            "forename": query.forename,
            "surname": query.surname,
            "previous_surname": query.previous_surname,
            "born_on": query.born_on.isoformat() if query.born_on else "",
            "sex": query.sex,
            "nhs_number": query.nhs_number,
            "street": query.street,
            "postcode": query.postcode,
        }
    )


def find_people(
    query: Query,
    *,
    known: Known,
    besides: Iterable[str] = (),
    but: Collection[int] = (),
    agency_id: str = "",
    unmet: Iterable[UUID] = (),
) -> Finding:
    """Whom we may know, at most ten, with what speaks for and against each; only who is `known` to the reader, never anyone
    across an identity shield from those in `besides`, nor by a home that is protected. Those `unmet` are not even scored."""
    model, plain = current(), asked(query)
    found = look_up(plain, AskingStore(but=but, agency_id=agency_id, unmet=unmet), model)
    looked = weighed(plain, found, model)
    return looked.shown(met(known(looked.refs), besides, traits_of_query(query)))


@dataclass(frozen=True, slots=True)
class Looked:
    """One person looked for, with everybody who was scored, before it is asked who of them may be shown."""

    plain: Standard
    scored: Scored
    said: Answer
    dropped: int
    model: Model

    @property
    def refs(self) -> list[int]:
        """The numbers of the records that the answer would rest on."""
        return [one.ref for one in (*self.said.candidates, *self.said.relatives)]

    def shown(self, met: Mapping[int, Description]) -> Finding:
        """The answer, of the records that may be `met`."""
        model = self.model
        relatives = [one for one in self.said.relatives if one.guard or not _worth_showing(one, model)]
        likely = _each_person(_worth(self.said.candidates, model), met)[:MOST_CANDIDATES]
        people = [self._likely(*pair) for pair in likely]
        ids = {one.person_id for one in people}
        others = [pair for pair in _each_person(relatives, met) if str(pair[1].person_id) not in ids]
        family = [self._likely(*pair) for pair in others[:MOST_RELATIVES]]
        return Finding(_says(people, family, model), people, family, self.dropped, model)

    def _likely(self, one: Candidate, row: Description) -> Likely:
        why = explain(self.plain, self.scored, one.row, self.model)
        return Likely(row, one.score, one.unguarded, why, one.records)


def weighed(plain: Standard, found: tuple[Scored, int], model: Model) -> Looked:
    """What a lookup comes to, once homes that are protected count for nothing."""
    scored, dropped = found
    _without_protected_homes(scored, model)
    return Looked(
        plain, scored, answer(plain, scored, model, dropped=dropped, most=LOOKED_AT), dropped, model
    )


def who_it_may_be(query: Query, *, known: KnownAlone) -> list[tuple[str, float]]:
    """The ids and scores of whom `find_people` would name, best first: for whoever is answered with a word, and no reasons."""
    model, plain = current(), asked(query)
    likely = _worth(weighed(plain, look_up(plain, AskingStore(), model), model).said.candidates, model)
    rows = met(known(one.ref for one in likely), (), traits_of_query(query))
    return [(str(row.person_id), one.score) for one, row in _each_person(likely, rows)[:MOST_CANDIDATES]]


def _worth(found: Iterable[Candidate], model: Model) -> list[Candidate]:
    return [one for one in found if not one.guard and _worth_showing(one, model)]


def _each_person(found: Iterable[Candidate], shown: Mapping[int, N]) -> list[tuple[Candidate, N]]:
    """Each person who may be met once, by the record of theirs that is most like the one asked about."""
    kept: dict[UUID, tuple[Candidate, N]] = {}
    for one in found:
        row = shown.get(one.ref)
        if row is not None:
            kept.setdefault(row.person_id, (one, row))
    return list(kept.values())


_RELATIVE = {
    Guard.FIRST_NAMES_UNLIKE: "sibling",
    Guard.DATES_DIFFER: "parent",
    Guard.NUMBERS_DISAGREE: "other number",
    Guard.ONLY_THE_HOUSEHOLD: "household",
}


def new_records(limit: int) -> list[SourceRecord]:
    """Agencies' records that no engine has looked at, the oldest first. The hub looks for a concern's people itself."""
    rows = SourceRecord.objects.filter(
        looked_at__isnull=True,
        disposed_at__isnull=True,
        origin=SourceRecord.Origin.EXTRACT,
        person__isnull=False,
    )
    return list(rows.order_by("first_seen_at", "pk")[:limit])


def candidates_of(record: SourceRecord) -> list[Judged]:
    """Whom a record may be of, for `actions.link_record`: everybody who is possible, and relatives with their guard. A name that
    a crowd shares stands in for nobody: it neither joins nor asks. Whose it is now is always told of, however unlike they are."""
    model = current()
    told = list(Description.objects.filter(record=record).order_by("-version", "pk"))
    if not told:
        return []
    plain = standard_of(told[0])
    scored, dropped = look_up(plain, AskingStore(but=[one.number for one in told]), model)
    _without_protected_homes(scored, model)
    said = answer(plain, scored, model, dropped=dropped, most=LOOKED_AT)
    nobody = standing_in(scored)
    found = [one for one in (*said.candidates, *said.relatives) if not nobody[one.row]]
    rows = Description.objects.filter(number__in=[one.ref for one in found])
    people = dict(rows.values_list("number", "person_id"))
    return [
        Judged(
            str(people[one.ref]),
            one.unguarded if one.guard else one.score,
            guard=_RELATIVE.get(one.guard, ""),
            names_alone=not corroborated(scored, one.row),
        )
        for one in found
        if one.ref in people
        and people[one.ref] != record.person_id
        and (one.unguarded if one.guard else one.score) >= model.lines.possible
    ] + _whose_it_is(record, plain, model)


def _whose_it_is(record: SourceRecord, plain: Standard, model: Model) -> list[Judged]:
    """How near a record that was sent again comes to what else is known of its person. A guard says that it is not theirs."""
    if record.versions < 2:
        return []  # sent once, it has not been joined to anybody
    told = list(Description.objects.filter(person=record.person).exclude(record=record))
    if not told:
        return []
    known = AskingStore().features(np.array(sorted(one.number for one in told), np.int64))
    nearest = _closest(plain, known, told, model)
    if nearest is None:
        return []
    return [Judged(nearest.person_id, HELD_OFF if nearest.guard else nearest.score)]


def model_in_use() -> str:
    """The name of the model that every answer here comes from."""
    return current().id


def compare_with(query: Query, person_id: str) -> Likely | None:
    """Why is somebody not among those found? Their record that is most like the question, with everything for and against."""
    model, plain = current(), asked(query)
    told = list(Description.objects.filter(person_id=person_id).select_related("person", "record"))
    if not told:
        return None
    known = AskingStore().features(np.array(sorted(one.number for one in told), np.int64))
    return _closest(plain, known, told, model)


def compare(one: Description, others: Sequence[Description]) -> Likely | None:
    """The record among `others` that is most like this one, with everything for and against."""
    model, plain = current(), standard_of(one)
    known = AskingStore().features(np.array(sorted(other.number for other in others), np.int64))
    return _closest(plain, known, others, model)


def _closest(plain: Standard, known: Features, told: Sequence[Description], model: Model) -> Likely | None:
    scored = score(plain, known, model)
    _without_protected_homes(scored, model)
    best = candidates(scored, model)
    by_number = {one.number: one for one in told}
    if not best or best[0].ref not in by_number:
        return None
    first = best[0]
    why = explain(plain, scored, first.row, model)
    return Likely(by_number[first.ref], first.score, first.unguarded, why, first.records, first.guard)


def traits_of_query(query: Query) -> frozenset[str]:
    """By what an identity shield would know whoever is asked about."""
    return traits_of_description(
        Description(forename=query.forename, surname=query.surname, nhs_number=query.nhs_number)
    )


def _worth_showing(one: Candidate, model: Model) -> bool:
    return one.score >= model.lines.possible or one.unguarded - model.prior >= WORTH_SHOWING


def _says(people: Sequence[Likely], relatives: Sequence[Likely], model: Model) -> Says:
    best = people[0].score if people else -np.inf
    if best >= model.lines.known:
        return Says.KNOWN
    if best >= model.lines.possible:
        return Says.POSSIBLE
    if relatives:
        return Says.FAMILY
    return Says.POSSIBLE if people else Says.NOTHING


def _without_protected_homes(scored: Scored, model: Model) -> None:
    """Homes of protected people are not filed; should one have been hidden since, it counts for nothing all the same."""
    places = scored.levels["place"]
    rows = np.flatnonzero(places >= 0)
    people = {one for one in (scored.known.person[row] for row in rows) if one}
    # Asked also where there is nobody: who is found and may not be shown must cost what nobody costs.
    ids = {str(pk) for pk in protected_among(list(people)[:900])}
    for row in rows:
        if scored.known.person[row] in ids:
            added = model.tables["place"][places[row]]
            scored.unguarded[row] -= added
            scored.score[row] -= 0 if scored.guards[row] else added
            places[row] = -1
