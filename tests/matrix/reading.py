"""Everything that one member of the cast can read: every page that the table says is theirs, as text."""

import re
from html import unescape

from tests.matrix.asking import ask, path_of
from tests.matrix.oracle import QUESTIONS
from tests.matrix.world import World

OWN_FORMS = ("account/", "concerns/drafts/", "concerns/start/", "calls/new/")


def pages_of(world: World, who: str) -> dict[str, str]:
    """By address, every answered page that is theirs (empty forms left out), and the prints of stories they may open."""
    found: dict[str, str] = {}
    for question in QUESTIONS:
        if question.open_to_all or question.own_sign_in or question.pattern.startswith(OWN_FORMS):
            continue
        path = path_of(question, world)
        if question.reads and who in question.reads:
            got = ask(world, who, path, audit=False)
        elif question.pattern.endswith("/print/") and who in (question.sends or ()):
            got = ask(world, who, path, "POST", {}, audit=False)
        else:
            continue
        if got.response.status_code == 200:
            found[path] = unescape(got.response.content.decode())
    assert found, f"{who} can read nothing, so nothing was tested"
    return found


def flat(text: str) -> str:
    """Letters and figures only, so that no spelling hides behind spaces or marks."""
    return re.sub(r"[\W_]+", "", re.sub(r"<[^>]+>", " ", text)).casefold()
