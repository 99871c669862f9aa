"""What tells in which area somebody is: which agencies know them, who works there, and their pupil numbers."""

from collections.abc import Collection

from django.db.models import Q

from plait.agencies.models import Agency, Practitioner, Team
from plait.people.models import Description, Involvement, PersonIdentifier, SourceRecord


def signs_that_lead(person_ids: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names, and telephones, of the agencies that know these people and of whoever is involved there; pupil numbers among the
    names, since a part of each is the authority's. The hub's own council is none: whoever reads this reads it there."""
    ids = list(person_ids)
    if not ids:
        return frozenset(), frozenset()
    told: set[object] = {
        *Description.objects.filter(person_id__in=ids).values_list("agency_id", flat=True),
        *SourceRecord.objects.filter(person_id__in=ids).values_list("agency_id", flat=True),
    }
    involved = Involvement.objects.filter(person_id__in=ids)
    around = involved.values_list("team__agency_id", "practitioner__agency_id")
    told |= {one for row in around for one in row}
    known = {str(one) for one in told} - {"", "None"}
    own = Team.objects.filter(kind=Team.Kind.HUB).values("agency_id")
    agencies = list(Agency.objects.filter(pk__in=known).exclude(pk__in=own))
    people = list(Practitioner.objects.filter(involvements__in=involved, agency__in=agencies).distinct())
    names = {one.name for one in agencies} | {one.name for one in people}
    phones = {number for agency in agencies for number in (agency.phone, agency.out_of_hours)}
    phones |= {number for one in people for number in (one.phone, one.out_of_hours)}
    for team in Team.objects.filter(agency__in=agencies):
        phones |= {team.phone, team.out_of_hours}
    pupil = Q(kind="upn") | Q(kind="former-upn")
    numbers = {
        *PersonIdentifier.objects.filter(pupil, person_id__in=ids).values_list("value", flat=True),
        *Description.objects.filter(person_id__in=ids).values_list("upn", flat=True),
    }
    return (
        frozenset({*names, *numbers} - {""}),
        frozenset(phones - {"", "111", "999"}),
    )
