"""The pages of family agreement: three things apart, each person apart, and nothing that leads to anybody protected."""

from typing import Any

import pytest
from django.test import Client

from plait.agencies.models import User
from plait.base.audit.models import AuditEntry
from plait.people.actions.set_safe_contact import set_safe_contact
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.models import AddressPeriod, Place
from plait.sharing.actions.withdraw_agreement import withdraw_agreement
from plait.sharing.models import (
    AgreementCopy,
    AgreementDraft,
    AgreementNotice,
    FamilyAgreement,
    Transparency,
    WithdrawalAnswer,
    WithoutAgreement,
)
from tests.sharing.home import Home


def browser(home: Home, who: str) -> Client:
    person = home.cast.people[who]
    if person.user is None:
        person.user = User.objects.create_user(f"{who}@cast.invalid", "three-odd-words-together")
        person.save(update_fields=["user"])
    client = Client()
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(autouse=True)
def _now(home: Home, request: Any) -> Any:
    import time_machine

    with time_machine.travel(home.later(), tick=True):
        yield


def page(home: Home, client: Client, child: str = "theo") -> str:
    answer = client.get(f"/people/{home.people[child]}/family-agreement/")
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def posted(home: Home, **more: Any) -> dict[str, Any]:
    day = home.at.date()
    return {
        "capacity": "responsibility", "about": [home.people["theo"]], "present": "Nobody else", "language": "English",
        "format": "spoken", "interpreter": "not_needed", "why": "Help with the tenancy.", "what": ["concern", "family"],
        "limits_explained": "on", "change_explained": "on", "method": "verbal", "given_on_day": day.day,
        "given_on_month": day.month, "given_on_year": day.year, "copy": "given", "copy_how": "By hand, at the school",
        f"service_{home.agency('housing')}": "yes", f"service_{home.agency('lantern')}": "no",
        "other_name_1": "Food bank on Mill Lane", "other_answer_1": "yes", **more,
    }  # fmt: skip


def test_three_panels_and_nobody_asked_yet(home: Home) -> None:
    shown = page(home, browser(home, "screener"))
    for words in (
        "1. The lawful basis",
        "2. Was telling them safe",
        "3. What each of them agreed to",
        "Not asked yet",
    ):
        assert words in shown
    assert "Consent" not in shown
    assert "In what capacity" not in shown


def test_one_person_is_asked_on_a_page_of_their_own(home: Home) -> None:
    client = browser(home, "screener")
    address = f"/people/{home.people['theo']}/family-agreement/ask/{home.people['leanne']}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, posted(home))
    assert answer.status_code == 302, answer.content.decode()[:4000]
    made = FamilyAgreement.objects.get()
    assert {row.name: row.answer for row in made.partners.all()} == {
        "Ellowmere Homes": "yes", "Lantern Youth": "no", "Food bank on Mill Lane": "yes",
    }  # fmt: skip
    shown = page(home, client)
    assert "Stands" in shown and "Food bank on Mill Lane" in shown
    again = client.get(address).content.decode()
    assert "They answered before" in again
    left_out = client.post(address, {**posted(home), "other_name_1": "", "other_answer_1": ""})
    assert left_out.status_code == 200
    assert "They said yes to Food bank on Mill Lane before." in left_out.content.decode()
    no = client.post(address, {**posted(home), f"service_{home.agency('housing')}": "no"}, follow=True)
    assert "After they changed their mind" in no.content.decode()
    assert "Ellowmere Homes" in no.content.decode() and "Under pressure?" in no.content.decode()


def test_what_is_wrong_stays_on_the_page(home: Home) -> None:
    client = browser(home, "screener")
    address = f"/people/{home.people['theo']}/family-agreement/ask/{home.people['kevin']}/"
    answer = client.post(address, posted(home))
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "cannot agree for the child" in said and "Help with the tenancy." in said
    assert AuditEntry.objects.filter(verdict="refused", reason="no-responsibility").exists()
    assert not FamilyAgreement.objects.exists()


def test_whoever_must_not_know_has_no_form(home: Home) -> None:
    home.must_not_know("Dean Kerrigan")
    client = browser(home, "screener")
    address = f"/people/{home.people['theo']}/family-agreement/ask/{home.people['dean']}/"
    shown = client.get(address).content.decode()
    assert "Do not ask" in shown and 'name="capacity"' not in shown
    assert client.post(address, posted(home)).status_code == 200
    assert not FamilyAgreement.objects.exists()


def test_words_are_kept_until_they_are_sent(home: Home) -> None:
    client = browser(home, "screener")
    child, one = home.people["theo"], home.people["leanne"]
    saved = client.post(
        f"/people/{child}/family-agreement/keep/ask-{one}/",
        {"why": "Half a sentence", "what": ["concern", "family"]},
    )
    assert saved.status_code == 204
    assert "Half a sentence" in client.get(f"/people/{child}/family-agreement/ask/{one}/").content.decode()
    assert (
        "Half a sentence"
        not in browser(home, "manager").get(f"/people/{child}/family-agreement/ask/{one}/").content.decode()
    )
    client.post(f"/people/{child}/family-agreement/ask/{one}/", posted(home))
    assert not AgreementDraft.objects.exists()


@pytest.mark.parametrize(
    "who", ["teacher", "police", "gp", "privacy_officer", "administrator", "family_helper"]
)
def test_nobody_else_finds_the_page(home: Home, who: str) -> None:
    made = home.agrees()
    client = browser(home, who)
    for address in (
        f"/people/{home.people['theo']}/family-agreement/", f"/family-agreement/{made.pk}/",
        f"/family-agreement/{made.pk}/sheet/", f"/family-agreement/{made.pk}/withdraw/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code in (403, 404)
        assert "Leanne" not in answer.content.decode()


def test_a_persons_own_page_and_sheet_hold_nobody_elses_answer(home: Home) -> None:
    hers = home.agrees()
    his = home.agrees("dean", answer="no", why="He wants none of it.", present="His solicitor")
    client = browser(home, "screener")
    shown = client.get(f"/family-agreement/{hers.pk}/").content.decode()
    assert "solicitor" not in shown
    sheet = client.post(
        f"/family-agreement/{his.pk}/sheet/", {"style": "plain", "means": "hand", "how": "By hand"}
    ).content.decode()
    assert "shielded" not in sheet, "a paper for the father must not say that something is kept from him"
    assert "Dean" in sheet and "Leanne" not in sheet and "Marlow" not in sheet
    assert "You said no to: Ellowmere Homes" in sheet
    assert AgreementCopy.objects.get().agreement_id == his.pk


@pytest.mark.parametrize("style", ["plain", "easy_read"])
def test_no_protected_place_stands_on_the_fathers_sheet(home: Home, style: str) -> None:
    place = Place.objects.create(line="14 Heron Quay Rise", town="Ellowmere", postcode="EW42QX")
    for who in ("leanne", "theo"):
        AddressPeriod.objects.create(person_id=home.people[who], place=place, source_ref="test:home")
    shield_whereabouts(
        person_id=home.people["theo"],
        because="He must not find them.",
        review_on=None,
        by=home.who("screener"),
        at=home.later(),
    )
    from plait.sharing.rules.family_deeds import PartnerSaid

    his = home.agrees(
        "dean", partners=(PartnerSaid("Playgroup at 14 Heron Quay Rise, EW4 2QX", "yes"),),
        left_out=("health",), left_out_said="Nothing about heron quay rise.",
    )  # fmt: skip
    sheet = browser(home, "screener").post(
        f"/family-agreement/{his.pk}/sheet/", {"style": style, "means": "hand", "how": "By hand"}
    )
    said = sheet.content.decode()
    assert sheet.status_code == 200 and "Dean" in said
    for secret in ("Heron", "heron", "EW4 2QX", "EW42QX"):
        assert secret not in said


def test_no_sheet_where_a_copy_is_not_safe(home: Home) -> None:
    made = home.agrees(copy="not_safe", copy_how="")
    answer = browser(home, "screener").post(
        f"/family-agreement/{made.pk}/sheet/", {"style": "plain", "means": "hand", "how": "By post"}
    )
    assert "No copy goes to this person" in answer.content.decode()
    assert not AgreementCopy.objects.exists()


def test_a_sheet_goes_only_the_way_that_was_said_to_be_safe(home: Home) -> None:
    """By post to an address that he reads it does not go, nor anywhere but the safe contact; into her own hand it may."""
    made = home.agrees()
    set_safe_contact(
        person_id=home.people["leanne"], method="email", contact="leanne@safe.invalid", unsafe=["4 Mill Row, EW3 2PL"],
        by=home.who("screener"), at=home.later(),
    )  # fmt: skip
    client, there = browser(home, "screener"), f"/family-agreement/{made.pk}/sheet/"
    told = {"style": "plain", "how": "She reads it at work"}
    for means, to, words in (
        ("letter", "", "Say where it is sent"),
        ("letter", "4, mill row EW3 2PL", "It is not safe, and nothing was sent"),
        ("letter", "9 New Court, EW5 1AA", "That is not the safe way to reach them"),
        ("email", "other@home.invalid", "not the number or address that was said to be safe"),
    ):
        assert words in client.post(there, {**told, "means": means, "to": to}).content.decode()
    assert not AgreementCopy.objects.exists()
    for means, to in (("email", "Leanne@safe.invalid"), ("hand", "")):
        assert "You said yes to" in client.post(there, {**told, "means": means, "to": to}).content.decode()
    set_safe_contact(person_id=home.people["leanne"], method="none", by=home.who("screener"), at=home.later())
    assert "no way is safe" in client.post(there, {**told, "means": "hand"}).content.decode()
    assert AgreementCopy.objects.count() == 2


def test_withdrawn_on_the_page_and_both_questions_answered(home: Home) -> None:
    made = home.agrees()
    client = browser(home, "screener")
    day = home.at.date()
    answer = client.post(
        f"/family-agreement/{made.pk}/withdraw/",
        {
            "how": "phone",
            "said_on_day": day.day,
            "said_on_month": day.month,
            "said_on_year": day.year,
            "said": "No more.",
        },
    )
    assert answer.status_code == 302
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Ellowmere Homes" in shown and "Under pressure?" in shown
    client.post(
        answer.headers["Location"],
        {"question": "pressure", "pressure-answer": "yes", "pressure-said": "He was there."},
    )
    client.post(
        answer.headers["Location"],
        {"question": "other_gateway", "gateway-answer": "none", "gateway-said": "Only support."},
    )
    assert set(WithdrawalAnswer.objects.values_list("question", flat=True)) == {"pressure", "other_gateway"}
    assert "Nothing is due" in client.get("/family-agreement/due/").content.decode()


def test_three_services_read_it_and_never_whose(home: Home) -> None:
    made = home.agrees()
    withdraw_agreement(
        agreement_id=str(made.pk),
        said_on=home.at.date(),
        how="phone",
        by=home.who("screener"),
        at=home.later(),
    )
    for who in ("housing", "idva"):
        client = browser(home, who)
        shown = client.get("/agreement-notices/").content.decode()
        assert "Theo" in shown and "Leanne" not in shown and "mother" not in shown
    notice = AgreementNotice.objects.get(agency_id=home.agency("housing"))
    assert browser(home, "housing").post(f"/agreement-notices/{notice.pk}/read/").status_code == 302
    assert browser(home, "idva").post(f"/agreement-notices/{notice.pk}/read/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_telling_is_noted_beside_agreement(home: Home) -> None:
    client = browser(home, "screener")
    address = f"/people/{home.people['theo']}/family-agreement/told/{home.people['dean']}/"
    fault = client.post(address, {"safe": "no", "told": "no"}).content.decode()
    assert "Say why they were not told" in fault
    day = home.at.date().replace(month=12)
    answer = client.post(
        address,
        {"safe": "no", "told": "no", "why_not": "unsafe", "why_not_said": "He has threatened her.",
         "review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert Transparency.objects.get().told == "no"
    assert "He has threatened her." in page(home, client)


def test_gone_ahead_on_a_managers_word_that_the_manager_confirms(home: Home) -> None:
    client = browser(home, "screener")
    said = {
        "agencies": [home.agency("police")], "gateway": "CA04_16LA", "reason": "harm", "because": "He would hear of it.",
        "authoriser": str(home.cast.people["manager"].pk), "told": "never", "why_never": "He controls her telephone.",
    }  # fmt: skip
    answer = client.post(f"/people/{home.people['theo']}/family-agreement/without/", said)
    assert answer.status_code == 302, answer.content.decode()
    made = WithoutAgreement.objects.get()
    assert made.confirmed_at is None
    assert client.post(f"/family-agreement/without/{made.pk}/confirm/").status_code == 404
    manager = browser(home, "manager")
    assert "On your word" in manager.get("/family-agreement/due/").content.decode()
    assert manager.post(f"/family-agreement/without/{made.pk}/confirm/").status_code == 302
    confirmed = WithoutAgreement.objects.get(pk=made.pk)
    assert confirmed.confirmed_at is not None and "Confirmed" in page(home, client)


def test_a_withdrawn_agreement_waits_on_the_desk(home: Home) -> None:
    made = home.agrees()
    withdraw_agreement(
        agreement_id=str(made.pk),
        said_on=home.at.date(),
        how="phone",
        by=home.who("screener"),
        at=home.later(),
    )
    assert "two questions" in browser(home, "screener").get("/family-agreement/due/").content.decode()
    assert (
        "two questions" not in browser(home, "family_helper").get("/family-agreement/due/").content.decode()
    )


def test_words_of_a_withdrawal_and_of_a_review_are_kept_until_they_are_sent(home: Home) -> None:
    made = home.agrees()
    client, keep = browser(home, "screener"), f"/people/{home.people['theo']}/family-agreement/keep/"
    for tail, said, sent in (
        ("withdraw", "I do not want it any more.", {"how": "phone", "said": "I do not want it any more."}),
        ("review", "Asked her at the school.", {"outcome": "ended", "said": "Asked her at the school."}),
    ):
        address = f"/family-agreement/{made.pk}/{tail}/"
        kept = f"{keep}{tail}-{made.pk}/"
        assert f'data-autosave-url="{kept}"' in client.get(address).content.decode()
        assert client.post(kept, {"said": said}).status_code == 204
        assert said in client.get(address).content.decode()
        assert said not in browser(home, "manager").get(address).content.decode(), "kept for its author alone"
        day = home.at.date()
        days = {"said_on_day": day.day, "said_on_month": day.month, "said_on_year": day.year}
        assert client.post(address, {**sent, **days}).status_code == 302
        assert not AgreementDraft.objects.exists()
        if tail == "review":
            assert said not in client.get(address).content.decode()
