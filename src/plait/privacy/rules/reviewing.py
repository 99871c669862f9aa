"""Who may look at a look-up, and what may be done with it. Pure."""

from dataclasses import dataclass

from plait.base.access.verdict import Verdict, hidden, no, yes

OUTCOMES = {
    "dismissed": "Nothing to explain",
    "explained": "Explained: it was part of the work",
    "training": "Explained: they need help with how it is done",
    "concern": "A concern for their agency",
    "breach": "A breach of data protection",
}
NEEDS_ANSWER = frozenset({"explained", "training"})


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What is known of the one who would review, and of the look-up."""

    whole_area: bool
    same_agency: bool
    is_viewer: bool
    is_owner: bool
    knows_subject: bool


def may_review_lookup(facts: Reviewer) -> Verdict:
    """A privacy officer of the viewer's agency, or of the area. Nobody reviews their own look-up, one on a record that they
    flagged themselves, or one about somebody they know: for them it is not there, and another does it."""
    if facts.is_viewer:
        return hidden("own-look-up")
    if facts.is_owner:
        return hidden("owns-the-record")
    if facts.knows_subject:
        return hidden("knows-the-subject")
    if not (facts.whole_area or facts.same_agency):
        return hidden("other-agency")
    return yes("privacy-officer")


def may_settle_lookup(*, state: str, outcome: str, because: str) -> Verdict:
    """An outcome with its reason. "Explained" only once they have been asked and have answered."""
    if outcome not in OUTCOMES:
        return no("no-outcome", say="Choose what came of it.", next_step="Choose one")
    if not because.strip():
        return no("needs-reason", say="Say why, in a sentence.", next_step="Add your reason")
    if outcome in NEEDS_ANSWER and state != "answered":
        return no(
            "not-answered",
            say="They have not explained it yet.",
            next_step="Ask them to explain, or choose another outcome",
        )
    return yes("outcome-with-reason")
