"""Whose words a line of the story is, as far as anybody who opens it may know."""

from plait.referrals.models import Referrer


def source_of(referrer: Referrer | None) -> str:
    """Who told us, as far as anybody who opens the story may know: an agency, never a neighbour or relative."""
    if referrer is None:
        return "Not recorded"
    if referrer.kind != Referrer.Kind.PRACTITIONER:
        return "A member of the public or family"
    if referrer.protected or referrer.agency is None:
        return "A professional who is not named here"
    return referrer.agency.name


def is_protected(referrer: Referrer | None) -> bool:
    """Must their name stay with the hub? Of whoever is not here by their work always."""
    return referrer is not None and (referrer.protected or referrer.kind != Referrer.Kind.PRACTITIONER)
