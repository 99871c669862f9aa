"""A family's whereabouts are hidden: whoever may open anything of theirs, no page says them, in any spelling."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from plait.base.outbox.models import Message
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey

LINE, POSTCODE, SCHOOL, PHONE = "14 Heron Quay Road", "EW4 2QX", "Larkfield Primary School", "07700 900142"

SPELLINGS = (
    "14 Heron Quay Road", "14, HERON QUAY ROAD", "14 heron  quay rd", "Heron Quay Rd.", "14HeronQuayRoad", "Heron-Quay Road",
    "EW4 2QX", "ew42qx", "EW4-2QX", "E W 4 2 Q X", "EW4\u00a02QX", "EW4",
    "Larkfield Primary School", "LARKFIELD PRIMARY SCHOOL", "Larkfield Prim. Sch",
    "07700 900142", "07700900142", "+44 7700 900142", "0044 (0)7700 900-142", "07700-900-142",
)  # fmt: skip
RAW = ("heronquay", "ew42qx", "larkfield", "7700900142")

WRITTEN = "She said they now live at: " + "; or ".join(SPELLINGS) + ". Canary-after."


def flat(text: str) -> str:
    """Letters and figures only, so that no spelling can hide behind spaces or points."""
    return re.sub(r"[\W_]+", "", unescape(re.sub(r"<[^>]+>", " ", text)).casefold())


@pytest.fixture
def journey(cast: Cast, pack: object, at: object) -> Iterator[Journey]:
    """The referrer writes the address into every box; the hub asks; the police answer with it; it is decided."""
    home = {"address_line": LINE, "town": "Ellowmere", "postcode": POSTCODE, "school": SCHOOL, "phone": PHONE}
    told = Concern(
        children=(ChildSaid(Described(forename="Theodora", surname="Marlowe", **home)),),  # type: ignore[arg-type]
        adults=(
            AdultSaid(
                Described(forename="Leanne", surname="Marlowe", address_line="14 Heron Quay Rd", postcode="ew42qx", phone=PHONE),
                "mother",
                lives_with="yes",
            ),
        ),
        safety=Safety(where="yes", where_who="Dean Kerrigan"),
        observed=WRITTEN, child_words=WRITTEN, reported=WRITTEN, opinion=WRITTEN, strengths=WRITTEN, wanted=WRITTEN,
    )  # fmt: skip
    story = Journey(cast, at).raised("health_visitor", told).accepted().asked("police", "housing")  # type: ignore[arg-type]
    story.answered("police", "police", text=WRITTEN).decided("section_47")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.later())
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        yield story


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


def pages_open_to(client: Client, journey: Journey) -> dict[str, str]:
    """Every page this reader can open with any id of this family put into any address."""
    found, ids = {}, ids_of(journey)
    for pattern in addresses():
        if re.search(r"<(?!uuid)|[()^$*?]", pattern):
            continue
        name = re.search(r"<uuid:(\w+)>", pattern)
        for one in ids.get(name[1], ids[""]) if name else [""]:
            path = re.sub(r"<uuid:\w+>", one, pattern)
            answer = client.get(path)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found[path] = answer.content.decode()
    return found


# The author's own words come back as they typed them, true or guessed: a page that masked only the true address would
# answer guesses. (What is being written is not altered in silence either.)
OWN_FORMS = re.compile(r"^/(concerns|calls)/|^/checks/[^/]+/answer/$")
OWN_ANSWER = re.compile(r"^/checks/[^/]+/(answer/|answered/)?$")


@pytest.mark.parametrize("who", ["screener", "lead", "police", "housing", "dsl", "privacy_officer"])
def test_no_page_of_any_reader_says_where_they_are(journey: Journey, who: str) -> None:
    pages = pages_open_to(journey.browser(who), journey)
    assert len(pages) > 3
    said = {
        path: [raw for raw in RAW if raw in flat(text)]
        for path, text in pages.items()
        if not OWN_FORMS.match(path) and not (who == "police" and OWN_ANSWER.match(path))
    }
    assert {path: raws for path, raws in said.items() if raws} == {}


def test_the_story_still_says_everything_else(journey: Journey) -> None:
    pages = pages_open_to(journey.browser("lead"), journey)
    child = journey.child
    assert "Canary-after" in pages[f"/people/{child}/story/"]
    assert "[protected]" in pages[f"/people/{child}/story/"]


def test_copies_prints_letters_and_feedback_do_not_say_it_either(journey: Journey) -> None:
    lead = journey.browser("lead")
    child = journey.child
    keys = [
        f"{journey.contact.ref}:{part}" for part in ("observed", "child", "third_party", "opinion", "rest")
    ]
    for page, posted in (("copy", {"entry": keys}), ("print", {})):
        text = flat(lead.post(f"/people/{child}/story/{page}/", posted).content.decode())
        assert "canaryafter" in text
        assert [raw for raw in RAW if raw in text] == []
    letters = flat(" ".join(f"{one.subject_line} {one.context} {one.key}" for one in Message.objects.all()))
    feedback = flat(" ".join(journey.contact.feedback.values_list("text", flat=True)))
    assert [raw for raw in RAW if raw in letters + feedback] == []


def test_hiding_it_later_works_from_the_next_page_on_and_for_everybody_at_home(
    cast: Cast, pack: object, at: object
) -> None:
    home = {"address_line": LINE, "postcode": POSTCODE}
    told = Concern(
        children=(ChildSaid(Described(forename="Theodora", surname="Marlowe", **home)),),  # type: ignore[arg-type]
        adults=(AdultSaid(Described(forename="Leanne", surname="Marlowe", address_line="14 Heron Quay Rd", postcode="ew42qx")),),
        observed=WRITTEN,
    )  # fmt: skip
    story = Journey(cast, at).raised("health_visitor", told)  # type: ignore[arg-type]
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        hub = story.browser("screener")
        people = [
            str(one.description.person_id) for one in story.contact.people.select_related("description")
        ]
        paths = [f"/people/{person}/story/" for person in people]
        assert all("heronquay" in flat(hub.get(path).content.decode()) for path in paths)
        shield_whereabouts(
            person_id=story.child,
            because="He was seen in the street.",
            review_on=None,
            by=story.who("screener"),
            at=story.later(),
        )
        for path in paths:
            assert [raw for raw in RAW[:2] if raw in flat(hub.get(path).content.decode())] == [], path
