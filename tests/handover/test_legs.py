"""What each service passes on when a family moves: drawn, said over the border with numbers, late, and ended apart."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from benchmarks.border.crossing import HANDED_OVER, LEG
from plait.base.access.verdict import Refused
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.models import RunningClock
from plait.base.federation.models import Incident, Incoming, Outgoing
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.access.handing import waiting_handovers
from plait.handover.access.legs import visible_legs
from plait.handover.actions.decline_handover import decline_handover
from plait.handover.actions.erase_handovers import erase_handovers
from plait.handover.actions.note_leg import note_leg
from plait.handover.actions.take_responsibility import take_responsibility
from plait.handover.actions.withdraw_handover import withdraw_handover
from plait.handover.events.handing import ResponsibilityTaken
from plait.handover.models import Handover, Leg, LegWord
from plait.handover.rules.legs import Noted
from plait.handover.wire.legs import LegIs, Legs, LegSaid
from plait.handover.wire.package import Core, Someone, written
from plait.people.models import Involvement
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.concern import AdultSaid
from plait.referrals.models import Referral
from plait.site.demo.cast import Cast
from tests.feedback.journey import ADDRESS, PHONE, POSTCODE, SCHOOL, SURNAME, family
from tests.handover.packages import PACKAGE, WORKER
from tests.handover.two_areas import OURS, Moved, North, message, their, to_us, word
from tests.stepdown.test_pages import page, send

pytestmark = pytest.mark.django_db
SENT = Noted(
    "pass on",
    how="secure",
    to_name="Ms Hill, safeguarding lead",
    to_phone="01632 960555",
    service="Tern Lane",
)
RANG = Noted("pass on", how="telephone", to_name="Ms Hill", to_phone="01632 960555")
HAVE = Noted("acknowledge", to_name="Bea Lund, safeguarding lead")


@pytest.fixture
def hidden(cast: Cast, pack: Any, at: datetime) -> Moved:
    """Where they are is protected."""
    moved = Moved(cast, at)
    moved.led()
    return moved


@pytest.fixture
def moved(cast: Cast, pack: Any, at: datetime) -> Moved:
    """Nothing about where they are is protected; her school raised it."""
    moved = Moved(cast, at)
    hers = AdultSaid(
        Described(forename="Leanne", surname=SURNAME),
        "mother",
        lives_with="yes",
        parental_responsibility="yes",
    )
    moved.raised(concern=family(shielded=False, adults=(hers,))).accepted().asked("police").answered(
        "police", "police"
    )
    moved.decided()
    accept_lead(referral_id=str(moved.referral.pk), by=moved.who("lead"), at=moved.later())
    moved.referral = Referral.objects.get(pk=moved.referral.pk)
    return moved


def leg(kind: str, **more: Any) -> Leg:
    return Leg.objects.select_related("handover").get(kind=kind, **more)


def noted(moved: Moved, one: Leg, said: Noted, *, by: str = "lead", number: int = 1) -> LegWord:
    name = f"00000000-0000-0000-0000-{number:012d}"
    return note_leg(leg_id=str(one.pk), noted=said, word_id=name, by=moved.who(by), at=moved.later())


def says(
    verb: str,
    number: int,
    *,
    side: str = "receiver",
    package: str = OURS,
    key: str = "school_file-c1",
    **more: Any,
) -> Legs:
    known: Any = {"side": side, "verb": verb}
    named = LegIs(
        key=key,
        kind=key.partition("-")[0],
        about=key.partition("-")[2],
        label="School to school",
        passes="The file",
    )
    one = LegSaid(leg=named, number=number, verb=known["verb"], **more)
    return Legs(
        format="shp-leg/1", package=package, reference="H-NORTH1", side=known["side"], made="2026-11-23T12:00:00Z",
        worker=WORKER, legs=[one],
    )  # fmt: skip


def letters(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def test_the_legs_go_with_the_package_and_each_service_hears_of_its_own(moved: Moved, north: North) -> None:
    mother = str(moved.contact.people.get(role="adult").description.person_id)
    Involvement.objects.create(
        person_id=mother, practitioner=moved.cast.people["idva"], kind="works", from_at=moved.at, source_kind="claim",
        source_id=UUID(int=1),
    )  # fmt: skip
    made = moved.offered(north)  # nobody typed a word about abuse
    core = their(message(made), north, Core, at=moved.at)
    assert core.reference == made.reference, "two people on the telephone have one reference"
    said = their(message(made, ":legs"), north, Legs, at=moved.at)
    assert (said.side, said.reference) == ("sender", made.reference)
    needed = {one.leg.key for one in said.legs if one.verb == "due"}
    assert needed == {"idva", "police", "school_file-c1", "gp"}
    assert {one.leg.key for one in said.legs} - needed == {
        "midwife", "health_visitor", "mental_health", "youth_justice", "other",
    }  # fmt: skip
    school, idva = leg("school_file"), leg("idva")
    assert school.team == moved.cast.teams["alder_lane_safeguarding"] and idva.team is None
    assert idva.by_voice and idva.before_arrival
    assert letters("leg-yours") == {
        f"team:{school.team_id}",
        f"team:{moved.cast.teams['police_safeguarding'].pk}",
    }
    counted = RunningClock.objects.get(key=f"{school.ref}:1")
    assert (counted.kind, counted.amount) == ("school_days", 5) and school.due_at is not None
    assert idva.due_at is not None and idva.due_at < school.due_at


def test_passed_on_acknowledged_apart_and_accepting_ends_none(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    school, gp = leg("school_file"), leg("gp")
    first = noted(moved, school, SENT, by="dsl")
    assert noted(moved, school, SENT, by="dsl").pk == first.pk, "sent twice is said once"
    (said,) = their(message_of(school, 2), north, Legs, at=moved.at).legs
    assert (said.verb, said.number, said.to_name, said.service) == ("pass on", 2, SENT.to_name, "Tern Lane")
    north.sends(word("accept responsibility", 1, package=OURS, reference="H-NORTH1"), at=moved.later())
    made.refresh_from_db()
    assert (made.status, made.their_reference) == ("accepted", "H-NORTH1")
    assert (leg("school_file").status, leg("gp").status) == ("passed", "due"), "each is acknowledged apart"
    assert Message.objects.filter(key=f"{school.ref}:accepted:team:{school.team_id}").exists()
    assert (
        north.sends(says("acknowledge", 1, heard=2, to_name="Bea Lund"), at=moved.later()).state == "received"
    )
    assert leg("school_file").status == "acknowledged"
    crossed = [model.objects.filter(kind="shp-leg/1").count() for model in (Outgoing, Incoming)]
    counted_so = Counter(HANDED_OVER) + Counter(LEG)
    assert sum(crossed) == counted_so["shp-leg/1"], "drawn in one message; one to pass on, one to acknowledge"
    assert RunningClock.objects.get(key=f"{school.ref}:1").state == "stopped"
    noted(moved, gp, Noted("acknowledge", to_name="Dr Ward’s secretary", words="I rang."), number=2)
    assert leg("gp").status == "acknowledged", "a telephone call counts"
    noted(moved, leg("school_file"), Noted("due", words="It went to the wrong school."), number=3)
    again = leg("school_file")
    assert again.status == "due" and again.due_at is not None and again.due_at > moved.at
    north.sends(says("acknowledge", 1, heard=2, to_name="Bea Lund"), at=moved.later())
    assert leg("school_file").status == "due", "the same word again changes nothing"
    assert AuditEntry.objects.filter(act="handover:leg-noted", reason="pass on").count() == 2


def message_of(one: Leg, number: int) -> Outgoing:
    return Outgoing.objects.get(key=f"{one.ref}:word:{number}")


def test_a_late_word_undoes_nothing_and_another_child_is_refused(moved: Moved, north: North) -> None:
    moved.offered(north)
    school = leg("school_file")
    noted(moved, school, SENT)
    north.sends(says("acknowledge", 3, heard=2, to_name="Bea Lund"), at=moved.later())
    north.sends(says("nobody yet", 2, words="No place yet."), at=moved.later())
    assert leg("school_file").status == "acknowledged"
    assert school.said.filter(ours=False).count() == 2, "kept, and changes nothing"
    taken = north.sends(says("due", 1, key="school_file-c9"), at=moved.later())
    assert (taken.state, taken.error) == ("refused", "another-child")
    taken = north.sends(says("due", 1, package=PACKAGE), at=moved.later())
    assert (taken.state, taken.error) == ("refused", "no-such-package")


def test_nobody_has_it_and_whoever_answers_for_it_hears(moved: Moved, north: North) -> None:
    made = moved.offered(north, basis="cin")
    school = leg("school_file")
    noted(moved, school, Noted("nobody yet", words="No place yet; I ring admissions on Monday."))
    assert leg("school_file").status == "nobody_yet"
    assert not waiting_handovers(moved.who("lead"), at=moved.at).exists()
    assert school.due_at is not None
    moved.at = school.due_at + timedelta(minutes=1)
    fire_due(at=moved.at)
    assert letters("leg-late") == {
        f"practitioner:{made.by}", f"team:{moved.contact.team_id}", f"team:{school.team_id}",
    }  # fmt: skip
    assert waiting_handovers(moved.who("lead"), at=moved.at).get() == made
    assert "legs are late" in page(moved, "lead", "/handovers/")
    before = Message.objects.filter(kind="leg-late").count()
    moved.at += timedelta(days=1)
    fire_due(at=moved.at)
    assert Message.objects.filter(kind="leg-late").count() > before, "again each day"
    withdraw_handover(
        handover_id=str(made.pk), because="They came home.", by=moved.who("lead"), at=moved.later()
    )
    before = Message.objects.filter(kind="leg-late").count()
    moved.at += timedelta(days=2)
    fire_due(at=moved.at)
    assert Message.objects.filter(kind="leg-late").count() == before, "over is over"
    assert not RunningClock.objects.filter(key__startswith="leg:").exclude(state="stopped").exists()
    with pytest.raises(Refused):
        noted(moved, school, SENT, number=2)


def test_an_area_that_is_not_believed_is_rung_and_the_word_is_held_here(moved: Moved, north: North) -> None:
    moved.offered(north)
    north.peer.state = "suspended"
    north.peer.save()
    kept = noted(moved, leg("school_file"), SENT)
    kept.refresh_from_db()
    assert (kept.sent, leg("school_file").status) == (True, "passed")
    assert "Held until that area is believed again: ring" in page(
        moved, "lead", f"/handovers/legs/{kept.leg_id}/"
    )


def test_of_a_protected_family_no_leg_says_where(hidden: Moved, north: North) -> None:
    made = hidden.offered(north, by="manager", texts={"abuse": "Conference of November."})
    said = north.reads(message(made, ":legs"), at=hidden.at)["core.json"].decode()
    for place in (ADDRESS, POSTCODE, SCHOOL, PHONE, "Heron Quay", "Osei"):
        assert place not in said
    school = leg("school_file")
    assert not letters("leg-yours") and f"team:{school.team_id}" in letters("leg-ring"), "the hub rings them"
    assert {one.context["link_path"] for one in Message.objects.filter(kind="leg-ring")} == {"/"}
    for who in ("dsl", "lead", "teacher", "police"):
        assert not visible_legs(hidden.who(who), at=hidden.at).exists()
        assert hidden.browser(who).get(f"/handovers/legs/{school.pk}/").status_code == 404
    with pytest.raises(Refused) as refusal:
        noted(hidden, school, SENT, by="manager")
    assert refusal.value.verdict.reason == "by-voice"
    with pytest.raises(Refused) as refusal:
        noted(hidden, school, Noted(**{**as_said(RANG), "service": "Tern Lane"}), by="manager")
    assert refusal.value.verdict.reason == "would-say-where"
    noted(hidden, school, Noted(**{**as_said(RANG), "words": f"She knows of {ADDRESS}."}), by="manager")
    sent = north.reads(message_of(school, 2), at=hidden.at)["core.json"].decode()
    assert "Heron Quay" not in sent and "Ms Hill" in sent
    north.sends(says("acknowledge", 1, heard=2, to_name="Bea", service="Tern Lane"), at=hidden.later())
    assert not LegWord.objects.filter(service__contains="Tern").exists(), "nor is it kept where they say it"
    shown = page(hidden, "manager", f"/handovers/legs/{school.pk}/")
    assert "Which service is that?" not in shown and "Heron Quay" not in shown


def as_said(said: Noted) -> dict[str, str]:
    return {
        name: getattr(said, name)
        for name in ("verb", "how", "who", "to_name", "to_phone", "service", "words")
    }


def came(moved: Moved, north: North, **changes: Any) -> Handover:
    assert north.sends(to_us(reference="H-NORTH1", **changes), at=moved.later()).state == "received"
    return Handover.objects.get(side="in")


def test_legs_that_come_before_their_package_wait_for_it(
    cast: Cast, pack: Any, at: datetime, north: North
) -> None:
    here = Moved(cast, at)
    said = says("pass on", 2, side="sender", package=PACKAGE, to_name="Ms Hill", due="2026-11-30T16:00:00Z")
    assert north.sends(said, at=here.later()).state == "received"
    strange = says("due", 1, side="sender", package=PACKAGE, key="gp-c7")
    assert north.sends(strange, at=here.later()).state == "received" and not Leg.objects.exists()
    one = came(here, north)
    assert one.their_reference == "H-NORTH1"
    school = leg("school_file")
    assert (school.status, str(school.due_at)) == ("passed", "2026-11-30 16:00:00+00:00")
    assert Incident.objects.filter(kind="we-refused", why="another-child").exists()
    noted(here, school, HAVE, by="screener")
    (back,) = their(message_of(school, 1), north, Legs, at=here.at).legs
    assert (back.verb, back.number, back.heard, back.to_name) == ("acknowledge", 1, 2, HAVE.to_name)
    with pytest.raises(Refused):
        noted(here, school, SENT, by="screener", number=2)
    assert 'who call it <bdi class="plait-nobreak">H-NORTH1</bdi>' in page(
        here, "screener", f"/handovers/{one.pk}/"
    )


def test_the_service_that_takes_it_hears_when_we_have_hold(
    cast: Cast, pack: Any, at: datetime, north: North
) -> None:
    here = Moved(cast, at)
    one = came(
        here,
        north,
        basis="early_help",
        children=[Someone(ref="c1", forename="Otto", surname="Nyman", born_on="2019-02-03")],
    )
    north.sends(says("due", 1, side="sender", package=PACKAGE, due="2026-11-30T16:00:00Z"), at=here.later())
    here.contact = one.contact
    here.accepted().decided()
    accept_lead(referral_id=str(here.referral.pk), by=here.who("lead"), at=here.later())
    here.asked("alder_lane").answered("alder_lane", "dsl")
    assert not letters("leg-yours")
    take_responsibility(handover_id=str(one.pk), by=here.who("manager"), at=here.later())
    one.refresh_from_db()
    assert (
        one.status == "accepted" and not RunningClock.objects.filter(key=f"{one.ref}:conference").exists()
    ), "early help has no conference"
    school = leg("school_file")
    assert school.team == cast.teams["alder_lane_safeguarding"] and school.status == "due"
    assert letters("leg-yours") == {f"team:{school.team_id}"}
    announce(ResponsibilityTaken(one.pk, one.contact_id, here.who("manager").id, here.at))
    assert Message.objects.filter(kind="leg-yours").count() == 1, "once"
    path = f"/handovers/legs/{school.pk}/"
    shown = page(here, "dsl", path)
    assert "Ask the school they left" in shown and "Otto Nyman" in shown and "H-NORTH1" in shown
    assert here.browser("dsl").get(f"/handovers/{one.pk}/").status_code == 404, "their own leg, and no more"
    assert here.browser("other_teacher").get(path).status_code == 404
    status, _ = send(
        here, "dsl", path, what="acknowledge", to_name="Sue Grant, safeguarding lead", word_id=OURS
    )
    assert status == 302 and leg("school_file").status == "acknowledged"


def test_a_stay_for_a_time_is_declined_and_offered_again_when_it_lasts(moved: Moved, north: North) -> None:
    made = moved.offered(north, basis="early_help", temporary=True)
    assert leg("school_file").status == "not_needed", "the school keeps her place and her file"
    no = word(
        "decline",
        1,
        package=OURS,
        code="temporary",
        reason="They are here for a short time only",
        words="Until Easter.",
    )
    north.sends(no, at=moved.later())
    made.refresh_from_db()
    assert made.status == "declined" and leg("gp").status == "due", "a no closes no leg either"
    later = moved.offered(north, number="00000000-0000-0000-0000-0000000000b2", basis="early_help")
    assert Leg.objects.get(handover=later, kind="school_file").status == "due"
    assert not Leg.objects.filter(handover=later, kind="police", status="due").exists()
    north.sends(word("accept responsibility", 1, package=str(later.package)), at=moved.later())
    later.refresh_from_db()
    assert later.status == "accepted"


def test_we_decline_who_stays_for_a_time_and_take_them_when_it_lasts(
    cast: Cast, pack: Any, at: datetime, north: North
) -> None:
    here = Moved(cast, at)
    one = came(here, north, basis="early_help", temporary=True, type="move_notification")
    decline_handover(
        handover_id=str(one.pk), code="temporary", because="With an aunt until Easter.", by=here.who("screener"), at=here.later()
    )  # fmt: skip
    lasting = "00000000-0000-0000-0000-0000000000a2"
    assert north.sends(to_us(package=lasting, basis="early_help"), at=here.later()).state == "received"
    again = Handover.objects.get(package=lasting)
    assert again.status == "received" and not again.temporary
    here.contact = again.contact
    here.accepted().decided()
    accept_lead(referral_id=str(here.referral.pk), by=here.who("lead"), at=here.later())
    take_responsibility(handover_id=str(again.pk), by=here.who("manager"), at=here.later())
    one.refresh_from_db()
    again.refresh_from_db()
    assert (one.status, again.status) == ("declined", "accepted")


def test_the_words_go_with_the_referral_and_its_steps_stay(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    noted(moved, leg("school_file"), SENT)
    erase_handovers(contact_id=str(made.contact_id), by=Actor.process("worker"), at=moved.later())
    words = LegWord.objects.filter(leg__handover=made)
    assert set(words.values_list("to_name", "to_phone", "service", "who", "words")) == {("", "", "", "", "")}
    assert words.filter(verb="pass on").exists() and leg("school_file").status == "passed"


def test_both_sides_of_the_wire_take_what_a_newer_sender_says_besides() -> None:
    said = says("due", 1).model_copy(update={"weather": "fine"})
    assert b"weather" in written(said)
