"""What a reviewer looks at afterwards, an agency's own people, and a request that takes longer."""

from datetime import timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.queries import clock
from plait.people.models import AccessReview, Claim, DeclaredConflict, InferredConflict, Involvement, Person
from plait.privacy.actions.extend_request import extend_request
from plait.privacy.queries.viewers import known_to
from tests.feedback.journey import Journey
from tests.privacy.test_rights import asked

pytestmark = pytest.mark.django_db


def test_two_months_more_once_in_time_and_told(journey: Journey) -> None:
    request, officer = asked(journey), journey.who("privacy_officer")
    running = clock(f"{request.ref}:answer")
    assert running is not None
    before = running.due_at
    for because, told, reason in (("", True, "needs-reason"), ("Many records.", False, "not-told")):
        with pytest.raises(Refused, match=reason):
            extend_request(request_id=str(request.pk), because=because, told=told, by=officer, at=journey.at)
    page = journey.browser("privacy_officer")
    data = {"do": "extend", "e-because": "Many records.", "e-told": "on"}
    assert page.post(f"/privacy/requests/{request.pk}/", data).status_code == 302
    running.refresh_from_db()
    assert timedelta(days=58) <= running.due_at - before <= timedelta(days=63)
    longer = running.due_at
    extend_request(request_id=str(request.pk), because="Again.", told=True, by=officer, at=journey.later())
    running.refresh_from_db()
    assert running.due_at == longer
    assert "Many records." in page.get(f"/privacy/requests/{request.pk}/").content.decode()
    late = asked(journey)
    with pytest.raises(Refused, match="too-late"):
        extend_request(
            request_id=str(late.pk), because="x", told=True, by=officer, at=journey.later(40 * 24 * 60)
        )


def test_a_claim_that_nobody_confirmed_stands_on_the_desk_without_the_child(journey: Journey) -> None:
    journey.raised()
    nurse, at = journey.cast.people["police"], journey.at
    person = Person.objects.get(pk=journey.child)
    way = Involvement.objects.filter(person=person).first()
    Claim.objects.create(
        practitioner=nurse, role_label="Officer", because="canary-because", forename="Theodora", surname="Canary-Name",
        person=person, involvement=way, state=Claim.State.ENDED, made_at=at - timedelta(days=2), ends_at=at - timedelta(days=1),
    )  # fmt: skip
    for who in ("privacy_officer", "police_privacy"):
        page = journey.browser(who).get("/privacy/claims/").content.decode()
        assert nurse.name in page
        assert "Nobody answered" in page
        assert "anary" not in page
        assert "Claimed relationships" in journey.browser(who).get("/privacy/").content.decode()
    assert journey.browser("caldicott").get("/privacy/claims/").status_code in (403, 404)
    AccessReview.objects.create(
        kind="danger", person=person, practitioner=nurse, why="danger", because="x", at=at, due_at=at
    )
    assert "Protected places shown" in journey.browser("privacy_officer").get("/privacy/").content.decode()


def test_an_agency_sees_how_its_own_people_looked_and_nobody_elses(journey: Journey) -> None:
    journey.raised().accepted()
    journey.browser("screener").get(f"/people/{journey.child}/story/")
    asks = {"reference": f"person:{journey.child}"}
    screener = journey.cast.people["screener"].name
    assert screener in journey.browser("privacy_officer").post("/privacy/our-people/", asks).content.decode()
    police = journey.browser("police_privacy").post("/privacy/our-people/", asks).content.decode()
    assert screener not in police
    none = journey.browser("police_privacy").post("/privacy/our-people/", {"reference": "7KDX-M4TQ"})
    assert "or there is none" in police
    assert "or there is none" in none.content.decode()
    link = f"/people/{journey.child}/public-eye/"
    assert link in journey.browser("manager").get(f"/people/{journey.child}/story/").content.decode()
    assert link not in journey.browser("screener").get(f"/people/{journey.child}/story/").content.decode()


def test_what_was_found_is_called_so_and_what_was_set_aside_is_no_reason(journey: Journey) -> None:
    journey.raised()
    who, person = journey.cast.people["police"], Person.objects.get(pk=journey.child)
    conflict = DeclaredConflict.objects.create(practitioner=who, person=person, declared_at=journey.at)
    found = InferredConflict.objects.create(
        practitioner=who, person=person, conflict=conflict, by="kin", found_at=journey.at
    )
    assert known_to(who)[str(person.pk)] == "found"
    found.state = "set_aside"
    found.save()
    assert str(person.pk) not in known_to(who)
