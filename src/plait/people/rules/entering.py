"""Ways in that somebody takes for themselves: a claim, an emergency, danger; and who may look at them afterwards. Pure."""

from dataclasses import dataclass

from plait.base.access.verdict import Verdict, hidden, no, yes

# Involvements that somebody gave themselves. They open the story, and never what is sealed, private or shielded.
SELF_GIVEN = frozenset({"claimed", "emergency"})

KINDS_OF_NOTE = {
    "therapy": "Therapy or counselling",
    "adviser": "Independent adviser (domestic or sexual abuse)",
    "supervision": "Supervision of our own work",
    "other": "Other notes of our own",
}

_SAID, _TAKEN = "said:", "taken:"


def opened_for(code: str, *, said: bool) -> str:
    """A purpose as the audit keeps it: said by the reader, or taken from how they are involved."""
    return f"{_SAID if said else _TAKEN}{code}"


def read_purpose(kept: str) -> tuple[str, bool] | None:
    """The code of a purpose that the audit keeps, and whether the reader said it; None for words written by hand."""
    for mark, said in ((_SAID, True), (_TAKEN, False)):
        if kept.startswith(mark):
            return kept.removeprefix(mark), said
    return None


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is known when somebody asks for emergency access to one record."""

    role: bool
    reason_known: bool
    words: int
    least_words: int
    unreviewed: int
    most_unreviewed: int
    exempt: bool
    exists: bool
    conflicted: bool
    restricted: bool
    opens_restricted: bool


def may_use_emergency(asked: Emergency) -> Verdict:
    """A reason comes first; somebody with uses that nobody has looked at rings instead; a conflict refuses; a restricted
    record opens to nobody but those on emergency duty. What would tell that a record exists is asked last."""
    if not asked.role:
        return no(
            "no-role-emergency",
            say="Your role does not include emergency access.",
            next_step="Ring the hub, or 999 if a child is in danger now",
        )
    if not asked.reason_known or asked.words < asked.least_words:
        return no(
            "no-reason",
            say=f"Choose a reason, and say what is happening in at least {asked.least_words} characters.",
            next_step="Add what is missing",
        )
    if asked.unreviewed >= asked.most_unreviewed and not asked.exempt:
        return no(
            "emergency-not-reviewed",
            say=f"You have used emergency access {asked.unreviewed} times that nobody has looked at yet. Ring, and somebody "
            "opens what you need with you.",
            next_step="Ring the hub, or out of hours the emergency duty team. 999 if a child is in danger now",
        )
    if not asked.exists:
        return hidden("absent")
    if asked.conflicted:
        return hidden("declared-conflict")
    if asked.restricted and not asked.opens_restricted:
        return hidden("restricted")
    return yes("emergency")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is known when somebody says that they work with a child."""

    fits: int
    named: bool
    role_opens: bool
    conflicted: bool
    restricted: bool


def opens_at_once(claim: Claimed) -> Verdict:
    """A claim opens by itself only where it names a record, fits exactly one person, comes from a role that may, and neither
    a conflict nor a restriction stands before it. Everything else is a question that a person answers."""
    if claim.conflicted:
        return hidden("declared-conflict")
    if claim.restricted:
        return hidden("restricted")
    if not claim.named or claim.fits != 1:
        return hidden("fits-nobody-for-sure")
    if not claim.role_opens:
        return hidden("role-is-asked-about")
    return yes("names-one-record")


def may_answer_claim(*, own: bool, asked: bool, opens: bool, conflicted: bool) -> Verdict:
    """Whoever was told of it and may open the child's record themselves; never the one who claims, and never over a
    conflict."""
    if not asked:
        return hidden("not-asked")
    if own:
        return no(
            "own-claim",
            say="Nobody answers their own claim.",
            next_step="Ask a colleague in the hub, or the child’s worker",
        )
    if not opens:
        return hidden("not-involved")
    if conflicted:
        return no(
            "claimant-conflicted",
            say="This record cannot be opened to them. It says nothing against them.",
            next_step="Ask the privacy officer, or let a colleague of theirs do this work",
        )
    return yes("asked")


def may_review_access(*, officer: bool, own: bool, knows: bool) -> Verdict:
    """A privacy officer, never about themselves, and never about a family that they know: what was written there says where
    somebody is or who told."""
    if not officer:
        return no(
            "no-role-audit:read",
            say="Your role does not include this.",
            next_step="Ask the privacy officer",
        )
    if knows:
        return hidden("declared-conflict")
    if own:
        return no(
            "own-access",
            say="Nobody looks at what they did themselves.",
            next_step="Ask another privacy officer",
        )
    return yes("privacy-officer")


def may_read_notes(
    *, own_team: bool, team_involved: bool, conflicted: bool, restricted_away: bool
) -> Verdict:
    """An agency's private notes: the team that wrote them, while it is involved with the person. Nobody else, ever."""
    if conflicted:
        return hidden("declared-conflict")
    if restricted_away:
        return hidden("restricted")
    if not own_team or not team_involved:
        return hidden("not-involved")
    return yes("own-team-involved")
