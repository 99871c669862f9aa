"""Who is asked a question, and who reads what was taken to supervision: the practitioner and their supervisor alone."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from plait.agencies.duty import absence_of
from plait.agencies.queries import present_practitioner, shut_out
from plait.agencies.roles import permissions
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.prompts.models import Prompt
from plait.base.prompts.queries import Seen, in_sight
from plait.people.access import may_be_named, who_may_hear
from plait.practice.models import SupervisionItem

# Those who can act on an answer: the hub's workers, leads, and custodians of what is restricted.
ASKED = frozenset({"contact:rate", "decision:make", "lead:accept", "restricted:keep"})

LONG = timedelta(days=7)  # whoever is away for longer cannot be waited for


def is_asked(by: Actor) -> Verdict:
    """Questions are put to those who work on children and can act on them."""
    if by.kind == "practitioner" and permissions(by) & ASKED:
        return yes("works-on-children")
    return no(
        "not-asked",
        say="These questions are put to those who work on the child and can act.",
        next_step="If you are worried about a child, raise a concern or ring the hub",
    )


def open_prompt(by: Actor, prompt_id: str, *, at: datetime, act: str = "prompt:read") -> Seen:
    """A question that stands and is there for this reader; else the words that are true of none. Audited with its child."""
    found = in_sight(Prompt.objects.filter(pk=prompt_id), by=by, at=at) if is_asked(by) else []
    if not found:
        raise Refused(hidden("no-such-prompt"), about=f"prompt:{prompt_id}")
    record(
        act=act, about=[f"prompt:{prompt_id}", f"person:{found[0].prompt.person_id}"], by=by, at=at,
        fields=("content",),
    )  # fmt: skip
    return found[0]


def supervision_of(by: Actor, *, at: datetime) -> QuerySet[SupervisionItem]:
    """What the reader took to supervision or supervises on, in the agency where it was taken; what waits first. Nothing about
    somebody whom they may not meet, whether they could once or not."""
    if by.kind != "practitioner" or not by.agency:
        return SupervisionItem.objects.none()
    rows = SupervisionItem.objects.filter(
        Q(practitioner_id=by.id) | Q(supervisor_id=by.id), agency_id=by.agency
    )
    about = set(rows.values_list("person_id", flat=True))
    met = may_be_named(by, about, at=at) if about else []
    return (
        rows.filter(person_id__in=met)
        .select_related("prompt", "practitioner", "supervisor")
        .order_by("state", "taken_at", "pk")  # taken comes before talked
    )


def open_supervision(
    by: Actor, item_id: str, *, at: datetime, act: str = "supervision:read"
) -> SupervisionItem:
    """One of them; else the words that are true of none."""
    found = supervision_of(by, at=at).filter(pk=item_id).first()
    if found is None:
        raise Refused(hidden("no-such-supervision"), about=f"supervision:{item_id}")
    record(act=act, about=[found.ref, f"person:{found.person_id}"], by=by, at=at, fields=("content",))
    return found


def hold_supervision(item_id: str, *, by: Actor, at: datetime, act: str) -> SupervisionItem:
    """The same for a deed, while it waits to be talked over. Raises Refused."""
    open_supervision(by, item_id, at=at, act=act)
    item = SupervisionItem.objects.select_for_update().get(pk=item_id)
    if item.state == SupervisionItem.State.TALKED:
        raise Refused(
            no(
                "talked-over",
                say="It was talked over meanwhile. What stands there is kept as it is.",
                next_step="Read what was agreed",
            ),
            about=item.ref,
        )
    return item


def can_supervise(item: SupervisionItem, *, at: datetime) -> bool:
    """Can whoever was named talk it over in the next days? Not once they have left or are away for long, nor where they may not
    meet the child; which of these it is, nobody is told."""
    who = str(item.supervisor_id)
    there = present_practitioner(who)
    away = absence_of(who, at=at)
    return (
        there is not None
        and there.agency_id == item.agency_id
        and not shut_out(there, at=at)
        and (away is None or away.to_at - at < LONG)
        and bool(who_may_hear([who], [item.person_id], at=at))
    )
