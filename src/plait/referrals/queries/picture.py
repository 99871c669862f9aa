"""Everything the deciding page stands on, read in a fixed number of queries however many agencies answered."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.packs import Pack
from plait.people.models import SafetyNote
from plait.people.places import shielded_among
from plait.people.queries import ids_of, name_of, safety_notes_of
from plait.referrals.models import (
    CallNote,
    CheckAnswer,
    ContactPerson,
    Decision,
    PartnerCheck,
    Referral,
    ReferralMove,
    StrategyRecord,
)
from plait.referrals.queries.checks import current_answers
from plait.referrals.queries.deciding import outstanding_among
from plait.referrals.queries.leading import cannot_lead
from plait.referrals.rules import Outstanding
from plait.sharing.models import InformationItem
from plait.sharing.queries import beside_of, sealed_items_from
from plait.sharing.rules.beside import Beside
from plait.thresholds.models import LevelView
from plait.thresholds.queries import standing_views


@dataclass(slots=True)
class Picture:
    """What is known about one referral now, by whom, and what is still out. `sealed` is empty for whoever may not decide."""

    referral: Referral
    people: list[ContactPerson]
    names: dict[str, str]
    safety: list[SafetyNote]
    checks: list[PartnerCheck]
    answers: dict[str, list[CheckAnswer]]
    items: dict[str, list[InformationItem]]
    sealed: list[InformationItem]
    clocks: list[RunningClock]
    views: list[LevelView]
    decisions: list[Decision]
    strategies: list[StrategyRecord]
    calls: dict[str, list[CallNote]]
    moves: list[ReferralMove]
    out: list[Outstanding] = field(default_factory=list)
    shielded: frozenset[str] = frozenset()
    unled: bool = False
    beside: dict[UUID, tuple[Beside, ...]] = field(default_factory=dict)

    def children(self) -> list[ContactPerson]:
        """The children it is about and the other children named with them, in the concern's order."""
        return [one for one in self.people if one.role != ContactPerson.Role.ADULT]

    def clock_of(self, key: str) -> RunningClock | None:
        """One of its clocks by key."""
        return next((one for one in self.clocks if one.key == key), None)


def picture_of(referral: Referral, *, pack: Pack, by: Actor, at: datetime) -> Picture:
    """Read the picture. Whoever calls has opened the referral. Sealed items are read, and audited, only for those who
    decide."""
    people = list(
        ContactPerson.objects.filter(contact_id=referral.contact_id)
        .select_related("description__person")
        .order_by("order", "pk")
    )
    person_ids = [str(one.description.person_id) for one in people]
    checks = list(
        PartnerCheck.objects.filter(referral=referral)
        .select_related("agency", "team")
        .order_by("agency__name", "pk")
    )
    refs = [check.ref for check in checks]
    contact_ref = f"contact:{referral.contact_id}"
    answers: dict[str, list[CheckAnswer]] = defaultdict(list)
    for answer in current_answers([str(check.pk) for check in checks]):
        answers[f"check:{answer.partner_check_id}"].append(answer)
    items: dict[str, list[InformationItem]] = defaultdict(list)
    for item in InformationItem.objects.filter(
        source_ref__in=refs, visibility="shareable", superseded_at__isnull=True
    ).order_by("happened_on", "written_at", "pk"):
        items[item.source_ref].append(item)
    calls: dict[str, list[CallNote]] = defaultdict(list)
    for call in CallNote.objects.filter(about__in=[contact_ref, referral.ref, *refs]).order_by(
        "rang_at", "pk"
    ):
        calls[call.about].append(call)
    sealed = _sealed(referral, refs, by=by, at=at)
    return Picture(
        referral=referral,
        people=people,
        names=_names(people),
        safety=list(safety_notes_of(person_ids)),
        checks=checks,
        answers=answers,
        items=items,
        sealed=sealed,
        beside=beside_of([*sealed, *(one for some in items.values() for one in some)]),
        clocks=list(clocks_for([referral.ref, contact_ref, *refs]).prefetch_related("pauses")),
        views=standing_views(referral.ref),
        decisions=list(
            Decision.objects.filter(referral=referral)
            .select_related("next_team__agency")
            .prefetch_related("dissents")
            .order_by("-at", "pk")
        ),
        strategies=list(
            StrategyRecord.objects.filter(referral=referral)
            .prefetch_related("attended", "actions")
            .order_by("-held_at", "pk")
        ),
        calls=calls,
        moves=list(ReferralMove.objects.filter(referral=referral).order_by("at", "pk")),
        unled=referral.lead_id is not None
        and Referral.objects.filter(cannot_lead(), pk=referral.pk).exists(),
        shielded=shielded_among(one.description.person for one in people),
        out=outstanding_among(checks, rating=referral.contact.rating, pack=pack),
    )


def _names(people: list[ContactPerson]) -> dict[str, str]:
    """Names by person id, also by the id under which an agency was asked before somebody said who it is."""
    names = {str(one.description.person_id): name_of(one.description) for one in people}
    return names | {known_as: names[now] for known_as, now in ids_of(names).items()}


def _sealed(referral: Referral, refs: list[str], *, by: Actor, at: datetime) -> list[InformationItem]:
    if not may(by, "decision:make"):
        return []
    found = list(sealed_items_from(refs).filter(superseded_at__isnull=True))
    if found:
        record(act="sealed:read", about=referral.ref, by=by, at=at, fields=("sealed",))
    return found
