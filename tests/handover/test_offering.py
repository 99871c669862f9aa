"""The sending side: what a package says and never says, to whom it goes and by whose word."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.federation.models import Outgoing
from plait.base.packs import current
from plait.feedback.models import FeedbackTask
from plait.handover.actions.offer_handover import Seen, offer_handover
from plait.handover.life import DUE
from plait.handover.wire.package import Core
from plait.people.actions.describe_person import describe_person
from plait.people.actions.relate import relate
from plait.people.models import Person, Place, ProtectedFrom, Relationship, SafetyNote
from plait.people.rules import Described
from plait.privacy.presenters.passed import passed_rows
from plait.referrals.models import ContactPerson
from plait.sharing.models import Clause, DisclosureItem, SharingDecision
from plait.sharing.queries.family_page import lawful_bases
from plait.stepdown.actions.end_step_down import end_step_down
from tests.feedback.journey import ADDRESS, CHILD, PHONE, POLICE_ITEM, POSTCODE, SCHOOL
from tests.handover.agreeing import ENQUIRY, agreed
from tests.handover.two_areas import OURS, Moved, North, message, their, word
from tests.stepdown.family import owed, told

pytestmark = pytest.mark.django_db
GOES = (
    "child_voice", "concern", "education", "family", "health", "identity", "police", "safety", "work", "contact_details",
    "location",
)  # fmt: skip


def a_half_sister_and_a_strangers_child(moved: Moved) -> None:
    """The mother answers for Theodora, not for Mia, with whom she lives too; and is nothing to another family's child."""
    mother = str(moved.contact.people.get(role="adult").description.person_id)
    said: Any = {"source_ref": moved.contact.ref, "by": moved.who("screener"), "at": moved.at}
    mia = describe_person(described=Described(forename="Mia", surname="Moor"), agency_id="", **said)
    ContactPerson.objects.create(contact=moved.contact, description=mia, role="child", order=9)
    ties: Any = {"kind": "stepmother", "parental_responsibility": "no", "lives_with": "yes"}
    relate(person_id=mother, other_id=str(mia.person_id), **ties, **said)
    stranger = Person.objects.create(made_at=moved.at)
    Relationship.objects.create(
        pk=UUID(int=1), person_id=mother, other=stranger, kind="aunt", parental_responsibility="no", lives_with="no",
        source_ref="x",
    )  # fmt: skip


def test_a_package_says_what_is_known_and_nothing_that_leads_to_them(moved: Moved, north: North) -> None:
    a_half_sister_and_a_strangers_child(moved)
    made = moved.offered(north, why_moved=f"She left him for {ADDRESS}, near {SCHOOL}.")
    parts = north.reads(message(made), at=moved.at)
    core = their(message(made), north, Core, at=moved.at)
    assert (core.children[0].forename, core.children[0].protected, core.sender.code) == (
        CHILD,
        True,
        "ellowmere",
    )
    assert core.purpose == "She left him for [protected], near [protected]."
    assert core.item("plan").rows[0].text == "Visits each week."
    assert any(POLICE_ITEM in row.text for row in core.item("timeline").rows)
    assert core.item("addresses").why_not == "protected"
    assert core.item("health").why_not == "protected"
    assert "Dean Kerrigan" in " ".join(row.text for row in core.item("safety").rows), (
        "they have to keep them safe"
    )
    (mother,) = core.adults
    ties = [(one.of, one.responsibility, one.lives_with) for one in mother.ties]
    assert ties == [("c1", "yes", "yes"), ("c2", "no", "yes")], "of each child by itself, of no stranger's"
    assert (mother.responsibility, mother.lives_with) == ("not_known", "yes"), "what is the same for both"
    assert [row.text.partition(";")[0] for row in core.item("family").rows] == [
        "mother to Theodora",
        "stepmother to Mia",
    ]
    for raw in parts.values():
        text = raw.decode()
        for place in (ADDRESS, POSTCODE, SCHOOL, PHONE, "Heron Quay", "Osei"):
            assert place not in text
    assert b"Visits each week." in parts["summary.html"] and b"Visits each week." in parts["summary.txt"]


def test_an_area_without_plait_reads_what_each_service_passes_on(moved: Moved, north: North) -> None:
    """And of what nothing calls for nothing; the same for each leg as both sides' pages say."""
    made = moved.offered(north)
    parts = north.reads(message(made), at=moved.at)
    text, page = parts["summary.txt"].decode(), parts["summary.html"].decode()
    assert "WHAT EACH SERVICE PASSES ON" in text and "<h2>What each service passes on</h2>" in page
    needed = {leg.label for leg in made.legs.all() if leg.status == DUE}
    others = {leg.label for leg in made.legs.all()} - needed
    assert needed and others
    for said in (text, page):
        passed_on = said[said.lower().index("what each service passes on") :]
        assert all(label in passed_on for label in needed)
        assert not [label for label in others if label in passed_on]
    assert "Domestic abuse adviser to domestic abuse adviser" in needed
    assert "Before they arrive. Said, never sent." in text


def test_the_gate_weighs_each_line_and_keeps_what_left(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    assert made.decision_id is not None
    decision = SharingDecision.objects.get(pk=made.decision_id)
    assert (decision.purpose_code, decision.gateway, decision.to_agency) == (
        "handover",
        "CA89_47",
        str(north.peer.pk),
    )
    lines = DisclosureItem.objects.filter(disclosure__decision=decision)
    assert lines.filter(item__isnull=False, text__contains="canary-police").exists()
    with pytest.raises(Refused):
        moved.offered(north, number="00000000-0000-0000-0000-0000000000b2", gateway="")
    assert AuditEntry.objects.filter(act="deed:offer_handover", verdict="refused").exists()


def test_elsewhere_it_went_to_another_area_and_never_which(moved: Moved, north: North) -> None:
    """Also where an agreement with them nearly lets it go: what a reviewer reads names neither it nor them."""
    agreed(moved, (replace(ENQUIRY, purposes=("meeting",), field_groups=GOES),))
    moved.offered(north)
    decisions = list(SharingDecision.objects.filter(purpose_code="handover"))
    (passed,) = passed_rows(decisions, pack=current(at=moved.at))
    assert (passed.getter, north.peer.name) == ("Another area", "Northmere")
    assert passed.missing and "with that area" in passed.missing[0]
    assert not [one for one in passed.missing if "Northmere" in one or "NORTH-1" in one]
    lead = moved.who("lead")
    refs = [one.source_ref for one in decisions]
    people = [person for one in decisions for person in one.people]
    (basis,) = lawful_bases(refs, people=people, by=lead, pack=current(at=moved.at))
    assert basis.to == "another area"


def test_under_the_duty_it_goes_once_an_agreement_names_every_kind_of_line(
    moved: Moved, north: North
) -> None:
    with pytest.raises(Refused) as refused:
        moved.offered(north, gateway="CA04_16LA")
    assert "No agreement" in refused.value.verdict.say and "Northmere" in refused.value.verdict.say
    narrow = tuple(one for one in GOES if one != "safety")
    made = agreed(moved, (replace(ENQUIRY, purposes=("handover",), field_groups=narrow),))
    with pytest.raises(Refused) as refused:
        moved.offered(north, gateway="CA04_16LA")
    assert "not what keeps people safe" in refused.value.verdict.say
    assert not Outgoing.objects.filter(kind="shp/1").exists()
    Clause.objects.filter(agreement=made).update(field_groups=list(GOES))
    decision = moved.offered(north, gateway="CA04_16LA").decision
    assert decision is not None
    assert (decision.agreement_versions, decision.obligations) == (["NORTH-1 version 1"], [])


def test_offered_twice_is_offered_once_and_to_one_area_at_a_time(moved: Moved, north: North) -> None:
    made = moved.offered(north)
    assert moved.offered(north).pk == made.pk
    with pytest.raises(Refused, match="already"):
        moved.offered(north, number="00000000-0000-0000-0000-0000000000b2")
    assert Outgoing.objects.filter(kind="shp/1").count() == 1


def test_what_was_shown_is_what_leaves(moved: Moved, north: North) -> None:
    with pytest.raises(Refused) as refusal:
        offer_handover(
            referral_id=str(moved.referral.pk), offer=moved.offer(north), seen=Seen(OURS, "0" * 64), by=moved.who("lead"),
            at=moved.later(),
        )  # fmt: skip
    assert refusal.value.verdict.reason == "changed-since"
    assert not Outgoing.objects.exists()


def test_nobody_but_who_leads_or_decides_and_never_to_an_area_that_is_not_believed(
    moved: Moved, north: North
) -> None:
    for who in ("teacher", "police", "call_handler"):
        with pytest.raises(Refused):
            moved.offered(north, by=who)
    north.peer.state = "suspended"
    north.peer.save()
    with pytest.raises(Refused) as refusal:
        moved.offered(north)
    assert refusal.value.verdict.reason == "area-not-believed"


def test_held_by_early_help_after_a_step_down_whoever_holds_them_hands_them_over(
    moved: Moved, north: North
) -> None:
    """The referral is closed, and nobody is to open it again for that. Of a protected family the hub offers it."""
    heard = ("Alder Lane", "Brook Street Surgery", "Speech therapy")
    moved.stepped_down(services_told=heard).agreed().held().closed()
    for who in ("family_helper", "lead", "teacher"):
        with pytest.raises(Refused, match="not-involved"):
            moved.offered(north, by=who)
    Place.objects.update(shielded=False)
    Person.objects.update(address_hidden=False)
    ProtectedFrom.objects.all().delete()
    SafetyNote.objects.update(ended_at=moved.at)
    there = f"/step-down/{moved.stepdown.pk}/"
    helper = moved.browser("family_helper")
    assert f"/referrals/{moved.referral.pk}/hand-over/" in helper.get(there).content.decode()
    made = moved.offered(north, by="family_helper", basis="early_help")
    core = their(message(made), north, Core, at=moved.at)
    assert core.worker.name == moved.who("family_helper").name, "whom they ring is who holds them"
    assert str(made.pk) in helper.get(there).content.decode()
    assert helper.get(f"/handovers/{made.pk}/").status_code == 200
    ends: dict[str, Any] = {"stepdown_id": str(moved.stepdown.pk), "because": "They moved."}
    assert "Another area was asked" in helper.get(there).content.decode()
    for who in ("family_helper", "manager"):
        with pytest.raises(Refused, match="handover-open"):
            end_step_down(**ends, by=moved.who(who), at=moved.later())
    north.sends(word("accept responsibility", 1, package=OURS), at=moved.later())
    over = moved.fresh().stepdown
    assert (over.status, owed(moved)) == ("ended", {}), "they hold them now, and nobody here is asked to look"
    assert (
        "Another area" in over.moves.get(verb="end").because
        and "Northmere" not in over.moves.get(verb="end").because
    )
    teams = {f"team:{moved.cast.teams[one].pk}" for one in ("hub", "family_help")}
    assert told("stepdown-ended") >= {*teams, f"practitioner:{moved.cast.people['family_helper'].pk}"}
    assert helper.get(f"/handovers/{made.pk}/").status_code == 200, "whoever offered sees its legs through"
    words = FeedbackTask.objects.filter(decision_ref=f"taken-over:{made.pk}", kind="heard")
    surgery, rung = words.get(status="sent"), words.get(status="held")
    assert surgery.agency == moved.cast.agencies["surgery"] and "another area leads" in surgery.text
    assert "Speech therapy" in rung.held_because and "Alder" not in rung.held_because, (
        "who raised it heard already"
    )
    assert not FeedbackTask.objects.filter(decision_ref__startswith="let-go").exists(), "said once"


def test_words_that_say_who_told_us_do_not_leave(moved: Moved, north: North) -> None:
    with pytest.raises(Refused) as refusal:
        moved.offered(north, why_moved="Nia Osei at the school told us that they left.")
    assert refusal.value.verdict.reason == "gives-away"
    assert not Outgoing.objects.exists()
