"""Ask an area that said that it knows a child what it knows. The question is a decision to share of its own."""

import uuid
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.packs import Pack, current
from plait.handover.access.discovery import keeps, may_ask
from plait.handover.access.requests import open_asked
from plait.handover.models import AreaAsked, AreaRequest
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.looking import safety_of
from plait.handover.queries.requests import as_party, is_believed, leads_there, tells_who
from plait.handover.rules.discovery import goes_quietly
from plait.handover.rules.requests import Asking, Wanted, may_ask_information
from plait.handover.store.requests import promise, ring_of, send_request
from plait.handover.wire.requests import Request, Who
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Proposal

RECIPIENT_KIND = "LA_CSC"  # whoever answers for children in the other area


@deed
def ask_information(*, asked_id: str, wanted: Wanted, by: Actor, at: datetime) -> AreaRequest:
    """Post it to that area, once while it has not answered to the end. What was asked quietly goes quietly; so does what is about
    a child who began to hide since. Raises Refused."""
    if not keeps(by):
        may(by, "discovery:ask").insist(about=f"area-asked:{asked_id}")
    asked = open_asked(by, asked_id, at=at, opens_child=True, hold=True)
    may_ask(by, str(asked.ask.person)).insist(about=f"area-asked:{asked_id}")
    if known := asked.requests.exclude(state=AreaRequest.State.ANSWERED).first():
        return known
    person, pack = str(asked.ask.person), current(at=at)
    wanted = Wanted(
        wanted.purpose.strip(), wanted.gateway, tuple(one.strip() for one in wanted.questions if one.strip()),
        wanted.since, wanted.until,
    )  # fmt: skip
    texts = [wanted.purpose, *wanted.questions]
    may_ask_information(
        wanted,
        Asking(
            says=asked.says, believed=is_believed(asked.code), powers=pack.handing_over().powers,
            leads_there=leads_there(person, texts), tells_who=tells_who(person, texts),
        ),
    ).insist(about=asked.ask.ref)  # fmt: skip
    quiet = asked.ask.quiet or goes_quietly(safety_of(person, fleeing="no"))
    made = AreaRequest(
        id=uuid.uuid4(), asked=asked, purpose=wanted.purpose, gateway=wanted.gateway,
        questions=list(wanted.questions), period_from=wanted.since, period_to=wanted.until, by=by.id, by_name=by.name,
        by_agency=by.agency, at=at,
    )  # fmt: skip
    made.decision = _decide(made, asked, quiet=quiet, pack=pack, by=by, at=at)
    made.message = _send(made, asked, quiet=quiet, by=by, at=at)
    made.due_at = promise(made.ref, event="we asked another area", owner="hub", pack=pack, by=by, at=at)
    made.save()
    named = [made.ref, asked.ask.ref] if quiet else [made.ref, asked.ask.ref, f"person:{person}"]
    record(act="information:asked", about=named, by=by, at=at, fields=("content",), purpose=wanted.purpose)
    return made


def _decide(
    made: AreaRequest, asked: AreaAsked, *, quiet: bool, pack: Pack, by: Actor, at: datetime
) -> SharingDecision:
    """The questions leave through the gate. Of what goes quietly no record under the child's name says whom we asked."""
    said = [Said("concern", "Question", one) for one in made.questions]
    proposal = Proposal(
        purpose=made.purpose,
        gateway=gateway_facts(pack, made.gateway),
        on=at.astimezone(LONDON).date(),
        holder_kind=by.agency_kind,
        recipient_kind=RECIPIENT_KIND,
        lines=tuple(one.weighed for one in said),
        outcome="share",
        occasion="ask",
    )
    return decide_sharing(
        proposal=proposal, said=said, people=[] if quiet else [str(asked.ask.person)], source_ref=made.ref,
        from_agency=by.agency, to_agency=as_party(asked.code), recipient=f"area:{asked.code}", channel="border",
        pack=str(pack.release_id or ""), by=by, at=at,
    )  # fmt: skip


def _send(made: AreaRequest, asked: AreaAsked, *, quiet: bool, by: Actor, at: datetime) -> uuid.UUID:
    try:
        said = Request(
            child=str(asked.message), purpose=made.purpose, gateway=made.gateway, questions=made.questions,
            since=made.period_from.isoformat() if made.period_from else "",
            until=made.period_to.isoformat() if made.period_to else "", by=Who(name=by.name, job=by.job[:300]),
            ring=ring_of(whom_to_ring(quiet=quiet, at=at)), quiet=quiet,
        )  # fmt: skip
        return send_request(
            str(asked.message), to=asked.code, key=str(made.pk), said=said, subject=made.ref, at=at
        )
    except (NotAccepted, ValueError):
        no(
            "cannot-be-written",
            say="Something in your words cannot be sent, such as a sign.",
            next_step="Write it in plain words, or ring the other area",
        ).insist(about=made.ref)
        raise
