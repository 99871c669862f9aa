"""One family and what each of them said: recording, resting on it, and people joined and taken apart."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.timers.models import Timer
from plait.people.actions.merge_people import merge_people
from plait.people.actions.unmerge_people import unmerge_people
from plait.sharing.models import (
    AgreementReliance,
    FamilyAgreement,
)
from plait.sharing.rules.family_deeds import PartnerSaid
from tests.sharing.family_facts import facts, reason_of
from tests.sharing.home import DUTY, Home


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
    safe = "Alone, at the school, before noon."
    assert home.agrees("leanne", why_safe=safe).why_safe == safe


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
def test_what_is_missing_is_said(home: Home, more: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        home.agrees(**more)
    assert reason_of(refused) == reason


def test_days_out_of_order_are_refused(home: Home) -> None:
    today = home.at.date()
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"given_on": today + timedelta(days=1)}, "given-in-future"),
        ({"expires_on": today + timedelta(days=800)}, "ends-too-late"),
        ({"expires_on": today}, "ends-too-late"),
        (
            {"expires_on": today + timedelta(days=5), "review_on": today + timedelta(days=9)},
            "review-after-end",
        ),
    )
    for more, reason in wrong:
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
    assert home.shares(gateway=DUTY).gateway == DUTY.code
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
    assert home.shares().outcome == "share"


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
