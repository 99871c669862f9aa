"""Who hears that another area wrote, or ended, an agreement with us: whoever may sign it for our side."""

from datetime import datetime
from typing import Literal

from plait.agencies import queries as agencies
from plait.agencies.roles import ROLES
from plait.base.outbox import post
from plait.sharing.models import AgreementParty, SharingAgreement

SIGNS = "agreement:sign"


def tell_signers(
    agreement: SharingAgreement,
    what: Literal["agreement-to-sign", "agreement-ended-there"],
    *,
    again: str = "",
    at: datetime,
) -> None:
    """By name; where nobody holds such a role, the hub of the agency that signs. `again`: what is told of it more than once."""
    ours = agreement.parties.filter(area="").first()
    if ours is None:
        return
    more = f":{again}" if again else ""
    for reader in signers_of(ours, at=at):
        post(
            key=f"{agreement.ref}:{what}{more}:{reader}",
            kind=what,
            to=reader,
            context={"link_path": f"/agreements/{agreement.pk}/"},
            at=at,
        )


def signers_of(party: AgreementParty, *, at: datetime) -> list[str]:
    """Everybody at work in this agency whose role lets them sign."""
    roles = sorted(code for code, role in ROLES.items() if SIGNS in role.may)
    people = {
        f"practitioner:{one.pk}": None
        for role in roles
        for one in agencies.holders_of(role, at=at)
        if str(one.agency_id) == party.agency_id
    }
    hubs = agencies.teams_of_kind("hub")
    return list(people) or [f"team:{one.pk}" for one in hubs if str(one.agency_id) == party.agency_id]
