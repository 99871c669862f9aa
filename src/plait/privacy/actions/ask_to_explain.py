"""Ask a practitioner to explain a look-up: a neutral message, and a clock."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.start_clock import start_clock
from plait.base.outbox import post
from plait.base.packs import current
from plait.privacy.access import open_lookup
from plait.privacy.models import LookUp
from plait.privacy.queries import entries_of

CLOCK = "lookup_explained"


@deed
def ask_to_explain(*, lookup_id: str, by: Actor, at: datetime) -> LookUp:
    """Once: asked again while it waits, nothing changes. Whoever has left, or was refused each time, is not asked: that would
    tell them that there is something. The message says that something waits, and nothing else."""
    seen = open_lookup(by, lookup_id, at=at, act="lookup:ask")
    lookup = LookUp.objects.select_for_update().select_related("who").get(pk=seen.pk)
    if lookup.state != LookUp.State.OPEN:
        return lookup
    if lookup.who.left_at is not None and lookup.who.left_at <= at:
        raise Refused(
            no("has-left", say="They have left and cannot be asked.", next_step="Settle it by what you know"),
            about=lookup.ref,
        )
    if all(row.verdict == "refused" for row in entries_of(lookup)):
        raise Refused(
            no(
                "would-tell",
                say="They were refused each time. Asking them here would tell them that there is a record.",
                next_step="Settle it by what you know, or speak to their manager",
            ),
            about=lookup.ref,
        )
    lookup.state, lookup.asked_by, lookup.asked_at = LookUp.State.ASKED, by.id, at
    lookup.save(update_fields=["state", "asked_by", "asked_at"])
    pack = current(at=at)
    rule = pack.clock_rule(CLOCK)
    start_clock(
        key=f"{lookup.ref}:explained", rule=rule.code, subject=lookup.ref, start_event=rule.start_event, started_at=at,
        target=rule.target, calendar=pack.calendar(), owner=f"practitioner:{lookup.who_id}", by=by.id, at=at,
        pack_release=pack.release_id, at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    post(
        key=f"{lookup.ref}:asked",
        kind="lookup-to-explain",
        to=f"practitioner:{lookup.who_id}",
        context={"link_path": f"/explain/{lookup.pk}/"},
        at=at,
    )
    record(act="lookup:asked", about=[lookup.ref, f"practitioner:{lookup.who_id}"], by=by, at=at)
    return lookup
