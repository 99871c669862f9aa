"""Say what became of looking at an emergency access, or at a protected address that was shown because of danger."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.timers import cancel_timer
from plait.people.models import AccessReview, Involvement
from plait.people.queries import knows_family
from plait.people.rules import may_review_access

LEAST = 10


@deed
def review_access(*, review_id: str, outcome: str, said: str, by: Actor, at: datetime) -> AccessReview:
    """Keep a privacy officer's outcome (`AccessReview.Outcome`) with their words. What is still open and was not in order
    shuts at once.

    Raises Refused for anybody else, for one's own use, without words, and for one that somebody has looked at already.
    """
    found = AccessReview.objects.select_for_update().filter(pk=review_id).first()
    about = f"access-review:{review_id}"
    if found is None:
        raise Refused(hidden("no-such-review"), about=about)
    may_review_access(
        officer=bool(may(by, "audit:read")),
        own=str(found.practitioner_id) == by.id,
        knows=knows_family(by.id, str(found.person_id)),
    ).insist(about=about)
    if outcome not in AccessReview.Outcome or len(said.strip()) < LEAST:
        no(
            "no-outcome",
            say=f"Choose what you found, and say why in at least {LEAST} characters.",
            next_step="Add what is missing",
        ).insist(about=about)
    if found.reviewed_at is not None:
        no(
            "reviewed-already",
            say="Somebody has looked at this already.",
            next_step="Read what they found",
        ).insist(about=about)
    found.outcome, found.said, found.reviewed_by, found.reviewed_at = outcome, said.strip()[:1000], by.id, at
    found.save(update_fields=["outcome", "said", "reviewed_by", "reviewed_at"])
    if outcome == AccessReview.Outcome.NOT_IN_ORDER and found.involvement_id is not None:
        Involvement.objects.filter(pk=found.involvement_id, to_at__gt=at).update(to_at=at)
    stop_clock(key=found.ref, end_event=f"Looked at: {outcome}", by=by.id, at=at)
    cancel_timer(key=f"{found.ref}:late")
    record(
        act="access-review:reviewed",
        about=[about, f"person:{found.person_id}", f"practitioner:{found.practitioner_id}"],
        by=by,
        at=at,
        reason=outcome,
    )
    return found
