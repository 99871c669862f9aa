"""One child's story, as different readers see it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.feedback.actions.disagree import disagree
from plait.feedback.models import FeedbackTask, PickupWord
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import Person
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.ask_to_close import ask_to_close
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.note_call import note_call
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.concern import Concern, Safety, Teller
from plait.referrals.models import SafetySettled
from plait.sharing.actions.decide_sharing import Said
from plait.sharing.actions.take_away import take_away
from plait.sharing.models import Disclosure, SharingDecision
from plait.sharing.queries.taking import PURPOSES
from tests.feedback.journey import ADDRESS, CHILD, POLICE_ITEM, POSTCODE, SURNAME, Journey, family
from tests.lanes.telling import ToldOnce

SEALED, OWN = "An informant says so, canary-sealed.", "Our nurse is worried, canary-own-note."


@pytest.fixture
def journey(journey: Journey, told_once: ToldOnce) -> Journey:
    """Decided after three answers, and accepted by the social worker."""
    return told_once("desk/story", lambda: _led(journey))


def _led(journey: Journey) -> Journey:
    journey.raised("teacher").accepted().asked("police", "surgery", "probation", "housing")
    journey.answered("police", "police").answered("surgery", "gp", "not_known")
    journey.answered("probation", "probation", visibility="sealed", text=SEALED)
    journey.decided("section_47")
    lead, truly = journey.who("lead"), journey.later(1)
    accept_lead(referral_id=str(journey.referral.pk), accepted_at=truly, by=lead, at=journey.later())
    return journey


@pytest.fixture(autouse=True)
def _now(journey: Journey) -> Iterator[None]:
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        yield


def read(client: Client, journey: Journey, page: str = "story", query: str = "") -> str:
    answer = client.get(f"/people/{journey.child}/{page}/{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("who", ["screener", "manager", "lead"])
def test_those_who_work_with_the_child_read_one_timeline(journey: Journey, who: str) -> None:
    page = read(journey.browser(who), journey)
    for said in (
        "A bruise on her arm.", "Seen or heard", "The child’s words", POLICE_ITEM, "Fenmarch Police", "Urgency set to",
        "Decided: Section 47 enquiry", "Brook Street Surgery answered: not known there", "was told what came of it",
        "Esther Lunn accepted the lead", "Written down later",
        "This may not be everything that is known", "Must not learn where they are",
        "Dean Kerrigan", "Ring her at work, before noon",
    ):  # fmt: skip
        assert said in page, said
    assert page.index("Must not learn where they are") < page.index("A bruise on her arm.")
    assert AuditEntry.objects.filter(
        act="person:story", subject=pseudonym(f"person:{journey.child}")
    ).exists()


def test_closed_opened_again_and_closed_it_forgets_nothing(journey: Journey) -> None:
    """The referral keeps only its last closing and nobody who led before: the story reads its moves."""
    referral, hub, manager = str(journey.referral.pk), journey.who("screener"), journey.who("manager")
    told = FeedbackTask.objects.get(about=journey.contact.ref)
    disagree(
        task_id=str(told.pk), because="She is not safe.", wanted="", by=journey.who("teacher"), at=journey.later()
    )  # fmt: skip
    for why in ("They moved to an aunt.", "Nothing more was seen."):
        ask_to_close(referral_id=referral, because=why, by=hub, at=journey.later())
        close_referral(
            referral_id=referral, outcome="RC7", because=why, despite="It ends.", by=manager, at=journey.later()
        )  # fmt: skip
        if why == "They moved to an aunt.":
            reopen_referral(referral_id=referral, because="They are back.", by=manager, at=journey.later())
            note_call(
                about=journey.contact.ref, counts_as="note", spoke_with="The aunt", rang_at=journey.later(),
                said="They left on Sunday.", by=hub, at=journey.later(),
            )  # fmt: skip
    said, at = {"by": hub.id, "by_name": hub.name}, journey.later()
    asked = {"kind": "who_told", "holds": "no", "whom": "Canary Ann", "because": "They all know."}
    SafetySettled.objects.create(contact=journey.contact, at=at, **asked, **said)
    PickupWord.objects.create(contact=journey.contact, said="can_go", rang=True, task=told, at=at, **said)
    order = ("Nothing more was seen.", "They left on Sunday.", "They are back.", "They moved to an aunt.",
             "She is not safe.", "Esther Lunn accepted the lead")  # fmt: skip
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        page = read(journey.browser("screener"), journey)
        found = [page.index(said) for said in order]
        assert found == sorted(found), "the newest first"
        assert page.count("Opened again") == 1 and "Disagrees with what they were told" in page
        only_calls = read(journey.browser("screener"), journey, query="?kind=call")
        assert "The aunt" in only_calls and "They are back." not in only_calls
        for words in (
            "Asked since: somebody must not learn who told us? It is not so",
            "They all know.",
            "The child can go home",
        ):
            assert words in page, words
        assert "Canary Ann" not in page, "whom the hub asked may be whoever told us"
        copied = {"entry": f"settled:{SafetySettled.objects.get().pk}"}
        there = f"/people/{journey.child}/story/"
        assert (
            "Tick at least one entry"
            in journey.browser("screener").post(f"{there}copy/", copied).content.decode()
        )
        paper = journey.browser("screener").post(f"{there}print/", {"source_checked": "on"}).content.decode()
        assert "She is not safe." in paper and "They all know." not in paper, (
            "what was asked about risk stays on the screen"
        )


@pytest.mark.parametrize("who", ["screener", "manager", "lead"])
def test_sealed_items_and_other_agencies_own_notes_are_in_no_story(journey: Journey, who: str) -> None:
    page = read(journey.browser(who), journey)
    assert "canary-sealed" not in page
    assert ADDRESS not in page
    assert POSTCODE not in page
    assert "Address protected" in page


def test_the_title_names_nobody(journey: Journey) -> None:
    page = read(journey.browser("lead"), journey)
    title = page[page.index("<title>") : page.index("</title>")]
    assert CHILD not in title
    assert SURNAME not in title


def test_only_some_kinds_are_shown_when_asked(journey: Journey) -> None:
    page = read(journey.browser("lead"), journey, query="?kind=information&kind=nonsense")
    assert POLICE_ITEM in page
    assert "A bruise on her arm." not in page
    nothing = read(journey.browser("lead"), journey, query="?kind=strategy")
    assert "Nothing of this kind" in nothing


def test_a_long_story_comes_in_pages(journey: Journey) -> None:
    for number in range(45):
        journey.checks.clear()
        journey.contact.ratings.create(
            rating="red", because=f"Look {number}", by="x", by_name="x", at=journey.later(1)
        )
    first, second = (
        read(journey.browser("lead"), journey),
        read(journey.browser("lead"), journey, query="?page=2"),
    )
    assert "Page 1 of 2" in first
    assert "A bruise on her arm." in second


@pytest.mark.parametrize("page", ["story", "round", "looked", "shield"])
def test_for_everybody_else_the_child_is_not_there_at_all(journey: Journey, page: str) -> None:
    """No involvement, an ask only, a declared conflict, a restricted record and no record: the same bytes."""
    police = journey.browser("police_ex_partner")
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="partner",
        by=journey.who("police_ex_partner"),
        at=journey.at,
    )
    for client in (
        police,
        journey.browser("teacher"),
        journey.browser("gp"),
        journey.browser("administrator"),
    ):
        there, nowhere = (
            client.get(f"/people/{journey.child}/{page}/"),
            client.get(f"/people/{uuid4()}/{page}/"),
        )
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content
    assert AuditEntry.objects.filter(verdict="refused", subject=pseudonym(f"person:{journey.child}")).exists()
    lead = journey.browser("screener")
    Person.objects.filter(pk=journey.child).update(
        restricted=True, custodian=journey.cast.teams["custodians"]
    )
    restricted, nowhere = lead.get(f"/people/{journey.child}/{page}/"), lead.get(f"/people/{uuid4()}/{page}/")
    assert (restricted.status_code, restricted.content) == (nowhere.status_code, nowhere.content)
    assert journey.browser("custodian").get(f"/people/{journey.child}/{page}/").status_code == 200


@pytest.mark.parametrize("page", ["story/copy", "story/print"])
def test_nor_can_it_be_copied_or_printed(journey: Journey, page: str) -> None:
    for who in ("teacher", "police", "administrator", "privacy_officer"):
        client = journey.browser(who)
        there, nowhere = (
            client.post(f"/people/{journey.child}/{page}/"),
            client.post(f"/people/{uuid4()}/{page}/"),
        )
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
        assert there.status_code == 404
    assert not SharingDecision.objects.filter(occasion__in=("copy", "print")).exists()


def test_what_is_ticked_is_copied_and_kept_as_what_we_shared(journey: Journey) -> None:
    lead = journey.browser("lead")
    key = journey.contact.ref
    there = f"/people/{journey.child}/story/copy/"
    assert "Tick at least one entry" in lead.post(there).content.decode()
    page = lead.post(there, {"entry": [key, "contact:not-there"]}).content.decode()
    assert "A bruise on her arm." in page
    assert "[Seen or heard]" in page
    assert POLICE_ITEM not in page
    assert "Copied from Plait by Esther Lunn" in page
    copied = page[page.index("<textarea") : page.index("</textarea>")]
    assert "Ring the hub before any contact with this family" in copied
    assert "Dean Kerrigan" not in copied, "who must not know is copied only when it was ticked"
    decision = SharingDecision.objects.get(occasion="copy")
    line = Disclosure.objects.get(decision=decision).lines.get()
    assert "[Seen or heard] A bruise on her arm." in line.text
    assert decision.gateway
    assert AuditEntry.objects.filter(
        act="sharing:copy", subject=pseudonym(f"person:{journey.child}")
    ).exists()


def test_who_must_not_know_leaves_only_when_it_is_ticked(journey: Journey) -> None:
    lead = journey.browser("lead")
    there, ticked = f"/people/{journey.child}/story/", {"with_safety": "1"}
    asked = lead.post(f"{there}copy/", {"entry": [journey.contact.ref], **ticked}).content.decode()
    assert "Dean Kerrigan" in asked[asked.index("<textarea") : asked.index("</textarea>")]
    line = "Ring the hub before any contact with this family"
    paper = lead.post(f"{there}print/").content.decode()
    assert line in paper and "Must not learn where they are" not in paper
    paper = lead.post(f"{there}print/", ticked).content.decode()
    assert line in paper and "Must not learn where they are" in paper


def test_there_is_a_way_back_to_the_work(journey: Journey) -> None:
    for page in ("story", "round"):
        shown = read(journey.browser("lead"), journey, page)
        assert f"Referral {journey.referral.reference}" in shown
    assert "Asked to lead" not in shown, "the lead has accepted"
    assert read(journey.browser("lead"), journey).count("Concern raised") == 1


def test_printing_is_a_decision_and_obeys_the_shield(journey: Journey) -> None:
    page = (
        journey.browser("lead")
        .post(f"/people/{journey.child}/story/print/", {"kind": "concern"})
        .content.decode()
    )
    assert "A bruise on her arm." in page
    assert POLICE_ITEM not in page
    assert ADDRESS not in page
    printed = SharingDecision.objects.get(occasion="print")
    assert printed.to_agency == str(journey.cast.agencies["council"].pk)
    assert all(ADDRESS not in line.text for line in Disclosure.objects.get(decision=printed).lines.all())


def test_a_neighbour_who_told_is_never_named_in_the_story(journey: Journey) -> None:
    whole = family(shielded=False)
    call = Concern(
        children=whole.children, safety=Safety(), observed="Heard through the wall.", channel="phone",
        teller=Teller("public", name="Ann Canary-Lane", phone="01632 960555"),
    )  # fmt: skip
    other = Journey(journey.cast, journey.at).raised("call_handler", call).accepted().decided("section_47")
    page = read(other.browser("screener"), other)
    assert "Heard through the wall." in page
    assert "A member of the public or family" in page
    assert "Canary-Lane" not in page
    assert "960555" not in page


def test_a_concern_on_the_closed_list_is_in_nobody_elses_story(journey: Journey) -> None:
    from plait.people.actions.confirm_person import confirm_person

    closed = Journey(journey.cast, journey.at).raised(
        "youth_worker", family(about_worker=True, observed="canary-closed-list")
    )
    description = closed.contact.people.get(role="child").description
    confirm_person(
        description_id=str(description.pk), person_id=journey.child, because="Same child.", by=journey.who("designated_officer"),
        at=closed.later(),
    )  # fmt: skip
    for who in ("screener", "lead"):
        for page in ("story", "looked", "round"):
            shown = read(journey.browser(who), journey, page)
            assert "canary-closed-list" not in shown
            assert "Helen Marsh" not in shown
            assert "Chris Yeo" not in shown
    assert "canary-closed-list" in read(journey.browser("designated_officer"), journey)


def test_a_concern_that_also_speaks_of_a_restricted_person_is_not_there(journey: Journey) -> None:
    mother = journey.contact.people.get(role="adult").description.person_id
    Person.objects.filter(pk=mother).update(restricted=True, custodian=journey.cast.teams["custodians"])
    page = read(journey.browser("screener"), journey)
    assert "A bruise on her arm." not in page
    assert POLICE_ITEM not in page


def neighbours_call(journey: Journey) -> Journey:
    """A neighbour, who must not be known to have rung, says the protected house in their own words."""
    whole = family()
    call = Concern(
        children=whole.children, safety=whole.safety, channel="phone", teller=Teller("public", name="Ann Lane"),
        observed="I live next door, kid at 14 Heron Quay, and at 16 Heron Quay Rise they hear it too.",
    )  # fmt: skip
    return Journey(journey.cast, journey.at).raised("call_handler", call).accepted().decided("section_47")


@pytest.mark.parametrize(("deed", "act"), [("copy", "Copied from Plait"), ("print", "recorded as printed")])
def test_words_that_may_show_who_told_leave_only_once_they_were_read_for_it(
    journey: Journey, deed: str, act: str
) -> None:
    told = neighbours_call(journey)
    hub, there = told.browser("screener"), f"/people/{told.child}/story/{deed}/"
    sent = {"entry": [told.contact.ref]}
    shown = hub.post(there, sent).content.decode()
    assert "This may show who told us" in shown
    assert "I live next door" in shown
    assert "Tick that you have read them" in hub.post(there, sent | {"source_seen": "1"}).content.decode()
    assert told.contact.ref in shown or deed == "print", "what was chosen is kept"
    assert not SharingDecision.objects.filter(occasion=deed).exists()
    left = hub.post(there, sent | {"source_seen": "1", "source_checked": "1"}).content.decode()
    assert act in left
    assert "Heron Quay" not in left
    kept = AuditEntry.objects.get(act="person:source-checked")
    assert kept.purpose == PURPOSES[deed]
    line = Disclosure.objects.get(decision__occasion=deed).lines.get(text__contains="next door")
    assert "Heron Quay" not in line.text


def test_a_deed_without_the_tick_is_refused(journey: Journey) -> None:
    with pytest.raises(Refused, match="may-show-who-told"):
        take_away(
            occasion="copy", person_id=journey.child, said=[Said("concern", "Concern", "Next door.", may_tell=True)],
            gateway=None, holder_kind="LA_CSC", from_agency="", pack="", by=journey.who("lead"), at=journey.later(),
        )  # fmt: skip


@pytest.mark.parametrize("page", ["story/copy", "story/print"])
def test_a_typed_address_of_copy_or_paper_leads_to_the_story(journey: Journey, page: str) -> None:
    answer = journey.browser("lead").get(f"/people/{journey.child}/{page}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{journey.child}/story/")
    there, nowhere = (
        journey.browser("teacher").get(f"/people/{who}/{page}/") for who in (journey.child, uuid4())
    )
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
