"""What no form of ours sends: foreign ids, no token, other methods, foreign cookies; a session lost mid-form; a faulty pack."""

import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from plait.agencies.models import HeldForm
from plait.base.audit.actor import Actor
from plait.base.packs.actions.release_pack import PackRefused, release_pack
from plait.base.packs.queries import current
from plait.referrals.models import CheckAnswer, ContactPerson, PartnerCheck
from tests.bad_input.pages import PHONE, changed, complains, fill, records, tried, wrong_with
from tests.bad_input.test_sent_twice import DEEDS, address
from tests.matrix.oracle import QUESTIONS
from tests.matrix.world import BACKEND, NOW, World

WHY = "For a reason."


def refused(browser: Client, path: str, data: dict[str, Any]) -> str:
    """Said in words, with a number to ring, and nothing changed."""
    answer, touched = tried(partial(browser.post, path, data))
    assert list(wrong_with(answer)) == []
    assert answer.status_code != 302, answer.headers.get("Location")
    assert complains(answer) and PHONE in answer.content.decode()
    assert touched == []
    return str(answer.content.decode())


# what is forged: who, where, the fields as no page of ours offers them
FORGED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a rating of another area": ("screener", "/hub/concerns/{contact:kit}/rate/", {"rating": "purple", "because": WHY}),
    "an answer that is a decision": (
        "screener", "/hub/concerns/{contact:kit}/answer/", {"outcome": "section_47", "because": WHY}),
    "an answer that does not exist": ("screener", "/hub/concerns/{contact:kit}/answer/", {"outcome": "x", "because": WHY}),
    "protection that is none": ("screener", "/referrals/{referral:pell}/protect/", {"outcome": "early_help", "because": WHY}),
    "a decision that does not exist": ("manager", "/referrals/{referral:pell}/decide/", {"outcome": "x", "because": WHY, "level": "2"}),  # noqa: E501
    "a level that does not exist": ("manager", "/referrals/{referral:pell}/levels/", {"level": "9", "because": WHY}),
    "an indicator that does not exist": ("manager", "/referrals/{referral:pell}/levels/", {"level": "3", "indicators": ["x"], "because": WHY}),  # noqa: E501
    "a page's key that is none": ("screener", "/referrals/{referral:pell}/protect/", {"outcome": "section_47", "because": WHY, "decision_id": "1"}),  # noqa: E501
    "told in no way there is": ("screener", "/feedback/to-settle/{feedback:held}/", {"how": "x", "because": WHY}),
    "known in no way there is": ("gp", "/account/people-i-know/", {"forename": "B", "surname": "L", "kind": "x"}),
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_forged_choices(world: World, forged: str) -> None:
    who, pattern, said = FORGED[forged]
    browser, path = world.browsers[who], address(pattern, world)
    refused(browser, path, fill(browser, path, **said))


def test_a_team_that_does_not_hold_cases(world: World) -> None:
    browser, path = world.browsers["screener"], address("/hub/concerns/{contact:kit}/pass-on/", world)
    for team in (
        *(str(one.pk) for one in world.cast.teams.values() if one.kind not in ("casework", "edt")),
        str(uuid4()),
        "x",
    ):
        refused(browser, path, {"team": team})


def test_an_agency_that_cannot_be_asked(world: World) -> None:
    browser, path = world.browsers["screener"], address("/hub/concerns/{contact:ava}/ask/", world)
    for agency in (str(world.cast.agencies["council"].pk), str(uuid4()), "x"):
        for do in ("preview", "send"):
            refused(browser, path, {"purpose": "To keep them safe", "agencies": [agency], "do": do})
    asked = str(PartnerCheck.objects.filter(referral_id=world["referral:ava"])[0].agency_id)
    camhs = str(world.cast.agencies["camhs"].pk)
    one = {f"a-{camhs}-questions": "?", f"a-{camhs}-gateway": "no-such-law"}
    refused(browser, path, {"purpose": "x", "agencies": [camhs], "do": "send", **one})
    assert asked


def test_another_contacts_person_and_another_concerns_check(world: World) -> None:
    browser = world.browsers["screener"]
    elses = ContactPerson.objects.filter(contact_id=world["contact:ava"])[0]
    assert "Nothing can be given" in refused(
        browser, f"/hub/concerns/{world['contact:kit']}/who/{elses.pk}/", {"do": "new"}
    )
    other = f"/hub/concerns/{world['contact:ava']}/checks/{world['check:pell-police']}/take-back/"
    refused(browser, other, {"because": WHY})
    kit = ContactPerson.objects.filter(contact_id=world["contact:kit"])[0]
    for who in (str(uuid4()), "x", world["person:ruby"], world["person:footballer"]):
        page = browser.post(
            f"/hub/concerns/{world['contact:kit']}/who/{kit.pk}/",
            {"do": "say", "who": who, "because": WHY, "forename": "Ava", "surname": "Marlow", "purpose": "Find out whether we know this person"},  # noqa: E501
        )  # fmt: skip
        assert page.status_code == 200 and complains(page), who
    kit.refresh_from_db()
    assert kit.confirmed_at is None


def test_no_answer_names_a_child_that_was_not_asked_about(world: World) -> None:
    """The form speaks of the first and the second child, never by id; a number that nobody has says nothing."""
    browser, path = world.browsers["camhs"], address("/checks/{check:pell-camhs}/answer/", world)
    base = {"same": "on", "c0-kind": "nothing_relevant", "gateway": "CA04_16LA", "seen": "0", "step": "send"}
    elsewhere = {
        "c7-kind": "items",
        "c7-i0-text": "x",
        "person_id": world["person:ruby"],
        "c0-person_id": world["person:ruby"],
    }
    assert browser.post(path, {**base, **elsewhere}).status_code == 302
    answered = CheckAnswer.objects.filter(partner_check_id=UUID(world["check:pell-camhs"]))
    about = {str(one.person_id) for one in answered}
    assert about and world["person:ruby"] not in about
    refused(browser, path, {**base, "gateway": "no-such-law"})


def test_the_morning_list_takes_only_what_stands_on_it(world: World) -> None:
    for check in (world["check:pell-police"], str(uuid4()), "x"):
        refused(
            world.browsers["camhs"],
            "/checks/answers/",
            {"checks": [check], "kind": "not_known", "step": "send"},
        )


def test_a_form_without_its_token(world: World) -> None:
    for who, pattern, said in DEEDS.values():
        browser = Client(enforce_csrf_checks=True)
        user = world.cast.people[who].user
        assert user is not None
        browser.force_login(user, backend=BACKEND)
        page = refused(browser, address(pattern, world), said)
        assert "Nothing was changed" in page and "has not kept what you wrote" in page


def test_a_page_that_stood_open_too_long_gives_back_what_was_written(world: World) -> None:
    """Our own page sent it, as the browser says: the words are there to copy. Another page's words never are."""
    browser = Client(enforce_csrf_checks=True)
    user = world.cast.people["screener"].user
    assert user is not None
    browser.force_login(user, backend=BACKEND)
    said = {"because": "No coat & <b>bruises</b>", "decision_id": str(uuid4()), "password": "hunter2"}
    path = f"/hub/concerns/{world['contact:kit']}/accept/"
    ours = browser.post(path, said, headers={"sec-fetch-site": "same-origin"})
    page = ours.content.decode()
    assert ours.status_code == 403
    assert "No coat &amp; &lt;b&gt;bruises&lt;/b&gt;</textarea>" in page and ">Because</label>" in page
    assert "hunter2" not in page and said["decision_id"] not in page and "no-store" in ours["Cache-Control"]
    for site in ("cross-site", "same-site", "none", ""):
        theirs = browser.post(path, said, headers={"sec-fetch-site": site}).content.decode()
        assert "bruises" not in theirs and "has not kept what you wrote" in theirs


@pytest.mark.parametrize(
    "cookie",
    ['"abcdefghij\\000k"', "x" * 5_000, "../../../etc/passwd", "زينب", '"\\355\\240\\200abcdefgh"', ""],
)
def test_a_cookie_that_is_not_ours(world: World, cookie: str) -> None:
    browser, sent = Client(), cookie.encode().decode("latin-1")
    for path in ("/", "/sign-in/", "/concerns/start/"):
        answer = browser.get(path, headers={"cookie": f"plait_session={sent}; csrftoken={sent}"})
        assert list(wrong_with(answer)) == []


def test_other_methods_have_no_way_in(world: World) -> None:
    """tests/matrix asks this of every address; here with a body, by somebody whose record it is."""
    path = address("/hub/concerns/{contact:kit}/rate/", world)
    before = records()
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
        answer = world.browsers["screener"].generic(
            method, path, b"rating=red&because=x", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 405, method
    only_read = address("/referrals/{referral:pell}/", world)
    assert world.browsers["screener"].post(only_read, {"x": "y"}).status_code == 405
    assert world.browsers["screener"].head(path).content == b""
    assert changed(before) == []


@pytest.mark.parametrize("deed", DEEDS)
def test_a_session_lost_mid_form_comes_back_to_its_writer_alone(world: World, deed: str) -> None:
    """Also with a hidden character in it, which PostgreSQL would not keep."""
    who, pattern, said = DEEDS[deed]
    browser, path = world.browsers[who], address(pattern, world)
    text = next(name for name in ("because", "view", "said", "shared", "answer", "forename") if name in said)
    data = fill(browser, path, **said) | ({text: "Kept\x00 for me"} if said[text] == WHY else {})
    before = records()
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        lost = browser.post(path, data)
        assert lost.status_code == 302 and lost.headers["Location"].startswith("/sign-in/?why=idle")
        assert changed(before) == []
        assert HeldForm.objects.filter(path=path).exists() and "kept=yes" in lost.headers["Location"]
        other = Client()
        user = world.cast.people["call_handler"].user
        assert user is not None
        other.force_login(user, backend=BACKEND)
        assert "for me" not in other.get(path).content.decode()


def test_a_faulty_pack_while_serving(world: World, tmp_path: Path) -> None:
    """Refused with file, line and sentence; every page goes on with the release that was in force."""
    packs = Path(shutil.copytree(settings.PLAIT_PACKS, tmp_path / "packs"))
    file = packs / "areas/ellowmere/ratings.toml"
    file.write_text(file.read_text() + "\nhours = [\n")
    old, before = current(at=NOW).hash, records()
    with pytest.raises(PackRefused) as refusal:
        release_pack(area="areas/ellowmere", root=packs, by=Actor.process("tests"), at=NOW)
    fault = refusal.value.faults[0]
    assert fault.file == "areas/ellowmere/ratings.toml" and fault.line and fault.sentence
    assert current(at=NOW + timedelta(minutes=1)).hash == old and changed(before) == []
    rate = fill(
        world.browsers["screener"],
        address("/hub/concerns/{contact:kit}/rate/", world),
        rating="red",
        because=WHY,
    )
    assert (
        world.browsers["screener"].post(address("/hub/concerns/{contact:kit}/rate/", world), rate).status_code
        == 302
    )


def test_every_address_that_takes_a_form_is_asked() -> None:
    assert len({one.pattern for one in QUESTIONS if one.sends}) > 40
