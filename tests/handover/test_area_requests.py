"""“What do you know of her?” Ellowmere asks an area that knows her, and what North tells stands beside the child."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.border.crossing import AFTER_KNOWN
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.clock.models import RunningClock
from plait.base.federation.models import Incident, Incoming, Outgoing, Peer
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.access.requests import open_asked
from plait.handover.jobs.discovery import let_old_asks_go
from plait.handover.models import AreaAsked, AreaRequest
from plait.people.models import Person
from plait.sharing.actions.erase_decisions import DISPOSED
from plait.sharing.models import DisclosureItem, InformationItem, SharingDecision
from tests.feedback.journey import ADDRESS, Journey
from tests.handover.known_here import db, once
from tests.handover.requesting import (
    NOBODYS,
    WANTED,
    known_in_north,
    north_tells,
    request_in_north,
    tells,
    wants,
)
from tests.matrix.world import undone

__all__ = ["db", "once"]


@pytest.fixture
def came(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield replace(once)


def letters(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def test_known_opens_a_request_that_names_the_asker_and_no_child(came: Journey) -> None:
    asked = known_in_north(came)
    ours = wants(came, asked)
    about, said = request_in_north(ours, came.at)
    assert (about, said.child, said.by.name) == (str(asked.message), str(asked.message), "Miriam Cole")
    assert said.questions == list(WANTED.questions) and not said.quiet
    assert "Theodora" not in repr(said) and ADDRESS not in repr(said)
    decision = SharingDecision.objects.get(pk=ours.decision_id)
    assert (decision.occasion, decision.people, decision.source_ref) == ("ask", [came.child], ours.ref)
    clock = RunningClock.objects.get(rule="area_information")
    assert (clock.subject, clock.due_at) == (ours.ref, ours.due_at)
    assert wants(came, asked).pk == ours.pk, "asked twice is once"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"purpose": "Why"}, "needs-reason"),
        ({"gateway": "CA04_11"}, "no-such-power"),
        ({"questions": ()}, "needs-questions"),
        ({"gateway": "CA04_16LA"}, "no-agreement"),
    ],
)
def test_what_cannot_be_asked_is_not_sent(came: Journey, changed: Any, reason: str) -> None:
    """The last: no agreement binds the two areas, so the one gate lets through only what waits for none."""
    asked = known_in_north(came)
    with pytest.raises(Refused) as refused:
        wants(came, asked, wanted=replace(WANTED, **changed))
    assert refused.value.verdict.reason == reason
    assert not AreaRequest.objects.exists()


def test_only_an_area_that_knows_her_is_asked_and_only_while_it_is_believed(came: Journey) -> None:
    asked = known_in_north(came)
    AreaAsked.objects.filter(pk=asked.pk).update(says="possible")
    with pytest.raises(Refused, match="not-known-there"):
        wants(came, asked)
    AreaAsked.objects.filter(pk=asked.pk).update(says="known")
    Peer.objects.update(state=Peer.State.SUSPENDED)
    with pytest.raises(Refused, match="area-not-believed"):
        wants(came, asked)
    with pytest.raises(Refused, match="discovery:ask"):
        wants(came, asked, who="call_handler")


def test_what_would_say_where_somebody_protected_is_does_not_leave(came: Journey) -> None:
    asked = known_in_north(came, fleeing="yes")
    Person.objects.filter(pk=came.child).update(address_hidden=True)
    with pytest.raises(Refused, match="gives-away"):
        wants(came, asked, wanted=replace(WANTED, questions=(f"Was {ADDRESS} her home?",)))


def test_what_they_tell_stands_with_the_child_for_our_own_agency(came: Journey) -> None:
    ours = wants(came, known_in_north(came))
    told = tells(child=str(ours.asked.message))
    assert north_tells(ours, told, at=came.later()).state == "received"
    assert {kind: model.objects.filter(kind=kind).count() for kind, model in (
        ("information-asked/1", Outgoing), ("information-told/1", Incoming),
    )} == AFTER_KNOWN, "so England is counted"  # fmt: skip
    ours.refresh_from_db()
    assert (ours.state, ours.kind, ours.lines[0]["text"]) == (
        "answered",
        "items",
        "Seen at school on Friday, and well.",
    )
    item = InformationItem.objects.get(source_ref=ours.ref)
    assert (item.person_id, item.agency_name, item.visibility) == (came.child, ours.asked.name, "private")
    assert item.agency_id == came.who("screener").agency
    assert letters("area-told") == [f"practitioner:{came.cast.people['screener'].pk}"]
    assert RunningClock.objects.get(rule="area_information").state == "stopped"


def test_doubles_and_late_answers_change_nothing_and_another_child_is_an_incident(came: Journey) -> None:
    ours = wants(came, known_in_north(came))
    child = str(ours.asked.message)
    assert north_tells(ours, tells(child=NOBODYS), at=came.later(), message=61).error == "another-child"
    assert Incident.objects.get().why == "another-child"
    ask_first = tells(2, child=child, held="ask_first", lines=[], note="We ask her mother first.")
    assert north_tells(ours, ask_first, at=came.later(), message=62).state == "received"
    ours.refresh_from_db()
    assert (ours.state, ours.number) == ("partly", 2)
    # The first overtook nothing: it is kept nowhere. The same number in other words is taken from nobody.
    assert north_tells(ours, tells(1, child=child), at=came.later(), message=63).state == "received"
    assert north_tells(ours, tells(2, child=child), at=came.later(), message=64).error == "answered-already"
    assert north_tells(ours, tells(3, child=child), at=came.later(), message=65).state == "received"
    ours.refresh_from_db()
    assert (ours.state, ours.number, len(ours.lines)) == ("answered", 3, 1)
    assert InformationItem.objects.filter(source_ref=ours.ref, superseded_at=None).count() == 1


def test_late_is_seen_and_told_and_an_answer_that_comes_late_is_taken(came: Journey) -> None:
    ours = wants(came, known_in_north(came))
    fire_due(at=ours.due_at + timedelta(minutes=1))
    assert letters("area-silent") == [f"practitioner:{came.cast.people['screener'].pk}"]
    late = ours.due_at + timedelta(days=1)
    assert north_tells(ours, tells(child=str(ours.asked.message)), at=late).state == "received"
    ours.refresh_from_db()
    assert ours.state == "answered" and ours.answered_at == late


def test_an_area_whose_trust_was_ended_meanwhile_is_not_heard(came: Journey) -> None:
    ours = wants(came, known_in_north(came))
    Peer.objects.update(state=Peer.State.SUSPENDED)
    taken = north_tells(ours, tells(child=str(ours.asked.message)), at=came.later())
    assert (taken.state, taken.error) == (None, "unknown-sender")
    ours.refresh_from_db()
    assert ours.state == "waiting"


def test_what_was_asked_quietly_is_answered_quietly_and_stands_on_no_record(came: Journey) -> None:
    """The other area is where they fled from, or to: nothing under the child's name says which it was."""
    asked = known_in_north(came, fleeing="not_asked")
    ours = wants(came, asked)
    assert request_in_north(ours, came.at)[1].quiet
    assert SharingDecision.objects.get(pk=ours.decision_id).people == []
    assert north_tells(ours, tells(child=str(asked.message)), at=came.later()).state == "received"
    assert not InformationItem.objects.filter(source_ref=ours.ref).exists()
    hers = AuditEntry.objects.filter(subject=pseudonym(f"person:{came.child}"))
    assert not hers.filter(act__startswith="information:").exists()
    assert open_asked(came.who("custodian"), str(asked.pk), at=came.later()).pk == asked.pk
    with pytest.raises(Refused):
        open_asked(came.who("edt"), str(asked.pk), at=came.at)


def test_nothing_by_their_route_is_an_answer_and_a_request_outlives_its_question_while_it_waits(
    came: Journey,
) -> None:
    asked = known_in_north(came)
    ours = wants(came, asked)
    later = came.at + timedelta(days=120)
    let_old_asks_go(later)
    assert AreaRequest.objects.filter(pk=ours.pk).exists(), "nobody has answered it yet"
    nothing = tells(child="", kind="nothing", lines=[], by=None, note="")
    assert north_tells(ours, nothing, at=later).state == "received"
    let_old_asks_go(later + timedelta(days=91))
    assert not AreaRequest.objects.filter(pk=ours.pk).exists()
    left = SharingDecision.objects.get(pk=ours.decision_id)
    assert (left.purpose, left.because, left.source_ref) == (DISPOSED, "", ours.ref), (
        "that it was shared stays"
    )
    texts = DisclosureItem.objects.filter(disclosure__decision=left).values_list("text", flat=True)
    assert set(texts) <= {"", DISPOSED}, "and no word of it"


def test_the_answer_of_an_area_that_never_was_asked_is_refused(came: Journey) -> None:
    ours = wants(came, known_in_north(came))
    ours.message = ours.pk
    assert north_tells(ours, tells(child=str(ours.asked.message)), at=came.later()).error == "answers-nothing"
