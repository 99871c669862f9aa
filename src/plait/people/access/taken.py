"""Ways in that somebody takes for themselves, and who answers for them: claims, emergency access, conflicts that were found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.models import Team
from plait.agencies.queries import kinds_of_own_teams
from plait.agencies.roles import may
from plait.base.access.verdict import Refused, Verdict, hidden, no
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import Pack
from plait.matching.alike import Named, keys, may_be_one
from plait.people.access.opening import (
    conflicts_of,
    involvements_of,
    may_be_opened,
    standing_of,
    unreachable_people,
    visible_people,
)
from plait.people.models import AccessReview, Claim, InferredConflict, Involvement, Person
from plait.people.queries import (
    access_reviews,
    inferred_conflicts,
    knows_family,
    named_involvement,
    own_declarations,
    unreviewed_uses,
)
from plait.people.rules import (
    Emergency,
    may_answer_claim,
    may_open_person,
    may_review_access,
    may_use_emergency,
)
from plait.people.store.conflicts import said_of

HUB_SAYS_WHO = "identity:confirm"


def _teams(by: Actor) -> list[UUID]:
    return [UUID(one) for one in by.teams]


def is_open_to(by: Actor, person_id: str, *, at: datetime) -> bool:
    """May they open this record already? Nothing is recorded: nothing is shown."""
    return bool(may_open_person(standing_of(by, person_id, at=at)))


def emergency_verdict(
    by: Actor, person_id: str, *, why: str, because: str, pack: Pack, at: datetime
) -> Verdict:
    """May they use emergency access to this one record?"""
    rules, standing = pack.access.emergency, standing_of(by, person_id, at=at)
    on_duty = Team.Kind.EDT in kinds_of_own_teams(by.teams)
    # Asked in any case: one question fewer would tell that there is a conflict.
    knows = by.kind == "practitioner" and knows_family(by.id, person_id)
    return may_use_emergency(
        Emergency(
            role=bool(may(by, "emergency:open")),
            reason_known=why in {one.code for one in rules.reasons},
            words=len(because.strip()),
            least_words=rules.least_words,
            unreviewed=unreviewed_uses(by.id),
            most_unreviewed=rules.unreviewed,
            exempt=on_duty and bool(by.roles & frozenset(rules.exempt)),
            exists=standing.exists,
            conflicted=standing.conflicted or knows,
            restricted=standing.restricted and not (standing.named or standing.keeps),
            opens_restricted=on_duty and bool(by.roles & frozenset(rules.opens_restricted_for)),
        )
    )


def access_reviews_for(by: Actor, *, waiting: bool | None = None) -> QuerySet[AccessReview]:
    """Uses of emergency ways in for a privacy officer to look at, never their own nor about a family that they know; nothing
    for anybody else."""
    if not may(by, "audit:read"):
        return AccessReview.objects.none()
    return access_reviews(waiting=waiting, but=by.id)


def open_access_review(by: Actor, review_id: str, *, at: datetime) -> AccessReview:
    """One of them, audited as read; somebody's own is said to be their own."""
    found = AccessReview.objects.select_related("practitioner__agency").filter(pk=review_id).first()
    about = f"access-review:{review_id}"
    if found is None:
        raise Refused(hidden("no-such-review"), about=about)
    verdict = may_review_access(
        officer=bool(may(by, "audit:read")),
        own=str(found.practitioner_id) == by.id,
        knows=by.kind == "practitioner" and knows_family(by.id, str(found.person_id)),
    )
    if not verdict:
        raise Refused(verdict, about=about)
    record(
        act="access-review:read", about=[about, f"person:{found.person_id}"], by=by, at=at, fields=("audit",)
    )
    return found


# ---------------------------------------------------------------- claims
def may_answer_claims(by: Actor) -> Verdict:
    """Who may come to the page of claims: the hub's social workers, custodians, and whoever leads children."""
    return may(by, HUB_SAYS_WHO) or may(by, "restricted:keep") or may(by, "lead:accept")


@Written
def _theirs(by: Actor, *, at: datetime) -> QuerySet[Person, Any]:
    """People whom this reader works with by name or as a team, and may open."""
    works = involvements_of(by, at=at).filter(kind__in=("allocated", "works"))
    return visible_people(by, at=at).filter(pk__in=works.values("person_id")).values_list("pk", flat=True)


def _claims(by: Actor, at: datetime) -> QuerySet[Claim]:
    unreachable = unreachable_people(by, at=at).values("pk")
    rows = Claim.objects.exclude(practitioner_id=by.id).exclude(person__in=unreachable)
    return rows.select_related("practitioner__agency")


@Written
def _claims_waiting(by: Actor, *, at: datetime) -> QuerySet[Claim]:
    made = Q(state__in=(Claim.State.ASKED, Claim.State.OPEN))
    rows = _claims(by, at).filter(made | Q(custodian__in=_teams(by), kept_at__isnull=True))
    return rows.select_related("practitioner__agency", "person").order_by("made_at", "pk")


def claims_to_answer(by: Actor, *, at: datetime) -> list[Claim]:
    """Claims that this reader may answer, the oldest first: the hub every question, the child's worker what was opened of
    theirs, custodians what may be about a record they keep. Never one's own, nor one about somebody they know."""
    if not may_answer_claims(by):
        return []
    waiting = _claims_waiting.rows(by, at=at)
    if not waiting:
        return []
    rows = [one for one in waiting if one.state in (Claim.State.ASKED, Claim.State.OPEN)]
    kept = [one for one in waiting if one.kept_at is None and str(one.custodian_id) in by.teams]
    own, hub = {str(one) for one in _theirs.rows(by, at=at)}, bool(may(by, HUB_SAYS_WHO))
    opens = may_be_opened(by, [str(one.person_id) for one in rows if one.person_id], at=at)
    knows = [said_of(one) for one in own_declarations(by.id)]
    found = {one.pk: one for one in kept}
    for one in rows:
        person = str(one.person_id or "")
        shut = one.state == Claim.State.OPEN and one.ends_at is not None and one.ends_at <= at
        asked = hub and (one.state == Claim.State.ASKED or person in opens)
        if not shut and (asked or person in own):
            found.setdefault(one.pk, one)
    return [
        one
        for one in sorted(found.values(), key=lambda one: (one.made_at, str(one.pk)))
        if not any(may_be_one(said, _named(one)) for said in knows)
    ]


def _named(claim: Claim) -> Named:
    return Named(forenames=keys(claim.forename), surnames=keys(claim.surname), born_on=claim.born_on)


def open_claim(by: Actor, claim_id: str, *, at: datetime) -> Claim:
    """One claim, for somebody who may answer it."""
    found = next((one for one in claims_to_answer(by, at=at) if str(one.pk) == claim_id), None)
    if found is None:
        raise Refused(hidden("no-such-claim"), about=f"claim:{claim_id}")
    about = [found.ref, *([f"person:{found.person_id}"] if found.person_id else [])]
    record(act="claim:read", about=about, by=by, at=at, fields=("identity",))
    return found


def may_answer(by: Actor, claim: Claim, person_id: str, *, at: datetime) -> Verdict:
    """May they say that this claim is about that person, and confirm it?"""
    met = Person.objects.filter(pk=person_id, superseded_by__isnull=True).exclude(
        pk__in=unreachable_people(by, at=at).values("pk")
    )
    opens = is_open_to(by, person_id, at=at) or (bool(may(by, HUB_SAYS_WHO)) and met.exists())
    return may_answer_claim(
        own=str(claim.practitioner_id) == by.id,
        asked=True,
        opens=opens,
        conflicted=knows_family(str(claim.practitioner_id), person_id),
    )


# ---------------------------------------------------------------- ending somebody's way in
def insist_may_end(by: Actor, person_id: str, involvement_id: str, *, at: datetime) -> Involvement:
    """A practitioner's own involvement, or a colleague's with a child whom one works with or is on duty for."""
    about = f"person:{person_id}"
    found = named_involvement(involvement_id, person_id, at=at)
    standing = standing_of(by, person_id, at=at)
    if found is None or not may_open_person(standing):
        raise Refused(hidden("not-involved"), about=about)
    own = str(found.practitioner_id) == by.id
    if not own and not standing.kinds & {"allocated", "duty"} and not standing.keeps:
        no(
            "not-yours-to-end",
            say="You can end your own involvement. A colleague’s is ended by the child’s worker or the hub.",
            next_step="Ask the child’s worker, or ring the hub",
        ).insist(about=about)
    return found


# ---------------------------------------------------------------- conflicts that were found
def inferred_to_look_at(by: Actor) -> QuerySet[InferredConflict]:
    """Conflicts that were found and nobody has looked at: for privacy officers, and for custodians of the record; never
    about oneself, nor about somebody whom one knows."""
    rows = (
        inferred_conflicts()
        .exclude(practitioner_id=by.id)
        .exclude(person__in=conflicts_of(by).values("person_id"))
    )
    if may(by, "audit:read"):
        return rows
    if may(by, "restricted:keep"):
        return rows.filter(person__custodian__in=_teams(by))
    return rows.none()


def open_inferred(by: Actor, inferred_id: str, *, at: datetime) -> InferredConflict:
    """One of them, audited."""
    found = inferred_to_look_at(by).filter(pk=inferred_id).first()
    if found is None:
        raise Refused(hidden("no-such-conflict"), about=f"inferred:{inferred_id}")
    record(
        act="inferred:read",
        about=[found.ref, f"practitioner:{found.practitioner_id}", f"person:{found.person_id}"],
        by=by,
        at=at,
        fields=("sealed",),
    )
    return found


__all__ = [
    "access_reviews_for", "claims_to_answer", "conflicts_of", "emergency_verdict", "inferred_to_look_at",
    "insist_may_end", "is_open_to", "may_answer", "may_answer_claims", "open_access_review", "open_claim",
    "open_inferred",
]  # fmt: skip
