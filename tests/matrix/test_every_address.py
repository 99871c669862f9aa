"""The cast's access questions, asked of every address: 0 wrong cells. (security.md 6.4)"""

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zlib import crc32

import pytest

from plait.base.ui import context
from plait.site.third_party import door_of
from tests.matrix.asking import ADDRESSES, Answered, ask, face, path_of
from tests.matrix.never import never
from tests.matrix.oracle import EVERYBODY_SIGNED_IN, QUESTIONS, Question
from tests.matrix.two_lines import WITHOUT, lacking
from tests.matrix.world import ANONYMOUS, CAST, EVERYONE, GONE, MAILBOX, World

OURS = [one for one in QUESTIONS if not one.open_to_all and not one.own_sign_in]
OWN = [one for one in QUESTIONS if one.own_sign_in]
OPEN = [one for one in QUESTIONS if one.open_to_all]
# Every kind of outsider: nobody's record is open to all of them. Sending is asked of these beside whoever may send.
OUTSIDERS = (
    "police_ex_partner",
    "other_teacher",
    "teacher",
    "screener",
    "privacy_officer",
    "administrator",
    MAILBOX,
)
SECOND_LANE = bool(os.environ.get("PLAIT_TEST_SECOND_LANE"))
# A name, a date or a word of anybody's concern; none may reach somebody who has not signed in.
SECRETS = ("Marlow", "Kerrigan", "Pell", "Doyle", "Rowe", "Mill Row", "EW3", "Abbott", "Croft", "Canary")


def gone_for(question: Question) -> str:
    """One of the three who are gone, by turns: their sessions end in the same place."""
    return GONE[len(str(question)) % len(GONE)]


def by_turns(question: Question, who: frozenset[str], most: int = 4) -> tuple[str, ...]:
    """So many of these, beginning with another one at each address."""
    may = sorted(who)
    first = crc32(str(question).encode()) % (len(may) or 1)
    return tuple((may[first:] + may[:first])[:most])


def test_every_address_is_asked_about() -> None:
    assert set(ADDRESSES) - {one.pattern for one in QUESTIONS} == set(), "addresses that nobody wrote down"
    assert {one.pattern for one in QUESTIONS} - set(ADDRESSES) == set(), "addresses that are no more"
    assert set(WITHOUT) - set(ADDRESSES) == set(), "addresses without the two lines that are no more"


def test_the_table_knows_which_ways_there_are() -> None:
    for one in OURS:
        door = door_of(ADDRESSES[one.pattern])
        assert door is not None
        assert ("GET" in door.methods) == (one.reads is not None), one
        assert ("POST" in door.methods) == (one.sends is not None), one


def wrong(question: Question, who: str, method: str, got: Answered) -> Iterable[str]:
    """Everything that is wrong with one cell, in words."""
    may = question.reads if method == "GET" else question.sends
    cell = f"{method} {question} as {who}"
    signed_in = who in EVERYBODY_SIGNED_IN
    if got.response.headers.get("Cache-Control") != "no-store":
        yield f"{cell}: may be kept in a cache"
    if not signed_in:
        if got.outcome not in ("sign-in", "no-method"):
            yield f"{cell}: {got.outcome} {got.response.status_code}, though nobody is signed in"
        if shown := [secret for secret in SECRETS if secret.encode() in got.response.content]:
            yield f"{cell}: shows {shown} to nobody in particular"
        return
    if may is None:
        if got.outcome != "no-method":
            yield f"{cell}: {got.outcome}, though there is no such way in"
        return
    if who in may:
        ends_here = question.pattern == "account/end-sessions/" and got.outcome == "sign-in"
        if got.outcome != "in" and not ends_here:
            yield f"{cell}: {got.outcome} {got.response.status_code}, though it is theirs"
        elif not got.left("allowed"):
            yield f"{cell}: answered without an audit row"
        elif method == "GET" and got.response.status_code == 200:
            for name in question.names:
                if not got.names(name):
                    yield f"{cell}: answered, and no audit row names {name}"
        return
    if got.outcome not in ("refused", "nothing"):
        yield f"{cell}: {got.outcome} {got.response.status_code}, though it is not theirs"
    if not got.left("refused"):
        yield f"{cell}: refused without an audit row"


@pytest.fixture(autouse=True)
def _no_counts_in_the_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The navigation's counts take a third of every page's time, and are figures; test_counts asks them."""
    monkeypatch.setattr(context, "nav_for", lambda _request, _actor: [])


def named(question: Question, world: World) -> Question:
    """The question with the ids of this morning in the names that the audit must hold."""
    return replace(question, names=tuple(f"{key.partition(':')[0]}:{world[key]}" for key in question.names))


@pytest.mark.slow
@pytest.mark.parametrize("question", [one for one in OURS if one.reads is not None], ids=str)
def test_who_may_read(world: World, question: Question) -> None:
    assert question.reads is not None
    asked, path = named(question, world), path_of(question, world)
    found: list[str] = []
    # On the second lane: some of those who may, by turns from address to address, and every kind of outsider.
    everybody = (*by_turns(question, question.reads), *OUTSIDERS) if SECOND_LANE else (*CAST, MAILBOX)
    for who in dict.fromkeys((*everybody, ANONYMOUS, gone_for(question))):
        got = ask(world, who, path)
        found += wrong(asked, who, "GET", got)
        if who in question.reads and got.response.status_code == 200:
            found += never(world, who, path, got.response.content)
            found += lacking(question, who, got.response.content)
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("question", [one for one in OURS if one.sends is not None], ids=str)
def test_who_may_send(world: World, question: Question) -> None:
    assert question.sends is not None
    asked, path = named(question, world), path_of(question, world)
    found: list[str] = []
    works = question.sends | question.told_no
    everybody = by_turns(question, works) if SECOND_LANE else sorted(works)
    for who in dict.fromkeys((*everybody, *OUTSIDERS, ANONYMOUS, gone_for(question))):
        got = ask(world, who, path, "POST", {})
        found += wrong(asked, who, "POST", got)
        if who in question.sends and path.endswith("/print/") and got.response.status_code == 200:
            found += never(world, who, path, got.response.content)
    assert found == []


@pytest.mark.read_once
@pytest.mark.slow
@pytest.mark.parametrize("question", [one for one in OURS if one.fill], ids=str)
def test_a_refusal_is_the_answer_to_a_record_that_is_not_there(world: World, question: Question) -> None:
    """Status, headers and body: whoever may not know learns nothing, not even that there is something."""
    path, nowhere = path_of(question, world), path_of(question, world, absent=True)
    may = (question.reads or question.sends or frozenset()) | question.told_no
    method = "GET" if question.reads is not None else "POST"
    if may >= EVERYBODY_SIGNED_IN:
        method, may = "POST", question.sends or frozenset()
    data: dict[str, Any] | None = None if method == "GET" else {}
    for who in OUTSIDERS:
        if who not in may:
            there, absent = (
                ask(world, who, one, method, data, audit=False).response for one in (path, nowhere)
            )
            assert face(there) == face(absent), who


@pytest.mark.read_once
@pytest.mark.slow
@pytest.mark.parametrize("question", OURS, ids=str)
def test_other_methods_are_no_way_round(world: World, question: Question) -> None:
    """HEAD says what GET says, without the words, and is recorded like it; nothing else is answered."""
    path, readers = path_of(question, world), sorted(question.reads or ())
    who = readers[0] if readers else "manager"
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert ask(world, who, path, method, audit=False).outcome == "no-method", method
    for method, may in (("GET", question.reads), ("POST", question.sends)):
        if may is None:
            assert ask(world, who, path, method, audit=False).outcome == "no-method", method
    if question.reads is not None:
        head, got = ask(world, who, path, "HEAD"), ask(world, who, path)
        assert head.response.status_code == got.response.status_code
        assert head.response.content == b""
        assert head.rows, "HEAD tells that something is there, so it is recorded like GET"
        # Who asks for no words has read none: what they were told of it stays new.
        acts = {row.act for row in got.rows} - {"notice:settled"}
        assert {row.act for row in head.rows} == acts, "and it does no more than GET"


@pytest.mark.read_once
@pytest.mark.slow
@pytest.mark.parametrize("question", OWN, ids=str)
def test_ones_own_way_to_sign_in_is_nobody_elses(world: World, question: Question) -> None:
    path = path_of(question, world)
    for who in (MAILBOX, ANONYMOUS, *GONE):
        for method in ("GET", "POST"):
            got = ask(world, who, path, method, {} if method == "POST" else None, audit=False)
            assert got.outcome in ("sign-in", "no-method"), (who, method, got.response.status_code)
            assert got.response.headers["Cache-Control"] == "no-store"
    for who in ("teacher", "administrator", "manager"):
        got = ask(world, who, path, audit=False)
        assert got.outcome in ("in", "nothing"), (who, got.response.status_code)
        assert got.response.headers["Cache-Control"] == "no-store"
        assert not [secret for secret in SECRETS if secret.encode() in got.response.content]


@pytest.mark.read_once
@pytest.mark.slow
@pytest.mark.parametrize("question", OPEN, ids=str)
def test_what_is_open_to_all_shows_nobody(world: World, question: Question) -> None:
    path = path_of(question, world)
    for who in (ANONYMOUS, MAILBOX, "teacher", *GONE):
        got = ask(world, who, path, audit=False)
        # Readiness is a 503 where no worker runs, as here.
        assert got.outcome != "fault" or question.pattern == "health/ready", got.response.status_code
        assert got.response.headers["Cache-Control"] == "no-store"
        if question.pattern != "gallery/":  # its people are nobody's
            assert not [secret for secret in SECRETS if secret.encode() in got.response.content]


def test_everyone_was_asked() -> None:
    assert set(EVERYONE) == {*CAST, MAILBOX, *GONE, ANONYMOUS}
