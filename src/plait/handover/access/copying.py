"""Words that cross the border hold no copy of what is sealed here: that is lent, to one reader by name."""

from collections.abc import Iterable

from plait.agencies.roles import may
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.handover.access.handing import DECIDES
from plait.handover.rules.copying import copies
from plait.people.queries import ids_of
from plait.referrals.models import Contact
from plait.sharing.models import InformationItem


def insist_no_copy(contact: Contact, texts: Iterable[str], *, by: Actor, about: str) -> None:
    """Of everybody in this concern; see `insist_no_copy_of`."""
    people = [str(one) for one in contact.people.values_list("description__person_id", flat=True)]
    insist_no_copy_of(people, texts, by=by, about=about)


def insist_no_copy_of(people: Iterable[str], texts: Iterable[str], *, by: Actor, about: str) -> None:
    """Raises Refused where these words repeat what is sealed about these people, and the writer may read it: who decides, or
    whose agency wrote it. Nobody else can have copied it, and a refusal would tell them that there is something."""
    said = [one for one in texts if one.strip()]
    if not said:
        return
    sealed = InformationItem.objects.filter(person_id__in=list(ids_of(people)), visibility="sealed")
    if not may(by, DECIDES):
        sealed = sealed.filter(agency_id=by.agency)
    if copies(said, sealed.values_list("text", flat=True)):
        no(
            "copies-sealed",
            say="Your words repeat what was given for those who decide alone. Nothing was sent.",
            next_step="Take them out; lend it to one reader there by name, or ring them",
        ).insist(about=about)
