"""A family's whereabouts are hidden: whoever of the cast opens whatever they can, nothing says them, in any spelling.

The family is built once and every reader reads once; what a test does besides is rolled back.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from plait.base.audit.queries import looked_at
from plait.base.outbox import deliver_due
from plait.base.outbox.models import Message
from plait.base.ui import context
from plait.people.actions.note_what_leads_there import note_what_leads_there
from plait.people.actions.set_safe_contact import set_safe_contact
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.presenters.known import veil_page
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.record_strategy import Agreed, record_strategy
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.site.demo.cast import PEOPLE, Cast
from tests.feedback.journey import Journey
from tests.matrix.world import undone

pytestmark = pytest.mark.slow
LINE, POSTCODE, SCHOOL, PHONE = "14 Heron Quay Road", "EW4 2QX", "Larkfield Primary School", "07700 900142"
# What else leads there, by kind; and the number on which she is reached safely.
LEADS = (
    ("health", "Brackenhill Surgery"), ("vehicle", "EW19 KLT"), ("email", "leanne@dockside.invalid"),
    ("work", "Thistledown Bakery"), ("place", "Sandpiper Women’s Refuge, Hallowick"), ("phone", "01632 960888"),
)  # fmt: skip
SAFE = "07700 900163"

SPELLINGS = (
    "14 Heron Quay Road", "14, HERON QUAY ROAD", "14 heron  quay rd", "Heron Quay Rd.", "14HeronQuayRoad", "Heron-Quay Road",
    "EW4 2QX", "ew42qx", "EW4-2QX", "E W 4 2 Q X", "EW4\u00a02QX", "EW4", "Flat 2, 14 Heron Quay", "Heron\nQuay Road",
    "Larkfield Primary School", "LARKFIELD PRIMARY SCHOOL", "Larkfield Prim. Sch", "larkfield primary",
    "07700 900142", "07700900142", "+44 7700 900142", "0044 (0)7700 900-142", "07700-900-142", "(07700) 900142",
    "Brackenhill Surgery", "BRACKENHILL SURGERY", "Brackenhill-Surgery", "brackenhill  surgery",
    "EW19 KLT", "EW19KLT", "ew19-klt", "E W 1 9 K L T",
    "leanne@dockside.invalid", "LEANNE@DOCKSIDE.INVALID", "leanne @ dockside.invalid",
    "Thistledown Bakery", "THISTLEDOWN BAKERY", "Thistledown-Bakery",
    "Sandpiper Women’s Refuge", "Sandpiper Women's Refuge, Hallowick", "SANDPIPER WOMEN’S REFUGE",
    "01632 960888", "+44 1632 960888", "01632-960-888",
)  # fmt: skip
HOME = ("heronquay", "ew42qx", "larkfield", "7700900142")
RAW = (
    *HOME, "brackenhill", "ew19klt", "leannedockside", "thistledown", "sandpiper", "1632960888", "7700900163",
)  # fmt: skip

WRITTEN = "She said they now live at: " + "; or ".join(SPELLINGS) + ". Canary-after."


def flat(text: str) -> str:
    """Letters and figures only, so that no spelling can hide behind spaces or points."""
    return re.sub(r"[\W_]+", "", unescape(re.sub(r"<[^>]+>", " ", text)).casefold())


@dataclass
class Told:
    """The family's journey, and what each reader could read, kept."""

    journey: Journey
    draft: str  # what it was written in, which its receipt stands under
    browsers: dict[str, Client] = field(default_factory=dict)
    read: dict[str, dict[str, str]] = field(default_factory=dict)

    def pages(self, who: str) -> dict[str, str]:
        if who not in self.read:
            paths = paths_with(self.journey, deep=who == WIDEST)
            if who != WIDEST:
                paths = list(dict.fromkeys([*paths, *self.pages(WIDEST)]))
            self.read[who] = pages_open_to(self.browsers[who], paths)
        return self.read[who]


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Told]:
    """The referrer writes the address into every box; the hub asks; the police answer with it; it is decided. The hub has
    written down what else leads there, and a safe way."""
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    home = {"address_line": LINE, "town": "Ellowmere", "postcode": POSTCODE, "school": SCHOOL, "phone": PHONE}
    told = Concern(
        children=(ChildSaid(Described(forename="Theodora", surname="Marlowe", **home)),),  # type: ignore[arg-type]
        adults=(
            AdultSaid(
                Described(forename="Leanne", surname="Marlowe", address_line="14 Heron Quay Rd", postcode="ew42qx", phone=PHONE),
                "mother",
                lives_with="yes",
            ),
            AdultSaid(
                Described(forename="Dean", surname="Kerrigan"), "father", lives_with="no", parental_responsibility="yes"
            ),
        ),
        safety=Safety(where="yes", where_who="Dean Kerrigan"),
        observed=WRITTEN, child_words=WRITTEN, reported=WRITTEN, opinion=WRITTEN, strengths=WRITTEN, wanted=WRITTEN,
    )  # fmt: skip
    with django_db_blocker.unblock(), undone():
        story = Journey(area_put_back(), at)
        visitor = story.who("health_visitor")
        half = save_draft(about="concern", answers={}, by=visitor, at=story.later())
        story.contact = raise_concern(concern=told, draft_id=str(half.pk), by=visitor, at=story.later())
        story.accepted()
        hub = story.who("screener")
        for kind, words in LEADS:
            note_what_leads_there(person_id=story.child, kind=kind, words=words, by=hub, at=story.later())
        set_safe_contact(person_id=story.child, method="ring", contact=SAFE, by=hub, at=story.later())
        story.asked("police", "housing").answered("police", "police", text=WRITTEN).decided("section_47")
        record_strategy(
            referral_id=str(story.referral.pk),
            held_at=story.at,
            attended=[("Miriam Cole", "The hub")],
            shared=WRITTEN,
            decided="Section 47",
            enquiry="single",
            medical="no",
            medical_because="None.",
            actions=[Agreed("Karen Pike", WRITTEN, at.date() - timedelta(days=1))],
            safety_tonight="With her grandmother.",
            by=story.who("screener"),
            at=story.later(),
        )
        accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.later())
        told_of = Told(story, str(half.pk))
        for who in PEOPLE:  # now, since whatever a test makes is undone after it
            told_of.browsers[who] = story.browser(who)
        yield told_of


@pytest.fixture
def db(once: Told) -> None:
    """Stands in for pytest-django's own, which would close the connection that holds the family; by this name pytest-django
    knows that the databases are needed."""


@pytest.fixture
def told(db: None, once: Told) -> Iterator[Told]:
    """An hour later, with everything that the test does undone afterwards."""
    with time_machine.travel(once.journey.at + timedelta(hours=1), tick=False), undone():
        yield once


@pytest.fixture(autouse=True)
def _no_counts_in_the_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take a third of every page's time, and are figures."""
    monkeypatch.setattr(context, "nav_for", lambda _request, _actor: [])


@pytest.fixture
def journey(told: Told) -> Journey:
    return told.journey


def addresses() -> list[str]:
    """Every address of the site as a pattern, so that a page somebody adds later is crawled too."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for part in resolver.url_patterns:
            if isinstance(part, URLResolver):
                yield from walk(part, before + str(part.pattern))
            else:
                assert isinstance(part, URLPattern)
                yield before + str(part.pattern)

    return sorted(set(walk(get_resolver(), "/")))


def ids_of(journey: Journey) -> dict[str, list[str]]:
    """The ids of this family by the name an address gives them; an address with another name is tried with every one."""
    known = {
        "contact_id": [str(journey.contact.pk)],
        "referral_id": [str(journey.referral.pk)],
        "check_id": [str(check.pk) for check in journey.checks.values()],
        "person_id": [
            str(one.description.person_id) for one in journey.contact.people.select_related("description")
        ],
        "task_id": [str(pk) for pk in journey.contact.feedback.values_list("pk", flat=True)],
    }
    return known | {"": [one for ids in known.values() for one in ids]}


def paths_with(journey: Journey, *, deep: bool) -> list[str]:
    """Every address of the site, with the ids of this family in those that name such a record; `deep`: in every other one too."""
    found, ids = [], ids_of(journey)
    for pattern in addresses():
        if re.search(r"<(?!uuid)|[()^$*?]", pattern):
            continue
        name = re.search(r"<uuid:(\w+)>", pattern)
        some = ids.get(name[1], ids[""] if deep else []) if name else [""]
        found += [re.sub(r"<uuid:\w+>", one, pattern) for one in some]
    return found


def pages_open_to(client: Client, paths: list[str]) -> dict[str, str]:
    """Of these, every page that this reader can open."""
    found = {}
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found[path] = answer.content.decode()
    return found


# The author's own words come back as they typed them, true or guessed: a page that masked only the true address would
# answer guesses. (What is being written is not altered in silence either.)
OWN_FORMS = re.compile(r"^/(concerns|calls)/|^/checks/[^/]+/answer/$")
OWN_ANSWER = re.compile(r"^/checks/[^/]+/(answer/|answered/)?$")
ITS_AUTHORS = ("police", "police_ex_partner")  # of one team
# The safe number stands where it is used, for those who may be shown where somebody is.
IN_ITS_PLACE = re.compile(r"<dl data-revealed.*?</dl>", re.DOTALL)
WIDEST = "screener"  # every id is put into every address for her; what opened is then tried by everybody


# On the second lane one of each side: whoever told, whoever reads most, whoever leads, and the one they are hidden from.
SIDES = ("teacher", WIDEST, "lead", "police_ex_partner")
READERS = SIDES if os.environ.get("PLAIT_TEST_SECOND_LANE") else tuple(PEOPLE)


@pytest.mark.parametrize("who", READERS)
def test_no_page_of_any_reader_says_where_they_are(told: Told, who: str) -> None:
    pages = told.pages(who)
    assert len(pages) > 3
    said = {
        path: [raw for raw in RAW if raw in flat(IN_ITS_PLACE.sub("", text))]
        for path, text in pages.items()
        if not OWN_FORMS.match(path) and not (who in ITS_AUTHORS and OWN_ANSWER.match(path))
    }
    assert {path: raws for path, raws in said.items() if raws} == {}
    # The safe number, and what else leads there: for the hub's social workers and the child's lead. Each reader reads once,
    # in whichever process they are asked about: a test of its own over all of them read everything again.
    shown = any(IN_ITS_PLACE.search(text) for text in pages.values())
    assert shown <= (who in {"screener", "manager", "edt", "lead"}) and shown >= (who == WIDEST)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_search_finds_them_by_where_they_are(told: Told, who: str) -> None:
    """Their own agency's records, by every box there is: nothing of the place comes back, whatever was typed."""
    client = told.browsers[who]
    for typed in (
        {"forename": "Theodora", "surname": "Marlowe"},
        {"forename": "Leanne", "surname": "Marlowe"},
    ):
        for path in ("/people/own-records/", "/people/claims/new/"):
            answer = client.post(path, {**typed, "purpose": "Answer what the hub asked"})
            assert [raw for raw in RAW if raw in flat(answer.content.decode())] == []


def test_the_story_still_says_everything_else(told: Told) -> None:
    pages, child = told.pages("lead"), told.journey.child
    assert "Canary-after" in pages[f"/people/{child}/story/"]
    assert "[protected]" in pages[f"/people/{child}/story/"]


def test_what_was_agreed_and_is_late_stands_on_the_desk_without_it(told: Told) -> None:
    assert "[protected]" in (desk := told.pages("screener")["/hub/"]) and "Canary-after" in desk


def test_a_list_that_names_them_is_a_look_at_them(told: Told) -> None:
    lists = {
        "/hub/": ("screener", "desk:hub"), "/concerns/mine/": ("health_visitor", "contact:own-list"),
        "/checks/": ("police", "check:list"), "/lead/": ("lead", "lead:desk"),
    }  # fmt: skip
    for path, (who, act) in lists.items():
        assert "Theodora" in told.browsers[who].get(path).content.decode(), path
        assert act in [one.act for one in looked_at(f"person:{told.journey.child}", most=9)], path


@pytest.mark.parametrize("who", ["screener", "lead", "call_handler"])
def test_copies_and_prints_do_not_say_it_either(told: Told, who: str) -> None:
    journey, reader = told.journey, told.browsers[who]
    child = journey.child
    keys = [
        f"{journey.contact.ref}:{part}" for part in ("observed", "child", "third_party", "opinion", "rest")
    ]
    for page, posted in (("copy", {"entry": keys}), ("print", {})):
        answer = reader.post(f"/people/{child}/story/{page}/", posted)
        text = flat(answer.content.decode())
        assert answer.status_code == 200 and "canaryafter" in text
        assert [raw for raw in RAW if raw in text] == []


def test_letters_messages_and_feedback_do_not_say_it_either(journey: Journey) -> None:
    """What waits, what was mailed, its subject and its links."""
    mail.outbox.clear()
    deliver_due(at=journey.later(120), limit=200)
    assert mail.outbox
    words = [f"{one.subject} {one.body} {one.to} {one.extra_headers}" for one in mail.outbox]
    words += [f"{one.subject_line} {one.context} {one.key} {one.about}" for one in Message.objects.all()]
    words += list(journey.contact.feedback.values_list("text", flat=True))
    assert [raw for raw in RAW if raw in flat(" ".join(words))] == []


def test_no_receipt_answers_a_guess(told: Told) -> None:
    """That of a concern reads no address back, hidden or not. That of an answer is the answer as it was typed, true or guessed:
    a page that took out the true address and left a wrong one would say which is which."""
    sent = told.browsers["health_visitor"].get(f"/concerns/drafts/{told.draft}/sent/")
    assert sent.status_code == 200
    assert "[protected]" not in (text := sent.content.decode())
    assert [raw for raw in RAW if raw in flat(text)] == []
    given = told.browsers["police"].get(f"/checks/{told.journey.checks['police'].pk}/answered/")
    assert flat(WRITTEN) in flat(given.content.decode())


def test_who_knows_them_is_told_only_to_those_who_may_know_where_they_are(told: Told) -> None:
    """An agency in a far place tells the place: its name, whoever works there and its telephone, also as a link to ring."""
    knows = told.journey.cast.agencies["health_visiting"]
    child = told.journey.child
    for who, shown in (("screener", True), ("call_handler", False)):
        page = told.pages(who)[f"/people/{child}/story/"]
        assert (flat(knows.name) in flat(page)) is shown, who
        assert ("01632960141" in re.sub(r"\D", "", page)) <= shown, who
        assert (f'href="tel:{knows.phone.replace(" ", "")}"' in page) <= shown, who
    hub = told.journey.who("call_handler")
    html = '<main><a href="tel:01632960888">Ring</a> <a href="tel:+44 7700 900142">Ring</a> <a href="tel:999">999</a></main>'
    veiled = veil_page(frozenset({f"person:{child}"}), html, by=hub, at=told.journey.at)
    assert veiled.count("through a social worker in the hub") == 2 and veiled.count('href="tel:') == 1
    assert 'href="tel:999"' in veiled
    # Nor is an address read that somebody wrote over two lines, or over two paragraphs.
    for ends in ("<br>", "</p>\n\n<p>"):
        lines = f"<main><p>At 14 Heron{ends}Quay Road.</p><p>Ring{ends}first.</p></main>"
        kept = veil_page(frozenset({f"person:{child}"}), lines, by=hub, at=told.journey.at)
        assert kept == f"<main><p>At [protected].</p><p>Ring{ends}first.</p></main>"


def test_hiding_it_later_works_from_the_next_page_on_and_for_everybody_at_home(
    told: Told,
) -> None:
    home = {"address_line": "3 Osprey Road", "postcode": "EW7 1AB"}
    concern = Concern(
        children=(ChildSaid(Described(forename="Wren", surname="Halloran", **home)),),  # type: ignore[arg-type]
        adults=(AdultSaid(Described(forename="Sorcha", surname="Halloran", address_line="3 Osprey Rd", postcode="ew71ab")),),
        observed="They live at 3, OSPREY ROAD (ew7-1ab).",
    )  # fmt: skip
    story = Journey(told.journey.cast, told.journey.at).raised("health_visitor", concern)
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        hub = told.browsers["screener"]
        people = [
            str(one.description.person_id) for one in story.contact.people.select_related("description")
        ]
        paths = [f"/people/{person}/story/" for person in people]
        assert all("ospreyr" in flat(hub.get(path).content.decode()) for path in paths)
        shield_whereabouts(
            person_id=story.child,
            because="He was seen in the street.",
            review_on=None,
            by=story.who("screener"),
            at=story.later(),
        )
        for path in paths:
            assert [
                raw for raw in ("ospreyr", "ew71ab") if raw in flat(hub.get(path).content.decode())
            ] == [], path
