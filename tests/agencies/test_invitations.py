"""People come by invitation: named, once, for seven days, never into another agency, never with a role to oneself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from plait.agencies import queries
from plait.agencies.actions.invite_practitioner import Invited, invite_practitioner
from plait.agencies.models import Agency, Invitation, Practitioner, Team, User
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from tests.agencies.conftest import MONDAY, PASSWORD, person, sign_in

pytestmark = pytest.mark.django_db


def invited(school: Agency, by: Actor, **other: Any) -> Invited:
    return invite_practitioner(
        **{
            "email": "Elodie@Example.org",
            "name": "Élodie Brand",
            "job": "Teaching assistant",
            "agency_id": str(school.pk),
            "roles": ["referrer"],
            "by": by,
            "at": MONDAY,
            **other,
        }
    )


def path(given: Invited) -> str:
    return "/" + given.link.split("/", 3)[3]


def test_an_invited_person_joins_once(client: Client, school: Agency, process: Actor, clock: Any) -> None:
    given = invited(school, process)
    assert "Élodie Brand" in client.get(path(given)).content.decode()
    answer = client.post(path(given), {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/account/second-step/"
    assert client.get("/account/").status_code == 200
    person = Practitioner.objects.get()
    assert person.user is not None
    assert person.user.email == "elodie@example.org"
    assert queries.roles_of(str(person.pk), at=MONDAY) == ["referrer"]
    second = Client().post(path(given), {"password": "another-long-one", "again": "another-long-one"})
    assert second.status_code == 403
    assert User.objects.count() == 1


def test_a_passkey_can_be_set_up_right_after_joining(
    client: Client, school: Agency, process: Actor, clock: Any
) -> None:
    client.post(path(invited(school, process)), {"password": PASSWORD, "again": PASSWORD})
    assert client.get("/account/methods/passkeys/add/").status_code == 200


def test_the_token_is_kept_only_as_a_hash(school: Agency, process: Actor) -> None:
    given = invited(school, process)
    assert given.link.rstrip("/").rsplit("/", 1)[1] not in str(Invitation.objects.values())


@pytest.mark.parametrize("password", ["too-short", "password1234", "elodie@example.org"])
def test_a_weak_password_uses_nothing_up(
    client: Client, school: Agency, process: Actor, password: str, clock: Any
) -> None:
    given = invited(school, process)
    assert client.post(path(given), {"password": password, "again": password}).status_code == 200
    assert not User.objects.exists()
    assert client.get(path(given)).status_code == 200


def test_used_expired_and_unknown_links_are_answered_alike(
    client: Client, school: Agency, process: Actor, clock: Any
) -> None:
    given = invited(school, process)
    clock.move_to(MONDAY + timedelta(days=7))
    late = client.get(path(given))
    unknown = client.get("/invitation/no-such-token/")
    assert late.status_code == unknown.status_code == 403
    assert late.content == unknown.content
    assert AuditEntry.objects.filter(act="practitioner:join", verdict="refused").count() == 2


def test_inviting_again_ends_the_older_link(
    client: Client, school: Agency, process: Actor, clock: Any
) -> None:
    older, newer = invited(school, process), invited(school, process)
    assert client.get(path(older)).status_code == 403
    assert client.get(path(newer)).status_code == 200
    assert Practitioner.objects.count() == 1


def test_an_administrator_invites_into_their_own_agency_only(
    school: Agency, police: Agency, admin: Practitioner
) -> None:
    actor = queries.actor_for(admin, at=MONDAY)
    assert invited(school, actor).invitation.invited_by == actor.id
    with pytest.raises(Refused, match="other-agency"):
        invited(police, actor)
    assert AuditEntry.objects.filter(act="deed:invite_practitioner", reason="other-agency").exists()


def test_a_referrer_invites_nobody(school: Agency, maya: Practitioner, client: Client, clock: Any) -> None:
    with pytest.raises(Refused, match="no-role"):
        invited(school, queries.actor_for(maya, at=MONDAY))
    sign_in(client, maya)
    assert client.get("/people/invite/").status_code == 403


def test_nobody_grants_a_role_to_themselves(school: Agency, admin: Practitioner) -> None:
    assert admin.user is not None
    actor = queries.actor_for(admin, at=MONDAY)
    with pytest.raises(Refused, match="address-in-use"):
        invited(school, actor, email=admin.user.email.upper(), roles=["hub_manager"])
    Invitation.objects.create(
        practitioner=admin, email="second@example.org", token_hash="x", invited_by="", invited_at=MONDAY,
        expires_at=MONDAY + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(Refused, match="grant-to-self"):
        invited(school, actor, email="second@example.org", roles=["hub_manager"])
    assert queries.roles_of(str(admin.pk), at=MONDAY) == ["administrator"]


@pytest.mark.parametrize(
    "role", ["hub_manager", "designated_officer", "custodian", "privacy_officer", "pack_owner"]
)
def test_a_school_invites_nobody_into_the_hub(
    school: Agency, admin: Practitioner, client: Client, role: str, clock: Any
) -> None:
    with pytest.raises(Refused, match="role-of-another-agency"):
        invited(school, queries.actor_for(admin, at=MONDAY), roles=[role])
    assert not Practitioner.objects.filter(name="Élodie Brand").exists()
    sign_in(client, admin)
    assert f'value="{role}"' not in client.get("/people/invite/").content.decode()


def test_the_hub_s_administrator_invites_into_the_hub(police: Agency) -> None:
    Team.objects.create(agency=police, name="The hub", kind=Team.Kind.HUB)
    ruth = queries.actor_for(person(police, "Ruth Vale", "administrator"), at=MONDAY)
    assert invited(police, ruth, roles=["hub_screener"]).link


def test_an_administrator_has_no_way_to_a_child(
    school: Agency, admin: Practitioner, client: Client, process: Actor, clock: Any
) -> None:
    with pytest.raises(Refused, match="administrator-with-cases"):
        invited(school, process, roles=["administrator", "check_officer"])
    assert not Practitioner.objects.filter(name="Élodie Brand").exists()
    assert invited(school, process, roles=["administrator"]).link


@pytest.mark.parametrize(
    ("roles", "why"), [(["emperor"], "unknown-role"), ([], "no-role"), (["mailbox_referrer"], "unknown-role")]
)
def test_only_roles_that_exist_are_given(school: Agency, process: Actor, roles: list[str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        invited(school, process, roles=roles)


def test_an_administrator_ends_a_colleague_s_account_but_not_a_stranger_s_nor_their_own(
    client: Client, admin: Practitioner, maya: Practitioner, police: Agency, clock: Any
) -> None:
    stranger = Practitioner.objects.create(agency=police, name="Kit Marlow", job="Constable")
    sign_in(client, admin)
    assert client.get(f"/people/{stranger.pk}/end/").status_code == 404
    assert client.post(f"/people/{admin.pk}/end/").status_code == 403
    assert client.post(f"/people/{maya.pk}/end/")["Location"] == "/people/"
    maya.refresh_from_db()
    assert maya.left_at == MONDAY
    assert "Maya" not in client.get("/people/").content.decode().split("<dl")[1]


def test_the_mail_goes_to_the_invited_address_while_it_waits(
    client: Client, school: Agency, process: Actor, clock: Any
) -> None:
    given = invited(school, process)
    reference = f"invitation:{given.invitation.pk}"
    assert Message.objects.get().to_ref == reference
    assert queries.mail_address(reference) == "elodie@example.org"
    client.post(path(given), {"password": PASSWORD, "again": PASSWORD})
    assert queries.mail_address(reference) is None
    assert queries.mail_address(f"practitioner:{given.invitation.practitioner_id}") == "elodie@example.org"
