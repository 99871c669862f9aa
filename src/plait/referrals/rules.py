"""The spine's rules, each reading like the sentence it enforces. Pure: no Django, no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor

# domain.md 8.6: a referral is within 40 weeks before an expected birth.
LONGEST_WAIT_FOR_BIRTH_DAYS = 300
OLDEST_CHILD_YEARS = 25


def may_accept(actor: Actor) -> Verdict:
    """Only a qualified social worker accepts a contact as a referral (Working Together)."""
    if actor.qualified:
        return yes("qualified")
    return no(
        "not-qualified",
        say="Only a qualified social worker can accept a referral.",
        next_step="Ask the screener on duty to accept it",
    )


def may_decide(*, actor: Actor, told_by: str) -> Verdict:
    """Nobody decides on a referral they made."""
    if told_by and told_by == actor.id:
        return no(
            "own-referral",
            say="You raised this concern, so somebody else decides on it.",
            next_step="Ask another decision-maker in the hub",
        )
    return yes("not-their-own")


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A mandatory check that has no answer yet."""

    agency_name: str
    due: str


def may_decide_now(
    *,
    outcome: str,
    never_blocked: bool,
    outstanding: Sequence[Outstanding],
    override_because: str,
    may_override: bool,
) -> Verdict:
    """Protection first: immediate protection, a strategy discussion and s.47 are never held back by a check.

    Any other decision waits for the mandatory checks, or for a manager's reasoned override (the Sara Sharif review:
    an amber grading with checks that never came back).
    """
    if never_blocked:
        return yes("protection-first")
    if not outstanding:
        return yes("checks-answered")
    names = ", ".join(check.agency_name for check in outstanding)
    if override_because.strip() and may_override:
        return yes("manager-override")
    if override_because.strip():
        return no(
            "override-needs-manager",
            say=f"These checks are still out: {names}. Only a hub manager can decide without them.",
            next_step="Ask a hub manager, ring the agency and write down what they say, or choose protection now",
        )
    return no(
        "mandatory-checks-out",
        say=f"These checks are still out: {names}.",
        next_step="Ring them and write down what they say, or ask a manager to decide without them, with a reason",
    )


def may_close(*, objections: Sequence[str]) -> Verdict:
    """Closing asks who objects; what others hold back (feedback not given, no accepting lead) holds it."""
    if objections:
        return no(
            "objections",
            say=" ".join(objections),
            next_step="Settle these first, or say why it must close now",
        )
    return yes("nobody-objects")


def dates_make_sense(*, born_on: date | None, unborn: bool, expected_on: date | None, today: date) -> Verdict:
    """A birth is not in the future, an unborn child has an expected date and no date of birth, and neither is absurd."""
    if unborn and born_on:
        return no(
            "unborn-with-birth",
            say="An unborn child has no date of birth yet.",
            next_step="Clear one of them",
        )
    if born_on and born_on > today:
        return no(
            "born-in-future",
            say="The date of birth is in the future.",
            next_step="Use the expected date if unborn",
        )
    if born_on and today.year - born_on.year > 120:
        return no(
            "born-long-ago", say="The date of birth is more than 120 years ago.", next_step="Check the year"
        )
    if expected_on and not unborn:
        return no(
            "expected-but-born",
            say="An expected date is for an unborn child.",
            next_step="Tick “not yet born”",
        )
    if expected_on and (expected_on - today).days > LONGEST_WAIT_FOR_BIRTH_DAYS:
        return no("expected-too-far", say="The expected date is too far ahead.", next_step="Check the year")
    if expected_on and (today - expected_on).days > 366:  # a year alone is counted from its first day
        return no(
            "expected-long-ago",
            say="The expected date is more than a year ago.",
            next_step="Check the year, or give the date of birth",
        )
    return yes("dates-make-sense")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a concern and whether anything was said about it."""

    label: str
    said: bool
    why: str


def how_complete(parts: Sequence[Part]) -> tuple[int, list[Part]]:
    """The share of parts that say something, 0 to 100, and those that do not. It explains; it never blocks."""
    missing = [part for part in parts if not part.said]
    return (100 if not parts else round(100 * (len(parts) - len(missing)) / len(parts))), missing


def may_print(*, own_file: bool) -> Verdict:
    """A file goes onto paper in the agency whose hub keeps it. What another agency takes away passes the gate, line by line: the
    story does that."""
    if own_file:
        return yes("own-file")
    return no(
        "not-our-file",
        say="This is another agency’s file, and it is not printed whole.",
        next_step="Open the child’s story and print that: it asks what may go",
    )


@dataclass(frozen=True, slots=True)
class Settling:
    """Somebody settles an answer on risk. `said`: it was answered *yes* or *not sure*; `hidden`: a *yes* hides where they are;
    `meanwhile`: a colleague settled it since the page was read."""

    said: bool
    holds: str
    whom: str
    because: str
    qualified: bool
    hidden: bool
    meanwhile: bool


def may_settle(one: Settling) -> Verdict:
    """Whoever of the hub works on it may say that a risk holds, or that nobody is sure. That it does not is a qualified
    worker's to say. Each says who was asked, and why."""
    if not one.said:
        return no(
            "nothing-to-settle",
            say="Nobody said that there is this risk.",
            next_step="Go back to the concern",
        )
    if one.meanwhile:
        return no(
            "settled-meanwhile",
            say="A colleague settled it while you were writing. It stands above; yours stands below.",
            next_step="Send yours again if you still think so",
        )
    if not one.whom.strip() or not one.because.strip():
        return no("needs-reason", say="Say whom you asked, and why it is so.", next_step="Add both")
    if one.holds == "no" and not one.qualified:
        return no(
            "not-qualified",
            say="Only a qualified social worker can say that this risk is not there.",
            next_step="Ask the screener on duty to settle it",
        )
    if one.holds == "no" and one.hidden:
        return no(
            "whereabouts-hidden",
            say="Where they are is hidden. Two people show it again, from the child’s story.",
            next_step="Show it again from the child’s story first",
        )
    return yes("settled")


LATER_ENTRY_DAYS = 31


def may_enter_later(
    truly: datetime | None,
    *,
    since: datetime,
    at: datetime,
    before: str = "That is before the concern was received.",
) -> Verdict:
    """What was done on paper is written down at its true time: not before what it follows (`since`: the concern came, or the
    team was asked; `before` says which), not in the future, and within a month (later than that nobody remembers the hour)."""
    if truly is None:
        return yes("now")
    if truly > at + timedelta(minutes=1):
        return no(
            "decided-in-future", say="That time has not come yet.", next_step="Write down when it was done"
        )
    if truly < since:
        return no(
            "decided-before-it-came",
            say=before,
            next_step="Mend the day or the time",
        )
    if at - truly > timedelta(days=LATER_ENTRY_DAYS):
        return no(
            "decided-long-ago",
            say=f"That is more than {LATER_ENTRY_DAYS} days ago.",
            next_step="Leave it empty, and write the true time into your reason or your own record",
        )
    return yes("entered-later")


# A promise of time that this app makes and tells of when it is late, and the page on which it can be kept.
PROMISE_LATE = "promise-late"
_KEPT_ON = {"contact": "/hub/concerns/{}/", "referral": "/referrals/{}/"}
# These have a timer and letters of their own; the last two are feedback's, to whoever waits at a school gate.
_TELL_OF_THEMSELVES = (":answer", ":worker-accepts", ":lead-accepts", ":pickup", ":ring-back")


def is_told_when_late(*, subject: str, key: str) -> bool:
    """Every clock about a concern or a referral that nothing else tells of: `contact:<id>:decision`, `referral:<id>:s47_icpc`."""
    return subject.partition(":")[0] in _KEPT_ON and not key.endswith(_TELL_OF_THEMSELVES)


def kept_on(subject: str) -> str:
    """The path of the page on which a promise about this can be kept."""
    kind, _, record_id = subject.partition(":")
    return _KEPT_ON[kind].format(record_id)
