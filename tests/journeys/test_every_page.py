"""Every address that a GET can open, as somebody of the cast who may: sound wide and narrow, and quiet.

The morning and the table of addresses are those of tests/matrix, so that a new address is walked as soon as it is asked about.
With PLAIT_TEST_SHOTS naming a folder, a picture of each page is left there at both widths.
"""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, transaction
from playwright.sync_api import Browser

from tests.journeys.desk import Desk
from tests.lanes import rows
from tests.matrix.asking import path_of
from tests.matrix.oracle import EVERYBODY_SIGNED_IN, QUESTIONS, Question
from tests.matrix.world import ANONYMOUS, CAST, MAILBOX, NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Whose eyes to look through where several may: those who use the page most.
FIRST = ("teacher", "screener", "manager", "lead", "dsl", "administrator", "privacy_officer", *CAST, MAILBOX)
ALSO = ("contact:kit", "contact:closed", "contact:hazel", "referral:pell", "check:pell-police", "person:ruby")


@pytest.fixture
def world(transactional_db: None, morning_kept: tuple[bytes, rows.Kept]) -> Iterator[World]:
    """Half past twelve of that morning, in a database that the server sees too."""
    packed, kept = morning_kept
    with transaction.atomic():
        rows.put_back(kept)
    with time_machine.travel(NOW, tick=True):
        yield World.unpacked(packed)


def walked() -> Iterator[tuple[str, Question]]:
    """Each page once with its first record, and once more with the records that look different."""
    seen: set[str] = set()
    for question in QUESTIONS:
        if question.open_to_all:
            who = ANONYMOUS
        elif question.own_sign_in:
            who = "teacher"
        elif question.reads:
            who = next(one for one in FIRST if one in question.reads)
        else:
            continue
        if question.pattern not in seen or set(question.fill.values()) & set(ALSO):
            seen.add(question.pattern)
            yield who, question


# Pages that no GET opens: who, on which page they stand, what they send where (twice, where only the second is refused), and how
# it is answered. `{}` are ids of that morning.
CHECK, START, SIGN_IN = "/checks/{check:pell-camhs}/answer/", "/concerns/start/", "/sign-in/"
QUICK = {"same": "on", "seen": "0", "gateway": "CA04_16LA", "step": "send"}
BEGUN = {"key": "6f0c5d0e-3c1f-4f6e-9d5a-0a1b2c3d4e5f", "works_with_children": "no"}
REFUSED: tuple[tuple[str, str, tuple[tuple[str, dict[str, str]], ...], int], ...] = (
    ("teacher", START, ((START, BEGUN | {"danger_now": "yes"}), (START, BEGUN | {"danger_now": "no"})), 409),
    (
        "camhs", CHECK,
        ((CHECK, QUICK | {"c0-kind": "nothing_relevant", "c1-kind": "nothing_relevant"}),
         (CHECK, QUICK | {"c0-kind": "not_known", "c1-kind": "not_known"})),
        409,
    ),
    ("teacher", START, ((START, BEGUN | {"danger_now": "no", "csrfmiddlewaretoken": "x" * 64}),), 403),
    ("teacher", START, (("/hub/concerns/{contact:kit}/rate/", {"rating": "red", "because": "She is afraid."}),), 403),
    (ANONYMOUS, SIGN_IN, ((SIGN_IN, {"login": "nia.osei@example.org", "password": "a guess"}),) * 2, 429),
)  # fmt: skip
SEND = """([path, words]) => {
  const form = document.createElement("form");
  [form.method, form.action] = ["post", path];
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({csrfmiddlewaretoken: token, ...words})) {
    const one = document.createElement("input");
    [one.type, one.name, one.value] = ["hidden", name, value];
    form.append(one);
  }
  document.body.append(form);
  form.submit();
}"""


def refused(sits: Callable[[str], Desk], world: World, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Faults of the pages that say what went wrong: changed meanwhile, too old, not yours, too many tries, a fault, no audit."""
    patch.setitem(settings.ACCOUNT_RATE_LIMITS, "login", "1/m/ip")
    for number, (who, stands, sends, status) in enumerate(REFUSED):
        desk = sits(who)
        page = desk.page
        for path, words in sends:
            page.goto(_with_ids(stands, world))
            with page.expect_navigation() as gone:
                page.evaluate(SEND, [_with_ids(path, world), words])
        said = gone.value.status
        if said != status:
            yield f"{sends[-1][0]} as {who}: answered {said} and not {status}"
        desk.said.clear()  # Chromium calls such a status a fault
        yield from (
            f"refused, {status}: {one}" for one in desk.faults(f"refused-{number}-{status}", whole=True)
        )
    for where, fault, status in (
        ("plait.thresholds.views.framework.render", RuntimeError("a fault of ours"), 500),
        ("plait.base.audit.record.insert", DatabaseError("disk full"), 503),
    ):
        with patch.context() as broken:
            broken.setattr(where, Mock(side_effect=fault))
            answer = sits("teacher").page.goto("/levels/")
        if answer is None or answer.status != status:
            yield f"/levels/: answered {answer and answer.status} and not {status}"
        sits("teacher").said.clear()
        yield from (
            f"refused, {status}: {one}" for one in sits("teacher").faults(f"refused-{status}", whole=True)
        )


def _with_ids(path: str, world: World) -> str:
    for name, value in world.ids.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_every_page_is_sound(
    world: World, browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks: dict[str, Desk] = {}

    def sits(who: str) -> Desk:
        """Their browser, signed in as on that morning."""
        if who not in desks:
            context = browser.new_context(base_url=live_server.url)
            if cookie := world.browsers[who].cookies.get(settings.SESSION_COOKIE_NAME):
                context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
            desks[who] = Desk(context, who)
        return desks[who]

    faults: list[str] = []
    for who, question in walked():
        desk = sits(who)
        path = path_of(question, world)
        if path.startswith(("/health/", "/.well-known/", "/x/v1/")) or path.endswith(
            ("/text/", "/insights/file/", "/cedar/", "/signed/")
        ):  # no pages
            continue
        answer = desk.page.goto(path)
        assert answer is not None
        if answer.status >= 500 or (who in EVERYBODY_SIGNED_IN and desk.page.url.endswith("/sign-in/")):
            faults.append(f"{path} as {who}: {answer.status}, at {desk.page.url}")
        shot = f"{question.pattern}-{who}".replace("/", "-")
        faults += [f"as {who}: {one}" for one in desk.faults(shot, whole=True)]
        desk.said.clear()
        desk.visited.clear()
    faults += refused(sits, world, monkeypatch)
    assert not faults, "\n".join(faults)
