"""People about whom nothing is kept any more: every word of them goes, and the row that others lead to stays. Only
`actions.forget_people` calls this."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.audit.pseudonyms import pseudonym
from plait.people.models import (
    AccessReview,
    AddressPeriod,
    AgencyNote,
    Assertion,
    Claim,
    DeclaredConflict,
    Description,
    EndOfHiding,
    FamilyMessage,
    IdentityShield,
    InferredConflict,
    Involvement,
    LeadsThere,
    Merge,
    Person,
    PersonIdentifier,
    Place,
    ProtectedFrom,
    Relationship,
    ReviewAnswer,
    ReviewItem,
    SafeContact,
    SafetyNote,
    SourceRecord,
)
from plait.people.store.filing import forget_descriptions

SAID = (
    "forename", "middle_names", "surname", "previous_surname", "other_names", "age_said", "sex", "ethnicity", "disability",
    "language", "nhs_number", "upn", "school", "phone", "forename_key", "surname_key", "previous_surname_key", "row_digest",
    "forename_sound", "surname_sound",
)  # fmt: skip

# Involvements that a concern brings with it: they keep nobody once every concern has gone.
BY_A_CONCERN = ("duty", "referred", "asked")


def still_tied(people: Sequence[UUID]) -> set[UUID]:
    """Of these people, those whom something else keeps: a shield or a restriction, anybody's work, a note, a way to reach them,
    an open question, a record that an agency sent, a tie to somebody who is not among them."""
    ids = list(people)
    kept = set(
        Person.objects.filter(Q(restricted=True) | Q(address_hidden=True), pk__in=ids).values_list(
            "pk", flat=True
        )
    )
    for rows in (
        Involvement.objects.filter(to_at__isnull=True).exclude(kind__in=BY_A_CONCERN),
        SafetyNote.objects.filter(ended_at__isnull=True),
        SourceRecord.objects.filter(disposed_at__isnull=True).exclude(origin=SourceRecord.Origin.CONCERN),
        AccessReview.objects.filter(outcome=""),
        AgencyNote.objects.all(),
        SafeContact.objects.all(),
        ProtectedFrom.objects.all(),
        LeadsThere.objects.all(),
    ):
        kept |= set(rows.filter(person_id__in=ids).values_list("person_id", flat=True))
    kept |= set(ProtectedFrom.objects.filter(other_id__in=ids).values_list("other_id", flat=True))
    pairs = [
        *IdentityShield.objects.filter(Q(former_id__in=ids) | Q(present_id__in=ids)).values_list(
            "former_id", "present_id"
        ),
        *ReviewItem.objects.exclude(state="decided")
        .filter(Q(one_id__in=ids) | Q(other_id__in=ids))
        .values_list("one_id", "other_id"),
    ]
    kept |= {pk for pair in pairs for pk in pair}
    while True:  # a tie keeps both, and what is kept keeps whoever is tied to it
        free = [pk for pk in ids if pk not in kept]
        ties = Relationship.objects.filter(Q(person_id__in=free) | Q(other_id__in=free))
        tied = list(ties.values_list("person_id", "other_id"))
        more = {pk for pair in tied for pk in pair if not set(pair) <= set(free)} & set(free)
        if not more:
            return kept & set(ids)
        kept |= more


def leave_stubs(people: Sequence[UUID], *, at: datetime) -> dict[str, int]:
    """Take every word about these people out of every table of people. Counts by kind, for the certificate."""
    ids = list(people)
    told = Description.objects.filter(person_id__in=ids)
    forget_descriptions(list(told.values_list("number", flat=True)))
    periods = AddressPeriod.objects.filter(person_id__in=ids)
    places = list(periods.values_list("place_id", flat=True))
    numbers = PersonIdentifier.objects.filter(person_id__in=ids)
    ties = Relationship.objects.filter(Q(person_id__in=ids) | Q(other_id__in=ids))
    counts = {
        "versions": told.count(),
        "addresses": periods.count(),
        "identifiers": numbers.count(),
        "relationships": ties.count(),
    }
    told.update(
        **dict.fromkeys(SAID, ""),
        said={},
        born_on=None,
        expected_on=None,
        unborn=False,
        valid_from=None,
        valid_to=None,
    )
    ties.delete()
    numbers.delete()
    periods.delete()
    Place.objects.filter(pk__in=places, residents__isnull=True).delete()
    SafetyNote.objects.filter(person_id__in=ids).update(who="", said="")
    FamilyMessage.objects.filter(person_id__in=ids).update(to="", words="")
    Assertion.objects.filter(person_id__in=ids).update(because="", retracted_because="", moved={})
    Merge.objects.filter(Q(survivor_id__in=ids) | Q(loser_id__in=ids)).update(because="", undone_because="")
    asked = ReviewItem.objects.filter(Q(one_id__in=ids) | Q(other_id__in=ids))
    ReviewAnswer.objects.filter(item__in=asked).update(because="", undone_because="")
    Claim.objects.filter(person_id__in=ids).update(because="", forename="", surname="")
    AccessReview.objects.filter(person_id__in=ids).update(because="", said="")
    EndOfHiding.objects.filter(person_id__in=ids).update(because="", settled_because="")
    Involvement.objects.filter(person_id__in=ids, to_at__isnull=True).update(to_at=at)
    InferredConflict.objects.filter(person_id__in=ids).delete()
    DeclaredConflict.objects.filter(person_id__in=ids).delete()
    for row in SourceRecord.objects.filter(person_id__in=ids, disposed_at__isnull=True):
        row.agency_record = f"disposed:{pseudonym(f'record:{row.agency_id}:{row.agency_record}')}:{row.pk}"
        row.digest, row.disposed_at, row.expires_on = "", at, None
        row.save(update_fields=["agency_record", "digest", "disposed_at", "expires_on"])
    return counts
