"""Signing in as one of the cast: in a demo with fictional data, and nowhere else."""

from typing import Any

import pytest
from django.test import Client

from plait.agencies.models import Practitioner
from plait.base.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
AS = "/sign-in/as/"


@pytest.mark.parametrize(("demo", "data"), [(False, "fictional"), (True, "real"), (False, "real")])
def test_it_is_not_there(client: Client, maya: Practitioner, settings: Any, demo: bool, data: str) -> None:
    settings.PLAIT_DEMO, settings.PLAIT_DATA = demo, data
    for answer in (client.get(AS), client.post(AS, {"who": str(maya.pk)})):
        assert answer.status_code == 404
        assert "Maya" not in answer.content.decode()
    assert client.get("/account/").status_code == 302
    assert AS not in client.get("/sign-in/").content.decode()


def test_in_a_demo_the_cast_is_listed_by_agency_and_one_button_signs_in(
    client: Client, maya: Practitioner, admin: Practitioner, settings: Any, clock: Any
) -> None:
    settings.PLAIT_DEMO = True
    assert AS in client.get("/sign-in/").content.decode()
    page = client.get(AS).content.decode()
    assert "Ashgrove Primary School" in page
    assert "Raises a concern about a child" in page
    assert client.post(AS, {"who": str(maya.pk), "next": "/account/"})["Location"] == "/account/"
    assert "Maya Okafor" in client.get("/account/").content.decode()
    assert AuditEntry.objects.filter(act="sign-in:done", reason="demo-cast").count() == 1
    client.post(AS, {"who": str(admin.pk)})
    assert client.get("/people/").status_code == 200
    assert AuditEntry.objects.filter(act="sign-in:ended", reason="changed-person").count() == 1


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(
    client: Client, maya: Practitioner, settings: Any, onward: str, clock: Any
) -> None:
    settings.PLAIT_DEMO = True
    assert client.post(AS, {"who": str(maya.pk), "next": onward})["Location"] == "/"


def test_an_ended_account_is_not_in_the_cast(
    client: Client, maya: Practitioner, settings: Any, clock: Any
) -> None:
    settings.PLAIT_DEMO = True
    assert maya.user is not None
    maya.user.is_active = False
    maya.user.save()
    assert client.post(AS, {"who": str(maya.pk)}).status_code == 404
