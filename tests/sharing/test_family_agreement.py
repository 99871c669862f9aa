"""One family and what each of them said: recording, resting on it, and changing one's mind."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.base.timers.models import Timer
from plait.people.actions.merge_people import merge_people
from plait.people.actions.protect_from import protect_from
from plait.people.actions.unmerge_people import unmerge_people
from plait.sharing.actions.answer_withdrawal import answer_withdrawal
from plait.sharing.actions.withdraw_agreement import withdraw_agreement
from plait.sharing.models import (
    AgreementNotice,
    AgreementReliance,
    AgreementWithdrawal,
    Disclosure,
    FamilyAgreement,
    SharingDecision,
    WithdrawalAnswer,
)
from plait.sharing.queries import agreed_by, process_of
from plait.sharing.queries.family import agencies_told, withdrawal_beside
from plait.sharing.queries.family_due import unanswered_withdrawals
from plait.sharing.rules import AgreementFacts
from plait.sharing.rules.family_deeds import PartnerSaid
from tests.sharing.home import DUTY, Home


def reason_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert refused.value.verdict.next_step, "a refusal without a way on"
    return refused.value.verdict.reason


def facts(home: Home, *people: str, to: str = "housing") -> AgreementFacts:
    from plait.base.packs import current

    return agreed_by(
        [home.people[one] for one in people or ("theo",)],
        agency_id=home.agency(to),
        on=home.at.date(),
        process=process_of(current(at=home.at)),
    )


def withdraw(home: Home, agreement: FamilyAgreement, *names: str) -> AgreementWithdrawal:
    wanted = [str(row.pk) for row in agreement.partners.all() if row.name in names]
    return withdraw_agreement(
        agreement_id=str(agreement.pk), partner_ids=wanted, said="She rang me.", said_on=home.at.date(), how="phone",
        by=home.who("screener"), at=home.later(),
    )  # fmt: skip


# --- recording
def test_what_leanne_said_stands_and_is_promised_a_review(home: Home) -> None:
    made = home.agrees()
    assert facts(home).stands and facts(home).groups == {"concern", "family"}
    assert (made.expires_on - made.given_on).days == 365
    assert {timer.kind for timer in Timer.objects.filter(subject=made.ref)} == {
        "agreement-review",
        "agreement-expires",
    }
    assert AuditEntry.objects.filter(act="agreement:recorded").exists()


def test_kevin_cannot_agree_for_theo(home: Home) -> None:
    with pytest.raises(Refused) as refused:
        home.agrees("kevin")
    assert reason_of(refused) == "no-responsibility"
    assert not FamilyAgreement.objects.exists()
    assert AuditEntry.objects.filter(verdict="refused", reason="no-responsibility").exists()


def test_dean_who_must_not_know_is_not_asked(home: Home) -> None:
    home.must_not_know("Dean Kerrigan, her ex-partner")
    with pytest.raises(Refused) as refused:
        home.agrees("dean")
    assert reason_of(refused) == "must-not-be-asked"
    with pytest.raises(Refused) as refused:
        home.agrees("leanne")
    assert reason_of(refused) == "say-why-safe"
    assert home.agrees("leanne", why_safe="Alone, at the school, before noon.")


def test_whoever_they_are_protected_from_is_not_asked(home: Home) -> None:
    from plait.people.models import ProtectedFrom

    ProtectedFrom.objects.create(
        person_id=home.people["theo"], other_id=home.people["dean"], name="", kind="harmed", source_ref="test:protected",
        by="test", at=home.later(),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        home.agrees("dean")
    assert reason_of(refused) == "must-not-be-asked"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"interpreter": "relative"}, "relative-interprets"),
        ({"interpreter": "professional"}, "who-interpreted"),
        ({"present": " "}, "who-was-present"),
        ({"groups": ()}, "nothing-agreed"),
        ({"groups": ("health",), "left_out": ("health",)}, "nothing-agreed"),
        ({"limits_explained": False}, "not-explained"),
        ({"copy_how": ""}, "copy-how"),
    ],
)
def test_what_is_missing_is_said(home: Home, more: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        home.agrees(**more)
    assert reason_of(refused) == reason


def test_days_out_of_order_are_refused(home: Home) -> None:
    today = home.at.date()
    for more, reason in (
        ({"given_on": today + timedelta(days=1)}, "given-in-future"),
        ({"expires_on": today + timedelta(days=800)}, "ends-too-late"),
        ({"expires_on": today}, "ends-too-late"),
        (
            {"expires_on": today + timedelta(days=5), "review_on": today + timedelta(days=9)},
            "review-after-end",
        ),
    ):
        with pytest.raises(Refused) as refused:
            home.agrees(**more)
        assert reason_of(refused) == reason


def test_the_same_service_twice_is_refused(home: Home) -> None:
    twice = (PartnerSaid("Kestrel Boxing", "yes"), PartnerSaid("kestrel boxing ", "no"))
    with pytest.raises(Refused) as refused:
        home.agrees(partners=twice)
    assert reason_of(refused) == "service-twice"


def test_sent_twice_is_one_and_a_new_answer_supersedes(home: Home) -> None:
    said = home.said()
    from plait.sharing.actions.record_agreement import record_agreement

    rows = [
        record_agreement(child_id=home.people["theo"], said=said, by=home.who("screener"), at=home.later())
        for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    newer = record_agreement(
        child_id=home.people["theo"],
        said=replace(said, present="Her sister"),
        by=home.who("screener"),
        at=home.later(),
    )
    assert newer.supersedes_id == rows[0].pk
    assert FamilyAgreement.objects.count() == 2
    assert not Timer.objects.filter(subject=rows[0].ref, state="waiting").exists()


def test_somebody_of_another_family_is_not_there(home: Home) -> None:
    from plait.people.actions.describe_person import describe_person
    from plait.people.rules import Described

    stranger = describe_person(
        described=Described(forename="Ida", surname="Quill"), source_ref="test:ida",
        agency_id=home.agency("council"), by=home.who("screener"), at=home.later(),
    )  # fmt: skip
    home.people["ida"] = str(stranger.person_id)
    with pytest.raises(Refused) as refused:
        home.agrees("ida")
    assert refused.value.verdict.hides


@pytest.mark.parametrize("who", ["teacher", "police", "administrator", "privacy_officer", "gp"])
def test_nobody_records_who_does_not_work_with_them(home: Home, who: str) -> None:
    with pytest.raises(Refused):
        home.agrees(by=who)
    assert not FamilyAgreement.objects.exists()


# --- resting on it
def test_a_decision_rests_on_it_and_says_on_what(home: Home) -> None:
    made = home.agrees()
    decision = home.shares()
    assert AgreementReliance.objects.get(decision=decision).agreement_id == made.pk


def test_without_agreement_nothing_rests_on_it_and_a_duty_needs_none(home: Home) -> None:
    with pytest.raises(Refused) as refused:
        home.shares()
    assert reason_of(refused) == "agreement-missing"
    assert home.shares(gateway=DUTY)
    assert not AgreementReliance.objects.exists()


def test_an_answer_about_one_service_is_none_about_another(home: Home) -> None:
    home.agrees()
    with pytest.raises(Refused) as refused:
        home.shares("probation")
    assert reason_of(refused) == "agreement-missing"


def test_what_was_left_out_stays_out(home: Home) -> None:
    home.agrees(groups=("concern", "health"), left_out=("health",), left_out_said="Not her medicines.")
    with pytest.raises(Refused) as refused:
        home.shares(group="health")
    assert reason_of(refused) == "agreement-leaves-out"
    assert home.shares()


def test_an_agreement_that_has_ended_carries_nothing(home: Home) -> None:
    home.agrees()
    home.later(minutes=366 * 24 * 60)
    with pytest.raises(Refused) as refused:
        home.shares()
    assert reason_of(refused) == "agreement-expired"


def test_everybody_in_it_must_have_been_asked(home: Home) -> None:
    home.agrees(about=("theo",))
    with pytest.raises(Refused) as refused:
        home.shares(people=("theo", "zoe"))
    assert reason_of(refused) == "agreement-missing"


def test_amal_understands_and_says_no(home: Home) -> None:
    home.agrees(about=("amal",), child="amal")
    assert facts(home, "amal").stands
    home.agrees(
        "amal", about=("amal",), child="amal", answer="no", capacity="competent_child",
        capacity_note="She told me in her own words what housing would read.",
    )  # fmt: skip
    assert facts(home, "amal").reason == "agreement-refused"


# --- people joined and taken apart
def test_joined_and_taken_apart_each_keeps_what_was_said(home: Home) -> None:
    from plait.people.actions.describe_person import describe_person
    from plait.people.rules import Described

    home.agrees()
    twin = describe_person(
        described=Described(forename="Leanne", surname="Marlowe"), source_ref="test:again",
        agency_id=home.agency("council"), by=home.who("screener"), at=home.later(),
    )  # fmt: skip
    merge = merge_people(
        one_id=home.people["leanne"],
        other_id=str(twin.person_id),
        because="The same.",
        by=home.who("screener"),
        at=home.later(),
    )
    assert facts(home).stands
    made = home.agrees(present="Her sister")  # under the id that stood before, whichever survives
    assert facts(home).stands and made.supersedes is not None
    unmerge_people(merge_id=str(merge.pk), because="Two women.", by=home.who("screener"), at=home.later())
    assert facts(home).stands


# --- changing one's mind
def test_a_withdrawal_reaches_three_services_and_stops_what_follows(home: Home) -> None:
    made = home.agrees()
    past = home.shares()
    withdrawal = withdraw(home, made)
    told = {"housing", "safe_harbour", "lantern"}
    assert {row.agency_id for row in AgreementNotice.objects.all()} == {home.agency(one) for one in told}
    letters = Message.objects.filter(kind="agreement-withdrawn")
    assert letters.count() == 3
    for letter in letters:
        assert letter.context.keys() <= {"link_path", "phone"}
        for name in ("Theo", "Leanne", "Marlow"):
            assert name not in str(letter.context) + letter.subject_line
    with pytest.raises(Refused) as refused:
        home.shares()
    assert reason_of(refused) == "agreement-withdrawn"
    assert Disclosure.objects.filter(decision=past).exists(), "what was shared lawfully stays"
    assert FamilyAgreement.objects.filter(pk=made.pk).exists() and withdrawal.everything


def test_an_agency_whose_mailbox_they_are_protected_from_is_rung_instead(home: Home) -> None:
    made = home.agrees()
    protect_from(
        person_id=home.people["leanne"],
        name="Somebody at the housing office",
        kind="harmed",
        agency_id=home.agency("housing"),
        because="He reads what comes in there.",
        by=home.who("screener"),
        at=home.later(),
    )
    withdrawal = withdraw(home, made)
    assert agencies_told(withdrawal) == {home.agency("safe_harbour"), home.agency("lantern")}
    assert Message.objects.filter(kind="agreement-withdrawn").count() == 2
    with pytest.raises(Refused):
        home.shares()


def test_one_service_is_withdrawn_and_the_others_stand(home: Home) -> None:
    made = home.agrees()
    withdraw(home, made, home.cast.agencies["housing"].name)
    assert facts(home).reason == "agreement-withdrawn"
    assert facts(home, to="lantern").stands
    assert Message.objects.filter(kind="agreement-withdrawn").count() == 1


def test_twice_is_once(home: Home) -> None:
    made = home.agrees()
    first, second = withdraw(home, made), withdraw(home, made)
    assert first.pk == second.pk
    assert Message.objects.filter(kind="agreement-withdrawn").count() == 3


def test_the_older_page_withdraws_what_stands_now(home: Home) -> None:
    old = home.agrees()
    new = home.agrees(present="Her sister")
    assert withdraw(home, old).agreement_id == new.pk
    assert facts(home).reason == "agreement-withdrawn"


def test_asked_again_they_answer_about_every_service_to_which_they_had_said_yes(home: Home) -> None:
    home.agrees()
    boxing = (PartnerSaid("Kestrel Boxing", "yes"),)
    with pytest.raises(Refused) as refused:
        home.agrees(partners=boxing)
    assert reason_of(refused) == "service-not-said-again"
    assert home.cast.agencies["housing"].name in refused.value.verdict.say
    assert home.agrees(partners=(*home.said().partners, *boxing)).supersedes is not None


def test_a_yes_in_words_that_were_said_anew_carries_nothing(home: Home) -> None:
    """As such rows stood before that was asked: no page shows the older yes, so nothing rests on it."""
    old = home.agrees()
    new = home.agrees(present="Her sister")
    new.partners.filter(agency_id=home.agency("housing")).delete()
    assert old.partners.filter(agency_id=home.agency("housing"), answer="yes").exists()
    assert facts(home).reason == "agreement-missing"
    assert facts(home, to="lantern").stands


def test_what_was_also_said_about_somebody_else_still_stands_for_them(home: Home) -> None:
    both = home.agrees(about=("theo", "leanne"))
    hers = home.agrees(about=("leanne",), capacity="own", partners=(PartnerSaid("Kestrel Boxing", "yes"),))
    assert hers.supersedes is None
    assert facts(home).relied == (str(both.pk),)


def test_every_yes_taken_back_is_every_yes_in_whichever_work_it_was_given(home: Home) -> None:
    before = home.agrees()
    FamilyAgreement.objects.filter(pk=before.pk).update(episode="referral:of-last-year")
    boxing = home.agrees(partners=(PartnerSaid("Kestrel Boxing", "yes"),))
    assert boxing.supersedes is None and facts(home).stands
    withdrawal = withdraw(home, boxing)
    assert facts(home).reason == "agreement-withdrawn"
    told = {home.agency(one) for one in ("housing", "safe_harbour", "lantern")}
    assert agencies_told(withdrawal) == told
    with pytest.raises(Refused):
        home.shares()


def test_a_service_is_told_only_of_those_about_whom_it_was_named(home: Home) -> None:
    before = home.agrees()
    FamilyAgreement.objects.filter(pk=before.pk).update(episode="referral:of-last-year")
    police = PartnerSaid("The police", "yes", agency_id=home.agency("police"))
    withdraw(home, home.agrees(about=("theo", "amal"), partners=(police,)))
    told = set(AgreementNotice.objects.values_list("agency_id", "person_id"))
    assert (home.agency("housing"), home.people["theo"]) in told
    assert (home.agency("housing"), home.people["amal"]) not in told
    assert (home.agency("police"), home.people["amal"]) in told


@pytest.mark.parametrize("answer", ["no", "later"])
def test_a_no_where_there_was_a_yes_is_told_like_a_withdrawal_and_asks_the_two_questions(
    home: Home, answer: str
) -> None:
    first = home.agrees()
    home.shares()
    services = tuple(
        replace(one, answer=answer) if one.agency_id == home.agency("housing") else one
        for one in home.said().partners
    )
    made = home.agrees(partners=services)
    withdrawal = AgreementWithdrawal.objects.get()
    assert withdrawal.agreement_id == first.pk and not withdrawal.everything
    assert withdrawal_beside(made) == withdrawal
    assert agencies_told(withdrawal) == {home.agency("housing")}
    assert Message.objects.filter(kind="agreement-withdrawn").count() == 1
    assert [missing for row, missing in unanswered_withdrawals() if row == withdrawal] == [
        ["pressure", "other_gateway"]
    ]
    with pytest.raises(Refused):
        home.shares()
    assert facts(home, to="lantern").stands


def test_a_first_no_tells_nobody(home: Home) -> None:
    home.agrees(answer="no")
    assert not AgreementWithdrawal.objects.exists()
    home.agrees(answer="later")
    assert not AgreementWithdrawal.objects.exists()


def test_a_no_cannot_be_taken_back(home: Home) -> None:
    made = home.agrees(answer="no")
    with pytest.raises(Refused) as refused:
        withdraw(home, made)
    assert reason_of(refused) == "nothing-to-withdraw"


def test_a_notice_never_says_whose_answer_it_was(home: Home) -> None:
    made = home.agrees(about=("theo", "leanne"))
    withdraw(home, made)
    assert {row.person_id for row in AgreementNotice.objects.all()} == {home.people["theo"]}


def test_the_two_questions_keep_every_answer(home: Home) -> None:
    withdrawal = withdraw(home, home.agrees())
    for question, answer in (("pressure", "not_known"), ("pressure", "yes"), ("other_gateway", "CA04_16LA")):
        answer_withdrawal(
            withdrawal_id=str(withdrawal.pk), question=question, answer=answer, said="He was in the car outside.",
            by=home.who("screener"), at=home.later(),
        )  # fmt: skip
    assert WithdrawalAnswer.objects.count() == 3
    with pytest.raises(Refused) as refused:
        answer_withdrawal(
            withdrawal_id=str(withdrawal.pk), question="other_gateway", answer="HA96_213B", said="It turns on agreement itself.",
            by=home.who("screener"), at=home.later(),
        )  # fmt: skip
    assert reason_of(refused) == "choose-an-answer"


def test_withdrawing_deletes_nothing(home: Home) -> None:
    made = home.agrees()
    home.shares()
    before = (
        FamilyAgreement.objects.count(),
        SharingDecision.objects.count(),
        AgreementReliance.objects.count(),
    )
    withdraw(home, made)
    assert (
        FamilyAgreement.objects.count(),
        SharingDecision.objects.count(),
        AgreementReliance.objects.count(),
    ) == before
    assert timezone.is_aware(made.recorded_at)
