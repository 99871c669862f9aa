"""Sessions end: after 15 minutes without use, after 8 hours in any case. What was being written is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from plait.agencies import queries, sessions
from plait.agencies.access import StepUpNeeded, step_up_address
from plait.agencies.actions.hold_form import hold_form
from plait.agencies.actions.let_go_of_form import let_go_of_form
from plait.agencies.roles import works_with_children
from plait.agencies.rules import HELD_FORM_LASTS, SEEN_EVERY, TYPED_LASTS, fit_to_hold, session_over
from plait.base.access.doors import Door
from plait.base.audit.actor import Actor
from plait.base.ui.held import nothing_held, offer

# allauth's own pages that are open to whoever is signing in, or mending a sign-in.
SIGNING_IN = ("/sign-in/", "/account/password/")
# Where somebody may go who has still to set up their second step.
SETTING_UP = "/account/"
# Where records are: before the first of them somebody says whom they know.
RECORDS = ("/hub/", "/people/", "/referrals/", "/checks/", "/lead/")
FIRST_TIME = "/account/people-i-know/first/"
# How the page's own script says that it sends what is being typed, and that nothing was pressed.
KEEPS = "keep"


@dataclass(frozen=True, slots=True)
class Lost:
    """A session that ended with this very request: whose it was, and why."""

    user_id: str
    actor: Actor
    why: str
    kept_here: bool = False


class SessionLimits:
    """Ends sessions whose time is over and keeps what they were sending; insists on a second step for real data.

    Stands after TimeAndActor. A form is held only once Django has checked its CSRF token (`process_view`).
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if actor is not None:
            self._measure(request, actor)
        with nothing_held():
            return self.respond(request)

    def _measure(self, request: HttpRequest, actor: Actor) -> None:
        at: datetime = request.at  # type: ignore[attr-defined]
        session = request.session
        if sessions.BEGAN not in session:
            sessions.begin(request)
        seen = datetime.fromtimestamp(session.get(sessions.SEEN, session[sessions.BEGAN]), UTC)
        why = session_over(
            began=datetime.fromtimestamp(session[sessions.BEGAN], UTC),
            seen=seen,
            at=at,
            idle=timedelta(seconds=settings.PLAIT_IDLE_SECONDS),
            absolute=timedelta(seconds=settings.PLAIT_ABSOLUTE_SECONDS),
        )
        if why:
            user_id = str(request.user.pk or "")
            kept_here = bool(session.get(sessions.KEEPS_HERE))
            sessions.end_session(request, why=why, by=actor)
            request.actor = None  # type: ignore[attr-defined]
            request.plait_lost = Lost(user_id, actor, why, kept_here)  # type: ignore[attr-defined]
        elif at < seen or at - seen >= SEEN_EVERY:
            session[sessions.SEEN] = at.timestamp()

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Leads on whoever lost their session, or has no second step yet; everybody else passes."""
        door = getattr(view, "door", None)
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if (
            request.method == "POST"
            and request.headers.get("X-Requested-With") == KEEPS
            and actor is not None
        ):
            return HttpResponse(status=204 if self._keep_typed(request, door, actor) else 422)
        if (isinstance(door, Door) and door.open_to_all) or request.path.startswith(SIGNING_IN):
            return None
        if actor is None:
            return self._lead_to_sign_in(request, door)
        if actor.kind == "practitioner":
            if request.method == "POST" and request.path in request.session.get(sessions.HELD, ()):
                self._let_go(request, actor)
            offer(partial(sessions.held_form, request))
            exempt = request.path.startswith(SETTING_UP) or settings.PLAIT_DATA != "real"
            if not exempt and not self._has_second_step(request):
                return HttpResponseRedirect("/account/second-step/")
            colleagues = isinstance(door, Door) and door.act.startswith("practitioner:")
            if not colleagues and self._asks_whom_they_know(request, actor):
                return HttpResponseRedirect(f"{FIRST_TIME}?{urlencode({'next': request.get_full_path()})}")
        return None

    def _asks_whom_they_know(self, request: HttpRequest, actor: Actor) -> bool:
        """Once, before somebody's first record: whom do they know? Never before raising a concern, nor in the middle of
        sending something."""
        if request.method != "GET" or getattr(request, "plait_declared", True):
            return False
        return request.path.startswith(RECORDS) and works_with_children(actor)

    def _lead_to_sign_in(self, request: HttpRequest, door: object) -> HttpResponse | None:
        lost: Lost | None = getattr(request, "plait_lost", None)
        ended = lost.why if lost else getattr(request, "plait_ended", "")
        if not ended and request.method == "GET":
            return None  # never signed in: the door asks them to
        can_return = isinstance(door, Door) and "GET" in door.methods
        said = {"why": ended or "lost", "next": request.get_full_path() if can_return else "/"}
        if lost and request.method == "POST" and can_return and self._hold(request, lost.user_id, lost.actor):
            said["kept"] = "yes"
        if lost and lost.kept_here:
            said["kept"] = "here"
        by_mailbox = lost is not None and lost.actor.kind == "mailbox"
        where = f"/sign-in/{'by-mailbox/' if by_mailbox else ''}?{urlencode(said)}"
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(where)
        return HttpResponseRedirect(where)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that wants a fresh proof of who they are (`access.stepped_up`): asks for it, and keeps what was sent."""
        if not isinstance(exception, StepUpNeeded):
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if request.method == "POST" and self._hold(request, str(request.user.pk), actor):
            request.session[sessions.HELD] = [*request.session.get(sessions.HELD, ()), request.path]
        return HttpResponseRedirect(
            f"{step_up_address(request)}?{urlencode({'next': request.get_full_path()})}"
        )

    def _hold(
        self, request: HttpRequest, user_id: str, actor: Actor, *, lasts: timedelta = HELD_FORM_LASTS
    ) -> bool:
        posted = fit_to_hold({name: list(values) for name, values in request.POST.lists()}, path=request.path)
        if posted is None or not user_id:
            return False
        hold_form(
            user_id=user_id,
            path=request.path,
            posted=posted,
            lasts=lasts,
            by=actor,
            at=request.at,  # type: ignore[attr-defined]
        )
        return True

    def _keep_typed(self, request: HttpRequest, door: object, actor: Actor) -> bool:
        """What stands in a form while nobody has pressed anything: held for its writer at the page where it is shown again. Never
        given to the view. False where it could not be shown, or must not be kept."""
        shown_again = isinstance(door, Door) and "GET" in door.methods and not door.open_to_all
        if actor.kind != "practitioner" or not shown_again:
            return False
        if not self._hold(request, str(request.user.pk), actor, lasts=TYPED_LASTS):
            return False
        if request.path not in (paths := request.session.get(sessions.HELD, ())):
            request.session[sessions.HELD] = [*paths, request.path]
        return True

    def _let_go(self, request: HttpRequest, actor: Actor) -> None:
        let_go_of_form(
            user_id=str(request.user.pk),
            path=request.path,
            by=actor,
            at=request.at,  # type: ignore[attr-defined]
        )
        request.session[sessions.HELD] = [
            one for one in request.session[sessions.HELD] if one != request.path
        ]

    def _has_second_step(self, request: HttpRequest) -> bool:
        if not request.session.get(sessions.SECOND_STEP):
            request.session[sessions.SECOND_STEP] = queries.has_second_step(str(request.user.pk))
        return bool(request.session[sessions.SECOND_STEP])
