"""Answer another area what we know of a child, item by item through the gate, or say why not."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.packs import Pack, current
from plait.handover.access.copying import insist_no_copy_of
from plait.handover.access.requests import open_request
from plait.handover.models import RequestReceived
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.requests import as_party, is_kept, keeper_of, leads_there, may_go_along, tells_who
from plait.handover.rules.requests import Reply, is_last, may_reply, outcome_of
from plait.handover.store.closing_route import close_route
from plait.handover.store.requests import answered, ring_of, send_told
from plait.handover.wire.requests import Line, Told, Who
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.models import InformationItem, SharingDecision
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Proposal

RECIPIENT_KIND = "LA_CSC"
KINDS = {"nothing_relevant": "Known to us, nothing relevant", "rang": "We rang you"}


@dataclass(frozen=True, slots=True)
class Own:
    """One thing that whoever answers writes themselves."""

    text: str
    known: str = InformationItem.Assertion.RECORD


@dataclass(frozen=True, slots=True)
class Answering:
    """What somebody answers: which kind, what of it is shared, which items of the record and words of their own go along."""

    reply: Reply
    items: Collection[str] = ()
    own: tuple[Own, ...] = ()
    gateway: str = ""
    detriment: str = ""
    family_told: str = "not_known"


@deed
def answer_area(*, request_id: str, said: Answering, by: Actor, at: datetime) -> RequestReceived:
    """Each line is weighed by the one gate; what is held back is kept with its reason, which stays here. Where somebody hides
    since it was asked nothing leaves but *nothing by this route*, and their custodian rings. Raises Refused."""
    kept = open_request(by, request_id, at=at)
    assert kept.ask is not None and kept.ask.person is not None
    person = str(kept.ask.person)
    if kept.state in (RequestReceived.State.OPEN, RequestReceived.State.PARTLY) and is_kept(person):
        ring = whom_to_ring(quiet=kept.quiet, at=at)
        close_route(kept, rings=person, keeper=keeper_of(person), ring=ring, by=by, at=at)
        record(act="information:nothing", about=kept.ref, by=by, at=at)
        return kept
    leaves = said.reply.outcome in ("share", "part") and said.reply.kind == "items"
    lines = _lines(kept, said, by=by, at=at) if leaves else []
    reply = replace(said.reply, lines=len(lines))
    texts = [reply.note, *(one.text for one in lines)]
    typed = [reply.note, *(one.text for one in said.own)]
    insist_no_copy_of([person], typed, by=by, about=kept.ref)
    waits = kept.state in (RequestReceived.State.OPEN, RequestReceived.State.PARTLY)
    may_reply(reply, waits=waits, gives_away=_gives_away(person, texts)).insist(about=kept.ref)
    kept.decision = _decide(kept, said, reply, lines, pack=current(at=at), by=by, at=at)
    kept.number, kept.kind, kept.note = kept.number + 1, reply.kind, reply.note.strip()
    last = is_last(reply.kind, reply.held)
    kept.state = RequestReceived.State.ANSWERED if last else RequestReceived.State.PARTLY
    kept.answered_at, kept.answered_by, kept.answered_by_name = at, by.id, by.name
    _send(kept, reply, lines, by=by, at=at)
    kept.save()
    if last:
        answered(kept.ref, by=by, at=at)
    named = [kept.ref] if kept.quiet else [kept.ref, f"person:{person}"]
    record(act="information:answered", about=named, by=by, at=at, fields=("content",), purpose=kept.purpose)
    return kept


def _send(kept: RequestReceived, reply: Reply, lines: list["_Line"], *, by: Actor, at: datetime) -> None:
    try:
        said = Told(
            child=str(kept.about), number=kept.number, kind=reply.kind, held=reply.held,
            lines=[_wire(one) for one in lines], note=kept.note, by=Who(name=by.name, job=by.job[:300]),
            ring=ring_of(whom_to_ring(quiet=kept.quiet, at=at)),
        )  # fmt: skip
        send_told(kept, said, at=at, must=True)
    except (NotAccepted, ValueError):
        no(
            "cannot-be-written",
            say="Something in your words cannot be sent, such as a sign.",
            next_step="Write it in plain words, or ring the other area",
        ).insist(about=kept.ref)
        raise


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that leaves, and the item of the record that it shows if it shows one."""

    text: str
    group: str
    known: str
    on: str = ""
    said_by: str = ""
    item: InformationItem | None = None

    @property
    def said(self) -> Said:
        """As the gate weighs it and the disclosure keeps it."""
        return Said(
            self.group, self.said_by or "Answer", self.text, item_id=str(self.item.pk) if self.item else None,
            assertion=self.known, happened_on=self.item.happened_on if self.item else None,
        )  # fmt: skip


def _lines(kept: RequestReceived, said: Answering, *, by: Actor, at: datetime) -> list[_Line]:
    there = {str(one.pk): one for one in may_go_along(kept, by, at=at)}
    if set(map(str, said.items)) - set(there):
        raise Refused(
            no(
                "no-longer-there",
                say="Something that you chose may not be passed on any more.",
                next_step="Look again, then send it",
            ),
            about=kept.ref,
        )
    chosen = [one for key, one in there.items() if key in set(map(str, said.items))]
    own = [_Line(one.text.strip(), "concern", one.known, said_by=by.agency_name) for one in said.own]
    return [
        *(
            _Line(
                one.text[:4_000], one.field_group, one.assertion_kind,
                one.happened_on.isoformat() if one.happened_on else "", one.agency_name, one,
            )
            for one in chosen
        ),
        *(one for one in own if one.text),
    ]  # fmt: skip


def _wire(one: _Line) -> Line:
    return Line(text=one.text, on=one.on, known=one.known, group=one.group, said_by=one.said_by[:300])


def _gives_away(person: str, texts: list[str]) -> list[str]:
    if leads_there(person, texts):
        return ["Your answer would say where somebody protected is. Nothing was sent."]
    if tells_who(person, texts):
        return ["Your answer would say who told us. Nothing was sent."]
    return []


def _decide(
    kept: RequestReceived,
    said: Answering,
    reply: Reply,
    lines: list[_Line],
    *,
    pack: Pack,
    by: Actor,
    at: datetime,
) -> SharingDecision:
    outcome = outcome_of(reply)
    leaving = [one.said for one in lines]
    if not leaving and outcome == "share":
        leaving = [Said("concern", "Answer", KINDS.get(reply.kind, reply.kind), assertion="record")]
    proposal = Proposal(
        purpose=kept.purpose,
        gateway=gateway_facts(pack, said.gateway),
        on=at.astimezone(LONDON).date(),
        holder_kind=by.agency_kind,
        recipient_kind=RECIPIENT_KIND,
        lines=tuple(one.weighed for one in leaving),
        outcome=outcome,
        because=reply.because.strip() or (reply.note.strip() if outcome in ("ask_first", "withhold") else ""),
        occasion="answer",
    )
    assert kept.ask is not None
    return decide_sharing(
        proposal=proposal, said=leaving, people=[] if kept.quiet else [str(kept.ask.person)], source_ref=kept.ref,
        from_agency=by.agency, to_agency=as_party(kept.code), recipient=f"area:{kept.code}", channel="border",
        family_told=said.family_told, detriment=said.detriment, pack=str(pack.release_id or ""), by=by, at=at,
    )  # fmt: skip
