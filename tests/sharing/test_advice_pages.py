"""Can I share this? on its page: six answers, an answer, a record that names nobody, held by the agency."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from plait.agencies.actions.name_adviser import end_adviser, name_adviser
from plait.agencies.actions.send_mailbox_link import send_mailbox_link
from plait.agencies.models import Adviser, MailboxLink
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.outbox.models import Message
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.sharing.models import AdviceRecord, AdviceUse
from plait.sharing.queries.advice import replay
from tests.feedback.journey import CHILD, SURNAME, Journey

HERE = "/can-i-share/"
ANSWERS: dict[str, Any] = {
    "recipient": "kind:HUB",
    "reason": "assess",
    "about": ["child"],
    "items": ["worry", "child_health", "whereabouts"],
    "detriment": "no",
    "adult_victim": "no",
}
DECIDED = {
    "i-worry-outcome": "share",
    "i-worry-known_as": "fact",
    "i-child_health-outcome": "part",
    "i-whereabouts-outcome": "ask_first",
    "gateway": "CA04_16LA",
    "history": "bears_on_now",
    "context": "with_response",
    "connected": ["child", "carers"],
    "agreed": "not_needed",
    "family_told": "will_tell",
    "adviser_asked": "caldicott",
}


@pytest.fixture(autouse=True)
def _now(journey: Journey) -> object:
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        yield


def ask(client: Client, **changed: Any) -> str:
    answer = client.post(HERE, {**ANSWERS, "step": "ask", **changed})
    assert answer.status_code == 200
    return answer.content.decode()


def keep(client: Client, **changed: Any) -> AdviceRecord:
    answer = client.post(HERE, {**ANSWERS, **DECIDED, "step": "keep", **changed})
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    return AdviceRecord.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def test_a_gp_reads_what_applies_to_them_and_whom_to_ask(journey: Journey) -> None:
    page = ask(journey.browser("gp"))
    assert "Share part of it" in page
    assert "You must share what bears on this, unless sharing would be more detrimental to the child" in page
    assert "Children Act 2004 s.16LA" in page
    assert "Caldicott guardian of the practices" in page
    assert "Olu Adeyemi" in page, "the area's data protection officer"
    assert "Not checked by a lawyer." in page
    assert "as reported by Essex, regulations not seen." in page and "[L" not in page, (
        "marks of our notes lead nowhere"
    )
    assert "Told in confidence" in page
    assert page.count("999") >= 2
    assert "Harm to the child" in page
    assert "Danger to an adult victim, and through her to the child" in page


def test_a_missing_clause_is_said_and_takes_no_duty_away(journey: Journey) -> None:
    """With the demo's agreements the hub is covered or not; towards nobody in particular no clause can be."""
    page = ask(journey.browser("gp"), recipient="kind:CAFCASS", reason="review")
    assert "The agencies’ agreement" in page
    assert "takes no duty from you" in page


def test_acting_today_waits_for_no_clause(journey: Journey) -> None:
    page = ask(journey.browser("gp"), recipient="kind:HUB", reason="strategy")
    assert "takes no duty from you" not in page


def test_an_independent_charity_reads_why_the_duty_does_not_reach_it(journey: Journey) -> None:
    page = ask(journey.browser("youth_worker"), reason="raise")
    assert "What nearly applies" in page
    assert "only where it delivers services for a listed body under contract" in page
    assert "Disclosure to prevent crime" in page
    commissioned = ask(journey.browser("idva"), reason="raise")
    assert "You must share what bears on this, unless" in commissioned


def test_housing_asks_the_family_before_it_tells_the_surgery(journey: Journey) -> None:
    surgery = f"agency:{journey.cast.agencies['surgery'].pk}"
    page = ask(journey.browser("housing"), recipient=surgery, reason="housing", items=["identity"])
    assert "You must, once they agree" in page
    assert "Needs the family’s agreement first." in page


@pytest.mark.parametrize("missing", sorted(ANSWERS))
def test_an_answer_left_out_is_asked_again_and_nothing_is_lost(journey: Journey, missing: str) -> None:
    sent = {key: value for key, value in ANSWERS.items() if key != missing}
    page = journey.browser("gp").post(HERE, sent).content.decode()
    assert "There is a problem" in page or "govuk-error-summary" in page
    assert "What can I share?" in page


def test_the_six_answers_can_be_changed(journey: Journey) -> None:
    page = journey.browser("gp").post(HERE, {**ANSWERS, "step": "change"}).content.decode()
    assert 'value="kind:HUB" selected' in page
    assert "What can I share?" in page


def test_the_record_holds_codes_and_can_be_worked_out_again(journey: Journey) -> None:
    kept = keep(journey.browser("gp"))
    assert kept.holder_agency == str(journey.cast.agencies["surgery"].pk)
    assert (kept.gateway, kept.outcome, kept.purpose) == ("CA04_16LA", "part", "enquiry")
    assert kept.items == {"worry": "share", "child_health": "part", "whereabouts": "ask_first"}
    assert kept.advised["whereabouts"] == "part"
    again = replay(kept)
    assert {one.code: one.outcome for one in again.items} == kept.advised
    assert [one.code for one in again.open] == kept.gateways
    assert AuditEntry.objects.filter(act="advice:kept", subject=pseudonym(f"advice:{kept.pk}")).exists()
    page = journey.browser("gp").get(f"{HERE}records/{kept.pk}/").content.decode()
    for words in (kept.reference, "Share part", "Information sharing duty", "Caldicott guardian", "A child"):
        assert words in page
    assert f"{HERE}records/{kept.pk}/" in journey.browser("gp").get(f"{HERE}records/").content.decode()


def test_nothing_leaves_without_a_gateway_that_is_open(journey: Journey) -> None:
    gp = journey.browser("gp")
    for wrong in ("", "FGM_5B", "CA89_27"):
        answer = gp.post(HERE, {**ANSWERS, **DECIDED, "step": "keep", "gateway": wrong})
        assert answer.status_code in (200, 403), wrong
    assert not AdviceRecord.objects.exists()
    held = {f"i-{code}-outcome": "withhold" for code in ANSWERS["items"]}
    assert keep(gp, **held, gateway="", detriment="yes").outcome == "withhold"


def test_the_safeguarding_team_reads_its_agencys_records_and_nobody_else_does(journey: Journey) -> None:
    kept = keep(journey.browser("teacher"))
    for who in ("teacher", "dsl", "deputy_dsl"):
        assert journey.browser(who).get(f"{HERE}records/{kept.pk}/").status_code == 200
    nowhere = journey.browser("gp").get(f"{HERE}records/{uuid4()}/")
    for who in ("gp", "screener", "manager", "administrator"):
        answer = journey.browser(who).get(f"{HERE}records/{kept.pk}/")
        assert answer.status_code == 404
        assert kept.reference not in journey.browser(who).get(f"{HERE}records/").content.decode()
    assert nowhere.status_code == 404
    assert journey.browser("other_teacher").get(f"{HERE}records/{kept.pk}/").status_code == 404
    assert AuditEntry.objects.filter(verdict="refused", reason="not-their-record").exists()


def test_by_mailbox_link_too(journey: Journey) -> None:
    """A volunteer of Lantern Youth: their own record, and not the one of somebody else who reads the same mailbox."""

    def comes(name: str) -> Client:
        send_mailbox_link(
            address="safeguarding@lantern.invalid",
            person_name=name,
            by=journey.who("manager"),
            at=journey.at + timedelta(minutes=55),
        )
        key = f"mailbox-link:{MailboxLink.objects.get(person_name=name).pk}"
        browser = Client()
        browser.post(Message.objects.get(key=key).context["link_path"])
        return browser

    bo = comes("Bo Lark")
    assert "only where it delivers services" in ask(bo, reason="raise")
    kept = keep(bo, reason="raise", gateway="CDA98_115")
    assert bo.get(f"{HERE}records/{kept.pk}/").status_code == 200
    assert comes("Cy Wren").get(f"{HERE}records/{kept.pk}/").status_code == 404


# --- beside an answer and a concern
def test_from_the_hubs_question_to_the_record_and_back_into_the_answer(journey: Journey) -> None:
    journey.raised().accepted().asked("surgery")
    check = PartnerCheck.objects.get()
    gp = journey.browser("gp")
    page = gp.get(f"/checks/{check.pk}/").content.decode()
    href = next(part.split('"')[0] for part in page.split('href="') if part.startswith("/can-i-share/?"))
    known = parse_qs(urlsplit(href.replace("&amp;", "&")).query)
    assert known == {"to": ["HUB"], "why": ["assess"], "for": [f"check:{check.pk}"]}
    start = gp.get(href.replace("&amp;", "&")).content.decode()
    assert 'value="kind:HUB" selected' in start
    assert 'value="assess" selected' in start
    kept = keep(gp, subject=f"check:{check.pk}")
    assert AdviceUse.objects.get().subject == f"check:{check.pk}"
    onward = gp.get(f"{HERE}records/{kept.pk}/").content.decode()
    assert f"/checks/{check.pk}/answer/?advice={kept.pk}" in onward
    gp.post(f"/checks/{check.pk}/answer/", {"c0-kind": "items", "step": "start", "gateway": "CDA98_115"})
    answer = gp.get(f"/checks/{check.pk}/answer/?advice={kept.pk}").content.decode()
    assert 'value="CA04_16LA" selected' in answer
    assert f"Record of decision {kept.reference}. Held back: Where they live or stay." in answer
    assert 'value="part" ' in answer
    assert answer.index('value="part"') < answer.index("checked", answer.index('value="part"'))
    assert CHILD not in str(kept.__dict__)
    assert SURNAME not in str(kept.__dict__)
    assert not CheckAnswer.objects.exists()


def test_a_record_kept_earlier_can_be_put_beside_the_answer_once(journey: Journey) -> None:
    journey.raised().accepted().asked("surgery")
    check, gp = PartnerCheck.objects.get(), journey.browser("gp")
    kept = keep(gp)
    assert f"Use your record {kept.reference}" in gp.get(f"/checks/{check.pk}/").content.decode()
    for _ in range(2):
        gp.post(f"{HERE}records/{kept.pk}/use/", {"subject": f"check:{check.pk}"})
    assert AdviceUse.objects.count() == 1
    page = gp.get(f"/checks/{check.pk}/").content.decode()
    assert "Goes with your record" in page
    assert "Use your record" not in page


NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "subject", ["", "check:", "check:zzz", "person:1", f"check:{NOBODYS}", f"draft:{NOBODYS}"]
)
def test_nothing_is_put_beside_what_is_not_theirs(journey: Journey, subject: str) -> None:
    gp = journey.browser("gp")
    kept = keep(gp)
    assert gp.post(f"{HERE}records/{kept.pk}/use/", {"subject": subject}).status_code == 404
    assert not AdviceUse.objects.exists()


def test_from_raising_a_concern(journey: Journey) -> None:
    page = journey.browser("teacher").get("/concerns/start/").content.decode()
    assert "/can-i-share/?to=HUB&amp;why=raise" in page


# --- whom to ask, and work under contract
def test_the_administrator_names_advisers_and_says_under_contract(journey: Journey) -> None:
    fay = journey.browser("administrator")
    sent = fay.post(
        "/people/advisers/",
        {"kind": "legal", "name": "Night solicitor", "phone": "01632 960106", "for_area": "on"},
    )
    assert sent.status_code == 302
    assert "Night solicitor" in ask(journey.browser("youth_worker"))
    adviser = Adviser.objects.get(name="Night solicitor")
    assert fay.post(f"/people/advisers/{adviser.pk}/end/").status_code == 302
    assert "Night solicitor" not in ask(journey.browser("youth_worker"))
    assert fay.post("/people/under-contract/", {"commissioned_by": "Nobody’s"}).status_code == 302
    assert "Nobody’s" in fay.get("/people/advisers/").content.decode()


def test_an_adviser_who_left_is_named_no_more(journey: Journey) -> None:
    journey.cast.people["privacy_officer"].left_at = journey.at
    journey.cast.people["privacy_officer"].save()
    assert "Olu Adeyemi" not in ask(journey.browser("gp"))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"phone": ""}, "nobody-to-ring"),
        ({"name": " "}, "nobody-to-ring"),
        ({"practitioner": "teacher"}, "not-own-agency"),
        ({"agency": "surgery"}, "other-agency"),
    ],
)
def test_an_adviser_is_somebody_of_theirs_who_can_be_rung(
    journey: Journey, changed: dict[str, str], reason: str
) -> None:
    people, said = journey.cast.people, {"name": "Duty", "phone": "01632 960107", **changed}
    who = str(people[said["practitioner"]].pk) if "practitioner" in said else None
    agency = str(journey.cast.agencies[said.get("agency", "council")].pk)
    with pytest.raises(Refused) as refusal:
        name_adviser(
            agency_id=agency, kind="legal", practitioner_id=who, name=said["name"], phone=said["phone"],
            by=journey.who("administrator"), at=journey.at,
        )  # fmt: skip
    assert refusal.value.verdict.reason == reason


def test_nobody_ends_another_agencys_adviser(journey: Journey) -> None:
    theirs = Adviser.objects.filter(agency=journey.cast.agencies["surgery"]).first()
    assert theirs is not None
    with pytest.raises(Refused):
        end_adviser(adviser_id=str(theirs.pk), by=journey.who("administrator"), at=journey.at)
