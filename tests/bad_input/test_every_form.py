"""Every form of Plait, as it stands on its page, sent with everything that people and programs can put into it."""

import os
import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import uuid4
from zlib import crc32

import pytest

from plait.base.ui import context
from plait.base.ui.text import LONGEST
from tests.bad_input.pages import Found, complains, forms_on, sendable, sender, tried, wrong_with
from tests.matrix.asking import ADDRESSES, path_of
from tests.matrix.oracle import QUESTIONS, Question
from tests.matrix.world import ANONYMOUS, World, undone

Data = dict[str, list[str]]
# Marks that join, turn round, hide and imitate: all of them are text and may be kept, none may break a page.
MARKS = "زينب \u202eabc\u202c Zoe\u0308 \u200b\u200d🦋 Аnna \ufeff\u2066x\u2069 <script>&\"'`{{ x }}{% y %}\u2028%s\\u0000"


@pytest.fixture(autouse=True)
def _no_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The navigation's counts take a third of every page's time."""
    monkeypatch.setattr(context, "nav_for", lambda *_args: [])


def nul(form: Found) -> Data:
    return {**form.fields, **{name: ["a\x00b"] for name in form.typed}}


def too_long(form: Found) -> Data:
    return {**form.fields, **{name: ["a" * (LONGEST + 1)] for name in form.typed}}


def marks(form: Found) -> Data:
    return {**form.fields, **{name: [MARKS] for name in form.typed}}


def no_such_choice(form: Found) -> Data:
    return {
        **form.fields,
        **{name: ["a"] for name in form.typed},
        **{name: ["no-such-code"] for name in form.chosen},
    }


def somebody_elses(form: Found) -> Data:
    return {**form.fields, **{name: [str(uuid4())] for name in (*form.chosen, *form.hidden)}}


def nonsense_behind(form: Found) -> Data:
    """Hidden fields as no page of ours fills them."""
    return {**form.fields, **{name: ["9" * 5_000, "-1\x00"] for name in form.hidden}}


def everything_twice(form: Found) -> Data:
    return {name: [*values, *values, ""] for name, values in form.fields.items()}


KINDS: dict[str, Callable[[Found], Data]] = {
    "nul": nul, "too long": too_long, "marks": marks, "no such choice": no_such_choice,
    "somebody else's": somebody_elses, "nonsense behind": nonsense_behind, "everything twice": everything_twice,
}  # fmt: skip
# A form refuses these before a database is asked, so the second lane does not send them once more.
if os.environ.get("PLAIT_TEST_SECOND_LANE"):
    KINDS = {
        kind: fill
        for kind, fill in KINDS.items()
        if kind not in ("too long", "no such choice", "everything twice")
    }
# Where a text with a fault in it must be refused with words. Looking for somebody, or going back, changes nothing anyway.
REFUSED = {"nul", "too long"}
AUTOSAVED = ("/draft/", "/save/")
# Deeds whose answer is the page itself: the text, the paper, the address that is shown once.
ANSWERED_BY_A_PAGE = re.compile(r"/story/(copy|print)/$|/sheet/$|/where/$|/reaching/message/[^/]+/$")


def one_each(questions: list[Question]) -> list[Question]:
    """One record for each address: what an address makes of bytes does not hang on whose record it is."""
    return list({one.pattern: one for one in reversed(questions)}.values())


BAD_IDS: tuple[str, ...] = (
    "x",
    "0",
    "%00",
    "%ED%A0%80",
    "9" * 400,
    str(uuid4())[:-1],
    quote("زينب"),
    "..%2f..",
)
if os.environ.get("PLAIT_TEST_SECOND_LANE"):  # a database sees no difference between most of them
    BAD_IDS = ("0", "%00", "9" * 400)


@pytest.mark.parametrize("question", sendable(), ids=str)
def test_an_empty_form_by_somebody_allowed(world: World, question: Question) -> None:
    """Not one field: a page that says what is missing, or, where nothing is asked, the deed."""
    browser, path = world.browsers[sender(question)], path_of(question, world)
    with undone():
        if question.reads:
            browser.get(path, follow=True)  # so that nothing is noted as read for the first time below
        for body in ({}, {"x": ""}):
            answer, touched = tried(partial(browser.post, path, body))
            assert list(wrong_with(answer)) == [], body
            if answer.status_code != 302 and not ANSWERED_BY_A_PAGE.search(path):
                assert touched == [], body


def readable() -> list[Question]:
    return [one for one in QUESTIONS if one.reads]


@pytest.mark.parametrize("question", one_each(readable()), ids=str)
def test_whatever_is_sent_there_is_an_answer(world: World, question: Question) -> None:
    """Every form on every page, by whoever reads the page, filled in every bad way."""
    assert question.reads
    who = min(question.reads & (question.sends or question.reads) or question.reads)
    browser, path = world.browsers[who], path_of(question, world)
    found: list[str] = []
    with undone():
        page = browser.get(path)
        for form in forms_on(path, page):
            for kind, fill in KINDS.items():
                if kind in REFUSED | {"marks"} and not form.typed:
                    continue
                for button in form.buttons[:3] or [("", "")]:
                    data: Any = fill(form) | ({button[0]: [button[1]]} if button[0] else {})
                    goes_on = button[0] == "more" or button[1] in (
                        "change",
                        "choose",
                        "back",
                    )  # asks for another page, and keeps a draft
                    asked = "goes on" if goes_on else kind
                    found += [
                        f"{kind} to {form.action} {button}: {one}" for one in sent(browser, form, asked, data)
                    ]
    assert found == []


def sent(browser: Any, form: Found, kind: str, data: Data) -> list[str]:
    answer, touched = tried(partial(browser.post, form.action, data))
    found = list(wrong_with(answer))
    if found:
        return found
    a_deed = answer.status_code == 302 or ANSWERED_BY_A_PAGE.search(form.action) is not None
    if not a_deed and touched:
        found.append(f"{answer.status_code}, and changed {touched}")
    if kind in REFUSED and not form.action.endswith(AUTOSAVED):
        if touched:
            found.append(f"kept what cannot be kept in {touched}")
        if answer.status_code == 302:
            found.append(f"went on to {answer.headers['Location']}")
        elif not complains(answer):
            found.append("does not say what is wrong")
    return found


@pytest.mark.parametrize("question", one_each(sendable()), ids=str)
def test_bytes_that_are_no_text(world: World, question: Question) -> None:
    """Lone surrogates and other bytes that are not UTF-8, in names and in values; and a body that is none of a form's."""
    browser, path = world.browsers[sender(question)], path_of(question, world)
    broken = "&".join(
        f"{name}=%ED%A0%80%FF%00x"
        for name in ("because", "what", "kind", "c0-kind", "outcome", "who", "%FF%00")
    )
    multipart = b'--x\r\nContent-Disposition: form-data; name="because"\r\n\r\n\xed\xa0\x80\xff\r\n--x--\r\n'
    urlencoded: list[tuple[bytes, str]] = [(broken.encode(), "application/x-www-form-urlencoded")]
    no_forms: list[tuple[bytes, str]] = [
        (multipart, "multipart/form-data; boundary=x"),
        (multipart[:30], "multipart/form-data; boundary=x"),
        (multipart, "multipart/form-data"),
        (multipart.replace(b"\xed\xa0\x80\xff", b"+2AA-"), "multipart/form-data; boundary=x; charset=utf-7"),
        (b"because=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b'{"because": "\\ud800"}', "application/json"),
        (b"<x/>", "text/xml"),
        (b"\xff\xfe", ""),
    ]
    # What becomes of these is settled before a view is asked: each address is sent three of them, the next one another three.
    # And before a database is: the second lane sends none.
    first = crc32(question.pattern.encode()) % len(no_forms)
    three = (no_forms + no_forms)[first : first + 3]
    for body, kind in urlencoded + ([] if os.environ.get("PLAIT_TEST_SECOND_LANE") else three):
        with undone():
            answer = browser.generic("POST", path, body, content_type=kind)
            assert list(wrong_with(answer)) == [], kind


@pytest.mark.read_once
@pytest.mark.parametrize("question", one_each(sendable()), ids=str)
def test_ten_megabytes_are_refused_with_how_much_is_allowed(world: World, question: Question) -> None:
    browser, path = world.browsers[sender(question)], path_of(question, world)
    body, kind = b"because=" + b"a" * 10_000_000, "application/x-www-form-urlencoded"
    answer, touched = tried(partial(browser.generic, "POST", path, body, content_type=kind))
    assert list(wrong_with(answer)) == []
    if answer.status_code != 302:
        assert touched == []
        if answer.status_code == 413:
            assert "20,000 characters" in answer.content.decode()
            assert "None of this page was kept" in answer.content.decode()


def test_signing_in_survives_everything(world: World) -> None:
    """The pages open to all, and one's own second step: every field of every form, and none."""
    doors = [one for one in QUESTIONS if one.open_to_all or one.own_sign_in]
    found = []
    for question in doors:
        path = path_of(question, world)
        for who in (ANONYMOUS, "teacher"):
            browser = world.browsers[who]
            with undone():
                page = browser.get(path)
                forms = forms_on(path, page) if page.status_code == 200 else []
                for data in (
                    {},
                    {"credential": "{}"},
                    {"credential": '{"id": "x", "response": 3}'},
                    {"who": "\x00"},
                    {"code": "\x00", "login": "\x00"},
                ):
                    with undone():
                        answer = browser.post(path, data)
                        found += [f"{question} {data} as {who}: {one}" for one in wrong_with(answer)]
                for form in forms:
                    for kind, fill in KINDS.items():
                        with undone():
                            answer = browser.post(form.action, fill(form))
                            found += [f"{question} {kind} as {who}: {one}" for one in wrong_with(answer)]
    assert found == []


def test_no_address_breaks(world: World) -> None:
    """Ids that are none, in every place of every address, and very long questions after it."""
    browser = world.browsers["manager"]
    found = []
    for pattern in ADDRESSES:
        if pattern.startswith("health/"):
            continue  # says 503 while no worker runs
        if "<" not in pattern or pattern.startswith("^"):
            paths = ["/" + pattern] if not pattern.startswith("^") else []
        else:
            parts = pattern.split("/")
            paths = [
                "/" + "/".join(bad if part.startswith("<") else part for part in parts) for bad in BAD_IDS
            ]
        for path in paths:
            for query in (
                ("",)
                if path != paths[0]
                else ("", f"?next={'a' * 50_000}&page=%00&page=-1&kind=%ED%A0%80&as=%00")
            ):
                for method in ("GET", "POST"):
                    with undone():
                        answer = browser.generic(
                            method, path + query, b"", content_type="application/x-www-form-urlencoded"
                        )
                        found += [f"{method} {path[:60]}{query[:8]}: {one}" for one in wrong_with(answer)]
    assert found == []
