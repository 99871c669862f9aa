"""I19: nothing goes without a rule, two people, a manifest and a delay; a hold stops it; and what is gone is gone everywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.feedback.models import FeedbackTask
from plait.privacy.actions.dispose import agree_disposal, choose_class, propose_disposal, stop_disposal
from plait.privacy.actions.hold import ask_for_hold, ask_to_lift_hold, confirm_hold, lift_hold
from plait.privacy.jobs import carry_out_disposals
from plait.privacy.models import Disposal, RetentionChoice
from plait.privacy.rules.retaining import may_keep_as
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.models import Contact
from plait.sharing.models import InformationItem
from tests.feedback.journey import POLICE_ITEM, Journey, family
from tests.privacy.test_asking import child

pytestmark = pytest.mark.django_db
YEARS = 26 * 366 * 24 * 60
SCHOOL_ITEM = "Hungry on Mondays, canary-school."


def kept_for_years(journey: Journey) -> Journey:
    journey.raised().accepted().asked("police", "alder_lane").answered("police", "police")
    journey.answered("alder_lane", "dsl", text=SCHOOL_ITEM)
    journey.later(YEARS)
    return journey


def everywhere(text: str) -> list[str]:
    """Every column of every table that holds these words."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all():
            found += [
                f"{model.__name__}.{field.attname}"
                for field in model._meta.concrete_fields
                if text in str(getattr(row, field.attname))
            ]
    return found


def proposed(journey: Journey) -> Disposal:
    return propose_disposal(
        class_code="shared_item", because="Its time has come.", survivors_weighed="Nobody asked.",
        by=journey.who("police_privacy"), at=journey.later(),
    )  # fmt: skip


def test_two_people_a_delay_and_then_nothing_shows_it_anywhere(journey: Journey) -> None:
    kept_for_years(journey)
    assert everywhere("canary-police")
    with pytest.raises(Refused, match="survivors-not-weighed"):
        propose_disposal(
            class_code="shared_item", because="Old.", survivors_weighed="", by=journey.who("police_privacy"), at=journey.at
        )  # fmt: skip
    disposal = proposed(journey)
    assert disposal.count == InformationItem.objects.filter(text=POLICE_ITEM).count()
    with pytest.raises(Refused, match="same-person"):
        agree_disposal(disposal_id=str(disposal.pk), by=journey.who("police_privacy"), at=journey.at)
    with pytest.raises(Refused):
        agree_disposal(disposal_id=str(disposal.pk), by=journey.who("caldicott"), at=journey.at)
    agree_disposal(disposal_id=str(disposal.pk), by=journey.who("privacy_officer"), at=journey.later())
    assert carry_out_disposals(journey.at) == 0
    rows = AuditEntry.objects.count()
    journey.later(15 * 24 * 60)
    assert carry_out_disposals(journey.at) == 1
    assert everywhere("canary-police") == []
    assert everywhere("canary-school")  # another agency's is left alone
    disposal.refresh_from_db()
    assert (disposal.state, disposal.manifest, disposal.kept_back) == ("done", [], 0)
    stubs = InformationItem.objects.filter(text="")
    assert disposal.digests == sorted(pseudonym(f"item:{one.pk}") for one in stubs)
    assert AuditEntry.objects.count() > rows  # who looked outlives the record
    assert carry_out_disposals(journey.later()) == 0


def test_only_the_owner_proposes_and_nobody_forges_the_time(journey: Journey) -> None:
    journey.raised().accepted().asked("police").answered("police", "police")
    with pytest.raises(Refused, match="nothing-due"):
        proposed(journey)
    journey.later(YEARS)
    with pytest.raises(Refused, match="nothing-due"):  # the council wrote none of them
        propose_disposal(
            class_code="shared_item", because="Old.", survivors_weighed="Yes.", by=journey.who("privacy_officer"), at=journey.at
        )  # fmt: skip
    with pytest.raises(Refused, match="not-the-owner"):
        propose_disposal(
            class_code="shared_item", because="Old.", survivors_weighed="Yes.", by=journey.who("police"), at=journey.at
        )  # fmt: skip


def test_a_hold_stops_it_even_after_two_people_agreed(journey: Journey) -> None:
    kept_for_years(journey)
    disposal = proposed(journey)
    agree_disposal(disposal_id=str(disposal.pk), by=journey.who("privacy_officer"), at=journey.later())
    hold = ask_for_hold(
        person_id=child(journey), because="An inquiry.", by=journey.who("caldicott"), at=journey.later()
    )
    journey.later(20 * 24 * 60)
    carry_out_disposals(journey.at)
    disposal.refresh_from_db()
    assert (disposal.state, len(disposal.digests), disposal.kept_back) == ("done", 0, disposal.count)
    assert everywhere("canary-police")
    officer, guardian = journey.who("privacy_officer"), journey.who("caldicott")
    with pytest.raises(Refused, match="same-person"):
        confirm_hold(hold_id=str(hold.pk), by=guardian, at=journey.at)
    confirm_hold(hold_id=str(hold.pk), by=officer, at=journey.later())
    ask_to_lift_hold(hold_id=str(hold.pk), because="It is over.", by=officer, at=journey.later())
    with pytest.raises(Refused, match="same-person"):
        lift_hold(hold_id=str(hold.pk), by=officer, at=journey.at)
    lift_hold(hold_id=str(hold.pk), by=guardian, at=journey.later())
    assert proposed(journey).count == disposal.count


def test_stopped_it_goes_nowhere(journey: Journey) -> None:
    kept_for_years(journey)
    disposal = proposed(journey)
    agree_disposal(disposal_id=str(disposal.pk), by=journey.who("privacy_officer"), at=journey.later())
    stop_disposal(
        disposal_id=str(disposal.pk),
        because="Asked for.",
        by=journey.who("police_privacy"),
        at=journey.later(),
    )
    journey.later(20 * 24 * 60)
    assert carry_out_disposals(journey.at) == 0
    assert everywhere("canary-police")


def test_a_class_of_its_own_is_kept_longer_and_never_goes_in_bulk(journey: Journey) -> None:
    kept_for_years(journey)
    item = InformationItem.objects.filter(text=POLICE_ITEM).first()
    assert item is not None
    choose_class(
        ref=f"item:{item.pk}", class_code="adoption", because="An adoption.", by=journey.who("police_privacy"), at=journey.later()
    )  # fmt: skip
    with pytest.raises(Refused, match="nothing-due"):
        propose_disposal(
            class_code="adoption", because="Old.", survivors_weighed="Yes.", by=journey.who("police_privacy"), at=journey.at
        )  # fmt: skip


def test_a_concern_answered_without_a_referral_goes_with_who_told_and_what_was_told(journey: Journey) -> None:
    concern = family(observed="A bruise, canary-contact.", opinion="Worried, canary-contact.")
    journey.raised(concern=concern)
    answer_contact(
        contact_id=str(journey.contact.pk), outcome="nfa", because="Seen, canary-contact.", by=journey.who("screener"),
        at=journey.later(),
    )  # fmt: skip
    journey.later(8 * 366 * 24 * 60)
    officer = journey.who("privacy_officer")
    disposal = propose_disposal(
        class_code="contact_not_taken_further", because="Seven years.", survivors_weighed="Weighed.", by=officer, at=journey.at
    )  # fmt: skip
    agree_disposal(disposal_id=str(disposal.pk), by=journey.who("caldicott"), at=journey.later())
    journey.later(15 * 24 * 60)
    carry_out_disposals(journey.at)
    assert everywhere("canary-contact") == []
    assert (
        Contact.objects.get(pk=journey.contact.pk).reference == journey.contact.reference
    )  # the stub says that it was
    assert set(FeedbackTask.objects.values_list("text", flat=True)) == {"Disposed of when its time had come."}


def test_the_pages(journey: Journey, client: Any) -> None:
    kept_for_years(journey)
    journey.at = journey.at - timedelta(days=0)
    officer = journey.browser("police_privacy")
    assert "The schedule" in officer.get("/privacy/retention/").content.decode()
    page = officer.get("/privacy/retention/shared_item/").content.decode()
    assert "What an agency wrote about one person" in page
    assert "canary" not in page
    assert officer.get("/privacy/retention/no-such/").status_code == 404
    held = officer.post(
        "/privacy/holds/new/", {"reference": journey.contact.reference, "because": "A court."}
    )
    assert held.status_code == 302
    assert "Held since" in officer.get("/privacy/retention/").content.decode()


def a_police_item(journey: Journey) -> InformationItem:
    kept_for_years(journey)
    item = InformationItem.objects.filter(text=POLICE_ITEM).first()
    assert item is not None
    return item


def test_the_page_to_keep_one_record_in_another_class(journey: Journey) -> None:
    item = a_police_item(journey)
    disposal = proposed(journey)
    agree_disposal(disposal_id=str(disposal.pk), by=journey.who("privacy_officer"), at=journey.later())
    officer = journey.browser("police_privacy")
    link = f"/privacy/retention/another-class/?record=item:{item.pk}"
    assert link in officer.get(f"/privacy/disposals/{disposal.pk}/").content.decode()
    shown = officer.get(link).content.decode()
    assert f"item:{item.pk}" in shown
    assert "100 years from the day it was closed" in shown
    assert "Concern that was begun and never sent" not in shown
    assert "Who looked, and why" not in shown
    address = "/privacy/retention/another-class/"
    said = {"reference": f"item:{item.pk}", "class_code": "adoption", "because": "An adoption order."}
    kept = officer.post(address, said | {"because": ""})
    assert kept.status_code == 200
    assert not RetentionChoice.objects.exists()
    for _ in range(2):
        assert officer.post(address, said).status_code == 302
    assert RetentionChoice.objects.count() == 1
    listed = officer.get("/privacy/retention/").content.decode()
    assert "Kept in another class" in listed
    assert "An adoption order." in listed
    journey.later(20 * 24 * 60)
    carry_out_disposals(journey.at)
    disposal.refresh_from_db()
    item.refresh_from_db()
    assert (item.text, disposal.kept_back) == (POLICE_ITEM, 1)


def test_another_agency_keeps_its_own_and_is_told_nothing_of_others(journey: Journey) -> None:
    item = a_police_item(journey)
    said = {"class_code": "adoption", "because": "Ours."}
    officer = journey.browser("privacy_officer")
    for reference in (f"item:{item.pk}", f"item:{journey.contact.pk}", "ZZZZ-ZZZZ", "no such thing"):
        answer = officer.post("/privacy/retention/another-class/", said | {"reference": reference})
        assert answer.status_code == 200
        assert "Your agency keeps no record with that reference." in answer.content.decode()
    assert not RetentionChoice.objects.exists()
    assert journey.browser("caldicott").get("/privacy/retention/another-class/").status_code == 403
    assert "Ours." not in journey.browser("caldicott").get("/privacy/retention/").content.decode()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "owner-with-reason"),
        ({"own": False}, "no-such-record"),
        ({"known_class": False}, "no-such-class"),
        ({"fits": False}, "no-such-class"),
        ({"because": " "}, "needs-reason"),
    ],
)
def test_one_of_their_own_in_a_class_that_fits_with_a_reason(said: dict[str, Any], reason: str) -> None:
    given = {"own": True, "known_class": True, "fits": True, "because": "An adoption.", **said}
    assert may_keep_as(**given).reason == reason
