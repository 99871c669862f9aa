"""Who may be asked, and who may say yes or no, in what capacity and for whom. Pure."""

from dataclasses import dataclass, field

from plait.base.access.verdict import Verdict, no, yes
from plait.sharing.rules.family import Process

LONG_ENOUGH = 20  # letters of a note on competence: "yes" is no assessment


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known before somebody is asked: are they named as one who must not know, does anything else say that telling
    the family would raise risk, and why does the worker think it is safe all the same?"""

    must_not_know: bool
    warned: bool
    why_safe: str = ""


def may_ask(asking: Asking) -> Verdict:
    """Nobody is asked who must not know; where somebody else must not, the worker says why asking this one is safe."""
    if asking.must_not_know:
        return no(
            "must-not-be-asked",
            say="This person is named as somebody who must not know. Asking them would raise the risk. Do not ask.",
            next_step="Speak to your manager. If it cannot wait, record going ahead without agreement",
        )
    if asking.warned and not asking.why_safe.strip():
        return no(
            "say-why-safe",
            say="Somebody in this family must not know something. Say why asking this person, now and in this way, is safe.",
            next_step="Write one sentence, or do not ask and speak to your manager",
        )
    return yes("safe-to-ask")


@dataclass(frozen=True, slots=True)
class Giving:
    """Somebody says yes or no: who they are, in what capacity, and about whom. `responsibility` is, for each child it is about,
    what is known of their parental responsibility (yes, no, not_known)."""

    capacity: str
    note: str
    giver_age: int | None
    about_themselves: bool
    responsibility: dict[str, str] = field(default_factory=dict)
    ages: dict[str, int | None] = field(default_factory=dict)


def may_give(giving: Giving, process: Process) -> Verdict:
    """An adult for themselves; somebody with parental responsibility for a child under sixteen; a young person of sixteen or
    seventeen in their own right; a child under sixteen who understands, with a note of how that was seen."""
    age = giving.giver_age
    if giving.capacity == "responsibility":
        return _may_give_for(giving, process)
    if giving.responsibility or not giving.about_themselves:
        return no(
            "only-for-themselves",
            say="In this capacity somebody answers only for themselves.",
            next_step="Choose parental responsibility, or take the others out",
        )
    if giving.capacity == "competent_child":
        if age is not None and age >= process.own_right_from:
            return _wrong_age("From sixteen on they answer in their own right.")
        if len(giving.note.strip()) < LONG_ENOUGH:
            return no(
                "needs-competence-note",
                say="Say how you know that this child understands what they are asked, for this decision and today.",
                next_step="Write what they understood, in their words if you can",
            )
        return yes("competent-child")
    if giving.capacity == "young_person":
        right = age is not None and process.own_right_from <= age < process.adult_from
        return (
            yes("young-person") if right else _wrong_age("This is for young people of sixteen or seventeen.")
        )
    if giving.capacity == "own":
        right = age is None or age >= process.adult_from
        return yes("own") if right else _wrong_age("This is for adults.")
    return _wrong_age("Say in what capacity they answer.")


def _wrong_age(say: str) -> Verdict:
    return no("capacity-does-not-fit", say=say, next_step="Choose the capacity that fits their age")


def _may_give_for(giving: Giving, process: Process) -> Verdict:
    if giving.giver_age is not None and giving.giver_age < process.own_right_from and not giving.note.strip():
        return no(
            "young-parent",
            say="This parent is under sixteen. Say how you know that they understand what they are asked.",
            next_step="Write what they understood",
        )
    if not giving.responsibility:
        return no("for-whom", say="Say which child they answer for.", next_step="Choose the child")
    for child, known in giving.responsibility.items():
        child_age = giving.ages.get(child)
        if child_age is not None and child_age >= process.own_right_from:
            return no(
                "own-right",
                say="From sixteen on young people answer for themselves. Nobody agrees for them.",
                next_step="Ask the young person, and record their answer",
            )
        if known == "no":
            return no(
                "no-responsibility",
                say="They do not have parental responsibility for this child, so they cannot agree for the child.",
                next_step="Ask somebody who has it. If you think they do, put it right under “Who they are” first",
            )
        if known != "yes" and len(giving.note.strip()) < LONG_ENOUGH:
            return no(
                "responsibility-not-known",
                say="Plait does not know whether they have parental responsibility for this child.",
                next_step="Say how you know that they have it, for example which order or certificate you saw; or ask somebody "
                "who has it",
            )
    return yes("responsibility")
