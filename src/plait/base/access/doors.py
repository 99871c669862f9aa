"""Doors: the only way to a page. What has no door is not reachable (default deny, site/middleware.py)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from typing import Any, Protocol, cast

import structlog
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.utils.http import urlencode

from plait.base.access.deeds import record_refusal
from plait.base.access.events import PageRead
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, Verdict, no, yes
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import (
    listen_for_subjects,
    purpose_now,
    record,
    spoken_of,
    stop_listening,
    written,
)

log = structlog.get_logger()

Rule = Callable[[Actor], Verdict]


class LastLook(Protocol):
    """The last look at a page: given of whom it speaks (`person:<id>`, as its audit rows say), its HTML and who reads
    it, the HTML that may leave."""

    def __call__(self, spoken: frozenset[str], html: str, /, *, by: Actor, at: datetime) -> str: ...


# In the session: the record that gave nothing last, for the ways on that the page offers. Kept whether or not it is there.
REFUSED = "plait_refused"


class Apart(HttpResponse):
    """What a view answers where it must wait for another machine: its transaction commits, with what was checked and recorded;
    `ask` waits with none open, holding nobody up; `show` makes the page of what came, in a transaction of its own. `ask` writes
    nothing that `show` could take back."""

    def __init__(self, ask: Callable[[], Any], show: Callable[[Any], HttpResponse]) -> None:
        super().__init__()
        self.ask, self.show = ask, show


_last_looks: list[LastLook] = []
_sentences: dict[str, str] = {}


def before_leaving(look: LastLook) -> None:
    """From now on every page passes this look before it leaves. Called in site/wiring.py only."""
    if look not in _last_looks:
        _last_looks.append(look)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in, in one sentence, and the rule that holds it. `open_to_all` doors need no sign-in and keep no audit."""

    sentence: str
    act: str
    methods: tuple[str, ...]
    lets_in: Rule | None
    open_to_all: bool = False
    purpose: str = "safeguarding"


def who_may(act: str) -> str:
    """The sentence of the first door of this act: who may come in. Empty for what is no door's."""
    return _sentences.get(act, "")


def anyone_signed_in(actor: Actor) -> Verdict:
    """Everyone with an account; the page itself shows only what is theirs."""
    return yes("signed-in")


def practitioners_only(actor: Actor) -> Verdict:
    """People with an account of their own, not an agency's one-time mailbox link."""
    if actor.kind == "practitioner":
        return yes("practitioner")
    return no(
        "mailbox-link",
        say="This link opens only raising a concern and your own receipts and feedback.",
        next_step="Ring the hub, or ask for an account of your own",
    )


def door(
    sentence: str,
    *,
    lets_in: Rule | None = None,
    act: str = "",
    methods: Sequence[str] = ("GET",),
    open_to_all: bool = False,
    purpose: str = "safeguarding",
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Put a door before a view.

    The view runs in one transaction with its audit rows and is rendered whole before they commit, so a row that cannot
    be written means that nobody is answered. A Refused is rolled back, recorded in a transaction of its own, and shown.
    What waits for another machine answers `Apart`.
    """
    if not open_to_all and (lets_in is None or not act):
        raise TypeError(f"a door that is not open to all needs lets_in and act: {sentence}")
    if act:
        _sentences.setdefault(act, sentence)
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())
    the_door = Door(sentence, act, tuple(methods), lets_in, open_to_all, purpose)

    def put(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(list(allowed))
            if open_to_all:
                return view(request, *args, **kwargs)
            if getattr(request, "actor", None) is None:
                return redirect(f"/sign-in/?{urlencode({'next': request.get_full_path()})}")
            return _pass(cast(PlaitRequest, request), the_door, view, args, kwargs)

        guarded.door = the_door  # type: ignore[attr-defined]
        return guarded

    return put


def _pass(
    request: PlaitRequest, the_door: Door, view: Callable[..., HttpResponse], args: Any, kwargs: Any
) -> HttpResponse:
    token = purpose_now.set(the_door.purpose)
    listening = listen_for_subjects()
    page = f"page:{the_door.act}"
    try:
        before = written()
        response = _answer(request, the_door, partial(view, request, *args, **kwargs), before=before)
        while isinstance(response, Apart):
            response = _answer(request, the_door, partial(response.show, response.ask()), before=before)
        return response
    except Refused as refusal:
        about = refusal.about or page
        try:
            record_refusal(
                verdict=refusal.verdict, act=the_door.act, about=about, by=request.actor, at=request.at
            )
        except DatabaseError:
            return nobody_answered(request)
        if refusal.verdict.hides and request.actor.kind == "practitioner" and hasattr(request, "session"):
            request.session[REFUSED] = about
        return show_refusal(request, refusal.verdict)
    except DatabaseError as fault:
        log.error("page-not-answered", fault=type(fault).__name__, act=the_door.act, exc_info=fault)
        return nobody_answered(request)
    finally:
        stop_listening(listening)
        purpose_now.reset(token)


def _answer(
    request: PlaitRequest, the_door: Door, view: Callable[[], HttpResponse], *, before: int
) -> HttpResponse:
    assert the_door.lets_in is not None
    with transaction.atomic():
        the_door.lets_in(request.actor).insist()
        response = view()
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        assert not response.streaming, "a streamed page would leave before its audit row commits"
        if written() == before:
            record(act=the_door.act, about=f"page:{the_door.act}", by=request.actor, at=request.at)
        if not isinstance(response, Apart):
            if request.method == "GET" and response.status_code == 200:
                announce(PageRead(request.path, request.actor, request.at))
            _look_at(response, by=request.actor, at=request.at)
    return response


def _look_at(response: HttpResponse, *, by: Actor, at: datetime) -> None:
    people = spoken_of()
    if not people or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode()
    for look in _last_looks:
        text = look(people, text, by=by, at=at)
    response.content = text.encode()


def show_refusal(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """The refusal as a page. One that hides is the same page, status and headers as "there is no such record"."""
    if verdict.hides:
        return render(request, "ui/nothing_by_this_route.html", status=404)
    return render(request, "ui/refused.html", {"verdict": verdict}, status=403)


def nobody_answered(request: HttpRequest) -> HttpResponse:
    """No audit, no answer: say so, with the phone number, and show nothing else."""
    return render(request, "ui/cannot_answer.html", status=503)
