"""A person about whom nothing is kept any more is disposed of, with a certificate; whoever is tied to anything stays."""

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.pseudonyms import pseudonym
from plait.people.actions.forget_people import forget_people
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.models import DisposalCertificate, Person, Relationship, SafetyNote
from plait.privacy.actions.hold import ask_for_hold
from plait.privacy.models import LegalHold
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.models import ContactPerson
from tests.feedback.journey import ADDRESS, CHILD, SURNAME, Journey, family
from tests.privacy.test_disposing import everywhere
from tests.privacy.test_disposing_referrals import carried_out, proposed

pytestmark = pytest.mark.django_db
CODE = "contact_not_taken_further"


def answered(journey: Journey) -> list[str]:
    """A child and her mother, of whom one concern speaks that was answered eight years ago."""
    journey.raised(concern=family(shielded=False))
    answer_contact(
        contact_id=str(journey.contact.pk), outcome="nfa", because="Seen.", by=journey.who("screener"), at=journey.later()
    )  # fmt: skip
    journey.later(8 * 366 * 24 * 60)
    return [str(one.description.person_id) for one in journey.contact.people.all()]


def disposed(journey: Journey) -> None:
    proposed(journey, "privacy_officer", CODE)
    carried_out(journey)


def names_left() -> list[str]:
    """Where their names stand still, but for the audit's own and what nobody can read."""
    return sorted(set(everywhere(SURNAME) + everywhere(ADDRESS)))


def test_they_go_with_the_last_concern_that_spoke_of_them(journey: Journey) -> None:
    people = answered(journey)
    assert names_left()
    disposed(journey)
    assert names_left() == []
    assert everywhere(CHILD) == []
    (certificate,) = DisposalCertificate.objects.all()
    assert certificate.rule == "linked_to_nothing"
    assert certificate.people == 2
    assert certificate.digests == sorted(pseudonym(f"person:{one}") for one in people)
    assert Person.objects.filter(pk__in=people).count() == 2, "the rows stay: the concern leads to them"
    assert ContactPerson.objects.filter(contact=journey.contact).count() == 2
    assert not Relationship.objects.exists()


def test_whoever_is_held_stays_and_so_does_whoever_is_tied_to_them(journey: Journey) -> None:
    people = answered(journey)
    hold = ask_for_hold(
        person_id=people[0], because="A court.", by=journey.who("caldicott"), at=journey.later()
    )
    with pytest.raises(Refused, match="nothing-due"):
        proposed(journey, "privacy_officer", CODE)
    LegalHold.objects.filter(pk=hold.pk).update(lifted_at=journey.at)
    made = proposed(journey, "privacy_officer", CODE)
    ask_for_hold(person_id=people[1], because="A court.", by=journey.who("caldicott"), at=journey.later())
    carried_out(journey)
    made.refresh_from_db()
    assert made.kept_back == 1
    assert names_left()
    assert not DisposalCertificate.objects.exists()


def test_a_concern_that_is_open_keeps_them(journey: Journey) -> None:
    people = answered(journey)
    first = journey.contact
    journey.raised(concern=family(shielded=False, observed="Seen again."))
    told = journey.contact.people.get(role="child").description
    told.person_id = people[0]
    told.save(update_fields=["person"])
    journey.contact = first
    disposed(journey)
    assert SURNAME in str(Person.objects.get(pk=people[0]).descriptions.values_list("surname", flat=True))
    assert not DisposalCertificate.objects.exists(), "her mother is tied to her"


def test_a_shield_keeps_them(journey: Journey) -> None:
    people = answered(journey)
    shield_whereabouts(
        person_id=people[0], because="He looks for her.", review_on=None, by=journey.who("screener"), at=journey.later()
    )  # fmt: skip
    disposed(journey)
    kept = Person.objects.get(pk=people[0])
    assert kept.address_hidden
    assert kept.descriptions.exclude(forename="").exists()
    assert not DisposalCertificate.objects.exists()


def test_a_note_of_who_must_not_know_keeps_them(journey: Journey) -> None:
    people = answered(journey)
    SafetyNote.objects.create(
        person_id=people[0], kind="where", who="Dean Kerrigan", source_ref="x", at=journey.at
    )
    disposed(journey)
    assert not DisposalCertificate.objects.exists()


def test_nobody_forgets_by_hand(journey: Journey) -> None:
    people = answered(journey)
    with pytest.raises(Refused, match="not-by-a-person"):
        forget_people(
            person_ids=people, agency_id="x", pack="", by=journey.who("privacy_officer"), at=journey.at
        )
    assert names_left()
