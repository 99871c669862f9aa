"""Something an agency wrote was wrong: what is right stands in its place, and whoever had the wrong line is told."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.sharing.events import WrongWentOver
from plait.sharing.models import Disclosure, DisclosureItem, InformationItem, ItemCorrection
from plait.sharing.queries.notes import lines_had
from plait.sharing.store.notes import carry_notes, held_item

IN_PLAIT = frozenset({"plait", "phone"})


@deed
def correct_item(*, item_id: str, text: str, why: str, by: Actor, at: datetime) -> InformationItem:
    """The corrected item supersedes the old one, which is kept. What is not to be passed on stays so; a dispute ends with what
    it was about. Whoever reads it in Plait has the corrected line as a line of *what we shared*; whoever took a copy or paper is
    told, and reads it where they may. Every letter is neutral."""
    old = held_item(item_id, text=text if why.strip() else "", by=by, at=at)
    if text.strip() == old.text.strip():
        raise Refused(
            no("nothing-corrected", say="It says the same as before.", next_step="Change what is wrong"),
            about=f"item:{old.pk}",
        )
    new = InformationItem.objects.create(
        person_id=old.person_id, agency_id=old.agency_id, agency_name=old.agency_name, text=text.strip(),
        happened_on=old.happened_on, happened_said=old.happened_said, assertion_kind=old.assertion_kind,
        visibility=old.visibility, field_group=old.field_group, source_ref=old.source_ref, written_by=by.id,
        written_at=at,
    )  # fmt: skip
    made = ItemCorrection.objects.create(old=old, new=new, why=why.strip(), by=by.id, at=at)
    old.superseded_at = at
    old.save(update_fields=["superseded_at"])
    carry_notes(old, new, kinds=("restricted",))
    told = _tell(made, at=at)
    record(
        act="item:corrected", about=[f"item:{old.pk}", f"item:{new.pk}", f"person:{old.person_id}"], by=by, at=at,
        fields=(old.field_group,), reason=f"told-{told}",
    )  # fmt: skip
    return new


def _tell(made: ItemCorrection, *, at: datetime) -> int:
    """One letter to each who had the old line. Another area hears it from whoever sent it there, who is told."""
    phone, told = current(at=at).area.hub_phone, set()
    for line in lines_had(made.old):
        had = line.disclosure
        if had.channel in IN_PLAIT and made.new.visibility != InformationItem.Visibility.PRIVATE:
            _share_again(line, made.new, at=at)
        to = had.recipient or (f"agency:{had.recipient_agency}" if had.recipient_agency else "")
        if not to or to in told:
            continue
        told.add(to)
        if to.startswith("area:"):  # no letter reaches them: whoever sent it here says it again
            announce(WrongWentOver(had.decision_id, made.pk, at))
            continue
        post(
            key=f"correction:{made.pk}:{to}", kind="item-corrected", to=to,
            context={"link_path": "/corrected/", "phone": phone}, about=f"person:{made.old.person_id}", at=at,
        )  # fmt: skip
    return len(told)


def _share_again(line: DisclosureItem, new: InformationItem, *, at: datetime) -> None:
    """The corrected line, under the decision by which the wrong one was shared: the same recipient, the same purpose."""
    had = line.disclosure
    again = Disclosure.objects.create(
        decision=had.decision, recipient_agency=had.recipient_agency, recipient=had.recipient, at=at,
        channel=had.channel,
    )  # fmt: skip
    DisclosureItem.objects.create(
        disclosure=again, item=new, field_group=line.field_group, label=f"Corrected: {line.label}"[:120],
        text="" if line.withheld else new.text, withheld=line.withheld, why_withheld=line.why_withheld,
    )  # fmt: skip
