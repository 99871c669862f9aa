"""What other areas ask of this one. No account: what they say is believed by their pinned keys, or not at all."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.federation.own import own_description
from plait.base.keys import NoKeys
from plait.base.packs import NoPack


@door("Anyone: what this area says of itself, with its public keys and whom to ring.", open_to_all=True)
def description(request: HttpRequest) -> HttpResponse:
    """The signed description. Nothing where the area has no keys of its own."""
    try:
        written = own_description(at=cast(PlaitRequest, request).at)
    except (NoKeys, NoPack):
        return HttpResponse(status=404)
    answer = HttpResponse(written, content_type="application/jose")
    answer["Cache-Control"] = "no-store"
    return answer
