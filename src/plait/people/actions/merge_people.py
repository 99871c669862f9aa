"""Two known people are one. A person decides; the id of the one leads to the other for ever, and it can be undone."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.events import PeopleMerged
from plait.people.models import DeclaredConflict, Merge, Person
from plait.people.queries import ages_of
from plait.people.rules.identity import Known, are_two_children, may_merge, survivor
from plait.people.store.crossings import would_cross
from plait.people.store.identity import rulings_in_force, settle, shields_in_force, side_of


@deed
def merge_people(
    *, one_id: str, other_id: str, because: str, agreed_by: str = "", by: Actor, at: datetime
) -> Merge:
    """Join two people. Who stays follows from `people.rules.identity.stays`; what is known of both stands with that one,
    under the stricter shield of the two; nobody who could not open a restricted record before can afterwards.

    `agreed_by` is the practitioner who looked first: a merge of two children takes two people.
    """
    about = f"person:{one_id}"
    may(by, "identity:confirm").insist(about=about)
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why they are one.", next_step="Add a reason"), about=about)
    one, other = side_of(one_id, at=at), side_of(other_id, at=at)
    if unreachable_people(by, at=at).filter(pk__in=[one_id, other_id]).exists():
        one = type(one)(exists=False, ids=one.ids)  # in the words that are true of a record that is gone
    if would_cross(one_id, other_id):
        # The same words as for a record that is gone: that a shield stands here is nobody's to know.
        one = type(one)(exists=False, ids=one.ids)
    rulings = rulings_in_force([*one.ids, *other.ids], at=at)
    may_merge(one, other, rulings, shields_in_force()).insist(about=about)
    ages = ages_of([one_id, other_id], on=at.date())
    if are_two_children(ages.values()) and agreed_by in {"", by.id}:
        raise Refused(
            no(
                "needs-second-person",
                say="Joining the records of two children takes a second person.",
                next_step="Answer the question in the review queue, and ask a colleague to look as well",
            ),
            about=about,
        )
    people = {str(row.pk): row for row in Person.objects.filter(pk__in=[one_id, other_id])}
    stays, goes = survivor(
        *(Known(key, people[key].made_at, people[key].restricted) for key in (one_id, other_id))
    )
    declared = DeclaredConflict.objects.filter(person_id__in=[one_id, other_id]).order_by("pk")
    merge = Merge.objects.create(
        survivor_id=stays.id,
        loser_id=goes.id,
        by=by.id,
        at=at,
        because=because.strip(),
        had=[str(pk) for pk in declared.values_list("pk", flat=True)],
    )
    settle([stays.id, goes.id])
    record(
        act="person:merged",
        about=[f"person:{stays.id}", f"person:{goes.id}"],
        by=by,
        at=at,
        fields=("identity",),
    )
    announce(PeopleMerged(merge.pk, merge.survivor_id, merge.loser_id, by.id, at))
    return merge
