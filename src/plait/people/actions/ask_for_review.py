"""Put a question about identities before a person. Asked again, it is the same question."""

from datetime import datetime
from typing import Any

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import ReviewItem
from plait.people.rules.questions import question_key


@deed
def ask_for_review(
    *,
    kind: str,
    one_id: str,
    other_id: str | None = None,
    record_id: str | None = None,
    score: float | None = None,
    model: str = "",
    evidence: dict[str, Any] | None = None,
    custodian_id: str | None = None,
    by: Actor,
    at: datetime,
) -> ReviewItem:
    """File a question of this kind (`ReviewItem.Kind`) about one person and another, or a record. `evidence` names
    comparisons and records, never people. With `custodian_id` it is that team's alone."""
    about_what = str((evidence or {}).get("identifier", ""))
    key = question_key(kind, one_id, other_id, record_id, about_what)
    item, made = ReviewItem.objects.exclude(state=ReviewItem.State.DECIDED).get_or_create(
        key=key,
        defaults={
            "kind": kind, "one_id": one_id, "other_id": other_id, "record_id": record_id, "score": score,
            "model": model, "evidence": evidence or {}, "custodian_id": custodian_id, "by": by.id, "at": at,
        },
    )  # fmt: skip
    if not made and score is not None and item.score != score:
        item.score, item.model, item.evidence = score, model, evidence or {}
        item.save(update_fields=["score", "model", "evidence"])
    record(act="review:asked", about=f"review:{item.pk}", by=by, at=at, fields=("identity",))
    return item
