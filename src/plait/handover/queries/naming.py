"""Do a few words that go to many name where somebody is?"""

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from plait.agencies.queries import agencies
from plait.base.federation.models import Peer
from plait.base.packs import current
from plait.handover.queries.requests import leads_there
from plait.people.models import AddressPeriod, Description
from plait.people.queries import ids_of
from plait.people.rules.veiling import Whereabouts, veiling

# What every council is called besides the name of its place.
_COUNCIL = re.compile(
    r"\b(the|of|and|royal|london|city|county|borough|district|metropolitan|unitary|council|authority)\b",
    re.IGNORECASE,
)


def names_a_place(people: Iterable[str], words: str, *, at: datetime) -> bool:
    """Do they lead to where one of these people lives or lived, protected or not, or name their school, their town, an area, or
    an agency here? An agency that is called by one word, such as *Police*, is a role too."""
    them = list(people)
    if any(leads_there(one, [words]) for one in them):
        return True
    known_as = [UUID(str(one)) for one in ids_of(them)]
    homes = list(
        AddressPeriod.objects.filter(person__in=known_as).values_list(
            "place__line", "place__postcode", "place__town"
        )
    )
    councils = [current(at=at).area.authority_name, *Peer.objects.values_list("name", flat=True)]
    areas = {" ".join(_COUNCIL.sub(" ", one).split()) for one in councils}
    here = {one for one in agencies().values_list("name", flat=True) if " " in one}
    hide = veiling(
        Whereabouts(
            lines=frozenset(line for line, _, _ in homes if line),
            postcodes=frozenset(postcode for _, postcode, _ in homes if postcode),
            schools=frozenset(
                Description.objects.filter(person__in=known_as)
                .exclude(school="")
                .values_list("school", flat=True)
            ),
            signs=frozenset(filter(None, {*(town for _, _, town in homes), *areas, *here})),
        )
    )
    return hide(words) != words
