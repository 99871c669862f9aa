"""On what terms a story is copied or printed: who holds it, and by which gateway the reader's agency may have it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from plait.agencies.rules import SOCIAL_CARE
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.packs import Pack
from plait.desk.queries.story import Gathered
from plait.sharing.actions.decide_sharing import Said
from plait.sharing.queries import fitting_gateway, ruling
from plait.sharing.queries.taking import proposal_to_take
from plait.sharing.rules import Gateway


@dataclass(frozen=True, slots=True)
class Terms:
    """What the sharing decision needs to know beside the lines."""

    gateway: Gateway | None
    holder_kind: str
    from_agency: str
    pack: str

    def as_given(self) -> dict[str, Any]:
        """As keyword arguments of the deed."""
        return {**asdict(self), "gateway": self.gateway}


def stopped_by_agreement(
    terms: Terms, said: Sequence[Said], occasion: str, *, person_id: str, by: Actor, at: datetime
) -> tuple[list[bool], str]:
    """For each line, whether an agreement lets the reader's agency take it; and what is missing, in sentences."""
    proposal = proposal_to_take(
        occasion=occasion,
        lines=[one.weighed for one in said],
        gateway=terms.gateway,
        holder_kind=terms.holder_kind,
        from_agency=terms.from_agency,
        people=[person_id],
        by=by,
        at=at,
    )
    ruled = ruling(proposal, by=by, at=at)
    return [not may for may in ruled.lines], ruled.say


def terms_of(story: Gathered, *, pack: Pack, recipient: str, at: datetime) -> Terms:
    """The hub that owns the newest concern holds the story; the gateway is the pack's for that kind of agency."""
    partner = pack.partners.get(recipient)
    owner = str(story.contacts[-1].team.agency_id) if story.contacts else ""
    return Terms(
        gateway=fitting_gateway(
            pack,
            holder=SOCIAL_CARE,
            recipient=recipient,
            on=at.astimezone(LONDON).date(),
            prefer=partner.gateway if partner else "",
        ),
        holder_kind=SOCIAL_CARE,
        from_agency=owner,
        pack=pack.hash,
    )
