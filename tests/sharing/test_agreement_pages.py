"""Agreements on their pages: written as a form that is read aloud, signed, revoked, and shown beside what really flowed."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.base.audit.models import AuditEntry
from plait.sharing.models import Clause, SharingAgreement
from plait.sharing.rules.flow import Flowed, by_clause, by_pair, how_fast, how_useful, in_fives
from plait.site.demo.agreement import REFERENCE
from tests.feedback.journey import Journey


@pytest.fixture(autouse=True)
def _now(journey: Journey) -> object:
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        yield


@pytest.fixture
def made(journey: Journey) -> SharingAgreement:
    return SharingAgreement.objects.get(reference=REFERENCE)


def sure(client: Client) -> Client:
    """Who has shown a minute ago that it is they."""
    assert client.post("/account/again/", {"password": "three-odd-words-together"}).status_code == 302
    return client


@pytest.fixture
def nadia(journey: Journey) -> Client:
    return sure(journey.browser("ig_lead"))


@pytest.fixture
def peter(journey: Journey) -> Client:
    return sure(journey.browser("police_ig_lead"))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def sent(client: Client, path: str, **said: Any) -> str:
    """The page that comes back, the one it leads to included."""
    return client.post(path, said, follow=True).content.decode()


def heading(journey: Journey, **more: Any) -> dict[str, Any]:
    agencies = {key: str(one.pk) for key, one in journey.cast.agencies.items()}
    return {
        "title": "Tenancies", "summary": "Help before a home is lost.", "dpia": "DPIA-2", "starts_day": "23",
        "starts_month": "11", "starts_year": "2026", "first": [agencies["council"]],
        "second": [agencies["police"], agencies["housing"]], **more,
    }  # fmt: skip


CLAUSE: dict[str, Any] = {
    "kind": "permit", "holders": ["LA_CSC"], "field_groups": ["identity", "family"], "recipients": ["ANY"],
    "purposes": ["enquiry"], "gateways": ["CA04_16LA"], "agreement_rule": "no",
}  # fmt: skip


def drafted(journey: Journey, nadia: Client, **more: Any) -> str:
    """The address of a draft with one good clause."""
    nadia.post("/agreements/new/", heading(journey))
    here = f"/agreements/{SharingAgreement.objects.get(title='Tenancies').pk}/"
    assert nadia.post(f"{here}clauses/new/", {**CLAUSE, **more}).status_code == 302
    return here


def test_what_is_in_force_is_read_aloud(nadia: Client, made: SharingAgreement) -> None:
    shown = page(nadia, "/agreements/")
    assert "Keeping children safe together" in shown
    shown = page(nadia, f"/agreements/{made.pk}/")
    assert "may share who they are" in shown
    assert "with every party for “Asking and answering in a safeguarding enquiry”" in shown
    assert shown.count("Stands as it was signed") == 2
    assert made.signatures.all()[0].digest in shown
    assert AuditEntry.objects.filter(act="agreements:read", verdict="allowed").exists()


def test_a_word_that_was_changed_behind_the_signatures_is_seen(nadia: Client, made: SharingAgreement) -> None:
    Clause.objects.filter(agreement=made, number=1).update(field_groups=["health"])
    assert page(nadia, f"/agreements/{made.pk}/").count("Not what was signed") == 2


def test_taken_away_as_text_and_as_what_was_signed(nadia: Client, made: SharingAgreement) -> None:
    text = nadia.get(f"/agreements/{made.pk}/text/")
    assert text["Content-Disposition"] == 'attachment; filename="PARTNERSHIP-1-version-1.txt"'
    assert "1. Children’s social care may share" in text.content.decode()
    assert "Nadia Bloom, Information governance lead" in text.content.decode()
    signed = nadia.get(f"/agreements/{made.pk}/cedar/?as=signed").content
    assert hashlib.sha256(signed).hexdigest() == made.signatures.all()[0].digest
    today = nadia.get(f"/agreements/{made.pk}/cedar/").content.decode()
    assert "// Children’s social care may share" in today
    assert "permit (principal, action, resource)" in today


def test_nobody_but_the_leads_of_its_parties_sees_it(journey: Journey, nadia: Client, peter: Client) -> None:
    agencies = {key: str(one.pk) for key, one in journey.cast.agencies.items()}
    nadia.post("/agreements/new/", heading(journey, second=[agencies["housing"]]))
    here = f"/agreements/{SharingAgreement.objects.get(title='Tenancies').pk}/"
    assert "Tenancies" in page(nadia, "/agreements/")
    assert "Tenancies" not in page(peter, "/agreements/")
    absent = f"/agreements/{'0' * 8}-0000-4000-8000-{'0' * 12}/"
    for tail in ("", "text/", "sign/", "revoke/", "clauses/new/"):
        there, nowhere = peter.get(f"{here}{tail}"), peter.get(f"{absent}{tail}")
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), tail
    assert journey.browser("manager").get("/agreements/").status_code == 403


def test_a_clause_is_read_aloud_before_it_is_kept(journey: Journey, nadia: Client) -> None:
    here = drafted(journey, nadia)
    looked = sent(
        nadia, f"{here}clauses/new/", **CLAUSE, conditions=["not_older_than"], months="12", step="look"
    )
    assert "it happened no longer than 12 months ago" in looked
    assert "Nothing wrong with it" in looked
    assert Clause.objects.filter(agreement__title="Tenancies").count() == 1
    looked = sent(nadia, f"{here}clauses/new/", **{**CLAUSE, "purposes": []}, step="look")
    assert "This can never let anything through: it does not say what for." in looked
    assert "Choose what is missing, or take the clause out." in looked


def test_what_the_lint_finds_stands_beside_its_clause_and_stops_the_offer(
    journey: Journey, nadia: Client
) -> None:
    here = drafted(journey, nadia, gateways=[], ends_day="1", ends_month="1", ends_year="2026")
    shown = page(nadia, here)
    assert "it does not say on which legal basis" in shown
    assert "It ends on 1 January 2026, before it begins on 23 November 2026." in shown
    assert "2 things to mend before it can be signed." in shown
    assert "Offer it for signature" not in shown
    assert "It cannot be signed yet" in sent(nadia, f"{here}offer/")
    clause = Clause.objects.get(agreement__title="Tenancies")
    shown = page(nadia, f"{here}clauses/{clause.pk}/")
    assert 'value="LA_CSC" ' in shown
    assert "Mend this" in shown
    nadia.post(f"{here}clauses/{clause.pk}/", CLAUSE)
    assert "Nothing stands in the way of signing it." in page(nadia, here)
    nadia.post(f"{here}clauses/{clause.pk}/take-out/")
    assert "No clause lets anything be shared yet." in page(nadia, here)


def test_the_heading_can_be_mended_and_nobody_is_on_both_sides(journey: Journey, nadia: Client) -> None:
    here = drafted(journey, nadia)
    council = str(journey.cast.agencies["council"].pk)
    police = str(journey.cast.agencies["police"].pk)
    assert "An agency is on one side only." in sent(
        nadia, f"{here}heading/", **heading(journey, second=[council, police])
    )
    assert "It ends before it starts. Check both days." in sent(
        nadia, f"{here}heading/", **heading(journey, ends_day="1", ends_month="1", ends_year="2026")
    )
    assert "Your own agency must be on one of the sides." in sent(
        nadia,
        f"{here}heading/",
        **heading(journey, first=[police], second=[str(journey.cast.agencies["housing"].pk)]),
    )
    shown = sent(nadia, f"{here}heading/", **heading(journey, title="Homes", second=[police]))
    assert "Homes" in shown
    assert SharingAgreement.objects.get(title="Homes").parties.count() == 2


def test_two_leads_sign_and_it_is_in_force(journey: Journey, nadia: Client, peter: Client) -> None:
    here = drafted(journey, nadia)
    assert "Offered." in sent(nadia, f"{here}offer/")
    assert "Your side has not signed" in page(peter, "/agreements/")
    shown = page(peter, f"{here}sign/")
    assert "may share who they are and who belongs to the family with every party" in shown
    assert "Say that you have read each clause" in sent(peter, f"{here}sign/")
    assert "when the other side has signed" in sent(peter, f"{here}sign/", read="on")
    assert "Your agency has signed." in sent(peter, f"{here}sign/", read="on")
    assert "It is a draft again." in sent(nadia, f"{here}take-back/")
    sent(nadia, f"{here}offer/")
    sent(peter, f"{here}sign/", read="on")
    assert "It is in force." in sent(nadia, f"{here}sign/", read="on")
    assert "Version 2" not in page(nadia, here)
    assert "version 2" in sent(nadia, f"{here}next/")
    assert ">Version 2</a> is being agreed" in page(peter, here)


def test_revoking_says_what_stops_and_asks_why(nadia: Client, made: SharingAgreement) -> None:
    here, clause = f"/agreements/{made.pk}/", Clause.objects.get(agreement=made, number=1)
    warned = page(nadia, f"{here}clauses/{clause.pk}/revoke/")
    assert "From the very next request nothing goes by it any more." in warned
    assert "every party for “Asking and answering" in warned
    assert "Error: Revoke" in sent(nadia, f"{here}clauses/{clause.pk}/revoke/")
    shown = sent(nadia, f"{here}clauses/{clause.pk}/revoke/", because="Too wide.")
    assert "Clause 1 is revoked. The others stand." in shown
    assert "Too wide." in shown
    assert shown.count("Stands as it was signed") == 2, "a revoked clause was signed all the same"
    shown = sent(nadia, f"{here}revoke/", because="The review.")
    assert "Nothing goes by this agreement any more." in shown
    assert nadia.get(f"{here}revoke/").status_code == 403


@pytest.mark.parametrize("tail", ["sign/", "revoke/", "leave/"])
def test_a_grave_deed_wants_a_fresh_proof_of_who_it_is(
    journey: Journey, made: SharingAgreement, tail: str
) -> None:
    answer = journey.browser("ig_lead").get(f"/agreements/{made.pk}/{tail}")
    assert answer["Location"].startswith("/account/again/?next=")


def test_a_party_leaves(journey: Journey, nadia: Client, made: SharingAgreement) -> None:
    here, housing = f"/agreements/{made.pk}/", str(journey.cast.agencies["housing"].pk)
    shown = sent(nadia, f"{here}leave/", agency=housing, because="It has merged.")
    assert "has left. The others stay bound." in shown
    assert "It has merged." in shown
    assert shown.count("Stands as it was signed") == 2


def test_what_really_flowed_stands_beside_the_clauses(
    journey: Journey, nadia: Client, made: SharingAgreement
) -> None:
    shown = page(nadia, f"/agreements/{made.pk}/")
    assert "Nothing yet." in shown
    journey.raised().accepted().asked("police").asked("surgery").answered("surgery", "gp")
    shown = page(nadia, f"/agreements/{made.pk}/")
    assert "fewer than 5, the last in November 2026" in shown
    assert "there were fewer than 5" in shown
    assert "so far of none" in shown
    names = [one.name for one in journey.cast.agencies.values()]
    silent = shown.partition("Who may share by it, and shared nothing")[2].partition("</ul>")[0]
    assert journey.cast.agencies["police"].name in silent
    assert journey.cast.agencies["surgery"].name not in silent
    assert len([one for one in names if one in silent]) > 1


def test_counts_go_up_in_fives_and_the_median_waits_for_five() -> None:
    assert [in_fives(one) for one in (0, 1, 4, 5, 9, 10, 124)] == [
        "none", "fewer than 5", "fewer than 5", "5 to 9", "5 to 9", "10 to 14", "120 to 124",
    ]  # fmt: skip
    hour = timedelta(hours=1)
    assert how_fast([hour] * 4) == ""
    assert how_fast([hour] * 4 + [hour * 900]) == "1 hour"
    assert how_fast([hour / 2] * 5) == "less than an hour"
    assert how_fast([hour * 30] * 6) == "30 hours"
    assert how_fast([hour * 72] * 5) == "3 days"


def test_how_useful_answers_were_waits_for_five_and_goes_up_in_fives() -> None:
    assert how_useful(["helped"] * 4) == {}
    assert how_useful(["helped"] * 6 + ["late"]) == {
        "helped": "5 to 9",
        "late": "fewer than 5",
        "missing": "none",
    }


def test_one_disclosure_counts_for_each_of_its_clauses_and_once_for_its_pair(journey: Journey) -> None:
    flowed = [
        Flowed(("1", "2"), "a", "b", journey.at),
        Flowed(("2",), "a", "b", journey.at + timedelta(days=1)),
    ]
    assert {key: one.number for key, one in by_clause(flowed).items()} == {"1": 1, "2": 2}
    assert by_pair(flowed)["a", "b"].number == 2
    assert by_pair(flowed)["a", "b"].last == journey.at + timedelta(days=1)
