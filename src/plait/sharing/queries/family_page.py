"""What the page of family agreement shows beside the agreements: lawful bases of what was shared, and who may be chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plait.agencies.queries import agencies, present_practitioners, roles_by_practitioner
from plait.base.audit.actor import Actor
from plait.base.federation.queries import peers
from plait.base.packs import Pack
from plait.sharing.models import SharingDecision
from plait.sharing.queries.gateways import gateway_facts


@dataclass(frozen=True, slots=True)
class Basis:
    """One decision to share, as far as its lawful basis goes."""

    at: datetime
    outcome: str
    to: str
    gateway: str
    on_agreement: bool


def lawful_bases(refs: Iterable[str], *, people: Sequence[str], by: Actor, pack: Pack) -> list[Basis]:
    """Decisions about this child in these records that the reader's own agency made or received, the newest first, at most
    twenty.

    `people` are the child's ids and those of whom the reader may read: a decision that names anybody else is not there.
    """
    # Which other area is said by the handover's own pages, to whoever may know where the family went.
    names = {str(one.pk): one.name for one in agencies()} | {str(one.pk): "another area" for one in peers()}
    rows = (
        SharingDecision.objects.filter(source_ref__in=list(refs))
        .prefetch_related("rested_on")
        .order_by("-decided_at", "pk")
    )
    found: list[Basis] = []
    for row in rows.iterator(chunk_size=200):
        own = by.agency in (row.from_agency, row.to_agency)
        if own and set(row.people) <= set(people) and len(found) < 20:
            title = pack.gateways[row.gateway].title if row.gateway in pack.gateways else row.gateway
            found.append(
                Basis(
                    row.decided_at,
                    row.get_outcome_display(),
                    names.get(row.to_agency, ""),
                    title,
                    bool(row.rested_on.all()),
                )
            )
    return found


def services_for(by: Actor) -> dict[str, str]:
    """Agencies that somebody can be asked about by name: every one but the reader's own."""
    return {str(one.pk): one.name for one in agencies() if str(one.pk) != by.agency}


def gateways_without(pack: Pack, *, holder: str, on: date) -> list[tuple[str, str]]:
    """Gateways in force that a holder of this kind can use and that do not turn on agreement, by code and title."""
    found = []
    for code, gateway in pack.gateways.items():
        facts = gateway_facts(pack, code)
        usable = (
            facts is not None
            and (not facts.holders or holder in facts.holders)
            and not facts.agreement_needed
        )
        if usable and gateway.in_force(on) and gateway.for_case_sharing:
            found.append((code, gateway.title))
    return found


def authorisers(pack: Pack, *, at: datetime) -> list[tuple[str, str]]:
    """Practitioners at work whose role lets them give their word for going ahead without agreement."""
    wanted = set(pack.agreement().authoriser.roles)
    roles = roles_by_practitioner(at=at)
    return [
        (str(one.pk), f"{one.name}, {one.job}")
        for one in present_practitioners()
        if wanted & set(roles.get(str(one.pk), []))
    ]
