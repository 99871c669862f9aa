"""A request about somebody's own data, from the day it came to the day it was answered."""

from collections.abc import Sequence
from datetime import datetime

from plait.agencies.models import Agency
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.pause_clock import pause_clock
from plait.base.clock.actions.resume_clock import resume_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.queries import clock
from plait.base.db.references import new_reference
from plait.base.packs import current
from plait.privacy.access import (
    decides_for,
    may_act_for,
    may_ask_about,
    may_use_desk,
    opened,
    readable_requests,
    visible_requests,
)
from plait.privacy.models import RequestLine, RightsRequest
from plait.privacy.queries.requests import (
    gives_away,
    items_to_gather,
    lines_of_request,
    still_given,
    texts_leaving,
)
from plait.privacy.queries.telling import may_be_given
from plait.privacy.queries.words import words_of, words_to_gather
from plait.privacy.rules.redacting import may_approve, may_decide_line, take_out

CLOCK = "dsar"
OUTCOMES = {"done": "Done as asked", "part": "Done in part", "refused": "Refused, with reasons"}


@deed
def record_request(
    *, kind: str, about: str, person_id: str, requester: str, asks_as: str, safe_contact: str, said: str,
    received_at: datetime, by: Actor, at: datetime,
) -> RightsRequest:  # fmt: skip
    """Keep it, and start its time from the day it came. Who asks stands on the request alone: neither the audit nor any page
    about the person says it."""
    may_use_desk(by).insist(about="page:requests")
    if received_at > at or not (requester.strip() and said.strip() and about.strip()):
        raise Refused(
            no(
                "request-incomplete",
                say="Say who asks, about whom, for what, and when it came.",
                next_step="Add it",
            ),
            about="page:requests",
        )
    made = RightsRequest.objects.create(
        reference=new_reference(), kind=kind, agency_id=by.agency, person_id=person_id, about=about.strip(),
        requester=requester.strip(), asks_as=asks_as, safe_contact=safe_contact.strip(), said=said.strip(),
        received_at=received_at, taken_by=by.id,
    )  # fmt: skip
    pack = current(at=at)
    rule = pack.clock_rule(CLOCK)
    start_clock(
        key=f"{made.ref}:answer", rule=rule.code, subject=made.ref, start_event=rule.start_event, started_at=received_at,
        target=rule.target, calendar=pack.calendar(), owner=f"agency:{by.agency}", by=by.id, at=at,
        pack_release=pack.release_id, at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    record(act="request:recorded", about=made.ref, by=by, at=at, fields=("source", "content"))
    return made


@deed
def pause_request(*, request_id: str, because: str, by: Actor, at: datetime) -> RightsRequest:
    """Its time stands still while identity or scope is asked for; paused twice, once."""
    request = _held(request_id, by, at)
    running = clock(f"{request.ref}:answer")
    if running is not None and running.state == "running":
        if not because.strip() or at > running.due_at:
            raise Refused(
                no("cannot-pause", say="Say what you wait for, before it is late.", next_step="Add it"),
                about=request.ref,
            )
        pause_clock(key=f"{request.ref}:answer", because=because, by=by.id, at=at)
        record(act="request:paused", about=request.ref, by=by, at=at)
    return request


@deed
def resume_request(*, request_id: str, by: Actor, at: datetime) -> RightsRequest:
    """What was asked for has come: its time runs on."""
    request = _held(request_id, by, at)
    running = clock(f"{request.ref}:answer")
    if running is not None and running.state == "paused":
        resume_clock(key=f"{request.ref}:answer", calendar=current(at=at).calendar(), by=by.id, at=at)
        record(act="request:resumed", about=request.ref, by=by, at=at)
    return request


@deed
def check_request(
    *, request_id: str, person_id: str, how: str, scope: str, by: Actor, at: datetime
) -> RightsRequest:
    """Who they are, that they may ask, whose record it is and what is asked for. A parent's request for a child is not a matter
    of course: how that was weighed stands in `how`. A copy is refused to somebody who must not know; it can be answered."""
    request = _held(request_id, by, at)
    if not how.strip() or not person_id:
        raise Refused(
            no(
                "not-checked",
                say="Say how you know who they are, and which record is meant.",
                next_step="Add it",
            ),
            about=request.ref,
        )
    if not may_ask_about(by, person_id):
        raise Refused(hidden("declared-conflict"), about=request.ref)
    _insist_safe(request, person_id)
    if request.state in (RightsRequest.State.RECEIVED, RightsRequest.State.CHECKED):
        request.state, request.person_id = RightsRequest.State.CHECKED, person_id
        request.checked_how, request.scope = how.strip(), scope.strip()
        request.checked_by, request.checked_at = by.id, at
        request.save(update_fields=["state", "person_id", "checked_how", "scope", "checked_by", "checked_at"])
        record(act="request:checked", about=request.ref, by=by, at=at)
    return request


@deed
def gather_request(*, request_id: str, by: Actor, at: datetime) -> RightsRequest:
    """Every owner's lines about the person, each to be reviewed by its owner; for anything but a copy, only what stands now.
    Gathered again, only what is new is added."""
    request = _held(request_id, by, at)
    if request.state not in (RightsRequest.State.CHECKED, RightsRequest.State.GATHERED):
        raise Refused(
            no("not-checked", say="Check first who asks, and whether they may.", next_step="Check it"),
            about=request.ref,
        )
    _insist_safe(request, request.person_id)
    owners = {str(pk) for pk in Agency.objects.values_list("pk", flat=True)}
    known = set(RequestLine.objects.filter(request=request).values_list("item_id", "source_ref"))
    copy = request.kind == RightsRequest.Kind.ACCESS
    lines = [
        RequestLine(request=request, item=item, agency_id=item.agency_id)
        for item in items_to_gather(request.person_id, standing=not copy)
    ]
    if copy:
        found = words_to_gather(request.person_id)
        lines += [RequestLine(request=request, source_ref=one.ref, agency_id=one.agency_id) for one in found]
    RequestLine.objects.bulk_create(
        one for one in lines if (one.item_id, one.source_ref) not in known and str(one.agency_id) in owners
    )
    request.state, request.gathered_by, request.gathered_at = RightsRequest.State.GATHERED, by.id, at
    request.save(update_fields=["state", "gathered_by", "gathered_at"])
    record(act="request:gathered", about=request.ref, by=by, at=at, fields=("content",))
    return request


@deed
def decide_line(
    *, line_id: str, decided: str, words: Sequence[str], reason: str, why: str, by: Actor, at: datetime
) -> RequestLine:
    """The owner decides on one of its own lines. What is taken out is gone from what is released; the item stays whole."""
    line = (
        RequestLine.objects.select_for_update(of=("self",))
        .select_related("item", "request")
        .filter(pk=line_id)
        .first()
    )
    if (
        line is None
        or line.request.kind != RightsRequest.Kind.ACCESS
        or not decides_for(str(line.agency_id), by=by, at=at)
        or not readable_requests(by).filter(pk=line.request_id).exists()
        or line.request.state != RightsRequest.State.GATHERED
    ):
        raise Refused(
            no(
                "not-the-owner",
                say="Only the agency that wrote a line decides on it.",
                next_step="Ask that agency",
            ),
            about=f"line:{line_id}",
        )
    released, missing = take_out(words_of([line])[line.pk].text, words if decided == "part" else [])
    may_decide_line(decided=decided, words=words, missing=missing, reason=reason).insist(
        about=line.request.ref
    )
    line.decided, line.reason = decided, "" if decided == "release" else reason
    line.released, line.why = "" if decided == "withhold" else released, why.strip()
    line.decided_by, line.decided_at = by.id, at
    line.save(update_fields=["decided", "reason", "released", "why", "decided_by", "decided_at"])
    record(
        act="request:line-decided", about=line.request.ref, by=by, at=at, reason=decided, fields=("content",)
    )
    return line


@deed
def approve_request(*, request_id: str, by: Actor, at: datetime) -> RightsRequest:
    """The second person, once every owner has decided and nothing in it would give somebody away."""
    request = _held(request_id, by, at, second=True)
    lines = lines_of_request(request)
    reviewers = {one.decided_by for one in lines}
    may_approve(
        is_reviewer=by.id in reviewers | {request.gathered_by},
        undecided=sum(not one.decided for one in lines),
        may=bool(may(by, "privacy:approve")),
    ).insist(about=request.ref)
    if request.state != RightsRequest.State.GATHERED:
        return request
    _insist_safe(request, request.person_id)
    still_given(lines).insist(about=request.ref)
    if found := gives_away(request, texts_leaving(lines)):
        raise Refused(
            no("gives-away", say=" ".join(found), next_step="Have its owner take it out, then approve"),
            about=request.ref,
        )
    request.state, request.approved_by, request.approved_at = RightsRequest.State.APPROVED, by.id, at
    request.save(update_fields=["state", "approved_by", "approved_at"])
    record(act="request:approved", about=request.ref, by=by, at=at, fields=("content",))
    return request


@deed
def release_request(*, request_id: str, by: Actor, at: datetime) -> RightsRequest:
    """It was handed over. Looked through once more for what would give somebody away; its time stops."""
    request = _held(request_id, by, at)
    if request.state == RightsRequest.State.RELEASED:
        return request
    if request.state != RightsRequest.State.APPROVED:
        raise Refused(
            no("not-approved", say="A second person approves it first.", next_step="Ask them"),
            about=request.ref,
        )
    _insist_safe(request, request.person_id)
    lines = lines_of_request(request)
    still_given(lines).insist(about=request.ref)
    if found := gives_away(request, texts_leaving(lines, upto=request.approved_at)):
        raise Refused(
            no("gives-away", say=" ".join(found), next_step="Do not hand it over"), about=request.ref
        )
    _end(request, RightsRequest.State.RELEASED, "done", "", by, at)
    record(act="request:released", about=request.ref, by=by, at=at, fields=("content",))
    return request


@deed
def answer_request(*, request_id: str, outcome: str, answer: str, by: Actor, at: datetime) -> RightsRequest:
    """What came of a request that is not for a copy, or of one that is refused: with reasons, and once."""
    request = _held(request_id, by, at)
    if request.state in (RightsRequest.State.ANSWERED, RightsRequest.State.RELEASED):
        return request
    if outcome not in OUTCOMES or not answer.strip():
        raise Refused(
            no("needs-answer", say="Choose what came of it, and write the answer.", next_step="Add it"),
            about=request.ref,
        )
    _end(request, RightsRequest.State.ANSWERED, outcome, answer.strip(), by, at)
    record(act="request:answered", about=request.ref, by=by, at=at, reason=outcome)
    return request


def _insist_safe(request: RightsRequest, person_id: str) -> None:
    """For a copy, asked at every step anew: what protects somebody may have been said meanwhile."""
    if request.kind == RightsRequest.Kind.ACCESS:
        may_be_given(request.requester, person_id).insist(about=request.ref)


def _end(request: RightsRequest, state: str, outcome: str, answer: str, by: Actor, at: datetime) -> None:
    request.state, request.outcome, request.answer = state, outcome, answer
    request.ended_by, request.ended_at = by.id, at
    request.save(update_fields=["state", "outcome", "answer", "ended_by", "ended_at"])
    stop_clock(key=f"{request.ref}:answer", end_event="Answered", by=by.id, at=at)


def _held(request_id: str, by: Actor, at: datetime, *, second: bool = False) -> RightsRequest:
    """Locked for a deed of the agency that was asked; `second`: or for the second person, who may be of the area."""
    seen = opened(visible_requests(by), request_id, kind="request", by=by, at=at)
    if not second:
        may_act_for(str(seen.agency_id), by=by, at=at).insist(about=seen.ref)
    return RightsRequest.objects.select_for_update().get(pk=seen.pk)
