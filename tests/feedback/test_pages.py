"""The pages of feedback, as the people they are for see them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.feedback.access import unread
from plait.feedback.actions.disagree import disagree
from plait.feedback.models import Disagreement, FeedbackTask
from plait.notices.models import Notice
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.actions.answer_closed_list import answer_closed_list
from plait.referrals.concern import Concern, Teller
from tests.feedback.journey import CHILD, SURNAME, Journey, family


@pytest.fixture
def told(journey: Journey) -> FeedbackTask:
    journey.raised("teacher").accepted().asked("police", "surgery")
    journey.answered("police", "police").answered("surgery", "gp", "not_known").decided()
    return FeedbackTask.objects.get(about=journey.contact.ref)


@pytest.fixture(autouse=True)
def _now(journey: Journey) -> object:
    with time_machine.travel(journey.at + timedelta(hours=3), tick=True):
        yield


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_what_is_new_stands_first_and_is_read_once(told: FeedbackTask, journey: Journey) -> None:
    teacher = journey.browser("teacher")
    assert "New" in body(teacher, "/feedback/")
    notices = Notice.objects.filter(path=f"/feedback/{told.pk}/")
    assert [one.read_at for one in notices] == [None]
    page = body(teacher, f"/feedback/{told.pk}/")
    assert [one.read_at is None for one in notices.all()] == [False], "whoever read the thing was told of it"
    assert AuditEntry.objects.filter(act="notice:settled").count() == 1
    assert told.text[:40] in page
    assert "I disagree" in page
    assert "999" in page
    assert "What came of it – Plait" in page
    assert 'plait-icon"' in body(teacher, "/feedback/")
    told.refresh_from_db()
    assert told.read_at is not None
    assert AuditEntry.objects.filter(act="feedback:read", subject=pseudonym(told.ref)).exists()


def test_whoever_has_an_account_says_on_one_page_what_they_want(told: FeedbackTask, journey: Journey) -> None:
    """Where four doors stood beside what they were told, one stands now; the form is for whoever came by a one-time link."""
    teacher = journey.browser("teacher")
    page = body(teacher, f"/feedback/{told.pk}/")
    assert f'href="/differently/feedback/{told.pk}/"' in page and 'name="because"' not in page
    sent = teacher.post(f"/feedback/{told.pk}/disagree/", {"because": "She is not safe.", "wanted": ""})
    assert (sent["Location"], Disagreement.objects.count()) == (f"/feedback/{told.pk}/", 0)


def test_the_hub_answers_and_the_teacher_reads_the_answer(told: FeedbackTask, journey: Journey) -> None:
    teacher, manager = journey.browser("teacher"), journey.browser("manager")
    at = journey.later()
    disagree(task_id=str(told.pk), because="She is not safe.", wanted="", by=journey.who("teacher"), at=at)
    said = Disagreement.objects.get()
    assert "Waits for an answer" in body(manager, "/feedback/disagreements/")
    assert "Disagreements that wait for an answer (1)" in body(manager, "/feedback/to-settle/")
    there = f"/feedback/disagreements/{said.pk}/"
    assert "She is not safe." in body(manager, there)
    screener = journey.browser("screener")
    assert manager.post(there, {"answer": "A worker goes today."}).status_code == 302
    late = screener.post(there, {"answer": "Mine came second."}).content.decode()
    assert "A worker goes today." in late
    assert "Mine came second." in late, "nothing typed is lost"
    assert "The hub has answered" in body(teacher, "/feedback/")
    at = journey.later()
    assert unread(journey.who("teacher"), at=at) == 1, "an answer counts as unread until it is opened"
    assert "A worker goes today." in body(teacher, f"/feedback/{told.pk}/")
    assert unread(journey.who("teacher"), at=at) == 0
    assert "The hub has answered" not in body(teacher, "/feedback/")


def test_dispose_is_one_button(told: FeedbackTask, journey: Journey) -> None:
    task = FeedbackTask.objects.get(about=journey.checks["surgery"].ref)
    gp = journey.browser("gp")
    assert "We have disposed of the request" in body(gp, f"/feedback/{task.pk}/")
    assert gp.post(f"/feedback/{task.pk}/disposed/").status_code == 302
    assert "Disposed of" in body(gp, f"/feedback/{task.pk}/")


def test_the_hub_settles_what_waits(journey: Journey) -> None:
    call = Concern(
        children=family().children, observed="Crying.", channel="phone",
        teller=Teller("public", name="Ann Lane", phone="01632 960555", safe_contact="Evenings, ask for Ann"),
    )  # fmt: skip
    journey.raised("call_handler", call).accepted().decided("section_47")
    task = FeedbackTask.objects.get(about=journey.contact.ref)
    hub = journey.browser("screener")
    assert task.reference in body(hub, "/feedback/to-settle/")
    there = f"/feedback/to-settle/{task.pk}/"
    FeedbackTask.objects.update(
        held_reason="no-agreement", held_because="SHARE-1, clause 3 lets A share with B."
    )
    for page in (body(hub, "/feedback/to-settle/"), body(hub, there)):
        assert page.index("does not let Plait tell them this by itself") < page.index(
            "What the agreement says"
        )
        assert page.index("What the agreement says") < page.index("SHARE-1, clause 3"), (
            "folded behind what it means"
        )
    for said in (
        "Ann Lane",
        "tel:01632960555",
        "Evenings, ask for Ann",
        "To protect the family we cannot say more",
    ):
        assert said in page
    wrong = hub.post(there, {"how": "told", "because": "Told her.", "spoke_with": ""}).content.decode()
    assert "Say whom you spoke with." in wrong
    assert "Told her." in wrong
    assert hub.post(there, {"how": "told", "because": "Told her.", "spoke_with": "Ann"}).status_code == 302
    assert "Everyone has been told" in body(hub, "/feedback/to-settle/")
    assert "Told her." in body(hub, there), "what was settled can be read again"


def test_of_the_closed_list_its_keepers_tell_and_answer_and_nobody_else(journey: Journey) -> None:
    """A teacher and a parent tell of somebody who works with children. The hub does not learn that there is anything to tell."""
    school = journey.cast.agencies["kestrel"]
    by_link = Actor(id="mailbox:1", name="Wyn Parry", agency=str(school.pk), agency_name=school.name,
                    agency_kind="SCHOOL", roles=frozenset({"mailbox_referrer"}), kind="mailbox")  # fmt: skip
    parent = Teller("public", name="Ann Lane", phone="01632 960555")
    call = family(about_worker=True, channel="phone", teller=parent)
    concerns: tuple[tuple[str | Actor, Concern], ...] = (
        ("teacher", family(about_worker=True)), ("call_handler", call), (by_link, family(about_worker=True)),
    )  # fmt: skip
    told = []
    for teller, said in concerns:
        journey.raised(teller, said)
        who = journey.who("designated_officer")
        answer_closed_list(
            contact_id=str(journey.contact.pk), because="Unfounded.", by=who, at=journey.later()
        )
        told.append(FeedbackTask.objects.get(about=journey.contact.ref))
    assert [one.status for one in told] == ["sent", "held", "held"]
    assert told[2].held_reason == "unreachable", "by then no session of that link is left to read it in"
    teacher, officer, manager = (journey.browser(key) for key in ("teacher", "designated_officer", "manager"))
    there, back = f"/feedback/{told[0].pk}/disagree/", f"/feedback/{told[0].pk}/"
    wrong = teacher.post(there, {"because": "", "wanted": "A visit today"}).content.decode()
    assert "A visit today" in wrong and "<title>Error: " in wrong and not Disagreement.objects.exists()
    for _ in range(2):
        assert teacher.post(there, {"because": "He is back in class.", "wanted": ""})["Location"] == back
    assert "It must answer you with reasons" in body(teacher, back)
    dispute_of = Disagreement.objects.get()
    dispute, parents = f"/feedback/disagreements/{dispute_of.pk}/", f"/feedback/to-settle/{told[1].pk}/"
    assert "People to tell" in body(officer, "/") and told[1].reference in body(
        officer, "/feedback/to-settle/"
    )
    assert "Everyone has been told" in body(manager, "/feedback/to-settle/")
    for there, answer in (
        (dispute, {"answer": "He is not, until we have met."}),
        (parents, {"how": "told", "because": "Told her.", "spoke_with": "Ann"}),
    ):
        assert manager.get(there).status_code == manager.post(there, answer).status_code == 404
        assert officer.get(there).status_code == 200
        assert officer.post(there, answer).status_code == 302
    assert "He is not, until we have met." in body(teacher, f"/feedback/{told[0].pk}/")


def test_whoever_it_is_not_for_gets_the_same_bytes_as_for_nothing_at_all(
    told: FeedbackTask, journey: Journey
) -> None:
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="ex-partner",
        by=journey.who("police_ex_partner"),
        at=journey.at,
    )
    said = Disagreement.objects.create(
        task=told, because="x", by="y", by_name="z", agency_name="a", at=journey.at
    )
    police_task = FeedbackTask.objects.get(about=journey.checks["police"].ref)
    for who, path, record in (
        ("other_teacher", "/feedback/{}/", told.pk),
        ("police_ex_partner", "/feedback/{}/", police_task.pk),
        ("police", "/feedback/{}/", told.pk),
        ("edt", "/feedback/{}/", told.pk),
        ("edt", "/feedback/to-settle/{}/", told.pk),
        ("edt", "/feedback/disagreements/{}/", uuid4()),
    ):
        client = journey.browser(who)
        there, nowhere = client.get(path.format(record)), client.get(path.format(uuid4()))
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), (who, path)
        assert there.status_code == 404
        headers = [dict(one.headers.items()) for one in (there, nowhere)]
        assert headers[0] == headers[1]
    assert journey.browser("teacher").get(f"/feedback/disagreements/{said.pk}/").status_code == 403
    assert AuditEntry.objects.filter(verdict="refused", subject=pseudonym(told.ref)).exists()


def test_an_empty_list_says_what_will_come(journey: Journey) -> None:
    assert "Nothing yet" in body(journey.browser("youth_worker"), "/feedback/")
    assert "Nobody disagrees" in body(journey.browser("screener"), "/feedback/disagreements/")
