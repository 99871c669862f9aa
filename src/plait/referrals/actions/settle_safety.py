"""An answer on risk is settled after asking: it holds, it does not, or nobody is sure after all."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.let_notes_stand import let_notes_stand
from plait.people.actions.note_safety import note_safety
from plait.people.models import SafetyNote
from plait.referrals.access import open_contact, people_refs
from plait.referrals.models import Contact, ContactPerson, SafetySettled
from plait.referrals.queries.deciding import told_by
from plait.referrals.queries.settling import NOTES, hides, may_be_asked, settled_of
from plait.referrals.rules import Settling, may_decide, may_settle


@deed
def settle_safety(
    *, contact_id: str, kind: str, holds: str, whom: str, because: str, was: str = "", by: Actor, at: datetime
) -> SafetySettled:
    """Keep what was found out beside what was said. `was` is the id of the settlement that the reader saw, so that nobody
    overrules what they have not read. A *no* ends the notes of this concern that said otherwise, and anything else lets them
    stand; a *yes* to where they are hides it at once, as that answer does. Who told us stays protected all the same.
    The same twice is done once."""
    about = f"contact:{contact_id}"
    may(by, "contact:rate").insist(about=about)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:settle").pk
    )
    last = settled_of(contact).get(kind)
    given = (by.id, holds, whom.strip(), because.strip())
    if last is not None and (last.by, last.holds, last.whom, last.because) == given:
        return last
    if holds == "no":
        may_decide(actor=by, told_by=told_by(contact.pk)).insist(about=about)
    known = Settling(
        said=contact.route == Contact.Route.STANDARD and may_be_asked(contact, kind),
        holds=holds,
        whom=whom,
        because=because,
        qualified=by.qualified,
        hidden=kind == SafetySettled.Kind.WHERE and hides(contact),
        meanwhile=str(last.pk if last else "") != was,
    )
    may_settle(known).insist(about=about)
    settled = SafetySettled.objects.create(
        contact=contact, kind=kind, number=last.number + 1 if last else 1, holds=holds, whom=whom.strip(),
        because=because.strip(), by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    if kind == SafetySettled.Kind.TELLING:
        contact.telling_settled = holds
        contact.save(update_fields=["telling_settled"])
    let_notes_stand(source_ref=contact.ref, kinds=NOTES[kind], stand=holds != "no", by=by, at=at)
    if kind == SafetySettled.Kind.WHERE and holds == "yes" and not known.hidden:
        _hide(contact, because.strip(), by, at)
    record(
        act="contact:settled", about=[contact.ref, *people_refs(contact)], by=by, at=at,
        fields=("location", "content"), reason=f"{kind}-{holds}",
    )  # fmt: skip
    return settled


def _hide(contact: Contact, because: str, by: Actor, at: datetime) -> None:
    children = contact.people.filter(role=ContactPerson.Role.CHILD)
    for person_id in sorted({str(one) for one in children.values_list("description__person_id", flat=True)}):
        note_safety(
            person_id=person_id,
            kind=SafetyNote.Kind.WHERE,
            said=because,
            source_ref=contact.ref,
            by=by,
            at=at,
        )
