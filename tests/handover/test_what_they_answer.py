"""The sending side: what the other area answers, and what becomes of a family until it has hold."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce import ask
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.escalation.models import Escalation
from plait.feedback.models import FeedbackTask
from plait.handover.access.handing import visible_handovers, waiting_handovers
from plait.handover.actions.add_supplement import add_supplement
from plait.handover.actions.withdraw_handover import withdraw_handover
from plait.handover.models import Handover, Supplement
from plait.handover.queries.two_lines import handed_over
from plait.handover.rules.two_lines import Handed, Lead, who_acts_tonight, who_leads
from plait.handover.wire.package import Added, Core, Word, Worker
from plait.people.models import Person, Place, SafetyNote
from plait.referrals.events import BeforeClosing
from plait.referrals.models import Referral, ReferralMove
from tests.feedback.journey import ADDRESS
from tests.handover.test_two_lines import BOTH, ELL, HAR, THERE
from tests.handover.two_areas import OURS, Moved, North, message, their, to_us, word
from tests.matrix.world import undone

pytestmark = pytest.mark.django_db


def states(handover: Handover) -> str:
    return Handover.objects.get(pk=handover.pk).status


def test_received_queried_answered_and_accepted(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    assert states(made) == "offered"
    north.acknowledges(message(made), at=moved.later())
    assert states(made) == "received"
    first = clock_of(f"{made.ref}:first-word:0")
    assert first is not None and (first.owner, first.amount) == (f"practitioner:{made.by}", 2)
    with undone():  # it is safe there, and nobody says that anybody looks: whoever offered rings, then a manager by name too
        fire_due(at=first.due_at)
        fire_due(at=first.due_at + timedelta(days=1))
        silent = Message.objects.filter(kind="handover-silent").values_list("to_ref", flat=True)
        manager = f"practitioner:{moved.cast.people['manager'].pk}"
        assert sorted(silent) == sorted(
            [f"practitioner:{made.by}", f"team:{moved.contact.team_id}"] * 2 + [manager]
        )
    north.sends(word("query", 1, package=OURS, words="Who has parental responsibility?"), at=moved.later())
    assert states(made) == "queried"
    first, question = clock_of(first.key), clock_of(f"{made.ref}:question:1")
    assert first is not None and question is not None
    assert (first.state, question.state, question.owner) == ("stopped", "running", f"practitioner:{made.by}")
    kept = add_supplement(
        handover_id=str(made.pk),
        item="family",
        words="Leanne alone.",
        answers=True,
        by=moved.who("lead"),
        at=moved.later(),
    )
    assert states(made) == "triage"
    fire_due(at=question.due_at)
    assert not Message.objects.filter(kind__in=("handover-silent", "handover-question-late")).exists()
    sent = their(message(made, f":added:{kept.supplement}"), north, Added, at=moved.at)
    assert (sent.answers, sent.items[0].rows[0].text) == (1, "Leanne alone.")
    for number, day in ((2, "2026-12-07"), (3, "2026-12-08")):
        north.sends(word("set conference", number, package=OURS, day=day), at=moved.later())
    assert states(made) == "conference"
    told = Message.objects.filter(kind="handover-conference", to_ref=f"practitioner:{made.by}")
    assert told.count() == 2, "also when the day moves: whoever offered comes and reports"
    assert made in waiting_handovers(moved.who("lead"), at=moved.at)
    (objection,) = [
        one
        for some in ask(BeforeClosing(moved.referral.pk, moved.contact.pk, moved.at))
        for one in some
        if one.reason == "handover-open"
    ]
    assert "has not said that it has hold" in objection.say
    north.sends(
        word("accept responsibility", 4, package=OURS, words="Led here by Jo Marsh."), at=moved.later()
    )
    row = Handover.objects.get(pk=made.pk)
    assert (row.status, row.their_name, row.their_phone, str(row.conference_on)) == (
        "accepted", "Jo Marsh", "01632 960711", "2026-12-08",
    )  # fmt: skip
    objections = [
        one.reason
        for some in ask(BeforeClosing(moved.referral.pk, moved.contact.pk, moved.at))
        for one in some
    ]
    assert "handover-open" not in objections


def test_a_late_word_changes_nothing_and_the_same_word_is_kept_once(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    north.sends(word("accept responsibility", 2, package=OURS), at=moved.later())
    north.sends(word("accept for triage", 1, package=OURS), at=moved.later())
    north.sends(word("accept responsibility", 2, package=OURS), at=moved.later())
    assert states(made) == "accepted"
    assert list(made.said.order_by("number").values_list("number", "counted")) == [(1, False), (2, True)]


def test_somebody_hides_there_by_now_few_read_which_area_it_is_and_the_rest_ring(
    moved: Moved, north: North
) -> None:
    made = moved.offered(north, by="manager")
    SafetyNote.objects.all().delete()
    Place.objects.update(shielded=False)
    Person.objects.update(address_hidden=False)
    by, lead = moved.who("manager"), moved.who("lead")
    for number, reads, area in ((2, [made], "Northmere"), (1, [], "")):
        assert list(visible_handovers(lead, at=moved.at)) == reads
        handed = handed_over([moved.child], by=by, at=moved.at)
        assert handed is not None and handed.area == area
        if number == 2:
            Message.objects.all().delete()
            north.sends(word("accept for triage", 2, package=OURS), at=moved.later())
            ask_them = Worker(name="Their custodians", phone="01632 960733")
            north.sends(word("ask the custodian", 1, package=OURS, worker=ask_them), at=moved.later())
    made.refresh_from_db()
    assert (made.status, made.their_phone) == ("triage", "01632 960711"), (
        "it moves nothing, and is not overtaken"
    )
    told = Message.objects.filter(about=moved.contact.ref, kind__in=("handover-ask-custodian", "leg-ring"))
    team = moved.cast.teams
    assert {(one.to_ref, one.context["phone"] == "01632 960733") for one in told} == {
        (f"practitioner:{by.id}", False), (f"team:{team['hub'].pk}", False), (f"practitioner:{lead.id}", False),
        (f"team:{team['custodians'].pk}", True),
    }  # fmt: skip
    page = moved.browser("manager").get(f"/handovers/{made.pk}/").content.decode()
    assert "Ask the custodian" in page and "01632 960733" in page


def test_taken_back_and_accepted_at_once_is_accepted(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    withdraw_handover(handover_id=str(made.pk), because="They stay.", by=moved.who("lead"), at=moved.later())
    said = their(message(made, ":word:1"), north, Word, at=moved.at)
    assert (said.verb, said.words, states(made)) == ("take back", "They stay.", "withdrawn")
    north.sends(word("accept responsibility", 1, package=OURS), at=moved.later())
    assert states(made) == "accepted"
    with pytest.raises(Refused, match="they-have-hold"):
        withdraw_handover(
            handover_id=str(made.pk), because="They stay.", by=moved.who("lead"), at=moved.later()
        )


def test_they_moved_on_meanwhile_it_is_taken_back_and_says_not_where(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    withdraw_handover(
        handover_id=str(made.pk),
        because=f"They moved on to {ADDRESS}.",
        by=moved.who("lead"),
        at=moved.later(),
    )
    said = their(message(made, ":word:1"), north, Word, at=moved.at)
    assert "[protected]" in said.words and "Heron" not in said.words
    again = moved.offered(north, number="00000000-0000-0000-0000-0000000000b2")
    assert again.status == "offered"
    says = partial(
        add_supplement,
        handover_id=str(made.pk),
        item="health",
        words="He has no allergy.",
        by=moved.who("lead"),
    )
    with pytest.raises(Refused, match="over"):
        says(at=moved.later())
    right = says(correction=True, at=moved.later())
    assert right.kind == "correction", "they keep what they were sent, so what was wrong is still put right"
    north.peer.state = "suspended"
    north.peer.save()
    withdraw_handover(handover_id=str(again.pk), because="They stay.", by=moved.who("lead"), at=moved.later())
    said = again.said.get()
    assert (states(again), said.words, said.sent) == ("withdrawn", "They stay.", True), "nothing is stuck"
    page = moved.browser("lead").get(f"/handovers/{again.pk}/").content.decode()
    assert "Held until that area is believed again: ring" in page


def test_nobody_answers_for_a_package_that_was_never_sent_to_them(moved: Moved, north: North) -> None:
    taken = north.sends(word("accept responsibility", 1, package=OURS), at=moved.later())
    assert (taken.state, taken.error) == ("refused", "no-such-package")
    made = moved.offered(north)
    taken = north.sends(word("take back", 1, package=OURS), at=moved.later())
    assert states(made) == "offered", "only we take back what we offer"


def test_both_offer_each_other_the_same_family(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    child = their(message(made), north, Core, at=moved.at).children[0]
    north.sends(
        to_us(children=[child.model_copy(update={"ref": "c1", "protected": False})]), at=moved.later()
    )
    came = Handover.objects.get(side="in")
    made.refresh_from_db()
    assert (made.crossed_id, came.crossed_id) == (came.pk, made.pk)
    theirs = str(came.contact.people.get(role="child").description.person_id)
    for child_here in (moved.child, theirs):
        handed = handed_over([child_here], by=moved.who("manager"), at=moved.at)
        assert handed == Handed(True, False, both=True), "protected: which area it is says where they are"
        line = who_leads(Lead("Esther Lunn"), own=ELL, handed=handed)
        assert (line.who, line.because.startswith(BOTH)) == ("Esther Lunn", True)
    for page in (f"/people/{moved.child}/story/", f"/referrals/{moved.referral.pk}/"):
        assert BOTH in moved.browser("manager").get(page).content.decode(), page
    withdraw_handover(
        handover_id=str(made.pk), because="They take them.", by=moved.who("lead"), at=moved.later()
    )
    came.refresh_from_db()
    assert came.crossed_id is None
    again = moved.offered(north, number="00000000-0000-0000-0000-0000000000b2")
    crossed = Handover.objects.get(pk=came.pk).crossed
    assert again.crossed == came and crossed == again, "ours was the second of the two"


def test_it_does_not_arrive(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    north.acknowledges(message(made), at=moved.later(), state="refused", why="newer-version")
    assert states(made) == "failed"
    assert Supplement.objects.count() == 0


def test_a_no_goes_to_the_managers_of_both_areas_the_same_day(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    no = word(
        "decline", 1, package=OURS, code="not_here", reason="They do not live there", words="The flat is let."
    )
    north.sends(no, at=moved.later())
    assert states(made) == "declined"
    (one,) = Escalation.objects.all()
    stage = one.stages.get()
    assert (one.scope, one.subject, stage.code, stage.order) == ("areas", made.ref, "managers", 1)
    theirs = stage.owners.get(side="theirs")
    assert theirs.practitioner is None and theirs.name == "The other area", (
        "a protected family: nobody reads which"
    )
    assert one.words == "They do not live there" and "flat" not in one.words
    ours = stage.owners.get(side="ours")
    assert ours.practitioner is not None and ours.practitioner == moved.cast.people["manager"]
    north.sends(no, at=moved.later())
    assert Escalation.objects.count() == 1
    late = RunningClock.objects.get(subject=one.ref)
    assert late.due_at.date() <= (moved.at + timedelta(days=1)).date()


def test_when_they_have_hold_those_who_helped_hear_it_and_nobody_hears_where(
    moved: Moved, north: North
) -> None:
    made = moved.offered(north)
    north.sends(word("accept responsibility", 1, package=OURS), at=moved.later())
    told = FeedbackTask.objects.filter(decision_ref=f"taken-over:{made.pk}")
    assert {one.kind for one in told} >= {"helped"}
    for one in told:
        assert "another area leads it now" in one.text and "Northmere" not in one.text


def test_the_two_lines_change_when_they_have_hold(moved: Moved, north: North) -> None:
    """And agree on both sides in every state, also of a stay for a time; and change again when the family comes home."""
    made = moved.offered(north)
    child = [moved.child]
    by = moved.who("manager")
    assert handed_over(child, by=by, at=moved.at) == Handed(True, False)
    north.sends(word("accept responsibility", 1, package=OURS), at=moved.later())
    handed = handed_over(child, by=by, at=moved.at)
    assert handed == Handed(True, True), "protected: which area is said to nobody"
    assert handed_over(child, by=moved.who("teacher"), at=moved.at) is None
    assert made.peer.name not in str(who_leads(None, own=ELL, handed=handed))
    row = Handover.objects.filter(pk=made.pk)
    for status, temporary in product(Handover.Status.values, (False, True)):
        row.update(status=status, temporary=temporary)
        sender, receiver = (_elsewhere(moved, side, row) for side in ("out", "in"))
        assert (sender, receiver) == (status == "accepted", status != "accepted"), (status, temporary)
    row.update(status="declined", side="in")
    declined = handed_over(child, by=by, at=moved.at)
    assert "We declined" in who_leads(Lead(), own=ELL, handed=declined).because
    row.update(status="accepted", side="out")
    Referral.objects.filter(pk=moved.referral.pk).update(lead_accepted_at=moved.later())
    assert handed_over(child, by=by, at=moved.at) == Handed(True, True, for_a_time=True), (
        "another worker, no more"
    )
    decided = {"because": "", "by": "x", "by_name": "x", "at": moved.later()}
    ReferralMove.objects.create(
        referral=moved.referral, verb="decide", was="with_lead", became="with_lead", **decided
    )
    home = handed_over(child, by=by, at=moved.at)
    assert home == Handed(True, True, for_a_time=True, led_here=True)
    line = who_leads(Lead("Esther Lunn"), own=ELL, handed=home)
    assert (line.who, "has accepted the lead since" in line.because) == ("Esther Lunn", True)
    (hidden,) = who_acts_tonight([THERE], own=ELL, others=[HAR], handed=home)
    assert "Where they are is protected" in hidden.because, (
        "an adult of them is, and with the child they would be found"
    )
    ours, _ = who_acts_tonight([THERE], own=ELL, others=[HAR], handed=replace(home, area="Northmere"))
    assert (ours.phone, ours.because) == (ELL.duty_phone, "Somebody here leads for them again.")


def _elsewhere(moved: Moved, side: str, row: Any) -> bool:
    """Does the page of that side say that the other area leads?"""
    row.update(side=side)
    handed = handed_over([moved.child], by=moved.who("manager"), at=moved.at)
    return handed is not None and handed.elsewhere
