"""Who reads at its source what another area lends us: whoever opens the handover and was named there, or the duty team."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from plait.agencies.queries import in_duty_team
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.leases import Read, read_at_source
from plait.handover.access.handing import open_handover
from plait.handover.models import Handover, LentWord
from plait.handover.queries.loans import borrowing_of, lent_on
from plait.handover.rules.loans import may_look, may_read_lent, same_name


def lent_to(by: Actor, handover: Handover) -> list[LentWord]:
    """Of a handover that the reader has opened, what is lent to them."""
    return [] if handover.side != Handover.Side.IN else [one for one in lent_on(handover) if _may(by, one)]


def _may(by: Actor, lent: LentWord) -> bool:
    named = same_name(lent.reader, by.name)
    return bool(may_read_lent(opens=not lent.ours, named=named, duty=in_duty_team(by)))


def look_at_lent(
    by: Actor, handover_id: str, lent_id: str, *, because: str, at: datetime
) -> Callable[[], Read | Refused]:
    """May they look? It is audited here under the handover and whom it is about, and there by the reader's name. The call
    gives the words as they stand at their source now, to be shown and kept nowhere, or why there are none. It waits for the
    other area, so it is made when this transaction has committed. Raises Refused: in the words of none for whoever may not."""
    found = open_handover(by, handover_id, at=at, act="lent:open")
    lent = next((one for one in lent_to(by, found) if str(one.pk) == lent_id), None)
    if lent is None:
        raise Refused(hidden("not-named"), about=f"lent-word:{lent_id}")
    may_look(because).insist(about=lent.ref)
    borrowing = borrowing_of(lent)
    if borrowing is None:
        no("nothing-lent", say="This is not lent to us yet.", next_step="Ring the other area").insist(
            about=lent.ref
        )
        raise AssertionError("unreachable")
    person = found.refs.get(lent.about, "")
    named = [lent.ref, found.ref, *([f"person:{person}"] if person else [])]
    fields = ("location",) if lent.what == LentWord.What.WHERE else ("sealed",)
    record(act="lent:read", about=named, by=by, at=at, fields=fields, purpose=because.strip())
    return partial(_at_source, str(borrowing.pk), by=by, at=at)


def _at_source(borrowing_id: str, *, by: Actor, at: datetime) -> Read | Refused:
    try:
        return read_at_source(borrowing_id=borrowing_id, by=by, at=at)
    except Refused as refusal:
        return refusal
