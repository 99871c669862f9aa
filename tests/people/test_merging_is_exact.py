"""Joining two people and taking them apart leaves every row as it was; the order of joining changes nothing; nobody sees more."""

from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.people import models
from plait.people.access import unreachable_people, visible_people
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.involve import involve
from plait.people.actions.merge_people import merge_people
from plait.people.actions.unmerge_people import unmerge_people
from plait.people.models import LinkRuling, Merge, Person
from plait.people.places import say_place
from plait.people.queries import standing_id
from plait.site.demo.cast import Cast
from tests.lanes.examples import examples
from tests.people.test_undoing_is_exact import SOURCES, build, worlds

APART = {"RefusalsSeen", "Merge", "LinkRuling"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of people, but who said so."""
    tables = [getattr(models, name) for name in models.__all__ if name not in APART]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def keeper(cast: Cast, at: datetime) -> Actor:
    """Somebody who may say who is who, and keeps the restricted records: nobody is out of their reach."""
    one = cast.actor("custodian", at=at)
    return replace(one, roles=one.roles | {"hub_manager"})


def join(one: str, other: str, *, by: Actor, at: datetime) -> Merge | None:
    try:
        return merge_people(
            one_id=standing_id(one),
            other_id=standing_id(other),
            because="The same.",
            agreed_by="a colleague",
            by=by,
            at=at,
        )
    except Refused as refused:
        if refused.verdict.reason in {"both-restricted", "candidate-gone"}:
            return None
        raise


@pytest.fixture
def ready(cast: Cast, pack: Any, at: datetime) -> tuple[Cast, datetime]:
    return cast, at


@pytest.mark.django_db
@pytest.mark.slow
@settings(max_examples=examples(25))
@given(told=worlds, order=st.permutations([0, 1, 2]))
def test_merging_and_undoing_in_any_order_is_as_if_it_had_not_been(
    ready: tuple[Cast, datetime], told: dict[str, Any], order: list[int]
) -> None:
    cast, at = ready
    with transaction.atomic():
        built = build(told, cast, at)
        hub = keeper(cast, at)
        before = everything()
        pairs = list(combinations(built.people, 2))
        made = [found for one, other in pairs if (found := join(one, other, by=hub, at=at))]
        for number in order:
            if number < len(made):
                unmerge_people(merge_id=str(made[number].pk), because="Two after all.", by=hub, at=at)
        assert everything() == before
        assert LinkRuling.objects.filter(kind="cannot").count() == len(made)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.slow
@settings(max_examples=examples(20))
@given(told=worlds, order=st.permutations([0, 1, 2]))
def test_the_order_of_merging_changes_nothing(
    ready: tuple[Cast, datetime], told: dict[str, Any], order: list[int]
) -> None:
    cast, at = ready
    found = []
    with transaction.atomic():
        built = build({**told, "restricted": set()}, cast, at)
        hub = keeper(cast, at)
        pairs = list(combinations(built.people, 2))
        for way in (range(3), order):
            mark = transaction.savepoint()
            for number in way:
                if number < len(pairs):
                    join(*pairs[number], by=hub, at=at)
            heads = {one: standing_id(one) for one in built.people}
            owners = dict(models.Description.objects.order_by("pk").values_list("pk", "person_id"))
            where = sorted(models.AddressPeriod.objects.values_list("pk", "person_id"))
            found.append((heads, owners, where))
            transaction.savepoint_rollback(mark)
        assert found[0] == found[1]
        transaction.set_rollback(True)


def sight(cast: Cast, at: datetime) -> dict[str, tuple[frozenset[str], dict[str, bool]]]:
    """Who may open whom, and of whom of these it is said where they are, reader by reader."""
    readers = ("teacher", "screener", "manager", "dsl", "police", "custodian", "lead")
    seen = {}
    for who in readers:
        by = cast.actor(who, at=at)
        people = visible_people(by, at=at).exclude(pk__in=unreachable_people(by, at=at).values("pk"))
        seen[who] = (
            frozenset(str(one.pk) for one in people),
            {str(one.pk): not say_place(one).shielded for one in people},
        )
    return seen


@pytest.mark.django_db
@pytest.mark.slow
@settings(max_examples=examples(20))
@given(
    told=worlds,
    named=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["screener", "manager", "lead"])), max_size=3
    ),
)
def test_what_is_protected_is_seen_by_nobody_who_did_not_see_it_before(
    ready: tuple[Cast, datetime], told: dict[str, Any], named: list[tuple[int, str]]
) -> None:
    """Of a restricted person, of a conflicted one, and of a hidden address."""
    cast, at = ready
    with transaction.atomic():
        built = build(told, cast, at)
        for number, who in named:
            involve(
                person_ids=[built.people[number % len(built.people)]],
                kind="allocated",
                source_kind="contact",
                source_id=SOURCES[0],
                practitioner_id=str(cast.people[who].pk),
                by=keeper(cast, at),
                at=at,
            )
        restricted = {str(pk) for pk in Person.objects.filter(restricted=True).values_list("pk", flat=True)}
        hidden = {one for one in built.people if say_place(Person.objects.get(pk=one)).shielded}
        out_of_reach = {
            who: {
                str(pk)
                for pk in unreachable_people(cast.actor(who, at=at), at=at).values_list("pk", flat=True)
            }
            for who in ("dsl", "police", "screener", "manager", "lead")
        }
        before = sight(cast, at)
        one, other = built.people[:2]
        if join(one, other, by=keeper(cast, at), at=at):
            head, both = standing_id(one), {one, other}
            after = sight(cast, at)
            for who, (opens, shows) in after.items():
                if head not in opens:
                    continue
                assert both & restricted <= before[who][0], who
                assert not both & out_of_reach.get(who, set()), who
                if both & hidden:
                    assert not shows[head], who
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", [0, 1])
def test_whichever_of_two_is_hidden_both_are_while_they_are_one(
    ready: tuple[Cast, datetime], hidden: int
) -> None:
    cast, at = ready
    told = {
        "people": [[{
            "source": 0, "forename": "Theo", "surname": "Marlow", "born": None, "home": home, "hidden": False,
            "where": False, "duty": True, "allocated": False,
        }] for home in (0, 1)],
        "ties": [], "declared": [], "restricted": set(),
    }  # fmt: skip
    built, hub = build(told, cast, at), keeper(cast, at)
    Person.objects.filter(pk=built.people[hidden]).update(
        address_hidden=True, address_hidden_because="A refuge"
    )
    made = join(*built.people, by=hub, at=at)
    assert made
    head = Person.objects.get(pk=made.survivor_id)
    assert (head.address_hidden, head.address_hidden_because) == (True, "A refuge")
    assert say_place(head).shielded
    unmerge_people(merge_id=str(made.pk), because="Cousins.", by=hub, at=at)
    stood = [Person.objects.get(pk=one).address_hidden for one in built.people]
    assert stood == [hidden == 0, hidden == 1]


@pytest.mark.django_db
def test_what_was_said_while_they_were_one_holds_for_both(ready: tuple[Cast, datetime]) -> None:
    cast, at = ready
    told = {
        "people": [[{
            "source": 0, "forename": "Theo", "surname": "Marlow", "born": None, "home": 1, "hidden": False,
            "where": False, "duty": True, "allocated": False,
        }]] * 2,
        "ties": [], "declared": [], "restricted": set(),
    }  # fmt: skip
    built = build(told, cast, at)
    hub = keeper(cast, at)
    made = join(*built.people, by=hub, at=at)
    assert made
    loser, head = Person.objects.get(pk=made.loser_id), Person.objects.get(pk=made.survivor_id)
    assert loser.superseded_by_id == head.pk
    declare_conflict(
        forename="Theo",
        surname="Marlow",
        born_on=None,
        kind="friend",
        by=cast.actor("dsl", at=at),
        at=at,
    )
    Person.objects.filter(pk=head.pk).update(restricted=True, custodian=cast.teams["custodians"])
    unmerge_people(merge_id=str(made.pk), because="Cousins.", by=hub, at=at)
    for person in Person.objects.filter(pk__in=built.people):
        assert person.restricted and person.superseded_by_id is None
        assert person.conflicts.filter(ended_at__isnull=True).count() == 1
    with pytest.raises(Refused) as again:
        merge_people(
            one_id=built.people[0], other_id=built.people[1], because="Still.", agreed_by="x", by=hub, at=at
        )
    assert again.value.verdict.reason == "cannot-link"
