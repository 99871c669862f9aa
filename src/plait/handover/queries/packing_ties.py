"""What each adult of a package is to each of its children: never what they are to a child of another family."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from plait.handover.wire.package import Tie, YesNo
from plait.people.models import Relationship


def ties_between(adults: Mapping[UUID, str], children: Mapping[UUID, str]) -> dict[str, list[Tie]]:
    """By the adult's name on the wire, one tie to each child that stands in the record. Each of them: people by id, with their
    names on the wire. Where two sources say otherwise of the same thing, it is not known. One query."""
    rows = Relationship.objects.filter(
        Q(person__in=list(adults), other__in=list(children))
        | Q(person__in=list(children), other__in=list(adults)),
        to_on__isnull=True,
    )
    found: dict[tuple[str, str], list[Relationship]] = {}
    for row in rows.order_by("pk"):
        adult = row.person_id if row.person_id in adults else row.other_id
        child = row.other_id if adult == row.person_id else row.person_id
        found.setdefault((adults[adult], children[child]), []).append(row)
    ties: dict[str, list[Tie]] = {ref: [] for ref in adults.values()}
    for ref in ties:
        ties[ref] = [
            _tie(child, found[ref, child], adults) for child in children.values() if (ref, child) in found
        ]
    return ties


def _tie(child: str, rows: Sequence[Relationship], adults: Mapping[UUID, str]) -> Tie:
    theirs = [
        row for row in rows if row.person_id in adults
    ]  # read from the adult: who answers for whom has a direction
    return Tie(
        of=child,
        relation=next((row.kind for row in theirs if row.kind), ""),
        responsibility=_agreed(row.parental_responsibility for row in theirs),
        lives_with=_agreed(row.lives_with for row in rows),
    )


def _agreed(said: Iterable[str]) -> YesNo:
    answers = {one for one in said if one in ("yes", "no")}
    if answers == {"yes"}:
        return "yes"
    return "no" if answers == {"no"} else "not_known"


def same_for_all(ties: Sequence[Tie], *, children: int) -> Tie:
    """What is the same for every child of the package; all else is not known of them together."""
    whole = len(ties) == children
    both = {(one.responsibility) for one in ties}, {(one.lives_with) for one in ties}
    responsible, lives = (next(iter(one)) if whole and len(one) == 1 else "not_known" for one in both)
    return Tie(of="all", responsibility=responsible, lives_with=lives)
