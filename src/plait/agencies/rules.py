"""How long things of signing in last, and when a session is over. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from plait.base.access.verdict import Verdict, hidden, no, yes

INVITATION_LASTS = timedelta(days=7)
MAILBOX_LINK_LASTS = timedelta(minutes=30)
MAILBOX_SESSION_LASTS = timedelta(hours=2)
# How long a browser is known again to the next link. A draft may be saved until the session ends, and lasts 14 days from then.
KEPT_HERE_LASTS = timedelta(days=14) + MAILBOX_SESSION_LASTS
HELD_FORM_LASTS = timedelta(minutes=30)
TYPED_LASTS = timedelta(
    hours=24
)  # kept while it was typed: whoever was called away finds it the next morning
STEP_UP_LASTS = timedelta(minutes=5)
HELD_FORM_LONGEST = 1_000_000  # characters; a page's form is far shorter
# A session's last moment is written at most this often, so that reading a page is seldom a write. A session may
# therefore end up to this much before its time, never after it.
SEEN_EVERY = timedelta(seconds=30)

# The hub decides for children’s social care, so what leaves with a decision is theirs to share.
SOCIAL_CARE = "LA_CSC"

_UNKEPT = re.compile("[\x00\ud800-\udfff]")
SECRET_WORDS = ("password", "csrf", "token", "credential", "code_word")
# Where one shows who one is: whatever is typed there is a secret. Elsewhere a code is a reason or part of an address.
SECRET_PLACES = ("/sign-in/", "/account/again/", "/account/methods/", "/account/password/", "/invitation/")


def session_over(
    *, began: datetime, seen: datetime, at: datetime, idle: timedelta, absolute: timedelta
) -> str:
    """ "" while the session lives, else why it is over: `idle` or `absolute`.

    A clock moved back makes nothing older: the session goes on and is measured from the new moment.
    """
    if at - began >= absolute:
        return "absolute"
    return "idle" if at - seen >= idle else ""


def fit_to_hold(posted: dict[str, list[str]], *, path: str) -> dict[str, list[str]] | None:
    """The fields of a form lost at `path` that may be kept; None when there is nothing to keep or it is far too long.

    A NUL or half of a surrogate pair, which no database keeps, is kept as a visible mark.
    """
    if path.startswith(SECRET_PLACES):
        return None
    kept = {
        _UNKEPT.sub("\ufffd", name): [_UNKEPT.sub("\ufffd", value) for value in values]
        for name, values in posted.items()
        if not any(word in name.lower() for word in SECRET_WORDS) and any(values)
    }
    if not kept or sum(len(value) for values in kept.values() for value in values) > HELD_FORM_LONGEST:
        return None
    return kept


# --- who acts when somebody cannot
Why = Literal["self", "absence", "deputy", "duty", "manager", "lead", "duty-team"]
LONGEST_ABSENCE = timedelta(days=400)
LONGEST_SHIFT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who could act, and what may stand in the way. `knows`: they declared that they know the family."""

    ref: str  # practitioner:<id> or team:<id>
    why: Why
    gone: bool = False
    away: bool = False
    knows: bool = False


def may_act(one: StandIn) -> Verdict:
    """Nobody acts who has left or is suspended, who is away, or who declared that they know the family."""
    if one.gone:
        return no("has-left", say="They have left.", next_step="The next one")
    if one.away:
        return no("is-away", say="They are away.", next_step="The next one")
    if one.knows:
        return hidden("declared-conflict")
    return yes(one.why)


def who_acts(asked: Iterable[StandIn], *, last: StandIn) -> StandIn:
    """The first who may; when everybody is away, the duty team by its name. Never nobody."""
    return next((one for one in asked if may_act(one)), last)


def is_a_time_away(*, from_at: datetime, to_at: datetime, at: datetime) -> Verdict:
    """An absence has a length, is not over, and does not last for ever: whoever is gone for good has left."""
    if to_at <= from_at:
        return no("ends-before-it-begins", say="They come back before they go.", next_step="Check both days")
    if to_at <= at:
        return no(
            "over-already", say="This time is over already.", next_step="Give a day that is still to come"
        )
    if to_at - from_at > LONGEST_ABSENCE:
        return no(
            "too-long",
            say="This is longer than a year.",
            next_step="Ask your administrator whether the account should end",
        )
    return yes("a-time-away")


def is_a_shift(*, from_at: datetime, to_at: datetime, at: datetime) -> Verdict:
    """A shift has a length, at most a day, and is not over."""
    if to_at <= from_at or to_at - from_at > LONGEST_SHIFT:
        return no("no-shift", say="A shift lasts up to a day.", next_step="Check both times")
    if to_at <= at:
        return no(
            "over-already", say="This shift is over already.", next_step="Give a day that is still to come"
        )
    return yes("a-shift")


# --- what went wrong at the border, and nobody has settled it
INCIDENT_LATE = "border-incident-late"
EVERY, MOST_DAYS, AFTERWARDS = timedelta(days=1), 7, timedelta(days=7)


def told_of_incident(step: int) -> tuple[str, ...]:
    """Who hears besides those who ring, this many days after they heard first: from the second the emergency duty team, from the
    third the information governance lead of the agency that runs the hub."""
    return ("edt", "information_governance")[: max(0, step - 1)]


def incident_climbs_at(step: int, at: datetime) -> datetime:
    """Each day for a week, then each week."""
    return at + (EVERY if step < MOST_DAYS else AFTERWARDS)
