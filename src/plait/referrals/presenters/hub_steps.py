"""Which buttons stand on the page of a concern."""

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.referrals.models import Contact
from plait.referrals.queries.hub import ConcernFacts


def steps_for(facts: ConcernFacts, *, by: Actor) -> frozenset[str]:
    """What this reader may do next with it. The deeds ask again; this only chooses which buttons stand there."""
    contact, found = facts.contact, set()
    waiting = contact.status in ("received", "rated")
    if contact.route == Contact.Route.CLOSED_LIST:  # its keepers alone read it; the hub's ways are not theirs
        if may(by, "closed-list:read"):
            found.add("note-done")
            found |= {"close-list"} if waiting else set()
        return frozenset(found)
    not_accepted = contact.status == "with_worker" and contact.taken_on_at is None
    if may(by, "contact:rate") and (not_accepted or contact.status in ("received", "rated", "accepted")):
        found.add("rate")
    if may(by, "contact:rate"):
        found.add("settle")
    if may(by, "referral:accept") and waiting:
        found |= {"accept", "answer", "pass-on"}
    if may(by, "check:ask") and facts.referral is not None and facts.referral.status != "closed":
        found.add("ask")
    if facts.referral is not None and may(by, "decision:make"):
        found.add("decide")
    if by.qualified and may(by, "decision:make"):
        found.add("protect")
    if may(by, "identity:confirm") and contact.status != "answered":
        found.add("identify")
    team = str(contact.passed_to_id or "")
    if not_accepted and may(by, "referral:accept") and str(contact.team_id) in by.teams:
        found.add("take-back")
    if contact.status == "with_worker" and team in by.teams and may(by, "lead:accept"):
        found.add("accept-passed" if not_accepted else "say-done")
    return frozenset(found)
