"""Who is acting in this request, how a session ends, and what was kept of a form that was lost with one."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.messages import info
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from plait.agencies import queries
from plait.agencies.models import MailboxLink
from plait.agencies.queries import held
from plait.agencies.rules import KEPT_HERE_LASTS, MAILBOX_SESSION_LASTS
from plait.base.access.request import PlaitRequest
from plait.base.audit.actor import Actor
from plait.base.audit.record import record

MAILBOX = "plait_mailbox_link"
BEGAN = "plait_began"
SEEN = "plait_seen"
HELD = "plait_held"
KEEPS_HERE = "plait_keeps_here"
# The cookie goes to the page of a link alone, and to no other.
KEPT_HERE, KEPT_PATH = f"{settings.SESSION_COOKIE_NAME}_drafts", "/m/"
SECOND_STEP = "plait_second_step"
KEPT_WORDS = "We kept what you wrote. Check it and send it again."
NOBODY = Actor(id="process:nobody-signed-in", name="Nobody signed in", kind="process")


def actor_of(request: HttpRequest) -> Actor | None:
    """Who is acting, or None. A session of somebody who has left, who is suspended or whose agency has ended, ends here and
    now, whatever it was in the middle of.

    Reads `request.at`. Costs no query without a session, one for a mailbox link, three beside the session's own for a
    practitioner.
    """
    at: datetime = request.at  # type: ignore[attr-defined]
    session = request.session
    if MAILBOX in session:
        link = queries.mailbox_link(session[MAILBOX])
        if link is None or not queries.reads_mail(link.agency):
            end_session(request, why="mailbox-withdrawn")
            return None
        if link.used_at is None or at - link.used_at >= MAILBOX_SESSION_LASTS:
            end_session(request, why="absolute", by=actor_for_link(link))
            return None
        return actor_for_link(link)
    if SESSION_KEY not in session:
        return None
    person = queries.practitioner_of(request.user) if request.user.is_authenticated else None
    if person is None:
        end_session(request, why="no-account")
        return None
    actor = queries.actor_for(person, at=at)
    if why := queries.shut_out(person, at=at):
        end_session(request, why=why, by=actor)
        return None
    request.plait_declared = person.declared_at is not None  # type: ignore[attr-defined]
    return actor


def actor_for_link(link: MailboxLink) -> Actor:
    """An agency's mailbox link as an actor: raises concerns, sees its own receipts, belongs to no team."""
    return Actor(
        id=f"mailbox:{link.pk}",
        name=link.person_name or link.agency.name,
        agency=str(link.agency_id),
        agency_name=link.agency.name,
        agency_kind=link.agency.kind,
        roles=frozenset({"mailbox_referrer"}),
        kind="mailbox",
        job="by mailbox link",
    )


def end_session(request: HttpRequest, *, why: str, by: Actor | None = None) -> None:
    """End the session at once, on the server, and record it; `why` is a code such as `idle`, `absolute`, `left`."""
    request.plait_ended = why  # type: ignore[attr-defined]
    logout(request)
    with transaction.atomic():
        record(
            act="sign-in:ended",
            about="page:sign-in",
            by=by or NOBODY,
            at=request.at,  # type: ignore[attr-defined]
            reason=why,
        )


def held_form(request: HttpRequest) -> QueryDict | None:
    """What this user had written on this very page when their session ended, or had typed and not sent; or None.

    Every form of the page takes it up by itself (`base.ui.held`); only a page whose form is made of several parts asks
    here. The page then says that the text was kept. It is forgotten when the page is sent, or when its time is over.
    """
    if request.method != "GET" or request.path not in request.session.get(HELD, ()):
        return None
    if not hasattr(request, "plait_kept"):
        request.plait_kept = _find_held(request)  # type: ignore[attr-defined]
    return request.plait_kept  # type: ignore[attr-defined, no-any-return]


def _find_held(request: HttpRequest) -> QueryDict | None:
    fields = held.held_fields(str(request.user.pk), request.path, at=cast(PlaitRequest, request).at)
    if fields is None:
        return None
    kept = QueryDict(mutable=True)
    for name, values in fields.items():
        kept.setlist(name, values)
    info(request, KEPT_WORDS)
    return kept


def begin(request: HttpRequest, **facts: Any) -> None:
    """Stamp a fresh session with its first moment and these facts."""
    at: datetime = request.at  # type: ignore[attr-defined]
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()
    request.session.update(facts)


def keep_here(response: HttpResponse, link: MailboxLink) -> None:
    """Let this browser's next link to the same mailbox take over what this one leaves unsent."""
    response.set_signed_cookie(
        KEPT_HERE,
        f"{link.pk}.{queries.hash_of(link.agency.mailbox.lower())}",
        salt=KEPT_HERE,
        max_age=int(KEPT_HERE_LASTS.total_seconds()),
        path=KEPT_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_here(response: HttpResponse) -> None:
    """This browser's next link takes nothing over."""
    response.delete_cookie(KEPT_HERE, path=KEPT_PATH, samesite="Lax")


def kept_here(request: HttpRequest) -> tuple[str, str]:
    """The link whose unsent drafts wait in this browser, and the hash of its mailbox; empty where none do, or their time is
    over."""
    longest = int(KEPT_HERE_LASTS.total_seconds())
    value = request.get_signed_cookie(KEPT_HERE, default="", salt=KEPT_HERE, max_age=longest)
    link_id, _, mailbox = str(value or "").partition(".")
    return link_id, mailbox
