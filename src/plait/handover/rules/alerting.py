"""Word of a missing family: what must be answered before it goes, who signs, how it ends. Pure: no Django, no clock, no database.

Whoever says that a family is missing may be the one they fled from. A word that goes to many is then how they are found.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes
from plait.handover.rules.discovery import Safety, goes_quietly

SAID_BY = {
    "works": "Somebody who works with them",
    "home": "Somebody who lives with them",
    "relative": "A relative",
    "apart": "A parent, or a former partner, who does not live with them",
    "other": "Somebody else",
}
WEEK = 7
MAYBE = {"no": "No", "yes": "Yes", "not_known": "Nobody knows"}
CHECKS = {
    "nothing": "Made: nothing speaks of it",
    "something": "Made: something speaks of it",
    "not_made": "Not made yet",
}
LEAST = 10  # letters of a reason
# Who may be said to have seen them: a closed list, since everybody who was told reads it. Of every word that is free, some
# say where: a refuge worker, a prison officer, a teacher of one school.
SEEN_BY = (
    "A health visitor", "A midwife", "A family doctor", "A doctor", "A nurse", "A teacher", "A social worker",
    "A family support worker", "A youth worker", "A police officer", "Somebody of another service",
)  # fmt: skip
SOMEBODY = "Somebody"  # as another area's word is read that is none of these
SOMEBODY_MAY_FLEE = (
    "Somebody of this family may be fleeing from somebody, or nobody knows. No word of them goes out."
)
QUIETLY = "Ring a custodian of restricted records and the police missing-person unit, and write nothing of it to others"


@dataclass(frozen=True, slots=True)
class Answers:
    """What whoever raises it has answered. Each of them must be, before anybody is asked to sign."""

    said_by: str
    may_be_fled: str  # may whoever says so be the one they flee from?
    fleeing: str
    check: str  # for domestic abuse
    check_by: str
    check_found: str
    because: str


def may_raise(answers: Answers, safety: Safety, *, recipients: int, standing: bool) -> Verdict:
    """All is answered, nobody flees and nobody may: only then is a senior asked. `safety` is what stands in the records; one
    sentence for whatever it was, so that the refusal tells nobody who hides."""
    if answers.said_by not in SAID_BY or answers.may_be_fled not in MAYBE or answers.fleeing not in MAYBE:
        return no("not-answered", say="One of the questions is not answered.", next_step="Answer them all")
    if answers.may_be_fled != "no" or answers.fleeing != "no" or answers.check == "something":
        return no("may-flee", say=SOMEBODY_MAY_FLEE, next_step=QUIETLY)
    if unsafe(safety):
        return no("may-flee", say=SOMEBODY_MAY_FLEE, next_step=QUIETLY)
    if answers.check != "nothing" or min(len(answers.check_by.strip()), len(answers.check_found.strip())) < 3:
        return no(
            "no-abuse-check",
            say="Nobody has made the check for domestic abuse, or it does not say who made it and what came of it.",
            next_step="Have it made, by the police and in your own records; then raise it",
        )
    if len(answers.because.strip()) < LEAST:
        return no(
            "needs-reason", say="Say why you think that they are missing.", next_step="Write ten letters"
        )
    if not recipients:
        return no(
            "to-nobody", say="Choose who is to hear of it.", next_step="An agency here, or another area"
        )
    if standing:
        return no(
            "stands-already",
            say="Word of this family is out already, or waits to be signed.",
            next_step="Read it",
        )
    return yes("may-raise")


def unsafe(safety: Safety) -> bool:
    """Does anything in the records say that one of them hides, or is hidden, or lives where others hide?"""
    return goes_quietly(safety)


@dataclass(frozen=True, slots=True)
class Signing:
    """What is known when somebody signs."""

    state: str
    raiser: bool  # they raised it themselves
    roles: Collection[str]
    signed_by: Collection[str]  # the roles of which one signs


def may_sign(signing: Signing) -> Verdict:
    """A senior who did not raise it, once."""
    if signing.state != "waiting":
        return no(
            "signed-already", say="Somebody has answered this already.", next_step="Read what they said"
        )
    if signing.raiser:
        return no(
            "own-word",
            say="You raised it yourself: somebody else signs.",
            next_step="Ask a senior to read it",
        )
    if not set(signing.roles) & set(signing.signed_by):
        return no("no-role-signs", say="Your role does not sign this.", next_step="Ask the hub’s manager")
    return yes("may-sign")


def may_send(safety: Safety) -> Verdict:
    """Looked at once more when it is signed: since it was raised somebody may have begun to hide."""
    if unsafe(safety):
        return no("may-flee", say=SOMEBODY_MAY_FLEE, next_step=QUIETLY)
    return yes("may-send")


def as_role(words: str) -> str:
    """Whom another area says to have seen them, as it is shown here."""
    return words if words in SEEN_BY else SOMEBODY


def may_end(state: str, how: str, *, role: str, words: str) -> Verdict:
    """Found says who saw them, by role, and never where: every agency and area that was told reads it. Any other end has a
    reason, which stays here."""
    if state not in ("live", "waiting"):
        return no("over", say="This has ended already.", next_step="Read how it ended")
    if how == "found":
        if state != "live":
            return no("not-sent", say="It was never sent.", next_step="End it, and say why")
        if role not in SEEN_BY:
            return no(
                "no-role",
                say="Choose who has seen them, by their role.",
                next_step="Such as: a health visitor",
            )
        return yes("may-end")
    if len(words.strip()) < LEAST:
        return no("needs-reason", say="Say why it ends.", next_step="Write at least ten letters")
    return yes("may-end")


def may_check(state: str, checked: str) -> Verdict:
    """Still missing: somebody says what they looked at."""
    if state != "live":
        return no("over", say="This has ended already.", next_step="Read how it ended")
    if len(checked.strip()) < LEAST:
        return no(
            "needs-words", say="Say what was checked this week.", next_step="Write at least ten letters"
        )
    return yes("may-check")


# --- what is given of it to one of them who asks
@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known when words about a family's moves, or about an alert, are gathered for a copy."""

    safety: Safety  # what stands in the records, today
    fled: bool = False  # somebody ever said that they flee, asked quietly about them, or Plait ended an alert since they hid
    signed: bool = True  # of an alert: it went out


def may_be_copied(facts: Gathered) -> Verdict:
    """A copy reaches whoever asks, and whoever they show it to. Of a family that hides, or ever fled, no word of where it went or
    who looked for it is in any, theirs neither: nobody can tell who holds the paper. Nor of an alert that no senior signed: why
    not may be that somebody flees."""
    if facts.fled or unsafe(facts.safety):
        return no("may-flee", say=SOMEBODY_MAY_FLEE, next_step="Ask a custodian of restricted records")
    if not facts.signed:
        return no("not-sent", say="It was never sent.", next_step="Ask whoever raised it")
    return yes("may-be-copied")


# --- what another area says
End = Literal["found", "ended"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What stands here of an alert of another area: the number of its last word, and whether it lives."""

    last: int = 0
    live: bool = False
    there: bool = False


def stops_early(state: str, *, ends_on: date | None, today: date) -> bool:
    """Another area says that nothing is left there: does it look no more while the family is missed still? On the day after the
    last it may say so before our own clock does."""
    return state == "live" and (ends_on is None or today <= ends_on)


def ended_is_told_on(check_on: date | None, *, began: date, ends_on: date | None, today: date) -> date | None:
    """On which day the letter goes that a family is not looked for any more, whoever ended it and why: with the next weekly
    look, or so many whole weeks after it began. None, at once, only after the last day, which everybody knew. A letter in the
    hour in which somebody begins to hide would say that they do."""
    if ends_on is not None and today > ends_on:
        return None
    if check_on is not None and check_on > today:
        return check_on
    return today + timedelta(days=WEEK - (today - began).days % WEEK)


def what_it_changes(says: str, number: int, *, heard: Heard, ends_on: date, today: date) -> str:
    """`live`, `found`, `ended`, or nothing. What is late, or comes again, changes nothing: who was found is not missing again,
    and an alert whose time is over never begins."""
    if heard.there and number <= heard.last:
        return ""
    if says == "missing":
        if heard.there:
            return ""
        return "live" if today <= ends_on else "ended"
    return says
