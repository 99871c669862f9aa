"""The reviewer's desk: who may look at a look-up, ask, and say what came of it; and what the one who is asked sees."""

from datetime import timedelta
from typing import Any

import pytest

from plait.agencies.models import User
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.people.access import open_person, visible_people
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.shield_identity import shield_identity
from plait.people.models import Person
from plait.privacy.access import visible_lookups
from plait.privacy.actions.ask_to_explain import ask_to_explain
from plait.privacy.actions.explain_lookup import explain_lookup
from plait.privacy.actions.flag_record import flag_record
from plait.privacy.actions.settle_lookup import settle_lookup
from plait.privacy.jobs import ask_about_lookups, end_flags
from plait.privacy.models import HighInterest, LookUp
from tests.feedback.journey import CHILD, SURNAME, Journey
from tests.privacy.test_asking import child, look

pytestmark = pytest.mark.django_db


def repeated(journey: Journey, who: str = "edt") -> LookUp:
    """Somebody of the hub who came back three days running and did nothing."""
    journey.raised().accepted()
    for _ in range(3):
        journey.later(24 * 60)
        look(journey, who, child(journey))
    journey.later(20)
    ask_about_lookups(journey.at)
    return LookUp.objects.get(kind="repeat")


def test_from_the_question_to_what_came_of_it(journey: Journey, client: Any) -> None:
    lookup, officer = repeated(journey), journey.who("privacy_officer")
    asked = ask_to_explain(lookup_id=str(lookup.pk), by=officer, at=journey.later())
    assert ask_to_explain(lookup_id=str(lookup.pk), by=officer, at=journey.later()).asked_at == asked.asked_at
    (message,) = Message.objects.filter(kind="lookup-to-explain")
    assert message.subject_line == "Plait: something is waiting for you"
    assert set(message.context) == {"link_path"}
    with pytest.raises(Refused, match="not-answered"):
        settle_lookup(
            lookup_id=str(lookup.pk), outcome="explained", because="Fine.", by=officer, at=journey.at
        )
    gary = journey.who("edt")
    fire_due(at=journey.at + timedelta(days=60))
    first = Message.objects.filter(kind="right-late")
    assert [one.to_ref for one in first] == [f"practitioner:{gary.id}"], "a week later the officer hears too"
    fire_due(at=journey.at + timedelta(days=68))
    assert f"practitioner:{officer.id}" in {one.to_ref for one in first.all()}
    explain_lookup(lookup_id=str(lookup.pk), answer="I covered the nights.", by=gary, at=journey.later())
    settled = settle_lookup(
        lookup_id=str(lookup.pk), outcome="explained", because="Rota says so.", by=officer, at=journey.later()
    )
    assert (settled.state, settled.outcome) == ("settled", "explained")
    with pytest.raises(Refused, match="already-settled"):
        settle_lookup(
            lookup_id=str(lookup.pk), outcome="breach", because="No.", by=officer, at=journey.later()
        )
    ask_about_lookups(journey.later(20))
    assert (
        LookUp.objects.filter(kind="repeat").count() == 1
    )  # settled, it is not asked again for the same window


def test_an_agency_sees_its_own_and_the_area_sees_all(journey: Journey) -> None:
    lookup = repeated(journey)
    assert list(visible_lookups(journey.who("privacy_officer"))) == [lookup]
    for who in ("police_privacy", "caldicott", "screener", "administrator", "edt"):
        assert list(visible_lookups(journey.who(who))) == []


def test_nobody_reviews_what_is_about_themselves_or_somebody_they_know(journey: Journey) -> None:
    lookup, officer = repeated(journey), journey.who("privacy_officer")
    LookUp.objects.filter(pk=lookup.pk).update(who_id=officer.id)
    assert list(visible_lookups(officer)) == []
    with pytest.raises(Refused) as refused:
        settle_lookup(lookup_id=str(lookup.pk), outcome="dismissed", because="Me.", by=officer, at=journey.at)
    assert refused.value.verdict.hides
    LookUp.objects.filter(pk=lookup.pk).update(who_id=journey.cast.people["edt"].pk, owner_id=officer.id)
    assert list(visible_lookups(officer)) == []
    LookUp.objects.filter(pk=lookup.pk).update(owner_id="")
    assert list(visible_lookups(officer)) == [lookup]
    declare_conflict(forename=CHILD, surname=SURNAME, born_on=None, kind="family", by=officer, at=journey.at)
    assert list(visible_lookups(officer)) == []


def test_whoever_was_refused_each_time_is_not_asked(journey: Journey) -> None:
    journey.raised()
    for _ in range(3):
        journey.later(24 * 60)
        look(journey, "police", child(journey))
    journey.later(20)
    ask_about_lookups(journey.at)
    lookup = LookUp.objects.get(who=journey.cast.people["police"])
    with pytest.raises(Refused, match="would-tell"):
        ask_to_explain(lookup_id=str(lookup.pk), by=journey.who("police_privacy"), at=journey.at)


def test_ninety_one_look_at_a_record_in_the_news_and_see_nothing(journey: Journey) -> None:
    """I21. The team named for it opens it; everybody else is refused, and from the third on all who tried are asked about."""
    journey.raised().accepted()
    person, at = child(journey), journey.later()
    team = str(journey.cast.teams["custodians"].pk)
    flag_record(
        person_id=person, team_id=team, until=at + timedelta(days=30), because="In the news.", by=journey.who("manager"), at=at
    )  # fmt: skip
    curious = ["edt", "screener", "call_handler"]
    for who in curious[:2]:
        look(journey, who, person)
    assert ask_about_lookups(journey.later()) == 0
    look(journey, curious[2], person)
    ask_about_lookups(journey.later())
    found = LookUp.objects.filter(kind="high_interest")
    assert {one.who.name for one in found} == {"Gary Stone", "Miriam Cole", "Dana Whitlock"}
    assert {one.owner_id for one in found} == {journey.who("manager").id}
    assert not AuditEntry.objects.filter(act="person:read", verdict="allowed").exists()
    for who in curious:
        assert not visible_people(journey.who(who), at=journey.at).filter(pk=person).exists()
    open_person(journey.who("custodian"), person, at=journey.at)
    open_person(journey.who("manager"), person, at=journey.at)
    journey.later(31 * 24 * 60)
    assert end_flags(journey.at) == 1
    assert not Person.objects.get(pk=person).restricted
    assert HighInterest.objects.get().ended_because == "Its day has come"
    assert visible_people(journey.who("screener"), at=journey.at).filter(pk=person).exists()


def test_a_flag_that_ends_opens_no_record_before_which_a_wall_was_raised_meanwhile(journey: Journey) -> None:
    """The wall keeps who she was for the custodians, whatever else had restricted her record first and ends by itself."""
    journey.raised().accepted()
    person, keepers = child(journey), str(journey.cast.teams["custodians"].pk)
    flag_record(
        person_id=person, team_id=keepers, until=journey.at + timedelta(days=30), because="In the news.",
        by=journey.who("manager"), at=journey.at,
    )  # fmt: skip
    shield_identity(
        former_id=person, present_id=None, kind="renamed", because="A court’s order", custodian_team_id=keepers,
        by=journey.who("manager"), at=journey.later(),
    )  # fmt: skip
    journey.later(31 * 24 * 60)
    assert end_flags(journey.at) == 1
    kept = Person.objects.get(pk=person)
    assert kept.restricted and kept.custodian == journey.cast.teams["custodians"]
    assert not visible_people(journey.who("screener"), at=journey.at).filter(pk=person).exists()
    assert not AuditEntry.objects.filter(act="person:restriction-lifted").exists()
    assert AuditEntry.objects.filter(act="person:restriction-stays").count() == 1


def test_the_pages_say_it_and_name_no_child(journey: Journey, client: Any) -> None:
    lookup = repeated(journey)
    browser = journey.browser("privacy_officer")
    desk = browser.get("/privacy/").content.decode()
    assert "Look-ups to explain" in desk
    assert "/audit/reviews/" in desk
    listed = browser.get("/privacy/look-ups/").content.decode()
    assert "Gary Stone" in listed
    page = browser.get(f"/privacy/look-ups/{lookup.pk}/").content.decode()
    assert "no work on it" in page
    for text in (desk, listed, page):
        assert CHILD not in text
        assert SURNAME not in text
    browser.post(f"/privacy/look-ups/{lookup.pk}/ask/")
    asked = journey.browser("edt")
    mine = asked.get("/explain/").content.decode()
    assert f"/explain/{lookup.pk}/" in mine
    own = asked.get(f"/explain/{lookup.pk}/").content.decode()
    assert "Opened a record" in own
    assert "again and again" not in own  # nothing that would tell more than they know
    assert asked.post(f"/explain/{lookup.pk}/", {"answer": "On nights."}).status_code == 302
    assert "On nights." in browser.get(f"/privacy/look-ups/{lookup.pk}/").content.decode()
    assert journey.browser("screener").get(f"/explain/{lookup.pk}/").status_code == 404
    assert User.objects.exists()
