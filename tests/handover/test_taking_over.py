"""The receiving side: a package comes once and stands on the hub's desk; what is answered, by when, and when we have hold."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.models import RunningClock
from plait.base.federation.models import Incident, Outgoing
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.timers import fire_due
from plait.escalation.models import Escalation
from plait.handover.access.handing import waiting_handovers
from plait.handover.actions.decline_handover import decline_handover
from plait.handover.actions.give_back import give_back
from plait.handover.actions.note_read import note_read
from plait.handover.actions.query_handover import query_handover
from plait.handover.actions.set_conference import set_conference
from plait.handover.actions.take_responsibility import take_responsibility
from plait.handover.actions.triage_handover import triage_handover
from plait.handover.models import Handover, Supplement
from plait.handover.queries.handing import added_to
from plait.handover.rules.deciding import Offered, may_set_conference, may_take
from plait.handover.store import times
from plait.handover.wire.package import Item, Row, Someone, Word, written
from plait.people.places import is_shielded
from plait.referrals.actions.accept_lead import accept_lead
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.handover.two_areas import Moved, North, added, message, their, to_us, word
from tests.matrix.world import undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast, pack: Any, at: datetime) -> Moved:
    return Moved(cast, at)


def came(here: Moved, north: North, **changes: Any) -> Handover:
    assert north.sends(to_us(**changes), at=here.later()).state == "received"
    return Handover.objects.get(side="in")


def clock(handover: Handover, name: str) -> RunningClock | None:
    return RunningClock.objects.filter(key=f"{handover.ref}:{name}").first()


def test_a_package_stands_on_the_hub_s_desk_as_a_concern_of_another_authority(
    here: Moved, north: North
) -> None:
    one = came(here, north)
    contact = one.contact
    assert (one.status, one.their_name, one.their_phone) == ("received", "Jo Marsh", "01632 960711")
    assert (contact.source_code, contact.team_id) == ("5C", here.cast.teams["hub"].pk)
    assert contact.observed.startswith("Northmere hands this family over to us.")
    assert contact.child_words == "I like it at Nan’s."
    child, mother = contact.people.order_by("order")
    assert (child.description.forename, str(child.description.born_on), mother.relation) == (
        "Otto",
        "2019-02-03",
        "Mother",
    )
    assert one.refs == {"c1": str(child.description.person_id), "a1": str(mother.description.person_id)}
    assert clock(one, "triage") is not None


def test_the_same_again_is_nothing_new_and_other_bytes_are_taken_from_nobody(
    here: Moved, north: North
) -> None:
    came(here, north)
    assert north.sends(to_us(), at=here.later()).state == "received", "the same package in a second envelope"
    taken = north.sends(to_us(basis="cin"), at=here.later())
    assert (taken.state, taken.error) == ("refused", "other-package")
    taken = north.sends(to_us(basis="cin"), at=here.later(), number=1)
    assert taken.state == "conflict", "other bytes under the number of an envelope"
    assert Handover.objects.count() == 1
    assert set(Incident.objects.values_list("kind", "code")) == {
        ("we-refused", "north"),
        ("conflict", "north"),
    }
    other = written(to_us(package="00000000-0000-0000-0000-0000000000c9"))
    taken = north.sends(to_us(), raw=other, at=here.later(), number=90)
    assert (taken.state, taken.error) == ("refused", "another-package"), "a family in the envelope of another"
    assert Incident.objects.filter(why="another-package").count() == 1 and taken.receipt, (
        "by it they have one too"
    )
    assert Handover.objects.count() == 1


def test_a_supplement_before_its_package_waits_for_it(here: Moved, north: North) -> None:
    assert north.sends(added(1), at=here.later()).state == "received"
    assert north.sends(added(2, rows=[Row(about="c7", text="Seen")]), at=here.later()).state == "received"
    assert Supplement.objects.filter(handover=None).count() == 2
    one = came(here, north)
    ((_, said),) = added_to(one)
    assert said.items[0].rows[0].text == "The next review is on 4 December."
    assert Incident.objects.filter(kind="we-refused", why="another-child").exists(), (
        "of a child who is not in the package"
    )
    assert not Supplement.objects.filter(handover=None).exists()
    otto = one.contact.people.get(role="child").description.person
    assert not is_shielded(otto)
    safety = [Item(code="safety", rows=[Row(text="His father must not learn where he is.")])]
    for number, kind in ((3, "correction"), (4, "supplement")):
        more = added(number).model_copy(update={"items": safety, "type": kind})
        assert north.sends(more, at=here.later()).state == "received"
        otto.refresh_from_db()
        assert is_shielded(otto) == (kind == "supplement"), "what somebody must not know counts here too"


def test_taken_back_before_it_came_is_over_when_it_comes(here: Moved, north: North) -> None:
    assert north.sends(word("take back", 1), at=here.later()).state == "received"
    one = came(here, north)
    assert one.status == "withdrawn"
    with pytest.raises(Refused):
        triage_handover(handover_id=str(one.pk), by=here.who("screener"), at=here.later())


def test_an_answer_about_another_child_is_refused(here: Moved, north: North) -> None:
    """And the right one begins what the question, asked before triage, put off: no child is on no list and without a clock."""
    one, by = came(here, north), here.who("screener")
    query_handover(handover_id=str(one.pk), question="Who is their GP?", by=by, at=here.later())
    taken = north.sends(added(1, answers=1, rows=[Row(about="c2", text="Is well")]), at=here.later())
    assert (taken.state, taken.error) == ("refused", "another-child")
    triage = clock(one, "triage")
    assert triage is not None and triage.state == "stopped" and not waiting_handovers(by, at=here.at)
    waits = clock(one, "question:1")
    assert waits is not None and waits.owner == f"team:{one.contact.team_id}"
    fire_due(at=waits.due_at)
    late = Message.objects.filter(kind="handover-question-late").values_list("to_ref", flat=True)
    assert list(late) == [f"team:{one.contact.team_id}"], "they owe it; our hub rings"
    north.sends(added(2, answers=1), at=here.later())
    waits.refresh_from_db()
    assert waits.state == "stopped"
    triage, conference = clock(one, "triage"), clock(one, "conference")
    assert triage is not None and triage.state == "running", (
        "the look is owed again, with what had passed of its time"
    )
    assert conference is not None and (conference.amount, conference.start_event) == (15, "their answer came")
    assert [row.status for row in waiting_handovers(by, at=here.at)] == ["triage"]
    told = Message.objects.filter(kind="handover-added").values_list("to_ref", flat=True)
    assert list(told) == [f"team:{one.contact.team_id}"], "nobody leads here yet"
    with (
        undone()
    ):  # nobody looks, and there is no conference: the hub hears of both, then its managers by name too
        fire_due(at=triage.due_at)
        fire_due(at=triage.due_at + timedelta(days=1))
        looked = Message.objects.filter(kind="handover-look-late").values_list("to_ref", flat=True)
        manager = f"practitioner:{here.cast.people['manager'].pk}"
        assert f"team:{one.contact.team_id}" in looked and manager in looked
        fire_due(at=conference.due_at)
        held = Message.objects.filter(kind="handover-conference-late").values_list("to_ref", flat=True)
        assert list(held) == [f"team:{one.contact.team_id}"]
    note_read(handover_id=str(one.pk), by=by, at=here.later())
    triage = clock(one, "triage")
    assert triage is not None and triage.state == "stopped" and not waiting_handovers(by, at=here.at)
    fire_due(at=here.at + timedelta(days=9))
    assert not Message.objects.filter(kind="handover-look-late").exists(), "somebody has looked"


def test_looked_at_queried_answered_and_the_conference_counted(here: Moved, north: North) -> None:
    one = came(here, north)
    assert clock(one, "conference") is None, "Ellowmere counts from the day of triage"
    triage_handover(handover_id=str(one.pk), by=here.who("screener"), at=here.later())
    counted = clock(one, "conference")
    assert counted is not None and (counted.amount, counted.start_event) == (15, "accepted for triage")
    triage = clock(one, "triage")
    assert triage is not None and triage.state == "stopped"
    query_handover(
        handover_id=str(one.pk), question="Where is the father?", by=here.who("screener"), at=here.later()
    )
    said = their(message(one, ":word:2"), north, Word, at=here.at)
    assert (said.verb, said.number, said.words) == ("query", 2, "Where is the father?")
    north.sends(added(1, answers=2), at=here.later())
    one.refresh_from_db()
    assert one.status == "triage"
    set_conference(handover_id=str(one.pk), day=date(2026, 12, 4), by=here.who("screener"), at=here.later())
    one.refresh_from_db()
    assert (one.status, one.conference_on) == ("conference", date(2026, 12, 4))
    assert their(message(one, ":word:3"), north, Word, at=here.at).day == "2026-12-04"


def test_where_the_papers_count_the_conference_begins_with_them(here: Moved, north: North) -> None:
    one = came(here, north)
    pack = current(at=here.at)
    papers = pack.model_copy(
        update={"handover": pack.handing_over().model_copy(update={"conference_from": "papers"})}
    )
    times.begin(one, pack=papers, by=here.who("screener"), at=one.at)
    counted = clock(one, "conference")
    assert counted is not None and counted.start_event == "the papers came"
    times.looked(one, pack=papers, by=here.who("screener"), at=here.later(2880))
    assert RunningClock.objects.filter(key=f"{one.ref}:conference").count() == 1, "and is counted once"


def test_we_have_hold_only_when_somebody_leads_here(here: Moved, north: North) -> None:
    one = came(here, north, basis="cin")
    with pytest.raises(Refused) as refusal:
        take_responsibility(handover_id=str(one.pk), by=here.who("manager"), at=here.later())
    assert refusal.value.verdict.reason == "nobody-leads"
    here.contact = one.contact
    here.accepted().decided()
    accept_lead(referral_id=str(here.referral.pk), by=here.who("lead"), at=here.later())
    north.sends(added(1, type="correction"), at=here.later())
    set_conference(handover_id=str(one.pk), day=date(2026, 12, 4), by=here.who("manager"), at=here.later())
    lead = f"practitioner:{here.cast.people['lead'].pk}"
    told = Message.objects.filter(to_ref=lead, about=one.contact.ref, kind__startswith="handover-")
    assert list(told.order_by("kind").values_list("kind", flat=True)) == [
        "handover-added",
        "handover-conference",
    ]
    take_responsibility(handover_id=str(one.pk), by=here.who("manager"), at=here.later())
    one.refresh_from_db()
    assert one.status == "accepted"
    said = their(message(one, ":word:2"), north, Word, at=here.at)
    assert said.verb == "accept responsibility" and said.words.startswith("Led here by Esther")
    north.sends(word("take back", 1), at=here.later())
    one.refresh_from_db()
    assert one.status == "accepted", "who has hold has hold; they may be given back"
    give_back(
        handover_id=str(one.pk), because="They went home on Sunday.", by=here.who("manager"), at=here.later()
    )
    one.refresh_from_db()
    assert one.status == "returned"


TODAY = date(2026, 11, 23)
OPEN = Offered("conference", "cp", led_by="Esther Lunn", conference_on=TODAY)


@pytest.mark.parametrize(
    ("facts", "words", "reason"),
    [
        (OPEN, "", "handover-may-accept responsibility"),
        (replace(OPEN, conference_on=TODAY + timedelta(days=1)), "", "conference-first"),
        (
            replace(OPEN, conference_on=TODAY + timedelta(days=1)),
            "Both directors agreed.",
            "handover-may-accept responsibility",
        ),
        (replace(OPEN, conference_on=None, basis="cin"), "", "handover-may-accept responsibility"),
        (replace(OPEN, led_by=""), "", "nobody-leads"),
        (replace(OPEN, crossed=True), "Never mind.", "crossed"),
        (replace(OPEN, temporary=True), "", "only-for-a-time"),
        (replace(OPEN, status="withdrawn"), "", "taken-back"),
        (replace(OPEN, status="accepted"), "", "already"),
    ],
)
def test_when_we_may_say_that_we_have_hold(facts: Offered, words: str, reason: str) -> None:
    assert may_take(facts, today=TODAY, words=words).reason == reason


def test_a_late_conference_needs_a_reason_and_is_not_refused() -> None:
    late = {"day": date(2026, 12, 30), "today": TODAY, "latest": date(2026, 12, 14)}
    assert may_set_conference(OPEN, **late, words="").reason == "late-conference"
    assert may_set_conference(OPEN, **late, words="The interpreter is ill.")
    assert (
        may_set_conference(OPEN, day=date(2026, 11, 20), today=TODAY, latest=None, words="").reason
        == "no-day"
    )


def test_declined_with_a_reason_of_the_list_and_looked_at_again_later(here: Moved, north: North) -> None:
    one = came(here, north)
    triage_handover(handover_id=str(one.pk), by=here.who("manager"), at=here.later())
    for code, because in (("weather", "Rain."), ("not_here", " ")):
        with pytest.raises(Refused):
            decline_handover(
                handover_id=str(one.pk), code=code, because=because, by=here.who("screener"), at=here.later()
            )
    decline_handover(
        handover_id=str(one.pk),
        code="not_here",
        because="The house stands in Southmere.",
        by=here.who("screener"),
        at=here.later(),
    )
    said = their(message(one, ":word:2"), north, Word, at=here.at)
    assert (said.verb, said.code, said.reason) == ("decline", "not_here", "They do not live in our area")
    disputed = Escalation.objects.get(subject=one.ref)
    stage = disputed.stages.get()
    ours = stage.owners.get(side="ours")
    assert (stage.code, ours.practitioner) == ("managers", here.cast.people["manager"]), (
        "our manager hears it as theirs does"
    )
    assert "the other area keeps it" in disputed.wanted and disputed.elsewhere.startswith(
        "Northmere, Jo Marsh"
    )
    late = RunningClock.objects.get(subject=disputed.ref)
    assert late.due_at.date() <= (here.at + timedelta(days=1)).date()
    counted = clock(one, "conference")
    assert counted is not None and counted.state == "stopped" and times.conference_by(one) is None
    triage_handover(handover_id=str(one.pk), by=here.who("manager"), at=here.later(2880))
    one.refresh_from_db()
    again = clock(one, "conference")
    assert one.status == "triage" and again is not None
    assert (again.state, again.started_at) == ("running", counted.started_at), (
        "it goes on, and nothing is forgotten"
    )
    assert again.due_at > counted.due_at and [one.what for one in again.changes.all()][-1] == "reopened"


def test_only_those_who_decide_answer_and_nobody_else_finds_it(here: Moved, north: North) -> None:
    one = came(here, north)
    for who in ("teacher", "police", "lead", "call_handler"):
        with pytest.raises(Refused):
            triage_handover(handover_id=str(one.pk), by=here.who(who), at=here.later())
    assert not Outgoing.objects.exists()


def test_nothing_strange_in_a_package_keeps_it_from_the_desk(here: Moved, north: North) -> None:
    odd = Someone(
        ref="c1",
        forename="O" * 300,
        surname="",
        born_on="2031-01-01",
        nhs_number="not one",
        relation="r" * 300,
    )
    one = came(here, north, children=[odd], adults=[], purpose="p" * 20_000)
    (child,) = one.contact.people.all()
    assert (len(child.description.forename), child.description.born_on) == (100, None)


def test_a_family_is_not_handed_on_before_they_are_ours(here: Moved, north: North) -> None:
    """North answers for them until we say that we do: nobody reads in a third area that we do, and North is told first."""
    here.raised().accepted().decided()
    accept_lead(referral_id=str(here.referral.pk), by=here.who("lead"), at=here.later())
    one = came(here, north)
    Handover.objects.filter(pk=one.pk).update(contact=here.contact)
    east = pinned("east", at=here.at)
    with pytest.raises(Refused, match="not-ours-yet") as found:
        here.offered(north, peer_id=str(east.pk))
    assert "Northmere has handed this family over to you" in found.value.verdict.say
    with pytest.raises(Refused, match="they-offered-it"):
        here.offered(north)
