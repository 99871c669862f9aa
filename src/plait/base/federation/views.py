"""What other areas ask of this one. No account: what they say is believed by their pinned keys, or not at all."""

from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.federation.asking import answer_ask
from plait.base.federation.client import ENVELOPE, LONGEST_ENVELOPE
from plait.base.federation.own import own_description
from plait.base.federation.receiving import NOT_BELIEVED, TOO_LARGE, receive
from plait.base.federation.wire.asks import LONGEST
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


SAID = {
    "not-believed": "Nothing that this area signs is believed here. Ring, on a number you knew before.",
    "too-large": "It is larger than anything we take.",
    "later": "It could not be taken in now. Nothing was kept of it; send it again.",
    "not-open": "This area has no keys of its own, so it speaks with nobody. Ring.",
    "nothing-waits": "There is no such message waiting for you.",
    "nothing-lent": "Nothing is lent to you under this number now.",
    "conflict": "Other bytes came under this number before. Neither is exchanged for the other. Ring.",
    "refused": "It will never be taken; the receipt says so, signed.",
    "broken": "It did not arrive as it was sent. Send it again.",
}
SIGNED_ANSWER = 2 * LONGEST


@door(
    "Any area that two people here have pinned: a message, signed and sealed.",
    methods=("POST",),
    open_to_all=True,
)
@csrf_exempt
def messages(request: HttpRequest) -> HttpResponse:
    """Take one message in, once, and answer with a signed receipt."""
    if _length(request) > LONGEST_ENVELOPE:
        return _error("too-large", 413)
    taken = receive(cast(BinaryIO, request), way="https", at=cast(PlaitRequest, request).at)
    if taken.state == "received":
        return _plain({"receipt": taken.receipt}, 200)
    if taken.state is not None:
        status, said = (409, "conflict") if taken.state == "conflict" else (422, "refused")
        return _error(taken.error, status, say=said, receipt=taken.receipt)
    return _fault(taken.error)


@door(
    "Any area that two people here have pinned: what waits for it, and what is lent to it.",
    methods=("POST",),
    open_to_all=True,
)
@csrf_exempt
def work(request: HttpRequest) -> HttpResponse:
    """Tell an area what waits for it, or give it one of these, or what it may read under a lease."""
    if _length(request) > SIGNED_ANSWER:
        return _error("too-large", 413)
    written = request.read(SIGNED_ANSWER + 1).decode("latin-1").strip()
    answered = answer_ask(written, at=cast(PlaitRequest, request).at)
    if answered.envelope is not None:
        given = StreamingHttpResponse(answered.envelope, content_type=ENVELOPE)
        given["Content-Length"], given["Cache-Control"] = str(answered.length), "no-store"
        return cast(HttpResponse, given)  # a door that is open to all asks nothing of a page
    if answered.signed:
        return _plain({"answer": answered.signed}, 200)
    if answered.error in {"nothing-waits", "nothing-lent"}:
        return _error(answered.error, 404, say=answered.error)
    return _fault(answered.error)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def _fault(code: str) -> HttpResponse:
    if code in NOT_BELIEVED:
        return _error(code, 403, say="not-believed")
    if code in TOO_LARGE:
        return _error(code, 413, say="too-large")
    if code in {"later", "not-open"}:
        return _error(code, 503, say=code)
    return _error(code, 400, say="broken")


def _error(code: str, status: int, *, say: str = "", **more: str) -> HttpResponse:
    return _plain({"error": code, "say": SAID[say or code], **more}, status)


def _plain(said: dict[str, Any], status: int) -> HttpResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
