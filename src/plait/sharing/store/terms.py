"""The words of an agreement with another area, as both sides sign them, and which area that is."""

from collections.abc import Mapping, Sequence
from typing import Any

from plait.base.federation.own import own_code
from plait.sharing.models import AgreementParty, Clause, SharingAgreement
from plait.sharing.wire.agreement import digest_of_terms, signed_bytes

MARK = "area:"  # before the code of an area, in the words that travel


def area_of(agreement: SharingAgreement) -> AgreementParty | None:
    """The other area that it binds; None for one between agencies here."""
    return next((one for one in agreement.parties.all() if one.area), None)


def area_name(agreement: SharingAgreement) -> str:
    """What that area is called; "" where there is none."""
    found = area_of(agreement)
    return found.name if found else ""


def written_there(agreement: SharingAgreement) -> bool:
    """Did another area write it?"""
    return agreement.written_by.startswith(MARK)


def terms_signed(agreement: SharingAgreement) -> dict[str, Any]:
    """The words that both areas sign, as they stand here: all clauses, revoked ones too, and no id of this area."""
    codes = {one.agency_id: one.area or own_code() for one in agreement.parties.all()}
    sides = {one.side: codes[one.agency_id] for one in agreement.parties.all()}
    return {
        "id": str(agreement.pk),
        "reference": agreement.reference,
        "version": agreement.version,
        "title": agreement.title,
        "summary": agreement.summary,
        "text": agreement.text,
        "dpia": agreement.dpia,
        "starts": agreement.starts.isoformat(),
        "ends": agreement.ends.isoformat() if agreement.ends else "",
        "first": sides.get("first", ""),
        "second": sides.get("second", ""),
        "clauses": [_term(row, codes) for row in sorted(agreement.clauses.all(), key=lambda one: one.number)],
    }


def _term(row: Clause, codes: Mapping[str, str]) -> dict[str, Any]:
    def said(names: Sequence[str]) -> list[str]:
        return sorted(f"{MARK}{codes[one]}" if one in codes else one for one in names)

    return {
        "number": row.number,
        "kind": row.kind,
        "holders": said(row.holders),
        "recipients": said(row.recipients),
        "field_groups": sorted(row.field_groups),
        "purposes": sorted(row.purposes),
        "gateways": sorted(row.gateways),
        "lawful_basis": row.lawful_basis,
        "agreement_rule": row.agreement_rule,
        "begins": row.begins.isoformat() if row.begins else "",
        "ends": row.ends.isoformat() if row.ends else "",
        "conditions": [
            {"name": one["name"], "number": int(one.get("number") or 0)} for one in row.conditions
        ],
    }


def digest_between(agreement: SharingAgreement) -> str:
    """The SHA-256 of these words: the same on both sides, or somebody changed one."""
    return digest_of_terms(terms_signed(agreement))


def bytes_between(agreement: SharingAgreement) -> bytes:
    """The very bytes that are signed."""
    return signed_bytes(terms_signed(agreement))
