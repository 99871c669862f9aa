"""Look at a standing agreement again, with the person who gave it."""

from datetime import date, datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.sharing.access import open_agreement
from plait.sharing.models import AgreementReview, FamilyAgreement
from plait.sharing.store.family_timers import look_again, release


@deed
def review_agreement(
    *, agreement_id: str, outcome: str, said: str, next_on: date | None = None, by: Actor, at: datetime
) -> AgreementReview:
    """It stands, and is looked at again on `next_on`; or it has ended. (Another answer is recorded anew: `record_agreement`.)

    Settles every question that waits about it. An agreement that has ended stays as it was said, and nothing more rests on it.
    """
    may(by, "family:ask").insist(about=f"agreement:{agreement_id}")
    agreement = open_agreement(by, agreement_id, at=at, act="agreement:review")
    agreement = FamilyAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    today = at.astimezone(LONDON).date()
    _insist(agreement, outcome, said, next_on, today)
    waiting = AgreementReview.objects.filter(agreement=agreement, settled_at__isnull=True).order_by(
        "asked_at", "pk"
    )
    row = waiting.last() or AgreementReview(
        agreement=agreement, why="due", event=f"by-hand:{at.isoformat()}", asked_at=at
    )
    row.settled_at, row.settled_by, row.settled_by_name = at, by.id, by.name[:120]
    row.outcome, row.said, row.next_on = outcome, said.strip(), next_on
    row.save()
    waiting.exclude(pk=row.pk).update(
        settled_at=at,
        settled_by=by.id,
        settled_by_name=by.name[:120],
        outcome=outcome,
        said=said.strip(),
        next_on=next_on,
    )
    if outcome == AgreementReview.Outcome.ENDED:
        release(agreement, people=[one.person_id for one in agreement.about.all()])
        agreement.ended_at, agreement.ended_because = at, "reviewed"
        agreement.save(update_fields=["ended_at", "ended_because"])
    elif next_on is not None:
        look_again(agreement, next_on, at=at)
    record(
        act="agreement:reviewed",
        about=[agreement.ref, *(f"person:{one.person_id}" for one in agreement.about.all())],
        by=by,
        at=at,
        reason=outcome,
    )
    return row


def _insist(agreement: FamilyAgreement, outcome: str, said: str, next_on: date | None, today: date) -> None:
    newer = FamilyAgreement.objects.filter(supersedes=agreement).exists()
    if newer or agreement.ended_at is not None:
        raise Refused(
            no("over", say="This agreement is over already.", next_step="Open what stands now, or ask again"),
            about=agreement.ref,
        )
    if outcome not in (AgreementReview.Outcome.STANDS, AgreementReview.Outcome.ENDED) or not said.strip():
        raise Refused(
            no("needs-words", say="Say how it was looked at, and with whom.", next_step="Write one sentence"),
            about=agreement.ref,
        )
    if outcome == AgreementReview.Outcome.ENDED:
        return
    if today > agreement.expires_on:
        raise Refused(
            no(
                "expired",
                say="This agreement has ended; it cannot be kept going.",
                next_step="Ask again, and record it anew",
            ),
            about=agreement.ref,
        )
    if next_on is None or not today < next_on <= agreement.expires_on:
        raise Refused(
            no(
                "next-review",
                say=f"Choose a day after today, and not after it ends on {agreement.expires_on:%-d %B %Y}.",
                next_step="Choose the day of the next review",
            ),
            about=agreement.ref,
        )
