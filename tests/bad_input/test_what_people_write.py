"""Names, days and texts as people have them, through the screens: kept as they are and found again, or refused in a sentence."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plait.base.ui.text import LONGEST, tidy
from plait.people.models import Description
from plait.referrals.models import Contact, ContactPerson
from tests.bad_input.pages import PHONE, complains, fill, tried, wrong_with
from tests.matrix.world import World

SAFE = {"must_not_know": "no", "protect_source": "no", "telling_raises_risk": "not_known"}
BORN = {"child_born_day": "3", "child_born_month": "9", "child_born_year": "2016"}
PURPOSE = "Find out whether we know this person"


def begin(browser: Client) -> str:
    start = {"danger_now": "no", "works_with_children": "no", "key": str(uuid4())}
    return str(browser.post("/concerns/start/", start).headers["Location"]).removesuffix("safety/")


def send(browser: Client, *children: dict[str, str], worry: str = "No coat in the frost.") -> Contact:
    """A concern about these children, from the first page to the receipt."""
    draft = begin(browser)
    steps: list[tuple[str, dict[str, str]]] = [("safety/", SAFE)]
    steps += [(f"children/{number}/", child) for number, child in enumerate(children, 1)]
    steps += [("worry/", {"observed": worry}), ("family/", {"family_told": "not_sure"})]
    for step, said in steps:
        answer = browser.post(draft + step, said)
        assert answer.status_code == 302, (step, answer.content.decode())
    receipt = browser.post(draft + "check/", follow=True)
    assert receipt.status_code == 200
    return Contact.objects.exclude(pk__in=KNOWN).get()


KNOWN: set[Any] = set()


@pytest.fixture(autouse=True)
def _known(world: World) -> None:
    KNOWN.clear()
    KNOWN.update(Contact.objects.values_list("pk", flat=True))


NAMES = [
    ("زينب", "العلي"),  # right to left
    ("\u200fنوح\u200f", "כהן"),  # with its direction marks
    ("Zoe\u0308", "O\u0301 Ne\u0301ill"),  # combining marks
    ("Nguyễn", "Thị Ánh"),
    ("ສົມ\u200bຈັນ", "ກ"),  # a zero-width space, one letter
    ("Sam\u200d🦋", "Ng"),
    ("Аnna", "Ѕmith"),  # Cyrillic letters that look like Latin ones
    ("J", "O"),
    ("𝒜va", "Ǉ"),
    ("X Æ A-12", "d’Arc-Søren"),
    ("a" * 100, "b" * 100),
]


@pytest.mark.parametrize(("forename", "surname"), NAMES)
def test_a_name_is_kept_and_found_by_what_was_written(world: World, forename: str, surname: str) -> None:
    contact = send(
        world.browsers["teacher"], {"child_given_name": forename, "child_family_name": surname, **BORN}
    )
    said = contact.people.get().description
    assert (said.forename, said.surname) == (tidy(forename), tidy(surname))
    screener = world.browsers["screener"]
    assert tidy(forename) in screener.get(f"/hub/concerns/{contact.pk}/").content.decode()
    found = look(world, forename=forename, surname=surname)
    assert tidy(forename) in found and "Nobody like this" not in found


def look(world: World, **said: str) -> str:
    kit = ContactPerson.objects.filter(contact_id=world["contact:kit"]).order_by("order").first()
    assert kit is not None
    path = f"/hub/concerns/{world['contact:kit']}/who/{kit.pk}/"
    answer = world.browsers["screener"].post(path, {"do": "look", "purpose": PURPOSE, **said})
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "only", [{"child_given_name": "Noor"}, {"child_family_name": "Ö"}, {"child_age": "about 4"}, {}]
)
def test_one_name_or_none_is_enough(world: World, only: dict[str, str]) -> None:
    contact = send(world.browsers["teacher"], only)
    assert contact.people.get().description.age_said == only.get("child_age", "")
    assert world.browsers["screener"].get(f"/hub/concerns/{contact.pk}/").status_code == 200


def test_a_name_of_pictures_alone_finds_nobody_else(world: World) -> None:
    """There is nothing to compare, so it is no way to see everybody without a name."""
    send(world.browsers["teacher"], {"child_given_name": "🦋", **BORN})
    assert "Nobody like this" in look(world, forename="🌙", surname="⭐")


DAYS: list[tuple[tuple[str, str, str], str]] = [
    (("31", "2", "2019"), "There is no 31 February 2019"),
    (("29", "2", "2023"), "There is no 29 February 2023"),
    (("1", "1", "0"), "year must be 4 numbers"),
    (("1", "1", "0000"), "year must be between"),
    (("1", "1", "99999"), "year must be 4 numbers"),
    (("1", "1", "9999"), "year must be between"),
    (("1", "1", "2030"), "in the future"),
    (("24", "11", "2026"), "in the future"),
    (("32", "1", "2019"), "day must be"),
    (("1", "13", "2019"), "month must be"),
    (("٣", "١", "٢٠١٩"), "year must be 4 numbers"),
    (("-1", "1", "2019"), "day must be"),
    (("1e3", "1", "2019"), "day must be"),
    (("9" * 5000, "1", "2019"), "day must be"),
]  # fmt: skip


def date_of(name: str, day: tuple[str, str, str]) -> dict[str, str]:
    return {f"{name}_{part}": said for part, said in zip(("day", "month", "year"), day, strict=True)}


@pytest.mark.parametrize(("day", "sentence"), DAYS)
def test_days_that_cannot_be(world: World, day: tuple[str, str, str], sentence: str) -> None:
    """On every screen that asks for a day in the past: said, kept as typed, nothing done."""
    teacher, draft = world.browsers["teacher"], begin(world.browsers["teacher"])
    handler, screener = world.browsers["call_handler"], world.browsers["screener"]
    kit = ContactPerson.objects.filter(contact_id=world["contact:kit"])[0]
    rang = f"/checks/{world['check:ava-housing']}/rang/"
    for browser, path, said in (
        (teacher, f"{draft}children/1/", date_of("child_born", day)),
        (teacher, f"{draft}family/", {"family_told": "not_sure", "late_at": "10:00", **date_of("late_on", day)}),
        (handler, "/calls/new/", {"caller_said": "x", "called_at": "10:00", **date_of("called_on", day)}),
        (world.browsers["gp"], "/account/people-i-know/", {"forename": "B", "surname": "L", "kind": "friend",
          **date_of("born_on", day)}),
        (screener, f"/hub/concerns/{world['contact:kit']}/who/{kit.pk}/",
         {"do": "look", "purpose": PURPOSE, "surname": "L", **date_of("born_on", day)}),
        (screener, rang, {"spoke_with": "x", "said": "x", "counts_as": "ask", "rang_time": "10:00", **date_of("rang_on", day)}),
    ):  # fmt: skip
        answer, touched = tried(partial(browser.post, path, said))
        page = answer.content.decode()
        assert answer.status_code == 200 and sentence in page, (path, answer.status_code)
        assert PHONE in page and complains(answer) and touched == [], path
        if len(day[0]) < 9:
            assert f'value="{day[0]}"' in page, path


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"child_unborn": "on"}, ""),
        ({"child_unborn": "on", **date_of("child_born", ("4", "1", "2027"))}, ""),
        ({"child_unborn": "on", **date_of("child_born", ("4", "1", "2029"))}, "too far ahead"),
        ({"child_unborn": "on", **date_of("child_born", ("4", "1", "2020"))}, "more than a year ago"),
    ],
)
def test_children_who_are_not_born_yet(world: World, said: dict[str, str], sentence: str) -> None:
    browser = world.browsers["health_visitor"]
    if not sentence:
        bump = send(browser, said).people.get().description
        assert bump.unborn and bump.born_on is None and bool(bump.expected_on) == ("child_born_day" in said)
        return
    answer = browser.post(begin(browser) + "children/1/", said)
    assert answer.status_code == 200 and complains(answer)
    assert sentence in answer.content.decode(), answer.content.decode()


def test_unknown_everything_is_sent(world: World) -> None:
    """*Not known* to every question that offers it, and one reason."""
    browser = world.browsers["teacher"]
    draft = begin(browser)
    for step in ("safety/", "children/1/", "worry/", "hopes/", "family/"):
        form = fill(browser, draft + step)
        for name in ("must_not_know", "protect_source", "telling_raises_risk", "family_told", "injury"):
            if f'name="{name}"' in browser.get(draft + step).content.decode():
                form[name] = "not_sure" if name == "family_told" else "not_known"
        answer = browser.post(
            draft + step, {**form, **({"observed": "I do not know."} if step == "worry/" else {})}
        )
        assert answer.status_code == 302, (step, answer.content.decode())
    assert browser.post(draft + "check/").status_code == 302
    contact = Contact.objects.exclude(pk__in=KNOWN).get()
    assert Description.objects.get(pk=contact.people.get().description_id).forename == ""


@pytest.mark.parametrize(("over", "fits"), [(0, True), (1, False)])
def test_just_at_and_just_over_the_limit(world: World, over: int, fits: bool) -> None:
    """What fits is kept to the last letter; what is one letter over is told so, shown whole, and kept nowhere but there."""
    cases: list[tuple[str, str, dict[str, str], str, int]] = [
        ("screener", "/hub/concerns/{contact:kit}/rate/", {"rating": "red"}, "because", 4_000),
        ("screener", "/referrals/{referral:pell}/protect/", {"outcome": "section_47"}, "because", 6_000),
        ("screener", "/feedback/to-settle/{feedback:held}/", {"how": "not_told"}, "because", LONGEST),
        ("gp", "/account/people-i-know/", {"surname": "L", "kind": "friend"}, "forename", 100),
        ("screener", "/people/{person:ava}/shield/", {}, "because", 300),
    ]
    for who, pattern, said, name, limit in cases:
        path = pattern
        for key, value in world.ids.items():
            path = path.replace(f"{{{key}}}", value)
        browser, text = world.browsers[who], "é" * (limit + over)
        data = fill(browser, path, **said) | {name: text}
        answer, touched = tried(partial(browser.post, path, data))
        assert list(wrong_with(answer)) == []
        if fits:
            assert answer.status_code == 302, (path, answer.content.decode())
        else:
            page = answer.content.decode()
            assert f"1 character too long. The most that fits is {limit:,}." in page, path
            assert text in page and touched == [], path


def test_ten_megabytes_lose_nothing_that_was_kept(world: World) -> None:
    browser = world.browsers["teacher"]
    draft = begin(browser)
    browser.post(draft + "worry/", {"observed": "Short"})
    answer = browser.post(draft + "worry/", {"observed": "a" * 10_000_000})
    assert answer.status_code == 413 and "20,000 characters" in answer.content.decode()
    assert PHONE in answer.content.decode()
    assert "Short" in browser.get(draft + "worry/").content.decode()
