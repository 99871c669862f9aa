"""A referral goes last: once no agency keeps what it answered, its words go and its rows stay. What holds it, stops it."""

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.pseudonyms import pseudonym
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.models import Person
from plait.people.places import is_shielded
from plait.privacy.actions.dispose import agree_disposal, propose_disposal
from plait.privacy.actions.hold import ask_for_hold
from plait.privacy.jobs import carry_out_disposals
from plait.privacy.models import Disposal
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.erase_referral import erase_referrals
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.models import Decision, Dissent, PartnerCheck, Referral
from plait.sharing.models import InformationItem, SharingDecision
from tests.feedback.journey import ADDRESS, Journey, family
from tests.privacy.test_disposing import YEARS, everywhere

pytestmark = pytest.mark.django_db
SAID = "canary-referral"


def closed(journey: Journey) -> Journey:
    """Raised, asked, answered with nothing and with one item, decided, led and closed; every word of it holds the canary."""
    concern = family(observed=f"A bruise, {SAID}.", opinion=f"Worried, {SAID}.")
    journey.raised(concern=concern).accepted().asked("police", "alder_lane")
    journey.answered("police", "police", text=f"Called twice, {SAID}.")
    journey.answered("alder_lane", "dsl", kind="not_known")
    journey.decided()
    Decision.objects.update(because=f"What they told us, {SAID}.", worries=f"Harm, {SAID}.")
    Dissent.objects.create(
        decision=Decision.objects.get(), agency_id="x", agency_name="The school", view=f"No, {SAID}.", view_hash="h",
        by="x", by_name="Somebody", at=journey.at,
    )  # fmt: skip
    accept_lead(referral_id=str(journey.referral.pk), by=journey.who("lead"), at=journey.later())
    close_referral(
        referral_id=str(journey.referral.pk), outcome="RC1", because=f"It is well, {SAID}.", despite="All have said so.",
        by=journey.who("manager"), at=journey.later(),
    )  # fmt: skip
    journey.referral.refresh_from_db()
    assert journey.referral.status == "closed"
    return journey


def proposed(journey: Journey, who: str, code: str) -> Disposal:
    made = propose_disposal(
        class_code=code, because="Its time has come.", survivors_weighed="Nobody asked.", by=journey.who(who),
        at=journey.later(),
    )  # fmt: skip
    second = "privacy_officer" if who != "privacy_officer" else "caldicott"
    return agree_disposal(disposal_id=str(made.pk), by=journey.who(second), at=journey.later())


def carried_out(journey: Journey) -> None:
    journey.later(15 * 24 * 60)
    carry_out_disposals(journey.at)


def items_gone(journey: Journey) -> Journey:
    """Its time has come, and the police have disposed of what they answered."""
    closed(journey).later(YEARS)
    proposed(journey, "police_privacy", "shared_item")
    carried_out(journey)
    return journey


def test_it_goes_last_with_all_its_words_and_its_rows_stay(journey: Journey) -> None:
    closed(journey).later(YEARS)
    with pytest.raises(Refused, match="nothing-due"):
        proposed(journey, "privacy_officer", "referral")  # the police keep what they answered
    proposed(journey, "police_privacy", "shared_item")
    carried_out(journey)
    assert everywhere(SAID)
    disposal = proposed(journey, "privacy_officer", "referral")
    assert disposal.count == 1
    carried_out(journey)
    assert everywhere(SAID) == []
    disposal.refresh_from_db()
    assert disposal.digests == [pseudonym(journey.referral.ref)]
    kept = Referral.objects.get(pk=journey.referral.pk)
    assert (kept.reference, kept.status) == (journey.referral.reference, "closed")
    assert PartnerCheck.objects.count() == 2
    assert SharingDecision.objects.exclude(source_ref="").exists()
    with pytest.raises(Refused, match="nothing-due"):
        proposed(journey, "privacy_officer", "referral")
    for path in (f"/referrals/{kept.pk}/", f"/hub/concerns/{kept.contact_id}/"):
        assert journey.browser("manager").get(path).status_code in (200, 404)


def test_a_hold_stops_it_after_two_people_agreed(journey: Journey) -> None:
    items_gone(journey)
    disposal = proposed(journey, "privacy_officer", "referral")
    ask_for_hold(
        person_id=journey.child, because="An inquiry.", by=journey.who("caldicott"), at=journey.later()
    )
    carried_out(journey)
    disposal.refresh_from_db()
    assert (disposal.kept_back, disposal.digests) == (1, [])
    assert everywhere(SAID)


def test_what_is_open_again_stops_it(journey: Journey) -> None:
    """An enquiry that runs: the referral itself is opened again, or another concern about the child is open."""
    items_gone(journey)
    disposal = proposed(journey, "privacy_officer", "referral")
    reopen_referral(
        referral_id=str(journey.referral.pk),
        because="She rang.",
        by=journey.who("manager"),
        at=journey.later(),
    )
    carried_out(journey)
    disposal.refresh_from_db()
    assert disposal.kept_back == 1
    assert everywhere(SAID)
    with pytest.raises(Refused, match="nothing-due"):
        proposed(journey, "privacy_officer", "referral")


def test_another_open_concern_about_the_child_stops_it(journey: Journey) -> None:
    items_gone(journey)
    first, child = journey.referral, journey.child
    journey.raised(concern=family(observed="Seen again."))
    told = journey.contact.people.get(role="child").description
    told.person_id = child
    told.save(update_fields=["person"])
    with pytest.raises(Refused, match="nothing-due"):
        proposed(journey, "privacy_officer", "referral")
    assert Referral.objects.get(pk=first.pk).closed_because


def test_a_shield_outlives_it(journey: Journey) -> None:
    items_gone(journey)
    shield_whereabouts(
        person_id=journey.child, because="He looks for her.", review_on=None, by=journey.who("manager"),
        at=journey.later(),
    )  # fmt: skip
    proposed(journey, "privacy_officer", "referral")
    carried_out(journey)
    assert everywhere(SAID) == []
    assert is_shielded(Person.objects.get(pk=journey.child))
    page = journey.browser("privacy_officer").get("/privacy/retention/").content.decode()
    assert ADDRESS not in page


def test_nobody_erases_one_by_hand(journey: Journey) -> None:
    closed(journey)
    with pytest.raises(Refused, match="not-by-a-person"):
        erase_referrals(
            referral_ids=[str(journey.referral.pk)], agency_id=journey.who("manager").agency, by=journey.who("manager"),
            at=journey.at,
        )  # fmt: skip
    assert InformationItem.objects.exclude(text="").exists()
