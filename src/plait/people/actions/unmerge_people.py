"""They are two after all: the old id comes back with what was its own, and the engine is told for ever."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.events import PeopleTakenApart
from plait.people.models import Assertion, LinkRuling, Merge, Person
from plait.people.store.conflicts import follow_conflicts
from plait.people.store.identity import joined_with, settle


@deed
def unmerge_people(*, merge_id: str, because: str, keep_apart: bool = True, by: Actor, at: datetime) -> Merge:
    """Undo a merge. Both stand as they stood; what was written about the joined person since stays with the survivor; a
    shield, a restriction and a declaration made meanwhile hold for both, since undoing never uncovers.

    Writes a lasting cannot-link, so that tonight's batch does not undo it (`keep_apart=False`: only when a review's answer is
    taken back and nobody says that they are two).
    """
    may(by, "identity:confirm").insist(about=f"merge:{merge_id}")
    merge = Merge.objects.select_for_update(of=("self",)).filter(pk=merge_id).first()
    ids = [merge.survivor_id, merge.loser_id] if merge else []
    standing = merge.survivor.superseded_by_id or merge.survivor_id if merge else None
    if merge is None or unreachable_people(by, at=at).filter(pk__in=[*ids, standing]).exists():
        raise Refused(hidden("no-such-merge"), about=f"merge:{merge_id}")
    about = f"person:{merge.survivor_id}"
    if merge.undone_at is not None:
        raise Refused(
            no(
                "already-undone", say="They have been taken apart already.", next_step="Open the person again"
            ),
            about=about,
        )
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why they are two.", next_step="Add a reason"), about=about)
    together = joined_with(str(one) for one in ids)
    merge.undone_by, merge.undone_at, merge.undone_because = by.id, at, because.strip()
    merge.save(update_fields=["undone_by", "undone_at", "undone_because"])
    Assertion.objects.filter(merge=merge, retracted_at__isnull=True).update(
        retracted_by=by.id, retracted_at=at, retracted_because=because.strip()
    )
    heads = settle(together)
    if heads[str(merge.survivor_id)] != heads[str(merge.loser_id)]:
        _both_declared(merge, heads)
    if keep_apart:
        LinkRuling.objects.create(
            kind=LinkRuling.Kind.CANNOT,
            one_id=merge.survivor_id,
            other_id=merge.loser_id,
            by=by.id,
            at=at,
            because=because.strip(),
        )
    record(
        act="person:unmerged",
        about=[f"person:{merge.survivor_id}", f"person:{merge.loser_id}"],
        by=by,
        at=at,
        fields=("identity",),
    )
    announce(PeopleTakenApart(merge.pk, merge.survivor_id, merge.loser_id, by.id, at))
    return merge


def _both_declared(merge: Merge, heads: dict[str, str]) -> None:
    """Whoever said, while they were one, that they know this person, may know either."""
    stood, came = (Person.objects.get(pk=heads[str(one)]) for one in (merge.survivor_id, merge.loser_id))
    others = stood.conflicts.filter(under__isnull=False).values_list("pk", flat=True)
    follow_conflicts(stood, came, besides=[*merge.had, *(str(pk) for pk in others)])
