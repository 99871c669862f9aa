"""What is owed about a concern passes to somebody for whom it is there: a record was restricted, or whoever owed it has left."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.queries import not_before
from plait.base.outbox import post
from plait.feedback.access import by_plait
from plait.feedback.queries.owing import owner_of, running_about
from plait.feedback.store import timing
from plait.referrals.models import Contact


@deed
def keep_owners(*, contact_ids: Iterable[str], by: Actor, at: datetime) -> int:
    """Each word that is owed about these concerns belongs from now on to somebody who may open them, and they are told. Answers
    how many passed to somebody else."""
    by_plait(by).insist(about="page:feedback-to-settle")
    passed = 0
    for running, contact in running_about(Contact.objects.filter(pk__in=list(contact_ids))):
        owner = owner_of(contact, at=at)
        if owner == running.owner:
            continue
        pass_on_clock(key=running.key, owner=owner, by=by.id, at=not_before(running, at))
        post(
            key=f"{running.key}:passed:{at:%Y%m%d%H%M%S}:{owner}"[:200],
            kind="feedback-passed",
            to=owner,
            about=contact.ref,
            context={"link_path": timing.path_of(running)},
            at=at,
        )
        record(act="feedback:passed-on", about=[running.subject, contact.ref], by=by, at=at)
        passed += 1
    if not passed:
        record(act="feedback:owners-looked-at", about="page:feedback-to-settle", by=by, at=at)
    return passed
