"""Sessions end: idle, absolute, leavers, everywhere at once. What was being written is kept for its writer alone."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from plait.agencies.actions.end_account import end_account
from plait.agencies.jobs import let_held_forms_expire
from plait.agencies.models import Agency, HeldForm, Practitioner
from plait.agencies.queries.held import held_fields
from plait.agencies.rules import fit_to_hold
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from tests.agencies.conftest import MONDAY, person, sign_in

pytestmark = pytest.mark.django_db
INVITE = "/people/invite/"
WRITTEN = {
    "name": "Élodie Brand",
    "email": "elodie@example.org",
    "job": "Teaching assistant",
    "roles": ["referrer"],
}


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_session_that_is_used_lives_and_one_left_a_quarter_of_an_hour_ends(
    client: Client, maya: Practitioner, clock: Any
) -> None:
    sign_in(client, maya)
    for _ in range(3):
        clock.shift(14 * 60)
        assert is_in(client)
    clock.shift(15 * 60)
    answer = client.get("/account/")
    assert answer["Location"] == "/sign-in/?why=idle&next=%2Faccount%2F"
    assert "quarter of an hour" in client.get(answer["Location"]).content.decode()
    assert AuditEntry.objects.filter(act="sign-in:ended", reason="idle").count() == 1


def test_after_eight_hours_a_session_ends_however_busy(
    client: Client, maya: Practitioner, clock: Any
) -> None:
    sign_in(client, maya)
    for _ in range(47):
        clock.shift(10 * 60)
        assert is_in(client)
    clock.shift(10 * 60)
    assert not is_in(client)
    assert AuditEntry.objects.filter(act="sign-in:ended", reason="absolute").count() == 1


def test_a_clock_moved_back_makes_no_session_endless(client: Client, maya: Practitioner, clock: Any) -> None:
    sign_in(client, maya)
    clock.shift(-2 * 60 * 60)
    assert is_in(client)
    clock.shift(15 * 60)
    assert not is_in(client)


def test_a_leaver_is_cut_off_at_the_next_request(
    client: Client, maya: Practitioner, process: Actor, clock: Any
) -> None:
    sign_in(client, maya)
    assert is_in(client)
    end_account(practitioner_id=str(maya.pk), by=process, at=MONDAY)
    assert not is_in(client)
    assert sign_in(client, maya)["Location"] == "/sign-in/ended/"


def test_somebody_whose_last_day_has_come_is_cut_off_too(
    client: Client, maya: Practitioner, clock: Any
) -> None:
    maya.left_at = MONDAY + timedelta(minutes=5)
    maya.save()
    sign_in(client, maya)
    assert is_in(client)
    clock.shift(5 * 60)
    assert not is_in(client)
    assert AuditEntry.objects.filter(act="sign-in:ended", reason="left").count() == 1


def test_one_click_ends_every_session(maya: Practitioner, clock: Any) -> None:
    here, there = Client(), Client()
    sign_in(here, maya)
    sign_in(there, maya)
    assert here.get("/account/sessions/").content.decode().count("Since ") == 2
    assert here.post("/account/end-sessions/")["Location"] == "/sign-in/?why=all"
    assert not is_in(here)
    assert not is_in(there)


def lost_mid_form(client: Client, who: Practitioner, clock: Any) -> str:
    """They write for half an hour, then send; the answer leads to sign-in."""
    sign_in(client, who)
    assert client.get(INVITE).status_code == 200
    clock.shift(30 * 60)
    answer = client.post(INVITE, WRITTEN)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_what_was_written_when_the_session_ended_is_there_after_signing_in(
    client: Client, admin: Practitioner, clock: Any
) -> None:
    where = lost_mid_form(client, admin, clock)
    assert where == "/sign-in/?why=idle&next=%2Fpeople%2Finvite%2F&kept=yes"
    assert "We kept what you wrote" in client.get(where).content.decode()
    sign_in(client, admin)
    page = client.get(INVITE).content.decode()
    assert "We kept what you wrote. Check it and send it again." in page
    assert 'value="Élodie Brand"' in page
    assert client.post(INVITE, WRITTEN).status_code == 200
    assert not HeldForm.objects.exists()
    assert "We kept" not in client.get(INVITE).content.decode()


def test_what_was_kept_is_for_its_writer_alone(
    client: Client, admin: Practitioner, school: Agency, clock: Any
) -> None:
    lost_mid_form(client, admin, clock)
    other = person(school, "Nora Finch", "administrator")
    sign_in(client, other)
    assert "Élodie" not in client.get(INVITE).content.decode()
    assert HeldForm.objects.count() == 1


def test_what_was_kept_is_kept_for_half_an_hour(client: Client, admin: Practitioner, clock: Any) -> None:
    lost_mid_form(client, admin, clock)
    clock.shift(30 * 60)
    sign_in(client, admin)
    assert "Élodie" not in client.get(INVITE).content.decode()


def test_the_worker_removes_what_nobody_came_back_for(
    client: Client, admin: Practitioner, clock: Any
) -> None:
    lost_mid_form(client, admin, clock)
    let_held_forms_expire(MONDAY + timedelta(minutes=59))
    assert HeldForm.objects.exists()
    let_held_forms_expire(MONDAY + timedelta(minutes=60))
    assert not HeldForm.objects.exists()
    let_held_forms_expire(MONDAY + timedelta(minutes=60))
    assert AuditEntry.objects.filter(act="form:let-go").count() == 1


def test_passwords_and_tokens_are_never_kept(client: Client, admin: Practitioner, clock: Any) -> None:
    sign_in(client, admin)
    clock.shift(30 * 60)
    client.post(INVITE, {**WRITTEN, "password": "secret", "csrfmiddlewaretoken": "x"})
    assert set(HeldForm.objects.get().posted) == set(WRITTEN)


def test_a_forged_post_to_an_ended_session_keeps_nothing(admin: Practitioner, clock: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin.user)  # type: ignore[arg-type]
    assert client.get(INVITE).status_code in (200, 302)
    clock.shift(30 * 60)
    answer = client.post(INVITE, WRITTEN)
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()
    assert not HeldForm.objects.exists()


def test_a_form_sent_when_nobody_knows_who_sent_it_is_explained(client: Client, clock: Any) -> None:
    answer = client.post(INVITE, WRITTEN)
    assert answer["Location"] == "/sign-in/?why=lost&next=%2Fpeople%2Finvite%2F"
    assert "did not arrive" in client.get(answer["Location"]).content.decode()
    assert not HeldForm.objects.exists()


def test_step_up_after_five_minutes_keeps_what_was_sent(
    client: Client, admin: Practitioner, clock: Any
) -> None:
    sign_in(client, admin)
    assert client.get(INVITE).status_code == 200
    clock.shift(6 * 60)
    answer = client.post(INVITE, WRITTEN)
    assert answer["Location"] == "/account/again/?next=%2Fpeople%2Finvite%2F"
    assert client.get(answer["Location"]).status_code == 200
    again = client.post("/account/again/", {"password": "three-odd-words-together", "next": INVITE})
    assert again["Location"] == INVITE
    assert 'value="Élodie Brand"' in client.get(INVITE).content.decode()


def test_with_real_data_a_second_step_comes_before_anything_else(
    client: Client, maya: Practitioner, settings: Any, clock: Any
) -> None:
    settings.PLAIT_DATA = "real"
    sign_in(client, maya)
    assert client.get("/people/")["Location"] == "/account/second-step/"
    assert client.get("/account/second-step/").status_code == 200
    assert "Not now" not in client.get("/account/second-step/").content.decode()
    Authenticator.objects.create(user=maya.user, type=Authenticator.Type.TOTP, data={})
    assert client.get("/people/").status_code == 403


def test_a_text_of_ten_megabytes_is_told_how_much_is_allowed(
    client: Client, admin: Practitioner, clock: Any
) -> None:
    sign_in(client, admin)
    answer = client.post(INVITE, {"name": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "20000 characters" in answer.content.decode().replace(",", "")


def test_what_no_database_keeps_is_held_as_a_visible_mark(school: Agency, clock: Any) -> None:
    fields = fit_to_hold({"wo\x00rry\ud800": ["a\x00b", "half \udfff of it"], "password": ["x"]}, path="/x/")
    assert fit_to_hold({"child_postcode": ["EW1 1AA"], "code_word": ["Heron"]}, path="/x/") == {
        "child_postcode": ["EW1 1AA"]
    }
    assert fit_to_hold({"code": ["123456"]}, path="/account/again/code/") is None
    assert fields == {"wo\ufffdrry\ufffd": ["a\ufffdb", "half \ufffd of it"]}
    user = person(school, "Held Form").user
    assert user is not None
    HeldForm.objects.create(
        user=user, path="/x/", posted=fields, held_at=MONDAY, expires_at=MONDAY + timedelta(minutes=30)
    )
    assert held_fields(str(user.pk), "/x/", at=MONDAY) == fields
