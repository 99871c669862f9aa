"""What the night's comparison makes of everybody becomes questions to people. It never joins anybody, nor takes anybody apart."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import ReviewItem
from plait.people.queries.nightly import Difference
from plait.people.rules.questions import question_key
from plait.people.store.filing import write_households

PIECE = 2000


@deed
def ask_about_night(
    *,
    found: Sequence[Difference],
    households: Mapping[str, str],
    model: str,
    progress: Callable[[int], None] | None = None,
    by: Actor,
    at: datetime,
) -> Counter[str]:
    """File each difference as a question; one that is open already stays that one. Households are replaced by the night's, for
    asking for a family together. Returns how many questions are new, by kind."""
    if by.kind != "process":
        raise Refused(
            no(
                "not-by-a-person",
                say="The night’s comparison is run by the command.",
                next_step="Ask whoever runs Plait",
            ),
            about="page:reviews",
        )
    fresh: Counter[str] = Counter()
    rows = iter(found)
    done = 0
    while piece := list(islice(rows, PIECE)):
        fresh += _ask(piece, model, by, at)
        done += len(piece)
        if progress is not None:
            progress(done)
    write_households(households)
    record(act="person:night-compared", about="page:reviews", by=by, at=at)
    return fresh


def _ask(piece: Sequence[Difference], model: str, by: Actor, at: datetime) -> Counter[str]:
    """Some thousand questions in a handful of statements. One that is open keeps its day; only what it scores is brought up."""
    asked = {question_key(one.kind, one.one, one.other, one.record): one for one in piece}
    stand = ReviewItem.objects.exclude(state=ReviewItem.State.DECIDED).filter(key__in=list(asked))
    held = {item.key: item for item in stand}
    changed = [item for key, item in held.items() if item.score != asked[key].score]
    for item in changed:
        one = asked[item.key]
        item.score, item.model, item.evidence = one.score, model, _evidence(one, at)
    ReviewItem.objects.bulk_update(changed, ["score", "model", "evidence"], batch_size=500)
    new = [
        ReviewItem(
            key=key, kind=one.kind, one_id=one.one, other_id=one.other or None, record_id=one.record or None,
            score=one.score, model=model, evidence=_evidence(one, at), custodian_id=one.custodian or None,
            by=by.id, at=at,
        )
        for key, one in asked.items()
        if key not in held
    ]  # fmt: skip
    ReviewItem.objects.bulk_create(new, batch_size=500)
    about = [f"review:{item.pk}" for item in (*new, *changed)]
    if about:
        record(act="review:asked", about=about, by=by, at=at, fields=("identity",))
    return Counter(str(item.kind) for item in new)


def _evidence(one: Difference, at: datetime) -> dict[str, str]:
    night = {"night": at.date().isoformat()}
    return night | {"why": one.why} if one.why else night
