"""How long things of signing in last, and when a session is over. Pure."""

import re
from datetime import datetime, timedelta

INVITATION_LASTS = timedelta(days=7)
MAILBOX_LINK_LASTS = timedelta(minutes=30)
MAILBOX_SESSION_LASTS = timedelta(hours=2)
HELD_FORM_LASTS = timedelta(minutes=30)
STEP_UP_LASTS = timedelta(minutes=5)
HELD_FORM_LONGEST = 1_000_000  # characters; a page's form is far shorter
# A session's last moment is written at most this often, so that reading a page is seldom a write. A session may
# therefore end up to this much before its time, never after it.
SEEN_EVERY = timedelta(seconds=30)

# The hub decides for children’s social care, so what leaves with a decision is theirs to share.
SOCIAL_CARE = "LA_CSC"

_UNKEPT = re.compile("[\x00\ud800-\udfff]")
SECRET_WORDS = ("password", "csrf", "token", "credential", "code")


def session_over(
    *, began: datetime, seen: datetime, at: datetime, idle: timedelta, absolute: timedelta
) -> str:
    """ "" while the session lives, else why it is over: `idle` or `absolute`.

    A clock moved back makes nothing older: the session goes on and is measured from the new moment.
    """
    if at - began >= absolute:
        return "absolute"
    return "idle" if at - seen >= idle else ""


def fit_to_hold(posted: dict[str, list[str]]) -> dict[str, list[str]] | None:
    """The fields of a lost form that may be kept; None when there is nothing to keep or it is far too long.

    A NUL or half of a surrogate pair, which no database keeps, is kept as a visible mark.
    """
    kept = {
        _UNKEPT.sub("\ufffd", name): [_UNKEPT.sub("\ufffd", value) for value in values]
        for name, values in posted.items()
        if not any(word in name.lower() for word in SECRET_WORDS) and any(values)
    }
    if not kept or sum(len(value) for values in kept.values() for value in values) > HELD_FORM_LONGEST:
        return None
    return kept
