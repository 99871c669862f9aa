"""Take out what an outside verifier needs: heads with their witnesses, proofs, and the rows asked for."""

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.record import record, said_in
from plait.base.witness import store
from plait.base.witness.models import Head, Leaf
from plait.base.witness.queries import heads_since
from plait.base.witness.sealing import own_log

FORMAT = "plait-witness/1"


@deed
def export_log(*, rows: Sequence[int], since: int, leaves: bool, by: Actor, at: datetime) -> dict[str, Any]:
    """The bundle that `tools/verify_witness.py` checks: the newest head and every co-signed one of at least `since` leaves, the
    proof from each to the next, and each of `rows` (numbers of audit rows) with its proof; with `leaves`, every leaf's hash.

    It names nobody: rows hold pseudonyms. Raises Refused while nothing is sealed, or for a row that is not.
    """
    about = "page:witnesses"
    heads = heads_since(since)
    if not heads:
        raise Refused(
            no("nothing-sealed", say="Nothing is sealed yet.", next_step="Run: plait audit seal"), about=about
        )
    newest = heads[-1].size
    bundle = {
        "format": FORMAT,
        "log": own_log(),
        "exported_at": at.isoformat(),
        "heads": [_head(one) for one in heads],
        "grows": [
            {"old": old.size, "new": new.size, "proof": _hex(store.consistency(old=old.size, new=new.size))}
            for old, new in itertools.pairwise(heads)
        ],
        "rows": [_row(number, newest) for number in rows],
    }
    if leaves:
        found = Leaf.objects.filter(index__lt=newest).order_by("index").values_list("hash", flat=True)
        bundle["leaves"] = list(found.iterator())
    record(act="witness:export", about=about, by=by, at=at, fields=("audit",), reason=f"rows-{len(rows)}")
    return bundle


def _head(head: Head) -> dict[str, Any]:
    words = [
        {"peer": one.peer, "statement": one.statement} for one in head.cosignatures.all().order_by("at", "pk")
    ]
    return {"size": head.size, "statement": head.statement, "words": words}


def _row(number: int, size: int) -> dict[str, Any]:
    leaf = Leaf.objects.filter(entry=number, index__lt=size).first()
    entry = AuditEntry.objects.filter(pk=number).first()
    if leaf is None or entry is None:
        raise Refused(
            no(
                "not-sealed",
                say=f"Row {number} is not sealed.",
                next_step="Run: plait audit seal. If it stays so, run: plait audit verify",
            ),
            about="page:witnesses",
        )
    return {
        "index": leaf.index,
        "salt": entry.salt,
        "said": said_in(entry),
        "proof": _hex(store.inclusion(index=leaf.index, size=size)),
    }


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
