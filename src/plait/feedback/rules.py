"""Who is told what came of it, at once or by a person. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes
from plait.base.clock.calendars import Calendar
from plait.base.packs.schema.closing import Closing, Parting

Wording = Literal["referrer", "contributor", "contributor_nothing", "public"]

# FeedbackTask.kind → the pack's wording for that recipient
WORDING: dict[str, Wording] = {
    "referrer": "referrer",
    "helped": "contributor",
    "cited": "contributor",
    "knew_nothing": "contributor_nothing",
    "public": "public",
}


AGENCY_ENDED = "Their agency works with Plait no more, and nobody there had read it."
LEFT = "They have left, and nobody else of their agency may read it."
KNEW_NOTHING = frozenset({"not_known", "nothing_relevant"})  # what an agency may answer that gives nothing


@dataclass(frozen=True, slots=True)
class Recipient:
    """What matters about somebody who is to be told."""

    anonymous: bool
    has_plait: bool
    has_mailbox: bool
    conflicted: bool
    unsafe: str = ""
    ended: bool = False  # their agency works with Plait no more: nobody there reads anything
    barred: bool = (
        False  # somebody in the family is protected from them, or from somebody who reads what they are sent
    )


def may_send_at_once(recipient: Recipient) -> Verdict:
    """Feedback goes with the deciding click, unless nobody can be told or telling is unsafe: then a person decides."""
    if recipient.anonymous:
        return no(
            "anonymous", say="They did not give a name, so nobody can be told.", next_step="Record that"
        )
    if recipient.barred:
        return no(
            "unsafe-protected",
            say="Somebody in this family is protected from them, or from somebody who reads what they are sent.",
            next_step="A manager decides what may be said, if anything, and never where anybody is",
        )
    if recipient.conflicted:
        return no(
            "unsafe-conflict",
            say="They have declared that they know somebody in this family.",
            next_step="A manager decides what may be said, and to whom in their agency",
        )
    if recipient.unsafe:
        return no(
            "unsafe", say=recipient.unsafe, next_step="Ring in the safe way they gave, or record why not"
        )
    if recipient.ended:
        return no(
            "agency-ended",
            say="Their agency works with Plait no more.",
            next_step="Ring them in the safe way they gave, or record why not",
        )
    if not (recipient.has_plait or recipient.has_mailbox):
        return no(
            "unreachable",
            say="They cannot be reached through Plait.",
            next_step="Ring them in the safe way they gave, then write down what was said",
        )
    return yes("safe-and-reachable")


def goes_back_to_hub(kind: str, *, newer: bool = False) -> bool:
    """Whose agency has ended before they were told: whoever told us is owed a word as a person, and somebody rings them, about
    each concern once (`newer`: a later word says more). An agency that gave an answer is no more, and nobody is told."""
    return kind in ("referrer", "public") and not newer


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """What an agency answered, over all the children it was asked about."""

    kinds: frozenset[str]


def kind_for_contributor(answer: AnswerGiven) -> str:
    """One that gave anything hears how it was used; one that knew nothing hears *check closed, dispose of the request*."""
    return "knew_nothing" if answer.kinds <= KNEW_NOTHING else "helped"


# --- a word on an answer
def may_be_said_of(*, answered: bool, own: bool) -> Verdict:
    """Whoever worked with an answer says whether it helped; nobody of the agency that gave it, and not of no answer."""
    if own:
        say = "It is your own agency’s answer. Whoever worked with it says whether it helped."
        return no("own-answer", say=say, next_step="Read what they say under What came of it")
    if not answered:
        say = "They have told us nothing yet that one could work with."
        return no("no-answer", say=say, next_step="Ring them, or take it further")
    return yes("worked-with-it")


# --- the work has ended
@dataclass(frozen=True, slots=True)
class Word:
    """What is said when the work ends. `watch`: with what each kind of agency goes on seeing. `by_a_person`: why no letter
    says it."""

    parting: Parting
    watch: bool = False
    by_a_person: str = ""


def after_closing(closing: Closing, *, reason: str, held: bool) -> Word:
    """The reason for closing may ask for words of its own, or for a person to say them; else it depends on whether another team
    still holds the family."""
    if reason in closing.for_reason:
        person = "Nobody is told this by a letter." if reason in closing.told_by_a_person else ""
        return Word(closing.for_reason[reason], by_a_person=person)
    return Word(closing.held if held else closing.ended, watch=True)


# --- the child is at school now: can they go home?
Rung = Literal["team", "duty", "managers"]


def minutes_until_word(start: datetime, *, calendar: Calendar, by: time) -> int:
    """How long the hub has to say whether the child can go home, asked at `start`.

    By `by` on a school day, so that the word is there before the bell; asked too late for that, half of what is left until the
    bell. Where no bell is ahead (a nursery, a club, an inset day) as long as there is between `by` and the bell. At least one
    minute, and on a school day never after its bell.
    """
    today = calendar.local(start).date()
    bell, wanted = calendar.moment(today, calendar.school_closes), calendar.moment(today, by)
    if calendar.is_school_day(today) and start < bell:
        left = max(wanted - start, (bell - start) / 2)
    else:
        left = max(bell - wanted, timedelta(minutes=1))
    return max(1, left // timedelta(minutes=1))


def rung_of(late: timedelta, *, step: timedelta) -> Rung:
    """Who hears of a promise that is late by so much: first the team that owes it, one step later those on duty or standing in,
    then the managers. A higher rung hears it with those below."""
    if late < step:
        return "team"
    return "duty" if late < 2 * step else "managers"


def who_owes(team: str, restricted: bool, named: Sequence[str], keepers: Sequence[str]) -> str:
    """Whoever owes a word can open what it is about: the team that took the concern; of somebody restricted whoever of the hub is
    named on it, else those who keep the record. Where neither is there it stays with the team: never nobody."""
    return next(iter((*named, *keepers)), team) if restricted else team
