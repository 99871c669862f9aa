"""The sealed log's page: how it stands, who is told of an alarm, and what they found."""

from datetime import timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.models import RunningClock
from plait.base.federation.models import Incident
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.witness.actions.cosign_head import cosign_head
from plait.base.witness.actions.keep_word import keep_word
from plait.base.witness.actions.look_log_over import look_log_over
from plait.base.witness.actions.settle_alarm import settle_alarm
from plait.base.witness.heads import HEAD, WORD, TreeHead, statement_of
from plait.base.witness.models import Head, SealedLog, WitnessAlarm
from plait.base.witness.sealing import own_log, seal
from plait.privacy.presenters import witnesses as shown
from tests.base.federation.delivery import pinned
from tests.base.witness.conftest import WORKER, Key
from tests.feedback.journey import Journey

pytestmark = pytest.mark.django_db
PATH = "/privacy/witnesses/"


def test_a_log_that_nobody_has_sealed_or_seen(journey: Journey) -> None:
    page = journey.browser("privacy_officer").get(PATH).content.decode()
    assert "Nothing is sealed yet" in page and "Nobody yet" in page and "Nobody’s yet" in page


def test_the_last_head_and_who_saw_it(journey: Journey) -> None:
    own, south = Key("own"), Key("south")
    journey.raised()
    seal(at=journey.at, signer=own)
    head = Head.objects.get()
    word = south.sign(
        statement_of(TreeHead(own_log(), head.size, head.root, journey.at, by="areas/south")), typ=WORD
    )
    keep_word(peer="Southmere", word=word, witness="areas/south", reader=south, by=WORKER, at=journey.at)
    theirs = south.sign(statement_of(TreeHead("areas/south", 70, "cd" * 32, journey.at)), typ=HEAD)
    cosign_head(
        peer="Southmere",
        log="areas/south",
        head=theirs,
        proof=[],
        reader=south,
        signer=own,
        by=WORKER,
        at=journey.at,
    )
    browser = journey.browser("privacy_officer")
    page = browser.get(PATH).content.decode()
    for words in (head.root, f"{head.size} rows", "Southmere", "cd" * 32, "70 rows"):
        assert words in page
    assert shown.page(at=journey.at).silent == set()
    assert shown.page(at=journey.at + timedelta(days=3)).silent == {"Southmere"}
    assert "The sealed log" in browser.get("/privacy/").content.decode()


def test_an_alarm_that_nobody_settles_climbs(journey: Journey) -> None:
    pinned(code="southmere", at=journey.at)
    own, south = Key("own"), Key("south")

    def shows(size: int, root: str, minutes: int) -> None:
        at = journey.at + timedelta(minutes=minutes)
        head = south.sign(statement_of(TreeHead("areas/south", size, root * 32, at)), typ=HEAD)
        cosign_head(
            peer="southmere", log="areas/south", head=head, proof=[], reader=south, signer=own, by=WORKER, at=at
        )  # fmt: skip

    shows(70, "cd", 0)
    shows(60, "ab", 5)
    alarm = WitnessAlarm.objects.get()
    running = RunningClock.objects.get(subject=alarm.ref)
    people = {who: f"practitioner:{journey.who(who).id}" for who in ("privacy_officer", "ig_lead", "manager")}
    assert (alarm.kind, running.owner) == ("rolled-back", people["privacy_officer"])

    def told() -> set[str]:
        return set(Message.objects.filter(kind="witness-alarm-late").values_list("to_ref", flat=True))

    fire_due(at=running.due_at - timedelta(minutes=1))
    assert not told()
    fire_due(at=running.due_at)
    assert told() == {people["privacy_officer"], people["ig_lead"]}, (
        "the next, by name; of another agency nobody"
    )
    assert Incident.objects.get().kind == "log-disputed", "and whoever may end the trust rings"
    fire_due(at=running.due_at + timedelta(days=1))
    assert told() == set(people.values())
    page = journey.browser("privacy_officer").get(f"{PATH}{alarm.pk}/").content.decode()
    assert "the hub’s managers" in page
    settle_alarm(
        alarm_id=str(alarm.pk),
        found="A copy was put back.",
        by=journey.who("privacy_officer"),
        at=running.due_at + timedelta(days=1, hours=1),
    )
    fire_due(at=running.due_at + timedelta(days=40))
    running.refresh_from_db()
    assert (running.state, WitnessAlarm.objects.get().climbed) == ("stopped", 2), "it climbs no more"


def test_an_alarm_is_told_to_named_people_and_settled_with_words(journey: Journey) -> None:
    journey.raised()
    seal(at=journey.at, signer=Key("own"))
    SealedLog.objects.update(size=1)
    look_log_over(by=WORKER, at=journey.at)
    alarm = WitnessAlarm.objects.get()
    told = Message.objects.filter(kind="witness-alarm")
    assert [one.to_ref for one in told] == [f"practitioner:{journey.who('privacy_officer').id}"]
    assert told.get().context == {"link_path": PATH}
    browser = journey.browser("privacy_officer")
    assert "A sealed row was changed or removed" in browser.get(PATH).content.decode()
    address = f"{PATH}{alarm.pk}/"
    assert "is of a longer log than this" in browser.get(address).content.decode()
    assert browser.post(address, {"found": " "}).status_code == 200
    assert browser.post(address, {"found": "A disc was mended by hand."}).status_code == 302
    assert "A disc was mended by hand." in browser.get(address).content.decode()
    again = browser.post(address, {"found": "Another thing."})
    assert "has said already what they found" in again.content.decode()
    alarm.refresh_from_db()
    assert (alarm.found, alarm.settled_by) == (
        "A disc was mended by hand.",
        journey.who("privacy_officer").id,
    )
    look_log_over(by=WORKER, at=journey.at + timedelta(days=1))
    assert WitnessAlarm.objects.filter(settled_at__isnull=True).count() == 1


@pytest.mark.parametrize("who", ["police_privacy", "caldicott", "administrator", "screener"])
def test_it_is_for_the_areas_officers_alone(journey: Journey, who: str) -> None:
    browser = journey.browser(who)
    assert browser.get(PATH).status_code == 403
    there = WitnessAlarm.objects.create(key="k", kind="split-view", size=3, raised_at=journey.at)
    assert browser.get(f"{PATH}{there.pk}/").status_code == 403


def test_refused_words_leave_nothing(journey: Journey) -> None:
    from plait.base.witness.actions.settle_alarm import settle_alarm

    there = WitnessAlarm.objects.create(key="k", kind="split-view", size=3, raised_at=journey.at)
    with pytest.raises(Refused):
        settle_alarm(alarm_id=str(there.pk), found="", by=journey.who("privacy_officer"), at=journey.at)
    there.refresh_from_db()
    assert there.settled_at is None
