"""Whatever is taken away is gone with the very next request, in the middle of whatever they were doing. (issue 4, part 7)"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.hold_form import hold_form
from plait.agencies.actions.send_mailbox_link import send_mailbox_link
from plait.agencies.actions.suspend import lift_suspension, suspend_practitioner
from plait.agencies.actions.take_away import leave_team, take_role_away
from plait.agencies.models import Agency, HeldForm, Practitioner
from plait.agencies.queries import (
    agency_of_mailbox,
    mail_address,
    safeguarding_team_of,
    teams_of_kind,
)
from plait.agencies.queries.held import held_fields
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.people.actions.claim_child import claim_child
from plait.people.actions.end_involvement import end_involvement
from plait.people.models import Claim, Involvement
from plait.referrals.actions.save_draft import save_draft
from tests.feedback.journey import CHILD, SURNAME, Journey

WHY = "Under investigation by the council."
COMMAND_LINE = Actor.process("command-line")


@pytest.fixture
def at_work(journey: Journey) -> Iterator[Journey]:
    story = journey.raised("teacher").accepted().asked("police")
    with time_machine.travel(story.later(1) + timedelta(minutes=1), tick=True):
        yield story


def practitioner(journey: Journey, who: str) -> str:
    return str(journey.cast.people[who].pk)


def suspend(journey: Journey, who: str) -> None:
    suspend_practitioner(
        practitioner_id=practitioner(journey, who),
        because=WHY,
        by=journey.who("administrator"),
        at=journey.at,
    )


def leave(journey: Journey, who: str) -> None:
    end_account(practitioner_id=practitioner(journey, who), by=journey.who("administrator"), at=journey.at)


def end_their_agency(journey: Journey, who: str) -> None:
    end_agency(agency_id=str(journey.cast.people[who].agency_id), by=COMMAND_LINE, at=journey.at)


GONE = {"suspended": suspend, "left": leave, "agency-ended": end_their_agency}


def in_the_middle(
    journey: Journey, who: str = "screener"
) -> tuple[Client, list[tuple[str, str, dict[str, str]]]]:
    """An open session that has just shown a page, and what it would send next."""
    browser = journey.browser(who)
    pages = [
        ("GET", f"/hub/concerns/{journey.contact.pk}/", {}),
        ("GET", f"/people/{journey.child}/story/", {}),
        ("POST", f"/referrals/{journey.referral.pk}/decide/", {"because": "Half of a sentence"}),
        ("POST", f"/people/{journey.child}/story/copy/", {"entry": "contact"}),
        ("GET", "/", {}),
    ]
    assert browser.get(pages[0][1]).status_code == 200
    return browser, pages


def asks(browser: Client, method: str, path: str, data: dict[str, str]) -> Any:
    return browser.get(path) if method == "GET" else browser.post(path, data)


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("next_one", [0, 2])
def test_the_very_next_request_is_nobody_s(at_work: Journey, how: str, next_one: int) -> None:
    browser, pages = in_the_middle(at_work)
    GONE[how](at_work, "screener")
    answer = asks(browser, *pages[next_one])
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")
    for page in pages:
        assert asks(browser, *page).status_code == 302


@pytest.mark.parametrize("how", GONE)
def test_even_where_only_the_row_was_changed_and_no_session_was_ended(at_work: Journey, how: str) -> None:
    """The session is not what lets them in: each request asks again."""
    browser, pages = in_the_middle(at_work)
    person = Practitioner.objects.filter(pk=practitioner(at_work, "screener"))
    if how == "agency-ended":
        Agency.objects.filter(pk=at_work.cast.agencies["council"].pk).update(ended_at=at_work.at)
    else:
        person.update(**{"suspended_at" if how == "suspended" else "left_at": at_work.at})
    assert asks(browser, *pages[2]).status_code == 302
    assert AuditEntry.objects.filter(act="sign-in:ended", reason=how).exists()
    assert at_work.who("manager") if how != "agency-ended" else True


def test_i27_fifty_sessions_of_one_who_is_suspended_are_all_refused(at_work: Journey) -> None:
    browsers = [at_work.browser("screener") for _ in range(50)]
    for browser in browsers:
        assert browser.get("/levels/").status_code == 200
    suspend(at_work, "screener")
    path = f"/hub/concerns/{at_work.contact.pk}/"
    assert [one.get(path).status_code for one in browsers] == [302] * 50
    user = at_work.cast.people["screener"].user
    assert not UserSession.objects.filter(user=user).exists()


@pytest.mark.parametrize("how", GONE)
def test_nobody_signs_in_as_them_and_no_mail_reaches_them(at_work: Journey, how: str) -> None:
    at_work.browser("screener")
    GONE[how](at_work, "screener")
    person = Practitioner.objects.select_related("user", "agency").get(pk=practitioner(at_work, "screener"))
    fresh = Client()
    assert person.user is not None
    fresh.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert fresh.get("/hub/").status_code == 302
    actor = at_work.who("screener")
    at_work.cast.people["screener"] = person
    actor = at_work.who("screener")
    assert (actor.roles, actor.teams) == (frozenset(), frozenset())
    if how != "agency-ended":
        assert mail_address(f"practitioner:{person.pk}") is None


def test_a_suspension_loses_nothing_and_is_lifted(at_work: Journey) -> None:
    suspend(at_work, "screener")
    suspend(at_work, "screener")
    lift_suspension(
        practitioner_id=practitioner(at_work, "screener"), by=at_work.who("administrator"), at=at_work.later()
    )
    at_work.cast.people["screener"] = Practitioner.objects.select_related("user", "agency").get(
        pk=practitioner(at_work, "screener")
    )
    assert at_work.browser("screener").get(f"/hub/concerns/{at_work.contact.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["manager", "privacy_officer", "screener", "dsl"])
def test_only_an_administrator_of_the_agency_suspends(at_work: Journey, who: str) -> None:
    with pytest.raises(Refused):
        suspend_practitioner(
            practitioner_id=practitioner(at_work, "screener"), because=WHY, by=at_work.who(who), at=at_work.at
        )


def test_nobody_suspends_themselves_or_another_agency_s_people_or_without_a_reason(at_work: Journey) -> None:
    by = at_work.who("administrator")
    for who, because, reason in (
        ("administrator", WHY, "own-account"),
        ("police", WHY, "other-agency"),
        ("screener", "why", "no-reason"),
    ):
        with pytest.raises(Refused, match=reason):
            suspend_practitioner(
                practitioner_id=practitioner(at_work, who), because=because, by=by, at=at_work.at
            )


def test_an_agency_is_ended_by_nobody_who_signs_in(at_work: Journey) -> None:
    with pytest.raises(Refused, match="not-by-a-person"):
        end_agency(
            agency_id=str(at_work.cast.agencies["council"].pk), by=at_work.who("administrator"), at=at_work.at
        )


# ---------------------------------------------------------------- less than a whole account
def test_a_role_taken_away_shuts_what_came_with_it_and_nothing_else(at_work: Journey) -> None:
    browser, _ = in_the_middle(at_work)
    take_role_away(
        practitioner_id=practitioner(at_work, "screener"), role="hub_screener", by=at_work.who("administrator"),
        at=at_work.at,
    )  # fmt: skip
    assert browser.get("/hub/").status_code == 403
    assert browser.post(f"/hub/concerns/{at_work.contact.pk}/rate/", {"rating": "red"}).status_code in (
        403,
        404,
    )
    assert browser.get("/").status_code == 200, "they are still signed in"


def test_a_team_left_shuts_what_opened_to_the_team(at_work: Journey) -> None:
    browser, pages = in_the_middle(at_work)
    leave_team(
        practitioner_id=practitioner(at_work, "screener"), team_id=str(at_work.cast.teams["hub"].pk),
        by=at_work.who("administrator"), at=at_work.at,
    )  # fmt: skip
    for page in pages[:4]:
        assert asks(browser, *page).status_code == 404, page


def test_an_involvement_ended_shuts_the_door_at_the_next_request(at_work: Journey) -> None:
    claim = claim_child(
        forename=CHILD, surname=SURNAME, born_on=None, role_label="Therapist", because="I see her weekly.",
        reference=f"person:{at_work.child}", by=at_work.who("camhs"), at=at_work.at,
    )  # fmt: skip
    browser = at_work.browser("camhs")
    assert browser.get(f"/people/{at_work.child}/story/").status_code == 200
    end_involvement(
        person_id=at_work.child, involvement_id=str(claim.involvement_id), because="Discharged",
        by=at_work.who("screener"), at=at_work.at + timedelta(milliseconds=1),
    )  # fmt: skip
    assert browser.get(f"/people/{at_work.child}/story/").status_code == 404
    assert browser.post(f"/people/{at_work.child}/story/copy/", {"entry": "x"}).status_code == 404


# ---------------------------------------------------------------- what was in somebody's hands
@pytest.mark.parametrize("how", ["left", "agency-ended"])
def test_held_forms_go_with_whoever_leaves(at_work: Journey, how: str) -> None:
    person = at_work.cast.people["screener"]
    at_work.browser("screener")
    user = str(person.user_id or person.user.pk)  # type: ignore[union-attr]
    hold_form(user_id=user, path="/x/", posted={"a": ["words"]}, by=at_work.who("screener"), at=at_work.at)
    GONE[how](at_work, "screener")
    assert not HeldForm.objects.filter(user_id=user).exists()
    assert held_fields(user, "/x/", at=at_work.at) is None


@pytest.mark.parametrize("how", GONE)
def test_a_draft_is_read_by_nobody_while_they_are_gone(at_work: Journey, how: str) -> None:
    draft = save_draft(about="concern", answers={"worry": {}}, by=at_work.who("screener"), at=at_work.at)
    path = f"/concerns/drafts/{draft.pk}/start/"
    browser = at_work.browser("screener")
    assert browser.get(path).status_code == 200
    GONE[how](at_work, "screener")
    assert browser.get(path).status_code == 302
    if how != "agency-ended":
        assert at_work.browser("manager").get(path).status_code == 404


@pytest.mark.parametrize("how", ["left", "agency-ended"])
def test_ways_in_by_name_and_claims_end_with_them(at_work: Journey, how: str) -> None:
    claim_child(
        forename=CHILD, surname=SURNAME, born_on=None, role_label="Therapist", because="I see her weekly.",
        reference=f"person:{at_work.child}", by=at_work.who("camhs"), at=at_work.at,
    )  # fmt: skip
    if how == "left":
        end_account(practitioner_id=practitioner(at_work, "camhs"), by=COMMAND_LINE, at=at_work.at)
    else:
        end_their_agency(at_work, "camhs")
    person = practitioner(at_work, "camhs")
    live = Involvement.objects.filter(practitioner_id=person, to_at__gt=at_work.at)
    assert not live.exists()
    assert Claim.objects.get().state == Claim.State.ENDED


def test_mailbox_links_of_an_agency_that_ended_open_nothing(at_work: Journey) -> None:
    address = at_work.cast.agencies["probation"].mailbox
    links = []
    for name in ("Vi Slater", "Una Frame"):
        send_mailbox_link(address=address, person_name=name, by=COMMAND_LINE, at=at_work.at)
        links.append(Message.objects.filter(kind="one-time-link").order_by("posted_at", "pk").last())
    paths = [one.context["link_path"] for one in Message.objects.filter(kind="one-time-link")]
    used = Client()
    assert used.post(paths[0]).status_code == 302
    assert used.get("/concerns/mine/").status_code == 200
    end_agency(agency_id=str(at_work.cast.agencies["probation"].pk), by=COMMAND_LINE, at=at_work.at)
    assert used.get("/concerns/mine/").headers["Location"].startswith("/sign-in/")
    unused = Client()
    assert unused.post(paths[1]).status_code == 403
    assert unused.get("/").status_code == 302
    assert agency_of_mailbox(address) is None
    assert mail_address(f"team:{at_work.cast.teams['probation_safeguarding'].pk}") is None
    assert safeguarding_team_of(str(at_work.cast.agencies["probation"].pk)) is None
    assert all(
        team.agency_id != at_work.cast.agencies["probation"].pk for team in teams_of_kind("safeguarding")
    )


def test_the_administrator_s_page_does_it(at_work: Journey) -> None:
    fay = at_work.browser("administrator")
    assert fay.post("/account/again/", {"password": "three-odd-words-together"}).status_code == 302
    path = f"/people/{practitioner(at_work, 'screener')}/access/"
    shown = fay.get(path).content.decode()
    assert "Hub screener" in shown
    for who, status in (("police", 200), ("edt", 302)):  # of another agency: not a choice
        chosen = {"do": "deputy", "deputy": practitioner(at_work, who)}
        assert fay.post(path, chosen).status_code == status
    assert f'value="{practitioner(at_work, "edt")}" selected' in fay.get(path).content.decode()
    browser, pages = in_the_middle(at_work)
    assert fay.post(path, {"do": "suspend", "because": "short"}).status_code == 200
    assert asks(browser, *pages[0]).status_code == 200
    assert fay.post(path, {"do": "suspend", "because": WHY}).status_code == 302
    assert asks(browser, *pages[0]).status_code == 302
    assert "Suspended" in fay.get(path).content.decode()
    assert fay.post(path, {"do": "lift"}).status_code == 302
    assert fay.post(path, {"do": "role", "role": "hub_screener"}).status_code == 302
    assert fay.post(path, {"do": "team", "team": str(at_work.cast.teams["hub"].pk)}).status_code == 302
    left = fay.get(path).content.decode()
    assert "None." in left
    assert fay.get(f"/people/{practitioner(at_work, 'police')}/access/").status_code == 404
