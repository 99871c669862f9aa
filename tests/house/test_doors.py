"""Every address has a door, and every door says who may come in. (security.md 6.6: sabotage 1 and 2.)"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from plait.base.access.doors import Door
from plait.site.third_party import SENTENCES, door_of


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from walk(part, before + str(part.pattern))
        else:
            assert isinstance(part, URLPattern)
            yield before + str(part.pattern), part.callback


ADDRESSES = list(walk(get_resolver()))


def test_every_address_has_a_door() -> None:
    assert [address for address, view in ADDRESSES if door_of(view) is None] == []


def test_every_door_says_who_may_come_in_and_what_is_recorded() -> None:
    for address, view in ADDRESSES:
        the_door = door_of(view)
        assert the_door is not None
        assert the_door.sentence.strip(), address
        assert the_door.open_to_all or (the_door.lets_in is not None and the_door.act), address


def test_a_door_that_reads_takes_no_post() -> None:
    """A view guarded by a read act must not accept a change (pypi/warehouse's own query for the same mistake)."""
    wrong = [
        address
        for address, view in ADDRESSES
        if isinstance(the_door := getattr(view, "door", None), Door)
        and "POST" in the_door.methods
        and the_door.act.endswith((":list", ":look"))
    ]
    assert wrong == []


def test_no_address_carries_anything_but_random_ids_and_words() -> None:
    """No names, dates or numbers of people in addresses: they stay in histories and logs."""
    for address, _view in ADDRESSES:
        for kind in ("<int:", "<slug:", "<path:"):
            place_in_a_draft = address.replace("<int:number>", "")
            assert kind not in place_in_a_draft or address.startswith("account/"), address


def a_forgotten_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("canary-everyone")


urlpatterns = [path("forgotten/", a_forgotten_view)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_a_door_cannot_be_reached(client: Client) -> None:
    answer = client.get("/forgotten/")
    assert answer.status_code == 404
    assert b"canary" not in answer.content


def test_third_party_views_are_named_with_their_sentence() -> None:
    for name, (sentence, _open) in SENTENCES.items():
        assert name.startswith(("allauth.", "plait.agencies.views.own_password.")), name
        assert len(sentence) > 10
