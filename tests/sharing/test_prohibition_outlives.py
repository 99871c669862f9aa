"""What two sides closed, one does not open alone: a prohibition outlives the agreement that one of them revoked."""

from datetime import timedelta

import pytest
from django.test import Client

from plait.sharing.actions.draft_agreement import draft_agreement
from plait.sharing.actions.next_version import next_version
from plait.sharing.actions.offer_agreement import offer_agreement
from plait.sharing.actions.revoke_agreement import revoke_agreement
from plait.sharing.actions.sign_agreement import sign_agreement
from plait.sharing.actions.strike_clause import strike_clause
from plait.sharing.actions.write_clause import write_clause
from plait.sharing.models import Clause, DisclosureItem, SharingAgreement
from plait.sharing.queries.agreements import clauses_in_force, outlasting
from plait.sharing.rules.clauses import ANY
from plait.sharing.rules.heading import Heading
from plait.site.demo.agreement import CLAUSES, REFERENCE
from tests.feedback.journey import Journey
from tests.sharing.test_agreement_pages import page, sent, sure

WHY = "The review found it too wide."
SAID = "What somebody is worried about"


@pytest.fixture
def made(journey: Journey) -> SharingAgreement:
    """The cast's agreement, with a seventh clause: nobody tells the police what somebody is worried about."""
    made = SharingAgreement.objects.get(reference=REFERENCE)
    police = str(journey.cast.agencies["police"].pk)
    Clause.objects.create(
        agreement=made,
        number=7,
        kind="prohibit",
        holders=[ANY],
        recipients=[police],
        field_groups=["concern"],
    )
    return made


def revoked(journey: Journey, made: SharingAgreement) -> None:
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=journey.who("ig_lead"), at=journey.later())
    made.refresh_from_db()


def another(journey: Journey) -> SharingAgreement:
    """The council and the police sign another agreement, which permits it."""
    agencies = {key: str(one.pk) for key, one in journey.cast.agencies.items()}
    made = draft_agreement(
        heading=Heading("Tonight", "What the police need to know.", journey.at.date(), dpia="DPIA-3"),
        parties={agencies["council"]: "first", agencies["police"]: "second"},
        by=journey.who("ig_lead"), at=journey.later(),
    )  # fmt: skip
    write_clause(agreement_id=str(made.pk), given=CLAUSES[0], by=journey.who("ig_lead"), at=journey.later())
    return signed(journey, made)


def signed(journey: Journey, made: SharingAgreement) -> SharingAgreement:
    offer_agreement(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    for who in ("ig_lead", "police_ig_lead"):
        made = sign_agreement(agreement_id=str(made.pk), by=journey.who(who), at=journey.later())
    return made


def kept_back(journey: Journey) -> str:
    """Why the police do not read of the worry when the hub asks them now; empty where they do."""
    journey.raised().accepted().asked("police")
    line = DisclosureItem.objects.get(disclosure__decision__occasion="ask", label=SAID)
    return line.why_withheld


def forbids() -> list[str]:
    return [one.label for one in clauses_in_force().all if not one.permits]


def test_it_holds_though_the_agreement_is_revoked_and_another_permits(
    journey: Journey, made: SharingAgreement
) -> None:
    revoked(journey, made)
    another(journey)
    assert "PARTNERSHIP-1, clause 7 forbids" in kept_back(journey)
    assert forbids() == ["PARTNERSHIP-1, clause 7"]
    assert all(one.version != "PARTNERSHIP-1 version 1" for one in clauses_in_force().all if one.permits)


def test_both_sides_together_lift_it(journey: Journey, made: SharingAgreement) -> None:
    revoked(journey, made)
    following = next_version(agreement_id=str(made.pk), by=journey.who("ig_lead"), at=journey.later())
    offending = following.clauses.get(kind="prohibit")
    strike_clause(
        agreement_id=str(following.pk),
        clause_id=str(offending.pk),
        by=journey.who("ig_lead"),
        at=journey.later(),
    )
    offer_agreement(agreement_id=str(following.pk), by=journey.who("ig_lead"), at=journey.later())
    sign_agreement(agreement_id=str(following.pk), by=journey.who("ig_lead"), at=journey.later())
    assert forbids() == ["PARTNERSHIP-1, clause 7"], "one side's signature lifts nothing"
    sign_agreement(agreement_id=str(following.pk), by=journey.who("police_ig_lead"), at=journey.later())
    assert forbids() == []
    assert outlasting(made, on=journey.at.date()) == []


def test_its_own_end_ends_it(journey: Journey, made: SharingAgreement) -> None:
    today = journey.at.date()
    Clause.objects.filter(agreement=made, number=7).update(ends=today)
    revoked(journey, made)
    assert [one.number for one in outlasting(made, on=today)] == [7]
    assert outlasting(made, on=today + timedelta(days=1)) == []
    (kept,) = [one for one in clauses_in_force().all if not one.permits]
    assert kept.runs(today)
    assert not kept.runs(today + timedelta(days=1))


def test_what_never_came_into_force_forbids_nothing(journey: Journey, made: SharingAgreement) -> None:
    revoked(journey, made)
    made.signatures.filter(side="second").delete()
    assert forbids() == []


def test_the_page_names_it_before_and_after(journey: Journey, made: SharingAgreement) -> None:
    nadia: Client = sure(journey.browser("ig_lead"))
    here = f"/agreements/{made.pk}/"
    warned = page(nadia, f"{here}revoke/")
    before, _, after = warned.partition("This still holds")
    assert "must not share what somebody is worried about with Fenmarch Police" in after
    assert "must not share" not in before
    shown = sent(nadia, f"{here}revoke/", because=WHY)
    assert "What it forbids still holds." in shown
    assert "Still forbidden" in shown
    assert "Still forbidden: clause 7." in page(nadia, f"{here}text/")
    policies = page(nadia, f"{here}cedar/")
    assert "forbid" in policies
    assert policies.count("permit (") == 1, "what stays within one agency"
