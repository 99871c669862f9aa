"""Somebody begins to hide after another area asked or told of them: from then on they are not there for anybody else."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.agencies.models import Team
from plait.base.announce import ask
from plait.base.clock.models import RunningClock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.access.alerting import visible_alerts
from plait.handover.access.discovery import count_waiting, received_for
from plait.handover.actions.settle_ask import settle_ask
from plait.handover.jobs.alerts import look_after_alerts
from plait.handover.jobs.discovery import pass_what_became_quiet
from plait.handover.models import AskReceived, MissingAlert
from plait.handover.queries.discovery import received_about
from plait.handover.wire.missing import Person as Named
from plait.people.actions.describe_person import describe_person
from plait.people.events import RecordsAbout
from plait.people.models import AddressPeriod, Involvement, Person, Place, ProtectedFrom, SafetyNote
from plait.people.rules import Described
from tests.feedback.journey import ADDRESS, CHILD, POSTCODE, SURNAME, Journey
from tests.handover.asking_areas import PERHAPS, asked_by_north, question, words_to_north
from tests.handover.known_here import db, once
from tests.handover.missing import ANA, north_says, theirs
from tests.handover.requesting import wanted_by_north
from tests.matrix.world import undone

__all__ = ["db", "once"]


@pytest.fixture
def since(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield deepcopy(once)


def letters(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def mother(since: Journey) -> str:
    return str(since.contact.people.get(role="adult").description.person_id)


def hide(person: str, **said: Any) -> None:
    Person.objects.filter(pk=person).update(**said)


def lives_at(
    person: str, line: str, *, postcode: str = "EW1 4AA", until: date | None = None
) -> AddressPeriod:
    home = Place.objects.create(line=line, postcode=postcode.replace(" ", ""))
    return AddressPeriod.objects.create(person_id=person, place=home, to_on=until, source_ref="x")


def advised(since: Journey, person: str) -> Involvement:
    """An adviser of the domestic abuse service works, or worked, with them."""
    return Involvement.objects.create(
        person_id=person, practitioner=since.cast.people["idva"], kind="works", from_at=since.at, to_at=since.at,
        source_kind="claim", source_id=UUID(int=1),
    )  # fmt: skip


def settled(since: Journey, kept: AskReceived, by: str) -> AskReceived:
    settle_ask(
        ask_id=str(kept.pk), is_theirs=True, because="His mother’s name fits.", by=since.who(by), at=since.later()
    )  # fmt: skip
    return AskReceived.objects.get(pk=kept.pk)


@pytest.mark.parametrize(
    ("who", "how", "by"),
    [
        ("mother", "restricted", "custodian"),
        ("child", "address_hidden", "custodian"),
        ("one-with-her", "restricted", "custodian"),
    ],
)
def test_it_is_she_and_she_is_kept_by_now_is_said_in_the_words_of_nothing_and_a_custodian_rings(
    since: Journey, who: str, how: str, by: str
) -> None:
    kept = asked_by_north(question(PERHAPS, homes=()), at=since.later())
    person = mother(since) if who == "mother" else since.child
    stands = since.child
    if who == "one-with-her":
        stands = person = str(Person.objects.create(made_at=since.at).pk)
        hide(since.child, superseded_by=stands)
    hide(person, **{how: True}, custodian=since.cast.teams["custodians"])
    kept = settled(since, kept, by)
    assert words_to_north(since.at) == ["possible", "nothing"]
    assert (kept.person, str(kept.kept), kept.ring, kept.quiet) == (None, stands, "owed", True)
    assert letters("custodians-waiting") == [f"practitioner:{since.cast.people['custodian'].pk}"]
    assert not letters("area-asked"), "nobody who works with her hears that an area asked"
    clock = RunningClock.objects.get(rule="discovery_rung")
    assert (clock.subject, clock.due_at - clock.started_at) == (kept.ref, timedelta(hours=4))


@pytest.mark.parametrize("whose", ["nobody’s", "the-neighbours’", "both"])
def test_of_several_custodians_those_who_keep_the_record_hear_and_read_and_no_others(
    since: Journey, whose: str
) -> None:
    theirs, ours = since.cast.teams["custodians"], since.cast.people["custodian"]
    surgery = since.cast.agencies["surgery"]
    elsewhere = Team.objects.create(agency=surgery, name="A custodian of another agency", kind="custodian")
    hide(since.child, restricted=True, custodian=None if whose == "nobody’s" else elsewhere)
    if whose == "both":  # a second record may be she too
        twin = Described(forename=CHILD, surname=SURNAME, born_on=date(2019, 4, 3))
        told = describe_person(
            described=twin, source_ref="x", agency_id="", by=since.who("screener"), at=since.at
        )
        hide(str(told.person_id), restricted=True, custodian=theirs)
    kept = asked_by_north(question(), at=since.later())
    hears = {f"practitioner:{ours.pk}"} if whose == "nobody’s" else {f"team:{elsewhere.pk}"}
    hears |= {f"practitioner:{ours.pk}"} if whose == "both" else set()
    assert (set(letters("custodians-waiting")), kept.ring) == (hears, "owed")
    reads = list(received_for(since.who("custodian"), at=since.at)) == [kept]
    assert reads == (whose != "the-neighbours’")


def test_it_is_she_of_whom_somebody_must_not_learn_by_now_is_told_to_the_custodians_alone(
    since: Journey,
) -> None:
    kept = asked_by_north(question(PERHAPS, homes=()), at=since.later())
    SafetyNote.objects.create(person_id=since.child, kind="who_told", source_ref="x", at=since.at)
    kept = settled(since, kept, "custodian")
    assert (kept.says, kept.quiet, kept.ring) == ("known", True, "")
    assert letters("custodians-waiting") and not letters("area-asked")


@pytest.mark.parametrize("how", ["restricted", "refuge", "protected", "her-child-alone-is-named"])
def test_another_areas_word_of_somebody_who_hides_by_now_is_the_custodians_within_the_round(
    since: Journey, how: str
) -> None:
    """Northmere misses them on Monday; on Wednesday they reach a refuge here."""
    them = [Named(forename="Leanne", surname=SURNAME, born=None), ANA]
    if how == "her-child-alone-is-named":
        them, how = [Named(forename=CHILD, surname=SURNAME, born=2019)], "restricted"
    north_says(theirs(people=them), at=since.later(), number=1)
    look_after_alerts(since.later())
    alert = MissingAlert.objects.get()
    assert not alert.quiet and since_reads(since, "screener") == [alert]
    Message.objects.all().delete()
    if how == "protected":
        ProtectedFrom.objects.create(
            person_id=mother(since), name="Dean Kerrigan", kind="harmed", because="x", source_ref="x", by="x", at=since.at
        )  # fmt: skip
    elif how == "refuge":
        lives_at(mother(since), "The women’s refuge")
    else:
        hide(mother(since), **{how: True})
    look_after_alerts(since.later())
    assert since_reads(since, "custodian") == [alert]
    assert [since_reads(since, who) for who in ("screener", "manager", "edt")] == [[], [], []]
    custodians = {f"team:{team.pk}" for team in since.cast.teams.values() if team.kind == "custodian"}
    assert set(letters("missing-family")) == custodians
    look_after_alerts(since.later())
    assert len(letters("missing-family")) == len(custodians), "once"


def test_looking_whether_they_hide_by_now_costs_the_same_however_many_are_missed(since: Journey) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            look_after_alerts(since.at)
        return len(found)

    north_says(theirs(), at=since.later(), number=1)
    one = asked()
    north_says(
        theirs(alert="00000000-0000-0000-0000-0000000000c2", people=[ANA] * 4), at=since.later(), number=2
    )
    assert asked() == one


def since_reads(since: Journey, who: str) -> list[MissingAlert]:
    return list(visible_alerts(since.who(who), at=since.at))


HIDING: dict[str, Callable[[Journey], object]] = {
    "her-mother-is-restricted": lambda one: hide(mother(one), restricted=True),
    "her-mother-is-hidden": lambda one: hide(mother(one), address_hidden=True),
    "who-told": lambda one: SafetyNote.objects.create(
        person_id=one.child, kind="who_told", source_ref="x", at=one.at
    ),
    "her-mother-says-where-not": lambda one: SafetyNote.objects.create(
        person_id=mother(one), kind="where", source_ref="x", at=one.at
    ),
    "her-mother-has-an-adviser": lambda one: advised(one, mother(one)),
    "her-mother-lives-in-a-refuge": lambda one: lives_at(mother(one), "The women’s refuge"),
    "somebody-at-her-address-is-restricted": lambda one: lives_at(
        str(Person.objects.create(made_at=one.at, restricted=True).pk),
        ADDRESS.upper() + ".",
        postcode=POSTCODE,
    ),
    "she-is-somebody-else": lambda one: hide(
        one.child, superseded_by=Person.objects.create(made_at=one.at, address_hidden=True)
    ),
}


@pytest.mark.parametrize("how", HIDING)
def test_which_area_asked_openly_stands_on_no_page_of_hers_once_anybody_at_home_hides(
    since: Journey, how: str
) -> None:
    """North asked openly in November."""
    asked_by_north(question(), at=since.later())
    assert refs_of(since) and on_the_hubs_list(since)
    SafetyNote.objects.create(
        person_id=since.child, kind="where", source_ref="x", at=since.at, ended_at=since.at
    )
    SafetyNote.objects.create(person_id=since.child, kind="safe_contact", source_ref="x", at=since.at)
    lives_at(since.child, "Ellow Bridge Hostel", until=since.at.date())
    lives_at(since.child, "3 Hostelry Lane")
    next_door = str(Person.objects.create(made_at=since.at, restricted=True).pk)
    lives_at(next_door, f"Flat 2, {ADDRESS}", postcode=POSTCODE)
    lives_at(next_door, ADDRESS, postcode=POSTCODE, until=since.at.date())
    assert refs_of(since) and on_the_hubs_list(since), "of these nobody hides"
    HIDING[how](since)
    assert (refs_of(since), on_the_hubs_list(since)) == ([], [])
    path = f"/people/{since.child}/other-areas/"
    if how != "she-is-somebody-else":
        assert "Northmere" not in since.browser("screener").get(path).content.decode().split("<form")[0]
    assert list(received_for(since.who("custodian"), at=since.at)) == list(AskReceived.objects.all())


def refs_of(since: Journey) -> list[str]:
    """What anybody reads who looks at which records are about her."""
    answers = ask(RecordsAbout(UUID(since.child)))
    return [one for refs in answers for one in refs if one.startswith("ask-received:")]


def on_the_hubs_list(since: Journey) -> list[AskReceived]:
    return list(received_about([since.child]))


def test_what_waits_for_the_hub_is_passed_to_the_custodians_within_the_round(since: Journey) -> None:
    """Nobody has looked yet whether it is she; to the hub the question is not there any more."""
    kept = asked_by_north(question(PERHAPS, homes=()), at=since.later())
    assert pass_what_became_quiet(since.later()) == 0
    hide(mother(since), restricted=True)
    assert count_waiting(since.who("screener")) == 0
    custodian = f"practitioner:{since.cast.people['custodian'].pk}"
    fire_due(at=kept.arrived_at + timedelta(hours=5))
    assert letters("area-confirm-late") == [custodian], "late before the round: the hub hears nothing"
    assert pass_what_became_quiet(since.later()) == 1
    assert letters("custodians-waiting") == [custodian]
    assert count_waiting(since.who("custodian")) == 1 and words_to_north(since.at) == ["possible"]
    assert pass_what_became_quiet(since.later()) == 0, "once"
    fire_due(at=kept.arrived_at + timedelta(hours=9))
    assert letters("area-confirm-late") == [custodian, custodian]
    assert RunningClock.objects.get(rule="discovery_confirmed").owner == "custodian"
    assert settled(since, kept, "custodian").says == "nothing"


@pytest.mark.parametrize("how", ["her-mother-is-restricted", "her-mother-lives-in-a-refuge"])
def test_what_an_area_wants_to_know_is_the_custodians_within_the_round_and_not_when_it_is_late(
    since: Journey, how: str
) -> None:
    """North asked openly, was told *known*, and waits for what we know."""
    request = wanted_by_north(asked_by_north(question(), at=since.later()), at=since.later())
    assert request.state == "open" and pass_what_became_quiet(since.later()) == 0
    HIDING[how](since)
    assert pass_what_became_quiet(since.later()) == 1
    custodians = [f"practitioner:{since.cast.people['custodian'].pk}"]
    assert [one for one in letters("area-wants-to-know") if one.startswith("practitioner:")] == custodians
    request.refresh_from_db()
    assert (request.quiet, request.state) == (True, "open")
    assert RunningClock.objects.get(subject=request.ref).owner == "custodian"
    assert count_waiting(since.who("custodian")) == 1 and not count_waiting(since.who("screener"))
    assert pass_what_became_quiet(since.later()) == 0, "once"
