"""North asks Ellowmere: what is answered, who here hears of it, and that whoever is kept is not there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.agencies.actions.pin_area import suspend_area
from plait.base.access.verdict import Refused
from plait.base.clock.models import RunningClock
from plait.base.federation.events import TrustReturned
from plait.base.federation.models import Incident, Outgoing, Peer
from plait.base.federation.receiving import receive
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.prompts.events import FactsAbout, InSight
from plait.base.prompts.rules import Story
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.handover.access.discovery import received_for, waits_for
from plait.handover.actions.answer_discovery import answer_discovery
from plait.handover.actions.look_anyway import look_anyway
from plait.handover.actions.settle_ask import note_rung, settle_ask
from plait.handover.actions.take_known import take_known
from plait.handover.handlers.discovery import BORDER
from plait.handover.handlers.trust import note_returned
from plait.handover.models import AskReceived
from plait.handover.prompts import asked_from_two_areas, facts_about, in_sight
from plait.handover.queries.looking import matches_for
from plait.handover.wire.discovery import Home, Somebody
from plait.people.actions.describe_person import describe_person
from plait.people.actions.look_for_person import look_closely
from plait.people.models import AddressPeriod, Person, Place, ProtectedFrom, SafetyNote
from plait.people.rules import Described, Query
from tests.feedback.journey import ADDRESS, CHILD, POSTCODE, SURNAME, Journey
from tests.handover.asking_areas import (
    MINUTES,
    NOBODY,
    PERHAPS,
    THEODORA,
    answers_to_north,
    asked_by_north,
    asking,
    north_asks,
    question,
    words_to_north,
)
from tests.handover.known_here import db, once
from tests.matrix.world import undone

__all__ = ["db", "once"]


@pytest.fixture
def known(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield replace(once)


def letters(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def test_known_is_said_at_its_minute_and_whoever_works_with_her_hears(known: Journey) -> None:
    at = known.later()
    assert north_asks(question(), at=at).state == "received"
    assert words_to_north(at) == [], "nobody has looked while the area waits for its receipt"
    fire_due(at=at + MINUTES)
    assert words_to_north(at) == ["known"]
    kept = AskReceived.objects.get()
    assert (str(kept.person), kept.ring) == (known.child, "")
    fire_due(at=at + 2 * MINUTES)
    assert words_to_north(at) == ["known"], "once"


def test_known_where_nobody_works_with_her_by_name_the_hub_takes_it(known: Journey) -> None:
    """Her record alone is here, or whoever worked with her has left."""
    at, hub = known.later(), f"team:{known.cast.teams['hub'].pk}"
    kept, screener = asked_by_north(question(), at=at), known.who("screener")
    fire_due(at=at + 2 * MINUTES)
    assert not letters("area-asked") and letters("area-asked-untaken") == [hub]
    assert list(waits_for(screener)) == [kept]
    fire_due(at=at + timedelta(hours=25))
    manager = f"practitioner:{known.who('manager').id}"
    assert letters("area-asked-untaken") == sorted([hub, hub, manager]), "from the second time by name"
    because, then = "Rang them: her mother says that all is well.", at + timedelta(hours=26)
    take_known(ask_id=str(kept.pk), because=because, by=screener, at=then)
    fire_due(at=at + timedelta(hours=60))
    assert not waits_for(screener) and list(received_for(screener, at=then)) == [kept], "it stays on the list"
    assert len(letters("area-asked-untaken")) == 3


def test_whoever_works_with_her_is_told_and_the_letter_names_nobody(known: Journey) -> None:
    known.asked("police").decided()
    lead = known.cast.people["lead"]
    asked_by_north(question(), at=known.later())
    assert letters("area-asked"), "the team that was asked to lead, or whoever leads"
    assert all("Theodora" not in str(one.context) for one in Message.objects.filter(kind="area-asked"))
    assert not letters("custodians-waiting") and lead is not None


def test_nothing_stays_of_a_family_that_is_not_known_here(known: Journey) -> None:
    kept = asked_by_north(question(NOBODY, homes=()), at=known.later())
    assert words_to_north(known.at) == ["nothing"]
    assert (kept.child, kept.household, kept.homes, kept.because) == ({}, [], [], "")
    assert (kept.person, kept.ring) == (None, "")


def hide(known: Journey, **said: Any) -> None:
    Person.objects.filter(pk=known.child).update(**said)


@pytest.mark.parametrize(
    "how", ["restricted", "hidden", "hidden-at-home", "refuge", "protected-at-home", "at-her-address"]
)
def test_whoever_is_kept_is_answered_as_nobody_in_the_same_bytes_and_a_custodian_rings(
    known: Journey, how: str
) -> None:
    team = known.cast.teams["custodians"]
    if how == "restricted":
        hide(known, restricted=True, custodian=team)
    elif how == "hidden":
        hide(known, address_hidden=True)
    elif how == "refuge":
        home = Place.objects.create(line="Flat 2, Ellow Women’s Refuge", postcode="EW1 4AA")
        AddressPeriod.objects.create(person_id=known.child, place=home, source_ref="x")
    elif how == "at-her-address":  # nobody has said what they are to each other
        home = Place.objects.create(line=ADDRESS.lower(), postcode=POSTCODE.replace(" ", ""))
        stranger = Person.objects.create(made_at=known.at, restricted=True)
        AddressPeriod.objects.create(person=stranger, place=home, source_ref="x")
    else:
        mother = known.contact.people.get(role="adult").description.person_id
        if how == "protected-at-home":
            ProtectedFrom.objects.create(
                person_id=mother, name="Dean Kerrigan", kind="harmed", because="x", source_ref="x", by="x", at=known.at
            )  # fmt: skip
        else:
            Person.objects.filter(pk=mother).update(address_hidden=True)
    at = known.later()
    kept = asked_by_north(question(), at=at, number=1)
    nobody = asked_by_north(question(NOBODY, homes=()), at=at, number=2)
    one, other = answers_to_north(at)
    assert one == other, "the same bytes"
    assert kept.answered_at == nobody.answered_at, "in the same minute"
    sizes = Outgoing.objects.filter(kind="family-answered/1").values_list("body_bytes", flat=True)
    assert len(set(sizes)) == 1, "on the way too"
    assert letters("custodians-waiting") == [f"practitioner:{known.cast.people['custodian'].pk}"]
    assert not letters("area-asked") and not letters("area-to-confirm")
    clock = RunningClock.objects.get(rule="discovery_rung")
    assert (clock.subject, clock.due_at - clock.started_at) == (kept.ref, timedelta(hours=4))


def test_a_father_on_file_here_gives_no_child_away_who_is_kept(known: Journey) -> None:
    """She fled with another name and a slip in her birthday: only *possible*, so he whom the asker names at home is looked for.
    The other area hears what it would hear without her; the hub hears nothing, and *known* is never said of him."""
    at = known.later()
    he = describe_person(
        described=Described(forename="Dean", surname="Kerrigan", born_on=date(1988, 5, 17)), source_ref="contact:x",
        agency_id="", by=known.who("screener"), at=at,
    ).person  # fmt: skip
    father = Somebody("Dean", "Kerrigan", born_on=he.descriptions.get().born_on)
    asked = question(replace(PERHAPS, born_on=date(2019, 4, 13)), household=(father,))
    hide(known, restricted=True, custodian=known.cast.teams["custodians"])
    kept = asked_by_north(asked, at=at)
    assert kept.quiet and known.child in kept.all_kept and str(kept.person) == str(he.pk)
    assert not letters("area-to-confirm") and not letters("area-asked") and letters("custodians-waiting")
    with pytest.raises(Refused, match="no-such-ask"):
        settle_ask(
            ask_id=str(kept.pk),
            is_theirs=True,
            because="It is their father.",
            by=known.who("screener"),
            at=at,
        )
    page = known.browser("custodian").get(f"/areas/asked/{kept.pk}/").content.decode()
    assert (
        "neither answer tells the other area that anybody is known" in page and "“Yes” tells them" not in page
    )
    settled = settle_ask(
        ask_id=str(kept.pk), is_theirs=True, because="It is their father.", by=known.who("custodian"), at=at
    )
    assert (settled.says, settled.person, settled.ring) == ("nothing", None, "owed")


def test_a_custodian_who_has_not_rung_is_told_again_until_somebody_has(known: Journey) -> None:
    hide(known, restricted=True, custodian=known.cast.teams["custodians"])
    kept = asked_by_north(question(), at=known.later())
    for hours in (5, 9):
        fire_due(at=known.at + timedelta(hours=hours))
    assert len(letters("custodians-late")) == 2 and not letters("custodians-missed")
    at = known.at + timedelta(hours=14)
    fire_due(at=at)
    (missed,) = Message.objects.filter(kind="custodians-missed")
    assert missed.to_ref == f"practitioner:{known.who('manager').id}", (
        "somebody else hears that a call is late"
    )
    assert missed.context["link_path"] == "/", "and not about whom, nor which area asked"
    note_rung(
        ask_id=str(kept.pk), because="Rang their custodian: she is safe.", by=known.who("custodian"), at=at
    )
    fire_due(at=at + timedelta(hours=9))
    assert len(letters("custodians-late")) == 3
    assert RunningClock.objects.get(rule="discovery_rung").state == "stopped"


def test_possible_is_looked_at_by_a_person_whose_word_is_the_last(known: Journey) -> None:
    kept = asked_by_north(question(PERHAPS, homes=()), at=known.later())
    assert kept.state == "confirm" and words_to_north(known.at) == ["possible"]
    assert letters("area-to-confirm") == [f"team:{known.cast.teams['hub'].pk}"]
    timer = Timer.objects.get(key=f"discovery-not-confirmed:{kept.pk}")
    Timer.objects.filter(pk=timer.pk).delete()  # as before there was one
    before = import_module("plait.handover.migrations.0020_asked_before_there_were_timers")
    for _ in range(2):
        before.give_timers(apps, None)
    assert Timer.objects.get(key=timer.key).subject == kept.ref
    by, hub = known.who("screener"), f"team:{known.cast.teams['hub'].pk}"
    for hours, hear in ((3, []), (5, [hub]), (9, [hub, hub, f"practitioner:{known.who('manager').id}"])):
        fire_due(at=kept.arrived_at + timedelta(hours=hours))
        assert letters("area-confirm-late") == sorted(hear), "told again, from the second time by name"
    at = kept.arrived_at + timedelta(hours=9)
    settle_ask(ask_id=str(kept.pk), is_theirs=True, because="His mother’s name fits.", by=by, at=at)
    assert words_to_north(at) == ["possible", "known"]
    assert RunningClock.objects.get(rule="discovery_confirmed").state == "stopped"
    fire_due(at=at + timedelta(hours=9))
    assert len(letters("area-confirm-late")) == 3, "and no more once somebody has looked"


def test_not_they_is_said_in_the_words_of_nothing_and_nothing_stays(known: Journey) -> None:
    kept = asked_by_north(question(PERHAPS, homes=()), at=known.later())
    by = known.who("screener")
    settle_ask(
        ask_id=str(kept.pk), is_theirs=False, because="Another mother’s name.", by=by, at=known.later()
    )
    kept.refresh_from_db()
    assert words_to_north(known.at) == ["possible", "nothing"] and (kept.child, kept.person) == ({}, None)
    assert kept.because == "", "it was about a family that is not known here"


def test_what_comes_quietly_only_custodians_hear(known: Journey) -> None:
    asked_by_north(question(quiet=True), at=known.later())
    assert words_to_north(known.at) == ["known"]
    assert letters("custodians-waiting") and not letters("area-asked")


@pytest.mark.parametrize("kind", ["who_told", "where_unsure", "her-adviser-answered"])
def test_asked_openly_about_somebody_who_is_protected_here_is_quiet_here(known: Journey, kind: str) -> None:
    """North has asked the family and heard no; here somebody must not learn who told, or perhaps where they are, or an adviser
    of a domestic abuse service knows them."""
    if kind == "her-adviser-answered":
        known.asked("safe_harbour").answered("safe_harbour", "idva")
    else:
        SafetyNote.objects.create(person_id=known.child, kind=kind, source_ref="x", at=known.at)
    kept = asked_by_north(question(), at=known.later())
    assert (kept.quiet, kept.asked_quietly, kept.says) == (True, False, "known")
    assert letters("custodians-waiting") and not letters("area-asked")
    assert answers_to_north(known.at)[0].count(b"custodian") == 0, "the answer does not say that it was"


def test_an_area_that_asks_about_everybody_is_an_incident_and_a_custodian_can_look(known: Journey) -> None:
    at = known.later()
    for number in range(1, 21):
        assert north_asks(question(), at=at, number=number).state == "received"
    assert not Incident.objects.exists()
    north_asks(question(), at=at, number=21)
    assert Incident.objects.get().kind == "asks-about-many"
    fire_due(at=at + MINUTES)
    assert words_to_north(at).count("nothing") == 1
    last = AskReceived.objects.get(too_many=True)
    assert (last.state, last.person, last.quiet) == ("unlooked", None, True)
    custodian = f"practitioner:{known.cast.people['custodian'].pk}"
    assert letters("custodians-unlooked") == [custodian] and last not in waits_for(known.who("screener"))
    fire_due(at=at + timedelta(hours=5))
    assert letters("custodians-unlooked") == [custodian, custodian], "again, while nobody has looked"
    last = look_anyway(ask_id=str(last.pk), by=known.who("custodian"), at=at + timedelta(hours=6))
    assert (last.ring, last.all_kept, last.says) == ("owed", [known.child], "nothing"), (
        "an honest question is not lost"
    )
    fire_due(at=at + timedelta(hours=10))
    assert (
        letters("custodians-unlooked") == [custodian, custodian] and words_to_north(at).count("nothing") == 1
    )


def test_a_message_that_comes_twice_is_one_question(known: Journey) -> None:
    at = known.later()
    wire = asking(question(), at=at)
    assert {receive(BytesIO(wire), way="file", at=at).state for _ in range(2)} == {"received"}
    assert AskReceived.objects.count() == 1


@pytest.mark.parametrize("hides", [False, True], ids=["as-before", "hides-meanwhile"])
def test_an_area_that_is_believed_no_longer_is_answered_when_it_is_again(known: Journey, hides: bool) -> None:
    """With the word that holds then: whoever began to hide meanwhile is not there, and their custodian rings."""
    at = known.later()
    north_asks(question(), at=at)
    peer = Peer.objects.get()
    suspend_area(peer_id=str(peer.pk), because="Broken into.", by=known.who("edt"), at=at)
    fire_due(at=at + MINUTES)
    assert AskReceived.objects.get().says == "known" and not Outgoing.objects.exists()
    if hides:
        Person.objects.filter(pk=known.child).update(restricted=True)
    Peer.objects.update(state="trusted")
    note_returned(TrustReturned(str(peer.pk), "north", at, known.later()))
    fire_due(at=known.later())
    assert words_to_north(known.at) == (["nothing"] if hides else ["known"])
    fire_due(at=known.later())
    assert Outgoing.objects.count() == 1, "once"
    assert AskReceived.objects.get().ring == ("owed" if hides else "")


def test_a_name_and_a_home_are_nobody_for_sure(known: Journey) -> None:
    """A son may bear his father's name and live in his home."""
    kept = asked_by_north(question(replace(THEODORA, born_on=None)), at=known.later())
    assert kept.says == "possible"


def test_a_second_area_that_asks_openly_is_a_question_to_whoever_opens_the_child(known: Journey) -> None:
    at = known.later()
    asked_by_north(question(), at=at)
    AskReceived.objects.update(code="south", name="Southmere")
    asked_by_north(question(), at=at, number=2)
    story = facts_about(FactsAbout(known_as=(known.child,), at=at))
    prompts = current(at=at).prompts
    assert prompts is not None
    rule = next(one for one in prompts.rules if one.code == "asked-from-two-areas")
    found = asked_from_two_areas(Story(at.date(), tuple(story)), rule)
    assert found is not None and found.count == 2 and "north" not in repr(story)
    seen = in_sight(InSight(refs=found.evidence, by=known.who("screener"), at=at))
    assert {one.words.partition(" asked")[0] for one in seen.values()} == {"Northmere", "Southmere"}
    assert in_sight(InSight(refs=found.evidence, by=known.who("teacher"), at=at)) == {}
    AskReceived.objects.update(quiet=True)
    assert facts_about(FactsAbout(known_as=(known.child,), at=at)) == []
    assert in_sight(InSight(refs=found.evidence, by=known.who("screener"), at=at)) == {}


def test_looking_for_another_area_costs_what_looking_for_oneself_costs(known: Journey) -> None:
    """At most half as many questions of the database again as the hub's own search for the same child; and for somebody who is
    kept as many as for nobody at home."""
    home = Home(ADDRESS, POSTCODE)
    query = Query(
        forename=CHILD, surname=SURNAME, born_on=date(2019, 4, 3), street=ADDRESS, postcode=POSTCODE
    )

    def asked(one: Somebody) -> int:
        with CaptureQueriesContext(connection) as there:
            matches_for(one, (), (home,))
        return len(there)

    with CaptureQueriesContext(connection) as here:
        look_closely(query=query, purpose="Who is this?", by=known.who("screener"), at=known.at)
    plain = asked(THEODORA)
    assert plain <= 1.5 * len(here)
    whole = [answered(known, THEODORA, number=1)]
    hide(known, restricted=True, custodian=known.cast.teams["custodians"])
    assert asked(THEODORA) == plain
    whole += [answered(known, one, number=number) for number, one in ((2, THEODORA), (3, NOBODY))]
    assert len(set(whole)) == 1, "known, kept and nobody: nobody here is told before it is said"
    assert letters("custodians-waiting") == letters("area-asked") == []
    fire_due(at=known.at + 3 * MINUTES)
    assert letters("custodians-waiting"), "and each is told soon after"


def answered(known: Journey, one: Somebody, *, number: int) -> int:
    """How many questions of the database an answer takes, from its minute to its bytes."""
    north_asks(question(one), at=known.at, number=number)
    kept = AskReceived.objects.get(message__endswith=f"{number:012x}")
    with CaptureQueriesContext(connection) as found:
        answer_discovery(ask_id=str(kept.pk), by=BORDER, at=known.at + MINUTES)
    return len(found)
