"""What of a line may be released, and what is taken out of it: really taken out, never covered. Pure."""

import re
from collections.abc import Iterable, Sequence

from plait.base.access.verdict import Verdict, no, yes

REASONS = {
    "third_party": "About somebody else, who has not agreed and whom it would not be reasonable to name",
    "serious_harm": "Would be likely to cause serious harm",
    "child_abuse_data": "Child abuse data, where release is not in the child’s interest",
    "crime": "Would prejudice preventing or detecting crime",
    "law_enforcement": "Held for law enforcement: another law applies",
    "privilege": "Legal professional privilege",
    "court_adoption": "Adoption, or restricted by a court",
    "forecast": "Management planning",
    "where_somebody_is": "Would say where somebody protected is",
    "who_told": "Would say who told us",
    "not_theirs": "Not about the person who asks",
}
TAKEN_OUT = "[taken out]"


def take_out(text: str, words: Iterable[str]) -> tuple[str, list[str]]:
    """The text with each of these taken out wherever it stands, in any capitals and spacing; and those that were not found."""
    missing = []
    for one in sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True):
        pattern = re.compile(r"\s+".join(re.escape(part) for part in one.split()), re.IGNORECASE)
        if not pattern.search(text):
            missing.append(one)
        text = pattern.sub(TAKEN_OUT, text)
    return text, missing


def may_decide_line(*, decided: str, words: Sequence[str], missing: Sequence[str], reason: str) -> Verdict:
    """Whole, in part with what is taken out and why, or not at all and why."""
    if decided not in ("release", "part", "withhold"):
        return no("not-decided", say="Choose what may be released.", next_step="Choose one")
    if decided == "release":
        return yes("whole")
    if reason not in REASONS:
        return no("no-reason-code", say="Choose why.", next_step="Choose a reason")
    if decided == "part" and not words:
        return no(
            "nothing-taken-out", say="Say which words to take out.", next_step="Write them, one to a line"
        )
    if missing:
        return no(
            "not-in-the-text",
            say=f"“{missing[0]}” does not stand in it.",
            next_step="Copy the words as they are",
        )
    return yes("with-reason")


def may_approve(*, is_reviewer: bool, undecided: int, may: bool) -> Verdict:
    """A second person, who reviewed none of the lines, once every owner has decided."""
    if not may:
        return no(
            "not-an-approver",
            say="The area’s privacy officer or your agency’s Caldicott guardian approves.",
            next_step="Ask one of them",
        )
    if is_reviewer:
        return no(
            "same-person", say="You reviewed part of it. Somebody else approves.", next_step="Ask a colleague"
        )
    if undecided:
        return no(
            "not-all-reviewed", say=f"{undecided} still wait for their owner.", next_step="Wait for them"
        )
    return yes("second-person")


def may_extend(*, in_time: bool, because: str, told: bool) -> Verdict:
    """Before it is late and while its time runs, with the reason that whoever asks was told."""
    if not in_time:
        return no(
            "too-late",
            say="It can only be made longer before it is late, while its time runs.",
            next_step="Answer it",
        )
    if not because.strip():
        return no(
            "needs-reason", say="Say why it takes longer, as they read it.", next_step="Add your reason"
        )
    if not told:
        return no(
            "not-told",
            say="They are told before their month is over.",
            next_step="Tell them, then tick it",
        )
    return yes("told-in-time")


def may_settle_line(*, decided: str, text: str, why: str) -> Verdict:
    """A note needs its words, a correction both the words and a reason, and leaving it as it is a reason."""
    if decided not in ("noted", "correct", "restrict", "kept"):
        return no("not-decided", say="Choose what is done about it.", next_step="Choose one")
    if decided != "kept" and not text.strip():
        return no("needs-words", say="Write the words that will stand there.", next_step="Add them")
    if decided in ("correct", "kept") and not why.strip():
        return no("needs-reason", say="Say why.", next_step="Add your reason")
    return yes("with-reason")
