"""Changing one's mind: which services hear of it, what stops, and what is asked."""

from dataclasses import replace

import pytest
from django.utils import timezone

from plait.base.access.verdict import Refused
from plait.base.outbox.models import Message
from plait.people.actions.protect_from import protect_from
from plait.sharing.actions.answer_withdrawal import answer_withdrawal
from plait.sharing.models import (
    AgreementNotice,
    AgreementReliance,
    AgreementWithdrawal,
    Disclosure,
    FamilyAgreement,
    SharingDecision,
    WithdrawalAnswer,
)
from plait.sharing.queries.family import agencies_told, withdrawal_beside
from plait.sharing.queries.family_due import unanswered_withdrawals
from plait.sharing.rules.family_deeds import PartnerSaid
from tests.sharing.family_facts import facts, reason_of, withdraw
from tests.sharing.home import Home


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
