"""Emergency access: one named record, for an hour, with a reason; the privacy officers hear of it at once and look afterwards."""

from datetime import datetime, timedelta

from plait.agencies import queries as agencies
from plait.agencies.models import Practitioner
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import Target
from plait.base.clock.actions.start_clock import start_clock
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.base.timers import set_timer
from plait.people.access import emergency_verdict, is_open_to
from plait.people.actions.involve import involve
from plait.people.models import AccessReview, Involvement, Person
from plait.people.queries import emergency_until, knows_family, standing_id

WHERE_TO_LOOK = "/audit/reviews/"
REVIEW_RULE = "access_review"


@deed
def use_emergency_access(*, person_id: str, why: str, because: str, by: Actor, at: datetime) -> AccessReview:
    """Open the record of this person to this practitioner for the pack's minutes. `why` is a code of the pack's reasons.

    Pressed twice, it is one use. Raises Refused without a reason, with too many uses that nobody has looked at, and, in the
    words that hide, for nobody, over a conflict and over a restricted record that is not opened so.
    """
    pack, now_id = current(at=at), standing_id(person_id)
    about = f"person:{now_id}"
    # Two requests at once count each other: the limit holds.
    Practitioner.objects.select_for_update().filter(pk=by.id).first()
    if emergency_until(by.id, now_id, at=at) is not None:
        found = AccessReview.objects.filter(practitioner_id=by.id, person_id=now_id, until__gt=at).first()
        if found is not None:
            record(act="person:emergency", about=about, by=by, at=at, reason="open-already")
            return found
    emergency_verdict(by, now_id, why=why, because=because, pack=pack, at=at).insist(about=about)
    if is_open_to(by, now_id, at=at):
        no(
            "open-already",
            say="This record is open to you without emergency access.",
            next_step="Open it as you always do",
        ).insist(about=about)
    until = at + timedelta(minutes=pack.access.emergency.minutes)
    review = owe_review(
        kind=AccessReview.Kind.EMERGENCY,
        person_id=now_id,
        why=why,
        because=because,
        until=until,
        by=by,
        at=at,
    )
    involve(
        person_ids=[now_id], kind=Involvement.Kind.EMERGENCY, source_kind="emergency", source_id=review.pk,
        practitioner_id=by.id, role_label="Emergency access", until=until, by=by, at=at,
    )  # fmt: skip
    review.involvement = Involvement.objects.get(source_kind="emergency", source_id=review.pk)
    review.save(update_fields=["involvement"])
    record(
        act="person:emergency", about=about, by=by, at=at, fields=("identity", "content"), reason=why,
        purpose=because.strip(),
    )  # fmt: skip
    _tell_custodians(review, at=at)
    return review


@deed
def owe_review(
    *,
    kind: str,
    person_id: str,
    why: str,
    because: str,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> AccessReview:
    """Keep that a way in was used without anybody being asked before: a privacy officer looks at it by the next working
    day, and hears of it now."""
    pack = current(at=at)
    clock = pack.clocks.get(REVIEW_RULE)
    review = AccessReview(
        kind=kind, person_id=person_id, practitioner_id=by.id, why=why, because=because.strip()[:1000], at=at,
        until=until, due_at=at,
    )  # fmt: skip
    running = start_clock(
        key=review.ref, rule=REVIEW_RULE, subject=review.ref, start_event=kind, started_at=at,
        target=clock.target if clock else Target.of({"working_days": 1}), calendar=pack.calendar(),
        owner="privacy officer", by=by.id, at=at, pack_release=pack.release_id,
    )  # fmt: skip
    review.due_at = running.due_at
    review.save()
    set_timer(
        key=f"{review.ref}:late", kind="access-review-late", subject=review.ref, due_at=review.due_at, at=at
    )
    record(act="access-review:owed", about=[review.ref, f"person:{person_id}"], by=by, at=at, reason=kind)
    tell_officers(key=review.ref, kind="access-review", pack=pack, person_id=person_id, by=by, at=at)
    return review


@deed
def tell_officers(*, key: str, kind: str, pack: Pack, person_id: str, by: Actor, at: datetime) -> int:
    """One neutral message to each privacy officer but the one who did it and those who know the family; to every hub's mailbox
    where there is nobody else. Returns how many were posted."""
    officers = [
        one
        for one in agencies.holders_of("privacy_officer", at=at)
        if str(one.pk) != by.id and not knows_family(str(one.pk), person_id)
    ]
    to = [f"practitioner:{one.pk}" for one in officers] or [
        f"team:{one.pk}" for one in agencies.teams_of_kind("hub")
    ]
    told = 0
    for reader in to:
        told += post(
            key=f"{key}:{reader}",
            kind=kind,
            to=reader,
            context={"link_path": WHERE_TO_LOOK, "phone": pack.area.hub_phone},
            at=at,
        )
    record(act="access-review:officers-told", about=key, by=by, at=at)
    return told


def _tell_custodians(review: AccessReview, *, at: datetime) -> None:
    person = Person.objects.get(pk=review.person_id)
    if not person.restricted or person.custodian_id is None:
        return
    for one in agencies.members(str(person.custodian_id), at=at):
        post(
            key=f"{review.ref}:custodian:{one.pk}",
            kind="restricted-emergency",
            to=f"practitioner:{one.pk}",
            context={"link_path": "/audit/attempts/"},
            at=at,
        )
