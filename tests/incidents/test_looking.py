"""Whoever looks at what is not theirs: the incidents of people who looked. (security.md 3: I11, I20, I21, I29)"""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import plait
from plait.agencies.models import Agency, Membership, Practitioner, RoleGrant
from plait.agencies.queries import actor_for
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.people.access import is_open_to, open_person, visible_people
from plait.people.actions.describe_person import describe_person
from plait.people.actions.say_own_home import say_own_home
from plait.people.models import DeclaredConflict, InferredConflict, Involvement, Person
from plait.people.rules import Described
from plait.people.rules.homes import Home
from plait.privacy.actions.flag_record import flag_record
from plait.privacy.jobs import ask_about_lookups
from plait.privacy.models import LookUp
from plait.site.demo.cast import Cast
from tests.feedback.journey import ADDRESS, POSTCODE, SURNAME, Journey
from tests.privacy.test_asking import child, look

pytestmark = pytest.mark.django_db
CURIOUS = 91
WORLDS, SEED = 40, 20261127


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at)


def test_i11_nothing_of_anybody_stays_in_a_browser() -> None:
    """I11 (Croydon, papers stolen in a pub). No script of ours keeps anything on a device; the pages say no-store."""
    scripts = [one for one in Path(plait.__file__).parent.rglob("*.js") if "vendor" not in one.parts]
    assert scripts
    for one in scripts:
        text = one.read_text(encoding="utf-8")
        for keeps in (
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "serviceWorker",
            "caches.",
            "document.cookie",
        ):
            assert keeps not in text, (one.name, keeps)


def test_i20_a_neighbour_s_children_are_refused_before_anybody_declares_them(journey: Journey) -> None:
    """I20 (Redcar and Cleveland). Same last name and postcode: refused first, and a privacy officer is asked about the try."""
    say_own_home(
        home=Home(surnames=(SURNAME,), line=ADDRESS, postcode=POSTCODE), by=journey.who("screener"), at=journey.later()
    )  # fmt: skip
    journey.raised()
    person = child(journey)
    assert InferredConflict.objects.filter(person_id=person).exists()
    with pytest.raises(Refused) as refused:
        open_person(journey.who("screener"), person, at=journey.later())
    assert refused.value.verdict.hides
    look(journey, "screener", person)
    assert ask_about_lookups(journey.later(1)) == 1
    assert LookUp.objects.get().kind == "own_family"


def ninety_one(journey: Journey) -> list[Practitioner]:
    """Hub screeners by the dozen: everybody in the team that is on duty for every child."""
    council: Agency = journey.cast.agencies["council"]
    people = Practitioner.objects.bulk_create(
        Practitioner(
            agency=council, name=f"Curious {number}", job="Hub social worker", declared_at=journey.at
        )
        for number in range(CURIOUS)
    )
    Membership.objects.bulk_create(
        Membership(practitioner=one, team=journey.cast.teams["hub"], from_at=journey.at) for one in people
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(practitioner=one, role="hub_screener", from_at=journey.at, granted_by="tests")
        for one in people
    )
    return people


def test_i21_ninety_one_are_curious_and_see_nothing(journey: Journey) -> None:
    """I21 (Nottingham). A record in the public eye: 0 of 91 open it, every try is on record, all of them are asked about."""
    journey.raised().accepted()
    person, at = child(journey), journey.later()
    people = ninety_one(journey)
    assert is_open_to(actor_for(people[0], at=at), person, at=at), "the hub could, until somebody marked it"
    flag_record(
        person_id=person, team_id=str(journey.cast.teams["custodians"].pk), until=at + timedelta(days=30),
        because="In the news.", by=journey.who("manager"), at=at,
    )  # fmt: skip
    seen = 0
    for number, one in enumerate(people):
        journey.cast.people[f"curious-{number}"] = one
        seen += is_open_to(actor_for(one, at=journey.at), person, at=journey.at)
        look(journey, f"curious-{number}", person)
        if number == 2:
            ask_about_lookups(journey.later(1))
            assert LookUp.objects.filter(kind="high_interest").exists(), "the third try is asked about"
    assert seen == 0
    assert AuditEntry.objects.filter(act="person:read", verdict="refused").count() == CURIOUS
    ask_about_lookups(journey.later(1))
    asked = set(LookUp.objects.filter(kind="high_interest").values_list("who_id", flat=True))
    assert {one.pk for one in people} <= asked


def test_i29_a_list_is_what_its_checks_say_in_random_worlds(
    journey: Journey, capsys: pytest.CaptureFixture[str]
) -> None:
    """I29 (OpenFGA's CVEs). list(u) == {o : check(u, o)}; a refusal wins over every way in; ended, then gone at once."""
    rng = random.Random(SEED)
    council = str(journey.cast.agencies["council"].pk)
    people = [
        str(
            describe_person(
                described=Described(forename=f"Wren{number}", surname="Random"), source_ref=f"tests:{number}",
                agency_id=council, by=journey.who("screener"), at=journey.at,
            ).person_id
        )
        for number in range(6)
    ]  # fmt: skip
    readers = ("screener", "lead", "custodian", "dsl", "administrator", "edt")
    at, compared, open_ones = journey.later(60), 0, 0
    actors = {who: journey.cast.actor(who, at=at) for who in readers}
    kinds = [kind for kind, _ in Involvement.Kind.choices]
    for _ in range(WORLDS):
        Involvement.objects.all().delete()
        DeclaredConflict.objects.all().delete()
        for person in people:
            restricted = rng.random() < 0.3
            Person.objects.filter(pk=person).update(
                restricted=restricted,
                custodian=journey.cast.teams["custodians"] if restricted and rng.random() < 0.8 else None,
            )
        rows = []
        for _row in range(rng.randrange(16)):
            who = rng.choice(readers)
            team = rng.choice([*actors[who].teams, ""])
            rows.append(
                Involvement(
                    person_id=rng.choice(people), kind=rng.choice(kinds), source_kind="claim", source_id=uuid4(),
                    team_id=team or None, practitioner_id=None if team else actors[who].id,
                    from_at=at + timedelta(minutes=rng.choice((-60, -1, 0, 1))),
                    to_at=rng.choice((None, at, at - timedelta(minutes=1), at + timedelta(minutes=1))),
                )
            )  # fmt: skip
        Involvement.objects.bulk_create(rows)
        DeclaredConflict.objects.bulk_create(
            DeclaredConflict(
                practitioner_id=actors[rng.choice(readers)].id, person_id=rng.choice(people), kind="friend", declared_at=at,
                ended_at=rng.choice((None, None, at)),
            )
            for _ in range(rng.randrange(6))
        )  # fmt: skip
        for by in actors.values():
            listed = {str(one) for one in visible_people(by, at=at).values_list("pk", flat=True)}
            opens = {one for one in people if is_open_to(by, one, at=at)}
            assert listed == opens, (by.name, listed ^ opens)
            known = DeclaredConflict.objects.filter(practitioner_id=by.id, ended_at__isnull=True)
            assert not {str(one) for one in known.values_list("person_id", flat=True)} & listed
            compared, open_ones = compared + len(people), open_ones + len(opens)
    assert open_ones > 50
    Involvement.objects.update(to_at=at)
    Person.objects.update(restricted=False)
    assert not any(visible_people(by, at=at).exists() for by in actors.values())
    with capsys.disabled():
        line = f"I29: {compared:,} pairs in {WORLDS} random worlds (seed {SEED}), {open_ones} open, 0 differ"
        print(f"\n{line}")  # noqa: T201  the count is the point
