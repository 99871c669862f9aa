"""What was gathered for a request, and what in a release would give somebody away."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import F

from plait.base.access.verdict import Verdict, no, yes
from plait.people.models import Description, Relationship
from plait.people.places import whereabouts_of
from plait.people.queries import ids_of
from plait.people.rules import veil
from plait.privacy.models import RequestLine, RightsRequest
from plait.privacy.queries.words import words_of
from plait.referrals.models import ContactPerson, Referrer
from plait.sharing.models import InformationItem
from plait.sharing.queries import beside_of
from plait.sharing.rules.beside import Beside


def items_to_gather(person_id: str, *, standing: bool = False) -> list[InformationItem]:
    """Everything any agency wrote about this person that has words, under every id that ever stood for them; only what stands
    now, where something is to be put right."""
    rows = InformationItem.objects.filter(person_id__in=list(ids_of([person_id]))).exclude(text="")
    rows = rows.filter(superseded_at__isnull=True) if standing else rows
    return list(rows.order_by("written_at", "pk"))


def lines_of_request(request: RightsRequest, *, agency_id: str = "") -> list[RequestLine]:
    """Its lines with their items, as they were written; then other words. Only one owner's, where one is given."""
    rows = RequestLine.objects.filter(request=request).select_related("item", "agency", "request")
    if agency_id:
        rows = rows.filter(agency_id=UUID(agency_id))
    return list(rows.order_by(F("item__written_at").asc(nulls_last=True), "source_ref", "pk"))


def beside_released(
    lines: Sequence[RequestLine], *, upto: datetime | None = None
) -> dict[UUID, tuple[Beside, ...]]:
    """What stands beside the items that are handed over, by line. Where words were taken out it is said that there is a note, and
    when, and not what it says: it may hold the same words."""
    given = [one for one in lines if one.item is not None and one.decided in ("release", "part")]
    notes = beside_of([one.item for one in given if one.item is not None], upto=upto)
    return {
        one.pk: tuple(
            replace(note, text=note.text if one.decided == "release" else "")
            for note in notes.get(one.item_id, ())
        )
        for one in given
        if one.item_id
    }


def texts_leaving(lines: Sequence[RequestLine], *, upto: datetime | None = None) -> list[str]:
    """Every word that would be handed over; of what stands beside it, what was written by then."""
    notes = beside_released(lines, upto=upto)
    return [*(one.released for one in lines), *(note.text for some in notes.values() for note in some)]


def still_given(lines: Sequence[RequestLine]) -> Verdict:
    """Does all that was decided to be handed over still stand among what may be gathered? Since then somebody may have begun to
    hide, or the words were erased: then their owner decides again."""
    given = [one for one in lines if one.item_id is None and one.released]
    said = words_of(given)
    if all(said[one.pk].text for one in given):
        return yes("still-given")
    return no(
        "not-given-any-more",
        say="Something of it may not be given any more, or was erased since.",
        next_step="Have its owner look at it again. What was approved already is not handed over",
    )


def waiting_by_owner(request: RightsRequest) -> list[tuple[str, int]]:
    """How many lines of each agency still wait to be reviewed."""
    rows = RequestLine.objects.filter(request=request, decided="").select_related("agency")
    return sorted(Counter(one.agency.name for one in rows).items())


def gives_away(request: RightsRequest, texts: Sequence[str]) -> list[str]:
    """What in these words would say where somebody protected is, who told us, or name another child: in words for the reviewer,
    without the words themselves."""
    ids = list(ids_of([request.person_id]))
    contacts = ContactPerson.objects.filter(description__person_id__in=ids).values("contact_id")
    around = ContactPerson.objects.filter(contact_id__in=contacts).exclude(description__person_id__in=ids)
    others = {str(one) for one in around.values_list("description__person_id", flat=True)}
    ties = Relationship.objects.filter(person_id__in=ids).values_list("other_id", flat=True)
    others |= {str(one) for one in ties}
    joined = "\n".join(texts)
    found = []
    if veil(joined, whereabouts_of([*ids, *others])) != joined:
        found.append("It would say where somebody protected is.")
    lower = joined.casefold()
    tellers = Referrer.objects.filter(contact_id__in=contacts).select_related("practitioner")
    names = {
        name
        for one in tellers
        for name in (one.name, one.practitioner.name if one.practitioner else "")
        if name
    }
    if any(name.casefold() in lower for name in names):
        found.append("It would say who told us.")
    children = Description.objects.filter(person_id__in=others).exclude(forename="")
    own = {
        one.casefold()
        for one in Description.objects.filter(person_id__in=ids).values_list("forename", flat=True)
    }
    forenames = {one.casefold() for one in children.values_list("forename", flat=True)} - own
    words = set(lower.replace("’s", " ").replace("'s", " ").split()) | {
        word.strip('.,;:!?()“”"') for word in lower.split()
    }
    if forenames & words:
        found.append("It names somebody else of the family.")
    return found
