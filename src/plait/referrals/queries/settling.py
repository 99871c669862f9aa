"""What was settled of a concern's answers on risk, and what there is to settle."""

from plait.people.models import SafetyNote
from plait.referrals.models import Contact, SafetySettled

_KIND, _NOTE = SafetySettled.Kind, SafetyNote.Kind
# A note that hides an address is not among them: whereabouts are shown again from the child's story, by two people.
NOTES: dict[str, tuple[str, ...]] = {
    _KIND.WHERE.value: (_NOTE.WHERE_UNSURE,),
    _KIND.WHO_TOLD.value: (_NOTE.WHO_TOLD, _NOTE.WHO_UNSURE),
    _KIND.TELLING.value: (_NOTE.TELLING, _NOTE.TELLING_UNSURE),
}
ANSWER_OF = {note: kind for kind, notes in NOTES.items() for note in notes}


QUESTIONS: dict[str, str] = {kind.value: str(kind.label) for kind in _KIND}


def settled_of(contact: Contact) -> dict[str, SafetySettled]:
    """The newest of each kind of answer: what holds now. What nobody has settled is not among them."""
    return {one.kind: one for one in SafetySettled.objects.filter(contact=contact).order_by("number")}


def may_be_asked(contact: Contact, kind: str) -> bool:
    """Did whoever told us say that it is so, or that they are not sure? What nobody answered is not settled here."""
    if kind == _KIND.TELLING and contact.telling_raises_risk in ("yes", "not_sure"):
        return True
    return SafetyNote.objects.filter(source_ref=contact.ref, kind__in=NOTES[kind]).exists()


def hides(contact: Contact) -> bool:
    """Does this concern hide where somebody is?"""
    notes = SafetyNote.objects.filter(source_ref=contact.ref, kind=_NOTE.WHERE, ended_at__isnull=True)
    return notes.exists()
