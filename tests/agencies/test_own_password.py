"""Somebody who signs in by passkey alone asks to change a password."""

import pytest
from django.test import Client

from plait.agencies.models import Agency
from tests.agencies.conftest import person


@pytest.mark.django_db
def test_there_is_no_password_to_change() -> None:
    school = Agency.objects.create(
        name="Ashgrove Primary School", kind="SCHOOL", mailbox="s@ashgrove.example"
    )
    maya = person(school, "Maya Okafor", "referrer")
    assert maya.user is not None
    maya.user.set_unusable_password()
    maya.user.save()
    client = Client()
    client.force_login(maya.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/account/password/", follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "You have no password to change" in answer.content.decode()
