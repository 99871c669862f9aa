"""Roles, written as prose that an information-governance officer can read. Codes are stable; wording may change."""

from collections.abc import Callable
from dataclasses import dataclass

from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor


@dataclass(frozen=True, slots=True)
class Role:
    """A bundle of permissions. A role alone opens no child's record: an involvement does (people.access)."""

    code: str
    label: str
    prose: str
    may: frozenset[str]


def _role(code: str, label: str, prose: str, *may: str) -> Role:
    return Role(code, label, prose, frozenset(may))


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "referrer",
            "Referrer",
            "Raises a concern about a child and sees the receipts and feedback of what they, or their agency's "
            "safeguarding team, raised.",
            "concern:raise",
            "involvement:claim",
        ),
        _role(
            "mailbox_referrer",
            "Referrer by mailbox link",
            "Came by a one-time link to a registered agency mailbox: raises a concern, sees its receipt and feedback, "
            "and nothing else.",
            "concern:raise",
        ),
        _role(
            "check_officer",
            "Safeguarding lead or check officer",
            "Answers what the hub asks of their agency, raises concerns, sees what their agency's safeguarding team sent and "
            "was asked, scores composed vignettes for their agency, and sees how promises are kept with it, in figures.",
            "concern:raise",
            "involvement:claim",
            "emergency:open",
            "check:answer",
            "moderation:score",
            "insights:own",
        ),
        _role(
            "call_handler",
            "Hub call handler",
            "Takes phone calls from anyone and records them; sees the hub's desk; does not rate or decide.",
            "concern:raise",
            "call:record",
            "hub:desk",
            "identity:search",
            "area:read",
        ),
        _role(
            "hub_screener",
            "Hub screener (qualified social worker)",
            "Says who a concern is about, rates its urgency, accepts it as a referral or answers otherwise, and asks "
            "partners what they know, and tells them whether their answer helped. Asks other areas whether they know a family, "
            "and says whether a family that another area asks about is one known here.",
            "concern:raise",
            "involvement:claim",
            "emergency:open",
            "call:record",
            "hub:desk",
            "identity:search",
            "identity:confirm",
            "contact:rate",
            "referral:accept",
            "check:ask",
            "check:answer",
            "decision:make",
            "family:ask",
            "discovery:ask",
            "moderation:score",
            "area:read",
        ),
        _role(
            "hub_manager",
            "Hub manager",
            "Does what a screener does, decides, and may decide with a reason while a mandatory check is still out. Runs "
            "the sessions in which agencies learn to read the levels of need alike, and sees how the area keeps its promises, in "
            "figures. Proposes or confirms, as one of two people, whom the area believes beyond its border, and ends that trust "
            "alone. Asks other areas about a family as a screener does, and all of them where that must be.",
            "concern:raise",
            "involvement:claim",
            "emergency:open",
            "call:record",
            "hub:desk",
            "identity:search",
            "identity:confirm",
            "contact:rate",
            "referral:accept",
            "check:ask",
            "check:answer",
            "decision:make",
            "decision:override",
            "family:ask",
            "discovery:ask",
            "discovery:wide",
            "feedback:release",
            "moderation:run",
            "insights:area",
            "area:read",
            "area:pin",
            "area:suspend",
        ),
        _role(
            "lead_practitioner",
            "Lead practitioner",
            "Accepts the children allocated to them or to their team, follows those children's story, asks the family for "
            "their agreement, tells partners whether their answers helped, and sees how promises are kept with their agency, "
            "in figures.",
            "concern:raise",
            "involvement:claim",
            "emergency:open",
            "lead:accept",
            "family:ask",
            "moderation:score",
            "insights:own",
        ),
        _role(
            "duty_worker",
            "Emergency duty worker",
            "Out of hours: takes calls, acts at once where a child is in danger, and hands on in the morning. Ends the trust in "
            "another area at once where its keys may be in other hands, and asks other areas whether they know a family.",
            "concern:raise",
            "involvement:claim",
            "emergency:open",
            "call:record",
            "hub:desk",
            "identity:search",
            "identity:confirm",
            "contact:rate",
            "referral:accept",
            "decision:make",
            "lead:accept",
            "family:ask",
            "discovery:ask",
            "moderation:score",
            "area:read",
            "area:suspend",
        ),
        _role(
            "designated_officer",
            "Designated officer (people who work with children)",
            "Alone reads concerns about someone who works with children; the hub does not see that they exist.",
            "concern:raise",
            "closed-list:read",
        ),
        _role(
            "privacy_officer",
            "Privacy officer",
            "For the whole area: reads who looked at a record and why, asks about look-ups, and is the second person for what "
            "an agency releases or disposes of. Opens no child's record; reads lines of one only while they review a request.",
            "audit:read",
            "privacy:desk",
            "privacy:area",
            "privacy:approve",
        ),
        _role(
            "agency_privacy_officer",
            "Privacy officer of an agency",
            "For their own agency alone: sees how its people used Plait, asks about their look-ups, answers requests and "
            "complaints made to it, and proposes what of its own is disposed of. Opens no child's record.",
            "privacy:desk",
            "privacy:own",
        ),
        _role(
            "caldicott_guardian",
            "Caldicott guardian",
            "Approves, as the second person, what their own agency releases or disposes of. Opens no child's record; reads "
            "lines of one only while they review a request.",
            "privacy:desk",
            "privacy:approve",
        ),
        _role(
            "information_governance",
            "Information governance lead",
            "Writes the agreements by which their agency shares with others, signs them for its side, revokes them, and "
            "sees how much has really been shared under each. In the agency that runs the hub: proposes or confirms, as one of "
            "two people, whom the area believes beyond its border, and ends that trust alone. Opens no child's record.",
            "agreement:write",
            "agreement:sign",
            "area:read",
            "area:pin",
            "area:suspend",
        ),
        _role(
            "scrutineer",
            "Independent scrutineer or safeguarding partner",
            "Sees how the area keeps its promises, in figures without small numbers. Opens no child's record.",
            "insights:area",
        ),
        _role(
            "custodian",
            "Custodian of restricted records",
            "Is told when somebody tries to reach a restricted record, and decides who may. Rings another area that asked about "
            "a family whose record is restricted or hidden, and alone sees which area that was. Asks other areas about a family "
            "whose record they keep.",
            "restricted:keep",
        ),
        _role(
            "administrator",
            "Administrator",
            "Invites people and ends their accounts; has no way to any child's record.",
            "practitioner:invite",
        ),
        _role(
            "pack_owner",
            "Local configuration owner",
            "Releases practice packs: clocks, ratings, levels, forms and words of the area.",
            "pack:release",
        ),
    )
}


# What an administrator may hold besides: nothing of it leads to a child's record.
NO_CASES = frozenset({"practitioner:invite", "pack:release"})


# What leads to a child's record, once an involvement does.
CASES = frozenset(
    {"hub:desk", "check:answer", "lead:accept", "restricted:keep", "closed-list:read", "involvement:claim"}
)


def works_with_children(actor: Actor) -> bool:
    """Does anything they may attempt lead to a child's record?"""
    return bool(permissions(actor) & CASES)


def mixes_cases(roles: frozenset[str]) -> Verdict:
    """An administrator gives out access, so they have none to any child themselves."""
    cases = [ROLES[code].label for code in sorted(roles) if code in ROLES and not ROLES[code].may <= NO_CASES]
    if "administrator" not in roles or not cases:
        return yes("roles-go-together")
    return no(
        "administrator-with-cases",
        say=f"An administrator gives others access, so they have none to children’s records. Leave out “{cases[0]}”, or give "
        "the administrator’s role to somebody else.",
        next_step="Choose the roles again",
    )


def permissions(actor: Actor) -> frozenset[str]:
    """Everything the actor's present roles allow them to attempt."""
    return frozenset().union(*(ROLES[code].may for code in actor.roles if code in ROLES))


def may(actor: Actor, permission: str) -> Verdict:
    """Does one of the actor's roles include this permission?"""
    if permission in permissions(actor):
        return yes(f"role-{permission}")
    return no(
        f"no-role-{permission}",
        say="Your role does not include this.",
        next_step="Ask your agency's administrator, or ring the hub if a child needs something now",
    )


def needs(permission: str) -> Callable[[Actor], Verdict]:
    """A door's rule: only those whose roles include the permission."""

    def rule(actor: Actor) -> Verdict:
        return may(actor, permission)

    rule.__name__ = f"needs_{permission.replace(':', '_').replace('-', '_')}"
    return rule
