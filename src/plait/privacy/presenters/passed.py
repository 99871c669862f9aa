"""What was shared without an agreement, in words: between whom, for what, on which basis, what was missing; never about whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.agencies.queries import agencies
from plait.base.federation.queries import peers
from plait.base.packs import Pack
from plait.privacy.models import LookedAt
from plait.privacy.queries.passed import deciders, looked_at
from plait.privacy.rules import AFTERWARDS
from plait.sharing.models import SharingDecision

ANOTHER_AREA = "Another area"  # which one is for whoever may know where the family went
BEFORE = "For the reviewer, after protection: "  # how the gate begins such a sentence


@dataclass(frozen=True, slots=True)
class Passed:
    """One of them as a line or a page shows it."""

    id: str
    giver: str
    getter: str
    at: datetime
    what: str
    purpose: str
    basis: str
    who: str
    source: str
    missing: tuple[str, ...]
    said: LookedAt | None
    outcome: str


def passed_rows(decisions: Sequence[SharingDecision], *, pack: Pack) -> list[Passed]:
    """In the order given. The purpose is the pack's word for it: what somebody typed may name a child."""
    named = {str(one.pk): one.name for one in agencies()} | {str(one.pk): ANOTHER_AREA for one in peers()}
    said = looked_at(decisions)
    people = deciders(decisions)
    rows = []
    for one in decisions:
        gateway, purpose = pack.gateways.get(one.gateway), pack.purposes.get(one.purpose_code)
        who, found = people.get(one.decided_by), said.get(one.pk)
        rows.append(
            Passed(
                id=str(one.pk),
                giver=named.get(one.from_agency, "An agency"),
                getter=named.get(one.to_agency, "An agency"),
                at=one.decided_at,
                what=str(SharingDecision.Occasion(one.occasion).label),
                purpose=purpose.label if purpose else "",
                basis=f"{gateway.title} ({gateway.statute})" if gateway else "",
                who=f"{who.name}, {who.job}" if who else "Somebody by a mailbox link",
                source=one.source_ref,
                missing=tuple(dict.fromkeys(say.removeprefix(BEFORE) for say in one.obligations)),
                said=found,
                outcome=AFTERWARDS.get(found.outcome, "") if found else "",
            )
        )
    return rows
