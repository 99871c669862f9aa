"""An agreement's life: written, offered, signed by two sides, obeyed, revoked, and gone for the very next request."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.packs import current
from plait.people.events import MayImport
from plait.sharing.actions.draft_agreement import draft_agreement
from plait.sharing.actions.leave_agreement import leave_agreement
from plait.sharing.actions.next_version import next_version
from plait.sharing.actions.offer_agreement import offer_agreement, take_back_agreement
from plait.sharing.actions.revoke_agreement import revoke_agreement, revoke_clause
from plait.sharing.actions.sign_agreement import sign_agreement
from plait.sharing.actions.write_clause import Given, write_clause
from plait.sharing.models import Clause, SharingAgreement, SharingDecision
from plait.sharing.queries.importing import may_import
from plait.sharing.rules.heading import Heading
from plait.site.demo.agreement import CLAUSES, IMPORTS, REFERENCE
from plait.site.demo.cast import Cast, assemble
from tests.feedback.journey import Journey

MONDAY = date(2026, 11, 23)
WHY = "The review found it too wide."


@pytest.fixture
def made(journey: Journey) -> SharingAgreement:
    return SharingAgreement.objects.get(reference=REFERENCE)


def numbered(agreement: SharingAgreement, number: int) -> str:
    return str(Clause.objects.get(agreement=agreement, number=number).pk)


def test_the_casts_agreement_was_signed_by_two_people_of_its_two_sides(made: SharingAgreement) -> None:
    assert made.state == SharingAgreement.State.IN_FORCE
    assert {one.side for one in made.signatures.all()} == {"first", "second"}
    assert len({one.signed_by for one in made.signatures.all()}) == 2
    assert len({one.digest for one in made.signatures.all()}) == 1


def test_a_decision_keeps_its_clause_and_the_version(journey: Journey, made: SharingAgreement) -> None:
    journey.raised().accepted().asked("police")
    decision = SharingDecision.objects.get(occasion="ask")
    assert decision.clauses == [numbered(made, 1)]
    assert decision.agreement_versions == ["PARTNERSHIP-1 version 1"]
    assert (decision.purpose_code, decision.obligations) == ("enquiry", [])


def test_revoked_and_the_very_next_request_is_refused(journey: Journey, made: SharingAgreement) -> None:
    journey.raised().accepted().asked("surgery")
    revoke_clause(clause_id=numbered(made, 1), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    with pytest.raises(Refused) as refusal:
        journey.asked("police")
    assert "but not for “Asking and answering in a safeguarding enquiry”" in refusal.value.verdict.say
    assert "ring them" in refusal.value.verdict.next_step
    journey.answered("surgery", "gp")  # the other clauses stand
    revoke_agreement(
        agreement_id=str(made.pk), because=WHY, by=journey.who("police_ig_lead"), at=journey.later()
    )
    with pytest.raises(Refused, match="no-agreement"):
        journey.answered("surgery", "gp")


def test_an_answer_that_no_agreement_lets_go_names_the_item(journey: Journey, made: SharingAgreement) -> None:
    journey.raised().accepted().asked("police")
    revoke_clause(clause_id=numbered(made, 2), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    with pytest.raises(Refused) as refusal:
        journey.answered("police", "police")
    assert "Called to the address twice" in refusal.value.verdict.say
    assert AuditEntry.objects.filter(verdict="refused", reason="no-agreement").exists()


def test_feedback_without_a_clause_waits_for_a_person(journey: Journey, made: SharingAgreement) -> None:
    from plait.feedback.models import FeedbackTask

    journey.raised().accepted().asked("surgery").answered("surgery", "gp")
    revoke_clause(clause_id=numbered(made, 3), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    journey.decided()
    held = FeedbackTask.objects.filter(status=FeedbackTask.Status.HELD, held_reason="no-agreement")
    assert held.exists()
    assert not FeedbackTask.objects.filter(status=FeedbackTask.Status.SENT).exists()


def test_a_field_that_no_clause_names_is_left_out_and_named(journey: Journey, made: SharingAgreement) -> None:
    Clause.objects.filter(agreement=made, number=1).update(field_groups=["identity", "family"])
    journey.raised().accepted().asked("police")
    decision = SharingDecision.objects.get(occasion="ask")
    lines = {line.label: line for one in decision.disclosures.all() for line in one.lines.all()}
    assert decision.outcome == "part"
    assert lines["What somebody is worried about"].withheld
    assert "not what somebody is worried about" in lines["What somebody is worried about"].why_withheld
    assert journey.checks["police"].shown["concern"] == ""


def test_protection_does_not_wait_and_the_reviewer_is_told(journey: Journey, made: SharingAgreement) -> None:
    from plait.referrals.actions.ask_partners import Ask, ask_partners

    journey.raised().accepted()
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    ask_partners(
        referral_id=str(journey.referral.pk),
        asks=[Ask(agency_id=str(journey.cast.agencies["police"].pk), gateway="CA89_47")],
        purpose="Is this child safe tonight?",
        by=journey.who("screener"),
        at=journey.later(),
    )
    decision = SharingDecision.objects.get(occasion="ask")
    assert decision.reason == "protection-first"
    assert decision.clauses == []
    assert decision.obligations
    assert all(one.startswith("For the reviewer") for one in decision.obligations)


def test_an_agency_that_left_neither_gives_nor_gets(journey: Journey, made: SharingAgreement) -> None:
    police = str(journey.cast.agencies["police"].pk)
    for _ in range(2):
        leave_agreement(
            agreement_id=str(made.pk), agency_id=police, because="It has merged.", by=journey.who("ig_lead"),
            at=journey.later(),
        )  # fmt: skip
    journey.raised().accepted()
    with pytest.raises(Refused) as refusal:
        journey.asked("police")
    assert "not both parties" in refusal.value.verdict.say
    journey.asked("surgery")


def test_an_extract_comes_in_only_by_a_clause_that_says_so(journey: Journey, made: SharingAgreement) -> None:
    surgery = str(journey.cast.agencies["surgery"].pk)

    def asks(clause: str, *groups: str) -> str:
        return may_import(MayImport(surgery, clause, groups or ("identity",), journey.at)).reason

    assert asks(IMPORTS) == "gateway-and-purpose"
    assert asks("partnership-1, Clause 5", "identity", "location") == "gateway-and-purpose"
    assert asks(IMPORTS, "health") == "no-agreement"
    assert asks(f"{REFERENCE} clause 1") == "no-agreement"
    assert asks("Clause 4.2") == asks(f"{REFERENCE} clause 99") == "no-such-clause"
    revoke_clause(clause_id=numbered(made, 5), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    assert asks(IMPORTS) == "no-such-clause"


def draft(journey: Journey, **more: Any) -> SharingAgreement:
    agencies = {key: str(one.pk) for key, one in journey.cast.agencies.items()}
    return draft_agreement(
        heading=Heading("Tenancies", "Help before a home is lost.", journey.at.date(), dpia="DPIA-2", **more),
        parties={agencies["council"]: "first", agencies["police"]: "second", agencies["housing"]: "second"},
        by=journey.who("ig_lead"),
        at=journey.later(),
    )


def test_two_sides_and_never_one_person_for_both(journey: Journey) -> None:
    made = draft(journey)
    write_clause(agreement_id=str(made.pk), given=CLAUSES[0], by=journey.who("ig_lead"), at=journey.later())
    with pytest.raises(Refused, match="agreement-draft"):
        sign_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    offer_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    with pytest.raises(Refused, match="agreement-waiting"):
        write_clause(
            agreement_id=str(made.pk), given=CLAUSES[1], by=journey.who("ig_lead"), at=journey.later()
        )
    sign_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    with pytest.raises(Refused, match="signed-already"):
        sign_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    with pytest.raises(Refused, match="no-role-agreement:sign"):
        sign_agreement(agreement_id=str(made.pk), by=journey.who("police"), at=journey.later())
    take_back_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    assert not made.signatures.exists()
    offer_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    sign_agreement(agreement_id=str(made.pk), by=journey.who("police_ig_lead"), at=journey.later())
    signed = sign_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    assert signed.state == SharingAgreement.State.IN_FORCE


def test_a_faulty_agreement_is_not_offered(journey: Journey) -> None:
    made = draft(journey)
    with pytest.raises(Refused, match="agreement-faulty"):
        offer_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    write_clause(
        agreement_id=str(made.pk),
        given=Given(holders=("LA_CSC",)),
        by=journey.who("ig_lead"),
        at=journey.later(),
    )
    with pytest.raises(Refused) as refusal:
        offer_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    assert "it does not say what for" in refusal.value.verdict.say


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"heading": Heading("", "", MONDAY, dpia="D")}, "no-title"),
        ({"heading": Heading("A", "B", MONDAY)}, "no-dpia"),
        (
            {"heading": Heading("A", "B", MONDAY, MONDAY - timedelta(days=1), "D")},
            "ends-first",
        ),
        ({"parties": {}}, "one-sided"),
        ({"reference": REFERENCE}, "reference-taken"),
    ],
)
def test_what_cannot_be_begun(change: dict[str, Any], reason: str, journey: Journey) -> None:
    council, police = (str(journey.cast.agencies[key].pk) for key in ("council", "police"))
    given = {
        "heading": Heading("A", "B", journey.at.date(), dpia="D"),
        "parties": {council: "first", police: "second"},
        **change,
    }
    with pytest.raises(Refused, match=reason):
        draft_agreement(**given, by=journey.who("ig_lead"), at=journey.at)


def test_the_next_version_takes_the_place_of_the_one_before(journey: Journey, made: SharingAgreement) -> None:
    revoke_clause(clause_id=numbered(made, 4), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    second = next_version(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    again = next_version(agreement_id=str(made.pk), by=journey.who("police_ig_lead"), at=journey.later())
    assert again == second
    assert second.clauses.count() == len(CLAUSES) - 1
    offer_agreement(agreement_id=str(second.pk), by=journey.who("ig_lead"), at=journey.later())
    sign_agreement(agreement_id=str(second.pk), by=journey.who("ig_lead"), at=journey.later())
    made.refresh_from_db()
    assert made.state == SharingAgreement.State.IN_FORCE
    sign_agreement(agreement_id=str(second.pk), by=journey.who("police_ig_lead"), at=journey.later())
    made.refresh_from_db()
    assert made.state == SharingAgreement.State.ENDED
    journey.raised().accepted().asked("police")
    assert SharingDecision.objects.get(occasion="ask").agreement_versions == ["PARTNERSHIP-1 version 2"]


def test_revoking_twice_and_without_a_reason(journey: Journey, made: SharingAgreement) -> None:
    with pytest.raises(Refused, match="needs-reason"):
        revoke_agreement(
            agreement_id=str(made.pk), because=" ", by=journey.who("ig_lead"), at=journey.later()
        )
    first = revoke_agreement(
        agreement_id=str(made.pk), because=WHY, by=journey.who("ig_lead"), at=journey.later()
    )
    second = revoke_agreement(
        agreement_id=str(made.pk), because="Another.", by=journey.who("police_ig_lead"), at=journey.later()
    )
    assert (second.over_because, second.over_at) == (WHY, first.over_at)


def test_a_prohibition_is_not_lifted_by_one_side(journey: Journey) -> None:
    made = draft(journey)
    for given in (CLAUSES[0], Given(kind="prohibit", holders=("HOUSING",), field_groups=("health",))):
        write_clause(agreement_id=str(made.pk), given=given, by=journey.who("ig_lead"), at=journey.later())
    offer_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    for who in ("ig_lead", "police_ig_lead"):
        sign_agreement(agreement_id=str(made.pk), by=journey.who(who), at=journey.later())
    with pytest.raises(Refused, match="prohibition-stands"):
        revoke_clause(clause_id=numbered(made, 2), because=WHY, by=journey.who("ig_lead"), at=journey.later())


@pytest.mark.django_db(transaction=True)
def test_two_revocations_at_once_are_one(transactional_db: None, pack: Any, at: datetime) -> None:
    cast: Cast = assemble(at=at - timedelta(days=1))
    current(at=at)  # read before the two begin
    made = SharingAgreement.objects.get(reference=REFERENCE)
    together, failed = Barrier(2), []

    def revoke(who: str) -> None:
        try:
            actor = cast.actor(who, at=at)
            together.wait()
            revoke_agreement(agreement_id=str(made.pk), because=f"By {who}.", by=actor, at=at)
        except Exception as fault:
            failed.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=revoke, args=(who,)) for who in ("ig_lead", "police_ig_lead")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.refresh_from_db()
    assert failed == []
    assert made.state == SharingAgreement.State.REVOKED
    assert AuditEntry.objects.filter(act="agreement:revoked").count() == 1
    assert AuditEntry.objects.filter(act="agreement:revoked-already").count() == 1


def test_a_gateway_that_is_repealed_tomorrow_carries_today_and_not_the_day_after(
    journey: Journey, made: SharingAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agreement still names it; the law does not. The asking is refused by the day on which it is asked."""
    from plait.base.packs import queries
    from plait.referrals.actions.ask_partners import Ask, ask_partners

    typed, code = queries._typed, "CA89_17"

    def repealed(*args: Any) -> Any:
        pack = typed(*args)
        gateway = pack.gateways[code].model_copy(update={"effective_to": MONDAY})
        return pack.model_copy(update={"gateways": {**pack.gateways, code: gateway}})

    monkeypatch.setattr(queries, "_typed", repealed)
    journey.raised().accepted()

    def ask(agency: str) -> None:
        ask_partners(
            referral_id=str(journey.referral.pk),
            asks=[Ask(agency_id=str(journey.cast.agencies[agency].pk), gateway=code)],
            purpose="What help do they need?",
            by=journey.who("screener"),
            at=journey.later(),
        )

    ask("police")
    assert SharingDecision.objects.get(occasion="ask").clauses == [numbered(made, 1)]
    journey.later(minutes=24 * 60)
    with pytest.raises(Refused) as refusal:
        ask("surgery")
    assert refusal.value.verdict.reason == "gateway-ended"
    assert "That power is no longer in force." in refusal.value.verdict.say
