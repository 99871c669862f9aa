"""*I work with this child*: opens for a day where it names one record for sure, and is a question to somebody else otherwise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plait.agencies import queries as agencies
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.matching.names import name_key
from plait.people.actions.involve import involve
from plait.people.actions.use_emergency_access import tell_officers
from plait.people.events import PeopleBehind
from plait.people.models import Claim, InferredConflict, Involvement
from plait.people.queries import (
    claims_since,
    described_as,
    knows_family,
    owners_of,
    restricted_among,
    standing_id,
)
from plait.people.rules import Claimed, opens_at_once

LEAST = 10
WHERE_TO_ANSWER = "/claims/answer/"


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whom a claim fits: one person for sure, or nobody for sure; and who keeps a record that it may be about."""

    count: int
    person_id: str
    custodian_id: str
    conflicted: bool


@deed
def claim_child(
    *,
    forename: str,
    surname: str,
    born_on: date | None,
    role_label: str,
    because: str,
    reference: str = "",
    by: Actor,
    at: datetime,
) -> Claim:
    """Keep the claim and tell whoever answers for the child. `reference` is a code on a receipt, or `person:<id>` and the
    like, of a link that the claimant has.

    What comes back must never be shown to the claimant: the page says the same whatever it is. Raises Refused without the
    right to claim, without words, and for the seventh of a day.
    """
    may(by, "involvement:claim").insist()
    pack = current(at=at)
    _insist_on_words(forename, surname, role_label, because)
    if claims_since(by.id, at - timedelta(days=1)) >= pack.access.claims.most_a_day:
        no(
            "too-many-claims",
            say="You have claimed as many children as can be claimed in a day.",
            next_step="Ring the hub, and somebody opens what you need with you",
        ).insist(about=f"practitioner:{by.id}")
    fit = _fit(reference.strip(), name_key(forename), name_key(surname), born_on, by)
    verdict = opens_at_once(
        Claimed(
            fits=fit.count,
            named=bool(reference.strip()),
            role_opens=bool(by.roles & frozenset(pack.access.claims.opens_for)),
            conflicted=fit.conflicted,
            restricted=bool(fit.custodian_id),
        )
    )
    claim = Claim.objects.create(
        practitioner_id=by.id,
        role_label=role_label.strip()[:120],
        because=because.strip()[:600],
        reference=reference.strip()[:80],
        forename=forename.strip()[:100],
        surname=surname.strip()[:100],
        born_on=born_on,
        person_id=fit.person_id or None,
        custodian_id=fit.custodian_id or None,
        made_at=at,
    )
    record(
        act="claim:made",
        about=[claim.ref, *([f"person:{fit.person_id}"] if fit.person_id else [])],
        by=by,
        at=at,
        purpose=claim.because,
        reason=verdict.reason,
    )
    if verdict:
        _open(claim, pack, by=by, at=at)
    if fit.person_id and fit.conflicted:
        _ask_about_conflict(fit.person_id, pack, by=by, at=at)
    _tell(claim, pack, by=by, at=at)
    return claim


def _insist_on_words(forename: str, surname: str, role_label: str, because: str) -> None:
    if not (name_key(forename) and name_key(surname) and role_label.strip()) or len(because.strip()) < LEAST:
        no(
            "claim-incomplete",
            say="Give the child’s first and last name, your part, and how you work with them.",
            next_step="Add what is missing",
        ).insist()


def _fit(reference: str, forename_key: str, surname_key: str, born_on: date | None, by: Actor) -> _Fit:
    named: set[str] = set()
    if reference.startswith("person:"):
        named = _standing(reference.removeprefix("person:"))
    elif reference:
        named = {one for some in ask(PeopleBehind(reference)) for one in some}
    if reference and not named:
        fits: set[str] = set()
    else:
        fits = described_as(named, forename_key=forename_key, surname_key=surname_key, born_on=born_on)
    kept = restricted_among(fits).exclude(custodian__isnull=True).order_by("pk").first()
    free = fits - {str(one.pk) for one in restricted_among(fits)}
    one = next(iter(free)) if len(free) == 1 else ""
    return _Fit(
        count=len(fits),
        person_id=one,
        custodian_id=str(kept.custodian_id) if kept else "",
        conflicted=bool(one) and knows_family(by.id, one),
    )


def _standing(person_id: str) -> set[str]:
    try:
        return {standing_id(str(UUID(person_id)))}
    except ValueError:
        return set()


def _open(claim: Claim, pack: Pack, *, by: Actor, at: datetime) -> None:
    until = at + timedelta(hours=pack.access.claims.hours)
    involve(
        person_ids=[str(claim.person_id)], kind=Involvement.Kind.CLAIMED, source_kind="claim", source_id=claim.pk,
        practitioner_id=by.id, role_label=f"{claim.role_label} (says so)"[:120], until=until, by=by, at=at,
    )  # fmt: skip
    claim.involvement = Involvement.objects.get(source_kind="claim", source_id=claim.pk)
    claim.state, claim.ends_at = Claim.State.OPEN, until
    claim.save(update_fields=["involvement", "state", "ends_at"])


def _ask_about_conflict(person_id: str, pack: Pack, *, by: Actor, at: datetime) -> None:
    """They say that they work with somebody whom they seem to know: a privacy officer looks at it soon."""
    found = InferredConflict.objects.filter(
        practitioner_id=by.id, person_id=person_id, state=InferredConflict.State.FOUND
    )
    if found.update(asked_at=at):
        tell_officers(
            key=f"inferred-asked:{by.id}:{at:%Y-%m-%d}", kind="conflict-to-look-at", pack=pack, person_id=person_id,
            by=by, at=at,
        )  # fmt: skip


def _tell(claim: Claim, pack: Pack, *, by: Actor, at: datetime) -> None:
    """The child’s worker of what was opened; the hub of every other claim, and the custodians of what may be theirs."""
    to: list[str] = []
    if claim.state == Claim.State.OPEN:
        owners = owners_of(str(claim.person_id), at=at, but=by)
        to = [
            f"team:{one.team_id}" if one.team_id else f"practitioner:{one.practitioner_id}" for one in owners
        ]
    to = to or [f"team:{one.pk}" for one in agencies.teams_of_kind("hub")]
    if claim.custodian_id:
        to += [f"practitioner:{one.pk}" for one in agencies.members(str(claim.custodian_id), at=at)]
    for reader in dict.fromkeys(to):
        post(
            key=f"{claim.ref}:{reader}",
            kind="claim",
            to=reader,
            context={"link_path": WHERE_TO_ANSWER, "phone": pack.area.hub_phone},
            at=at,
        )
