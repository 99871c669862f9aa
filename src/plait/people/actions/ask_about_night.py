"""What the night's comparison makes of everybody becomes questions to people. It never joins anybody, nor takes anybody apart."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.ask_for_review import ask_for_review
from plait.people.models import ReviewItem
from plait.people.queries.nightly import Difference
from plait.people.store.filing import write_households


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
    for done, one in enumerate(found, start=1):
        before = ReviewItem.objects.count()
        ask_for_review(
            kind=one.kind, one_id=one.one, other_id=one.other or None, record_id=one.record or None, score=one.score,
            model=model, evidence={"night": at.date().isoformat()}, by=by, at=at,
        )  # fmt: skip
        if ReviewItem.objects.count() > before:
            fresh[one.kind] += 1
        if progress is not None:
            progress(done)
    write_households(households)
    record(act="person:night-compared", about="page:reviews", by=by, at=at)
    return fresh
