"""Agreements with another area: with which there are some, who may write one, and whether it is believed now."""

from collections.abc import Iterable

from plait.agencies import queries as agencies
from plait.agencies.access import may_advise_area
from plait.agencies.models import Team
from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.base.federation.models import Peer
from plait.sharing.models import AgreementParty, SharingAgreement
from plait.sharing.store.terms import area_name, area_of, bytes_between

__all__ = ["area_name", "area_of", "areas_for", "away_among", "bytes_between", "hub_agency", "with_area"]


def away_among(parties: Iterable[AgreementParty]) -> frozenset[str]:
    """The areas among these parties that are not believed now. Asked anew each time, and only where there is an area."""
    areas = {one.agency_id: one.area for one in parties if one.area}
    if not areas:
        return frozenset()
    believed = {one.code for one in border.believed().filter(code__in=set(areas.values()))}
    return frozenset(one for one, code in areas.items() if code not in believed)


def hub_agency() -> str:
    """The agency that speaks for this area: the one that runs the hub."""
    teams = sorted(agencies.teams_of_kind(Team.Kind.HUB), key=lambda one: (one.agency.name, str(one.pk)))
    return str(teams[0].agency_id) if teams else ""


def areas_for(by: Actor) -> list[Peer]:
    """With which areas somebody may write an agreement: those that are believed, for the agency that runs the hub."""
    return list(border.believed()) if may_advise_area(by.agency) else []


def with_area(peer: Peer) -> list[SharingAgreement]:
    """Every agreement that binds this area, or did: the newest version of each first."""
    rows = SharingAgreement.objects.filter(parties__area=peer.code).prefetch_related("parties", "signatures")
    return list(rows.order_by("reference", "-version"))
