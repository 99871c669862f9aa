"""Reading what is known, what was decided and shared, and which gateways there are."""

from plait.sharing.queries.agreements import all_agreements, clauses_in_force, one_agreement, ruling
from plait.sharing.queries.family import (
    agreed_by,
    members_of,
    not_to_ask,
    notes_about,
    process_of,
    standing_agreements,
)
from plait.sharing.queries.gateways import fitting_gateway, gateway_facts
from plait.sharing.queries.items import (
    decisions_about,
    items_about,
    lines_of,
    readable_items,
    sealed_items_from,
)
from plait.sharing.queries.notes import beside_of, restricted_among

__all__ = [
    "agreed_by",
    "all_agreements",
    "beside_of",
    "clauses_in_force",
    "decisions_about",
    "fitting_gateway",
    "gateway_facts",
    "items_about",
    "lines_of",
    "members_of",
    "not_to_ask",
    "notes_about",
    "one_agreement",
    "process_of",
    "readable_items",
    "restricted_among",
    "ruling",
    "sealed_items_from",
    "standing_agreements",
]
