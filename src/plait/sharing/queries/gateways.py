"""The legal gateways of the pack in force, in the facts that the gate asks for."""

from collections.abc import Iterable
from datetime import date

from plait.base.packs import Pack
from plait.base.packs.schema.gateways import ANYBODY
from plait.sharing.rules import Gateway


def gateway_facts(
    pack: Pack,
    code: str,
    *,
    holder_under_contract: bool | None = None,
    recipient_under_contract: bool | None = None,
) -> Gateway | None:
    """The gateway of the pack, in the facts that `sharing.rules.weigh` asks for; None when there is none of that code.

    Whether this holder and this recipient deliver services for a listed body under contract may be said: a charity under
    contract is inside the information sharing duty, an independent one is not (domain.md 2.1). Unsaid, kinds alone count.
    """
    found = pack.gateways.get(code)
    if found is None:
        return None
    everyone = frozenset(pack.partners)
    holders = _kinds(pack, found.applies_to_agency_types)
    recipients = _kinds(pack, found.recipient_types)
    contract = frozenset(found.under_contract_types)
    if contract and holder_under_contract is not None and holders:
        holders = holders | contract if holder_under_contract else holders - contract
    if contract and recipient_under_contract is not None and recipients:
        recipients = recipients | contract if recipient_under_contract else recipients - contract
    if found.not_recipient_types:
        recipients = (recipients or everyone) - frozenset(found.not_recipient_types)
    return Gateway(
        code=found.code,
        effective_from=found.effective_from,
        effective_to=found.effective_to,
        holders=holders,
        recipients=recipients,
        agreement_needed=found.consent_required == "yes",
    )


def fitting_gateway(pack: Pack, *, holder: str, recipient: str, on: date, prefer: str = "") -> Gateway | None:
    """The first gateway in force by which this kind of agency may tell that kind without the family's agreement: the
    preferred one if it fits, else the pack's order. None when there is none."""
    codes = [prefer, *(gateway.code for gateway in pack.gateways_for(holder, recipient, on))]
    for code in codes:
        facts = gateway_facts(pack, code)
        if (
            facts is not None
            and not facts.agreement_needed
            and (facts.effective_from is None or facts.effective_from <= on)
            and (facts.effective_to is None or on <= facts.effective_to)
            and (not facts.holders or holder in facts.holders)
            and (not facts.recipients or recipient in facts.recipients)
        ):
            return facts
    return None


def _kinds(pack: Pack, names: Iterable[str]) -> frozenset[str]:
    """The kinds of agency that a gateway's names stand for (`NHS` is every health provider); empty means everybody."""
    told = frozenset(names)
    if ANYBODY in told:
        return frozenset()
    return told | {kind for kind, partner in pack.partners.items() if partner.is_called() & told}
