"""Add to a package that is over there: an answer to a question, something learnt since, or a correction."""

import hashlib
import uuid
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.federation import posting
from plait.base.federation.wire.contents import Contents
from plait.base.packs import current
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import held_handover, insist_speaks
from plait.handover.life import HANDOVER, QUERIED
from plait.handover.models import Supplement
from plait.handover.queries.handing import open_question
from plait.handover.queries.packing import says_who_told, veiled_for
from plait.handover.rules.offering import may_add
from plait.handover.store import waits
from plait.handover.store.words import core_of, moment, part, worker_of
from plait.handover.wire.items import KIND
from plait.handover.wire.package import ADDED, Added, Item, Row, written
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Proposal


@deed
def add_supplement(
    *,
    handover_id: str,
    item: str,
    words: str,
    correction: bool = False,
    answers: bool = False,
    supplement_id: str = "",
    by: Actor,
    at: datetime,
) -> Supplement:
    """One item and its words, weighed like the package. `answers`: it answers the question that is open. Raises Refused."""
    handover = held_handover(by, handover_id, side="out", at=at, act="handover:add")
    insist_speaks(handover, by)
    number = uuid.UUID(supplement_id) if supplement_id else uuid.uuid4()
    if known := Supplement.objects.filter(handover=handover, supplement=number).first():
        return known
    may_add(handover.status, corrects=correction, erased=not handover.core).insist(about=handover.ref)
    if item not in KIND or not words.strip():
        say = "Say what you add, and to which part it belongs."
        raise Refused(
            no("nothing-added", say=say, next_step="Choose a part and write a sentence"), about=handover.ref
        )
    if says_who_told(handover.contact, [words]):
        say = "Your words would say who told us. Nothing was sent."
        raise Refused(
            no("gives-away", say=say, next_step="Take the name out, then send it"), about=handover.ref
        )
    insist_no_copy(handover.contact, [words], by=by, about=handover.ref)
    asked = open_question(handover) if answers else None
    row = Row(text=veiled_for(handover.contact, words.strip()), on=at.astimezone(LONDON).date().isoformat())
    pack, core = current(at=at), core_of(handover)
    line = Said(KIND[item].group, KIND[item].label, row.text)
    holder = handover.contact.team.agency
    decision = decide_sharing(
        proposal=Proposal(
            purpose="Adding to a handover",
            purpose_code="handover",
            gateway=gateway_facts(pack, core.gateway),
            on=at.astimezone(LONDON).date(),
            holder_kind=holder.kind,
            recipient_kind="LA_CSC",
            lines=(line.weighed,),
            outcome="share",
            occasion="hand_on",
        ),
        said=[line],
        people=list(handover.refs.values()),
        source_ref=handover.ref,
        from_agency=str(holder.pk),
        to_agency=str(handover.peer_id),
        recipient=handover.peer.ref,
        channel="border",
        pack=str(pack.release_id),
        by=by,
        at=at,
    )
    added = Added(
        format=ADDED, package=str(handover.package), supplement=str(number), must=[ADDED],
        type="correction" if correction else "supplement", answers=asked, made=moment(at), decision=str(decision.pk),
        worker=worker_of(by), items=[Item(code=item, rows=[row])],
    )  # fmt: skip
    raw = written(added)
    kept = Supplement.objects.create(
        peer=handover.peer, package=handover.package, handover=handover, ours=True, supplement=number, kind=added.type,
        answers=asked, core=raw.decode(), digest=hashlib.sha256(raw).hexdigest(), decision=decision, by=by.id,
        by_name=by.name, at=at,
    )  # fmt: skip
    if asked is not None and handover.status == QUERIED:
        handover.status = HANDOVER.after("answer", now=handover.status)
        handover.save(update_fields=["status"])
        waits.end(handover, waits.QUESTION, event="answered", by=by, at=at)
    posting.post(
        to=handover.peer.code,
        key=f"{handover.ref}:added:{number}",
        contents=Contents(ADDED, about=str(handover.package), must_understand=(ADDED,)),
        parts=[part(added)],
        at=at,
        subject=handover.ref,
        owed=True,
    )
    record(act="handover:added", about=handover.ref, by=by, at=at, fields=("content",), reason=added.type)
    return kept
