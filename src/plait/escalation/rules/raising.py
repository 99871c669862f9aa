"""Who may dispute something, with what question it begins, and on which ladder. Pure."""

from dataclasses import dataclass

from plait.base.access.verdict import Verdict, hidden, no, yes

A_PART = 400  # letters of what was told and of what was expected, at the beginning of a question


def scope_of(*, our_agency: str, their_agency: str, other_area: bool = False) -> str:
    """Inside one agency, between two, or between two areas: each has a ladder of its own."""
    if other_area:
        return "areas"
    return "inside" if our_agency == their_agency else "between"


def first_stage(scope: str, *, declined: bool) -> int:
    """Where it begins, counted from 0. What another area declined to take climbs the same day: it begins above the talk,
    which has been had."""
    return 1 if scope == "areas" and declined else 0


@dataclass(frozen=True, slots=True)
class Raising:
    """What matters about somebody who wants to dispute something."""

    works_here: bool
    may_read: bool
    decided_it: bool
    open_already: bool = False


def opening_question(*, subject: str, words: str, expected: str) -> str:
    """A question about what somebody was told begins with that and with what they expected, so that one look answers it. About
    anything else they begin it themselves."""
    if not subject.startswith("feedback:"):
        return ""
    told, wanted = (_short(" ".join(text.split())) for text in (words, expected))
    return f"I was told: “{told}”\nI expected: {wanted}\nWhy is it so?"


def _short(text: str) -> str:
    return text if len(text) <= A_PART else f"{text[:A_PART].rsplit(' ', 1)[0]} …"


def may_raise(facts: Raising) -> Verdict:
    """Whoever was told, was asked or works on it may dispute it, but not what they decided themselves; once at a time."""
    if not facts.works_here:
        return no(
            "no-account",
            say="A disagreement is followed up over weeks, so it needs an account of your own.",
            next_step="Open what you were told, and say there why you disagree; or ring the hub",
        )
    if not facts.may_read:
        return hidden("not-involved")
    if facts.decided_it:
        return no(
            "own-decision",
            say="You decided this yourself.",
            next_step="Decide again, or ask your manager to look at it",
        )
    if facts.open_already:
        return no(
            "open-already",
            say="You have taken this further already, and it is still open.",
            next_step="Look at your escalations",
        )
    return yes("may-dispute")
