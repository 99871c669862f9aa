"""May an agency's extract come in by the clause that it names?"""

import re

from plait.agencies import queries as agencies
from plait.agencies.models import Agency, Team
from plait.base.access.verdict import Verdict, no
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.packs import current
from plait.people.events import MayImport
from plait.sharing.models import Clause, SharingAgreement
from plait.sharing.queries.agreements import clauses_in_force, ruling
from plait.sharing.queries.gateways import gateway_facts
from plait.sharing.rules import Clauses, Line, Proposal, weigh

NAMED = re.compile(r"^(?P<reference>.+?)[\s,]+clause\s+(?P<number>\d{1,6})$", re.IGNORECASE)
SENDER = Actor.process("import")


def may_import(question: MayImport) -> Verdict:
    """The clause named ("PARTNERSHIP-1 clause 5") is in force and lets that agency send the hub these groups of fields for
    finding out who somebody is, on a legal basis open to both; no prohibition stands against it."""
    clause = _named(question.clause)
    sender = agencies.agencies().filter(pk=question.agency).first()
    hub = Agency.objects.filter(teams__kind=Team.Kind.HUB).order_by("name").first()
    if clause is None or sender is None or hub is None:
        return no(
            "no-such-clause",
            say=f"No agreement in force has “{question.clause}”.",
            next_step='Give the reference and the number, such as --agreement "PARTNERSHIP-1 clause 5"',
        )
    everything = clauses_in_force()
    standing = Clauses(one for one in everything.all if one.id == str(clause.pk) or not one.permits)
    pack = current(at=question.at)
    refusal = None
    for code in clause.gateways:
        proposal = Proposal(
            purpose="Finding out who somebody is",
            purpose_code="who_is_it",
            gateway=gateway_facts(pack, code),
            on=question.at.astimezone(LONDON).date(),
            holder_kind=sender.kind,
            recipient_kind=hub.kind,
            holder=str(sender.pk),
            recipient=str(hub.pk),
            lines=[Line(group, assertion="record") for group in question.groups],
            outcome="share",
            occasion="import",
        )
        verdict = weigh(proposal, ruling(proposal, by=SENDER, at=question.at, clauses=standing))
        if verdict:
            return verdict
        if refusal is None or verdict.reason in ("no-agreement", "agreement-forbids"):
            refusal = verdict
    if refusal is not None:
        return refusal
    return no("no-gateway", say="That clause names no legal basis.", next_step="Choose another clause")


def _named(words: str) -> Clause | None:
    found = NAMED.match(words.strip())
    if found is None:
        return None
    return Clause.objects.filter(
        agreement__reference__iexact=found["reference"],
        agreement__state=SharingAgreement.State.IN_FORCE,
        number=int(found["number"]),
        revoked_at__isnull=True,
    ).first()
