"""Lend, to one reader by name, what the package of a family does not hold; and end it."""

import uuid
from datetime import datetime
from io import BytesIO

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.posting import post
from plait.base.federation.wire.contents import Contents, Part
from plait.handover.access.handing import held_handover, insist_speaks
from plait.handover.models import Handover, LentWord
from plait.handover.queries.loans import ITEM, can_be_lent
from plait.handover.rules.loans import may_lend_on
from plait.handover.store.words import moment, worker_of
from plait.handover.wire.loans import LENT_FOR, LentFor, write_lent
from plait.sharing.actions.lend_words import (
    lend_item,
    lend_whereabouts,
    take_back_item,
    take_back_whereabouts,
)


@deed
def lend_on_handover(
    *, handover_id: str, what: str, reader: str, because: str, by: Actor, at: datetime
) -> LentWord:
    """`what` is `item:<id>` of something sealed, or `where:<name in the package>`. Who may lend it is for `sharing`: the agency
    that wrote it or whoever decides; whoever would be shown the address. It rests on the decision to hand over."""
    handover = held_handover(by, handover_id, side=Handover.Side.OUT, at=at, act="handover:lend")
    insist_speaks(handover, by)
    found = next((one for one in can_be_lent(handover) if one[0] == what), None)
    may_lend_on(handover.status, there=found is not None, reader=reader).insist(about=handover.ref)
    assert found is not None
    _, about, item = found
    to, decision = handover.peer.code, str(handover.decision_id)
    if item is not None:
        loan = lend_item(item_id=str(item.pk), to=to, decision_id=decision, because=because, by=by, at=at)
    else:
        person = handover.refs[about]
        loan = lend_whereabouts(person_id=person, to=to, decision_id=decision, because=because, by=by, at=at)
    lent = LentWord.objects.create(
        handover=handover, ours=True, lease=uuid.UUID(str(loan.pk)), what=what.partition(":")[0], about=about,
        item=str(item.pk) if item is not None else "", reader=" ".join(reader.split())[:120],
        because=because.strip()[:200], by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    _tell(handover, lent, by=by, at=at)
    record(act="handover:lent", about=[lent.ref, handover.ref], by=by, at=at, purpose=lent.because)
    return lent


def _tell(handover: Handover, lent: LentWord, *, by: Actor, at: datetime) -> None:
    said = LentFor(
        package=str(handover.package), lease=str(lent.lease), what="item" if lent.what == ITEM else "where",
        about=lent.about, reader=lent.reader, made=moment(at), worker=worker_of(by),
    )  # fmt: skip
    raw = write_lent(said)
    post(
        to=handover.peer.code, key=f"{LENT_FOR}:{lent.pk}", contents=Contents(LENT_FOR, about=str(handover.package)),
        parts=[Part("lent.json", "application/json", lambda: BytesIO(raw))], at=at, subject=handover.ref,
    )  # fmt: skip


@deed
def end_loan(*, handover_id: str, lent_id: str, by: Actor, at: datetime) -> int:
    """End it for the very next look, and with it every other loan of the same. Raises Refused."""
    handover = held_handover(by, handover_id, side=Handover.Side.OUT, at=at, act="handover:lend")
    lent = LentWord.objects.filter(handover=handover, pk=lent_id, ours=True).first()
    if lent is None:
        raise Refused(hidden("no-such-loan"), about=f"lent-word:{lent_id}")
    if lent.ended_at is not None:
        no("ended-already", say="This loan has been ended.", next_step="Nothing need be done").insist(
            about=lent.ref
        )
    if lent.what == LentWord.What.ITEM:
        ended = take_back_item(item_id=lent.item, by=by, at=at)
        same = LentWord.objects.filter(ours=True, item=lent.item, ended_at=None)
    else:
        ended = take_back_whereabouts(person_id=handover.refs[lent.about], by=by, at=at)
        same = LentWord.objects.filter(
            handover=handover, ours=True, what=lent.what, about=lent.about, ended_at=None
        )
    same.update(ended_at=at)
    record(act="handover:loan-ended", about=[lent.ref, handover.ref], by=by, at=at)
    return ended
