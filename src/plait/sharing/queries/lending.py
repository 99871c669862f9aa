"""What stands now where something was lent to another area: read at each look, so that whatever ended is gone with the next."""

from plait.base.audit.pseudonyms import pseudonym
from plait.people.models import Person
from plait.people.places import is_shielded, revealed
from plait.sharing.models import InformationItem, SharingDecision
from plait.sharing.queries.notes import restricted_among
from plait.sharing.rules.lending import Rests, Sealed, may_lend_where

ITEM, WHERE = "item", "whereabouts"


def rests_on(decision_id: str, *, person_id: str) -> Rests:
    """The decision to share, as far as a loan about this person rests on it."""
    found = SharingDecision.objects.filter(pk=decision_id).first()
    if found is None:
        return Rests(there=False)
    return Rests(True, shares=found.outcome in {"share", "part"}, names=person_id in found.people)


def as_sealed(item: InformationItem) -> Sealed:
    """The item as the rule weighs it."""
    return Sealed(
        sealed=item.visibility == InformationItem.Visibility.SEALED,
        stands=item.superseded_at is None and bool(item.text),
        held_back=bool(restricted_among([str(item.pk)])),
    )


def item_lent(item_id: str) -> tuple[str, str] | None:
    """The words of a sealed item and whom they are about; None once they are corrected, held back, unsealed or disposed of."""
    item = InformationItem.objects.filter(pk=item_id).first()
    if item is None:
        return None
    now = as_sealed(item)
    stands = now.sealed and now.stands and not now.held_back and not _restricted(item.person_id)
    return (item.text, item.person_id) if stands else None


def where_ref(person: Person) -> str:
    """How a loan names where somebody is today: with a mark that another address has not, and that tells nobody which it is."""
    return f"{WHERE}:{person.pk}:{pseudonym(f'{person.pk}:{_words(person)}')[:16]}"


def where_lent(person_id: str, mark: str) -> tuple[str, str] | None:
    """Where somebody protected is, if that is where they were when it was lent: a new home is never read under an old loan."""
    person = Person.objects.filter(pk=person_id, superseded_by__isnull=True).first()
    if person is None or not may_lend_where(protected=is_shielded(person), restricted=person.restricted):
        return None
    if where_ref(person) != f"{WHERE}:{person_id}:{mark}":
        return None
    return _words(person), str(person.pk)


def _restricted(person_id: str) -> bool:
    return Person.objects.filter(pk=person_id, restricted=True).exists()


def _words(person: Person) -> str:
    found = revealed(person)
    said = (("Address", found.addresses), ("School", found.schools), ("Telephone", found.phones))
    return "\n".join(f"{title}: {'; '.join(lines)}" for title, lines in said if lines)
