"""May this be shared, with whom, for what, under which gateway? Pure, over facts handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plait.base.access.verdict import Verdict, no, yes
from plait.sharing.rules.gate import Decision


@dataclass(frozen=True, slots=True)
class Gateway:
    """The facts of a legal gateway that the gate needs (from the pack in force)."""

    code: str
    effective_from: date | None
    effective_to: date | None
    holders: frozenset[str]
    recipients: frozenset[str]
    agreement_needed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line that would leave: which group of fields it belongs to, and whether it may leave its agency at all.
    `assertion` and `happened_on` say how it is known and of when it is, where that is known; `label` names it."""

    field_group: str
    visibility: str = "shareable"
    shielded: bool = False
    assertion: str = ""
    happened_on: date | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything the gate weighs. `sharing` looks up agreements and nothing else: whoever proposes brings the facts.

    `purpose` is the sentence that somebody wrote, `purpose_code` one of the pack's purposes. `holder` and `recipient` are
    agencies by id. `protects`: a child is in danger now, or the emergency duty team acts; then nothing waits for a clause.
    `people` are those it is about. `facts`: what is known for a clause's conditions. `agreed`: what the family said yes to
    (`service`, `consent`).
    """

    purpose: str
    gateway: Gateway | None
    on: date
    holder_kind: str
    recipient_kind: str
    lines: Sequence[Line]
    outcome: str
    because: str = ""
    agreement: bool = False
    occasion: str = "answer"
    purpose_code: str = "enquiry"
    holder: str = ""
    recipient: str = ""
    protects: bool = False
    people: tuple[str, ...] = ()
    facts: Mapping[str, bool] = field(default_factory=dict)
    agreed: frozenset[str] = frozenset()


def weigh(proposal: Proposal, decision: Decision) -> Verdict:
    """Purpose, gateway in force for this holder and recipient, agreement only where the gateway turns on it, nothing
    private or shielded among the lines, every line let through by an agreement (`gate.decide`), and a reason wherever
    something is held back."""
    if proposal.outcome in ("withhold", "part", "ask_first") and not proposal.because.strip():
        return no(
            "needs-reason",
            say="Say why you are not sharing all of it. It protects you, and the law asks for it.",
            next_step="Add a reason",
        )
    if proposal.outcome in ("withhold", "ask_first"):
        return yes("held-back-with-reason")
    if not proposal.purpose.strip():
        return no("no-purpose", say="Say what this is for.", next_step="Choose a purpose")
    gateway = proposal.gateway
    if gateway is None:
        return no(
            "no-gateway",
            say="No legal gateway was chosen.",
            next_step="Choose the power or duty this rests on",
        )
    if gateway.effective_from and proposal.on < gateway.effective_from:
        return no(
            "gateway-not-yet", say="That power is not in force yet.", next_step="Choose another gateway"
        )
    if gateway.effective_to and proposal.on > gateway.effective_to:
        return no(
            "gateway-ended", say="That power is no longer in force.", next_step="Choose another gateway"
        )
    if gateway.holders and proposal.holder_kind not in gateway.holders:
        return no(
            "gateway-not-theirs",
            say="That power is not one your kind of agency can use.",
            next_step="Choose another gateway, or ask your adviser",
        )
    if gateway.recipients and proposal.recipient_kind not in gateway.recipients:
        return no(
            "not-to-them",
            say="That power does not reach the agency you want to share with.",
            next_step="Choose another gateway, or ask your adviser",
        )
    if gateway.agreement_needed and not proposal.agreement:
        return no(
            "agreement-needed",
            say="That power needs the family's agreement.",
            next_step="Ask, or choose another",
        )
    for line in proposal.lines:
        if line.shielded:
            return no(
                "shielded",
                say="A protected address cannot be shared by this route.",
                next_step="Ring the hub",
            )
        if line.visibility == "private":
            return no(
                "private-note",
                say="A note kept for your own agency cannot be shared.",
                next_step="Write the part that may be shared as an item of its own",
            )
    return _by_agreement(proposal, decision)


def _by_agreement(proposal: Proposal, decision: Decision) -> Verdict:
    """What the gate decided about the lines, with the names of those that an agreement does not let through."""
    if decision.allowed:
        return yes("protection-first" if decision.obligations else "gateway-and-purpose")
    stopped = [
        line.label for line, may in zip(proposal.lines, decision.lines, strict=True) if not may and line.label
    ]
    named = f" Stopped: {'; '.join(dict.fromkeys(stopped))}." if stopped else ""
    return no(
        "agreement-forbids" if decision.prohibitions else "no-agreement",
        say=f"{decision.say}{named}",
        next_step="Leave it out, or ring them if a child needs it now; your information governance lead can write an agreement",
    )
