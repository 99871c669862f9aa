"""What binds another area, on the page of that area."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.base.access.request import PlaitRequest
from plait.base.federation.models import Peer
from plait.sharing.access import agreements_to_read
from plait.sharing.models import SharingAgreement
from plait.sharing.presenters.agreements import runs, tag_of, today_of
from plait.sharing.queries.between import with_area


@dataclass(frozen=True, slots=True)
class Bound:
    """One agreement with an area: how it stands, and whether this reader may open it."""

    agreement: SharingAgreement
    tag: tuple[str, str, str]
    opens: bool


def area_slot(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """Fills the slot `area-agreements`: every agreement with that area, or what to do where none is in force."""
    peer: Peer = context["area"]
    asking = cast(PlaitRequest, request)
    by, at = asking.actor, asking.at
    today, found = today_of(at), with_area(peer)
    read = set(agreements_to_read(by).values_list("pk", flat=True)) if found else set()
    said = {
        "rows": [Bound(one, tag_of(one, today), one.pk in read) for one in found],
        "binds": any(runs(one, today) for one in found),
        "away": peer.state != Peer.State.TRUSTED and bool(found),
        "other": peer,
    }
    return render_to_string("sharing/area_slot.html", said, request=request)
