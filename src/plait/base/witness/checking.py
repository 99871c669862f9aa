"""Looking the whole sealed log over: does every row still say what was sealed, and is every head a head of this log?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from plait.base.audit.models import AuditEntry
from plait.base.audit.record import verify
from plait.base.witness import store
from plait.base.witness.models import Head, Leaf, SealedLog
from plait.base.witness.tree import EMPTY, fold, grow

AT_ONCE = 2_000
UNSEALED_AFTER = timedelta(days=1)
MOST_TOLD = 50


@dataclass(slots=True)
class Looked:
    """How many rows were looked at, the root they fold to, and what does not hold: numbers of rows and of heads, no contents."""

    rows: int = 0
    root: str = EMPTY.hex()
    faults: list[str] = field(default_factory=list)
    first_changed: int | None = None

    def add(self, fault: str) -> None:
        """Keep a fault; of very many only the first."""
        if len(self.faults) < MOST_TOLD:
            self.faults.append(fault)


def look_over(*, at: datetime) -> Looked:
    """Every sealed row in the order of its leaf, every head at its size, and every row that should be sealed by now."""
    found = Looked()
    heads = dict(
        Head.objects.values_list("size", "root")
    )  # before the size: a head that comes later is not of this look
    log = SealedLog.objects.first()
    size = log.size if log else 0
    peaks: list[bytes] = []
    for leaves in _leaves(size):
        rows = AuditEntry.objects.in_bulk([leaf.entry for leaf in leaves])
        for leaf in leaves:
            if leaf.index != found.rows:
                found.add(f"leaf {found.rows} is missing")
                return found
            entry = rows.get(leaf.entry)
            if entry is None or entry.leaf != leaf.hash or not verify(entry):
                found.first_changed = leaf.index if found.first_changed is None else found.first_changed
                found.add(f"row {leaf.entry} is not what was sealed as leaf {leaf.index}")
            peaks, _ = grow(size=found.rows, peaks=peaks, leaves=[bytes.fromhex(leaf.hash)])
            found.rows += 1
            if (root := heads.pop(found.rows, None)) and root != fold(peaks).hex():
                found.add(f"the head of size {found.rows} is of another history")
    found.root = fold(peaks).hex()
    if found.rows != size or (size and store.root_at(size) != found.root):
        found.add("the kept tree is not the tree of its leaves")
    for lost in sorted(heads):
        found.add(f"the head of size {lost} is of a longer log than this")
    for number in _unsealed(at):
        found.add(f"row {number} was never sealed")
    return found


def _leaves(size: int) -> Iterator[list[Leaf]]:
    last = -1
    while some := list(Leaf.objects.filter(index__gt=last, index__lt=size).order_by("index")[:AT_ONCE]):
        yield some
        last = some[-1].index


def _unsealed(at: datetime) -> list[int]:
    """Rows that a day and no sealing passed by."""
    old = AuditEntry.objects.filter(at__lt=at - UNSEALED_AFTER).exclude(pk__in=Leaf.objects.values("entry"))
    return list(old.order_by("pk").values_list("pk", flat=True)[:MOST_TOLD])
