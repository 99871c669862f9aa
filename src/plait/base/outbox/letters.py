"""The letters Plait sends. Every one is neutral: a mailbox is read by whoever sits at the screen."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

# Nothing else may stand in a message. None of these can name a person.
ALLOWED_CONTEXT = frozenset({"link_path", "count", "due", "area_name", "phone"})
NEUTRAL_SUBJECT = "Plait: something is waiting for you"
_LINK = re.compile(r"/[A-Za-z0-9/_-]{0,150}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A text template in outbox/templates/outbox and its subject line."""

    template: str
    subject_line: str = NEUTRAL_SUBJECT


LETTERS: dict[str, Letter] = {
    "waiting": Letter("outbox/waiting.txt"),
    "due": Letter("outbox/due.txt"),
    "digest": Letter("outbox/digest.txt", "Plait: what has come"),
    "nobody_there": Letter("outbox/nobody_there.txt", "Plait: please ring the hub"),
    "ring": Letter("outbox/ring.txt", "Plait: please ring the hub"),
    "now": Letter("outbox/now.txt", "Plait: please look now"),
    "invitation": Letter("outbox/invitation.txt", "Plait: your invitation"),
    "one_time_link": Letter("outbox/one_time_link.txt", "Plait: your link"),
}


class NotAllowedInAMessage(ValueError):
    """The context of a message held something that could name a person; str() says which key."""


def checked(context: dict[str, object]) -> dict[str, str | int]:
    """The context, if it holds only what is allowed. Raises NotAllowedInAMessage."""
    kept: dict[str, str | int] = {}
    for name, value in context.items():
        if name not in ALLOWED_CONTEXT:
            raise NotAllowedInAMessage(
                f"{name!r} may not stand in a message; allowed are {sorted(ALLOWED_CONTEXT)}"
            )
        if name == "count":
            if not isinstance(value, int):
                raise NotAllowedInAMessage("count is a whole number")
            kept[name] = value
        elif not isinstance(value, str) or len(value) > 150:
            raise NotAllowedInAMessage(f"{name} is a text of at most 150 characters")
        elif name == "link_path" and not _LINK.fullmatch(value):
            raise NotAllowedInAMessage("link_path is a path of this site without a query")
        else:
            kept[name] = value
    return kept


def words(template: str, context: dict[str, str | int]) -> str:
    """The letter's text."""
    base = settings.PLAIT_PUBLIC_URL.rstrip("/")
    link = f"{base}{context.get('link_path', '/')}"
    return render_to_string(LETTERS[template].template, {**context, "link": link, "public_url": base})
