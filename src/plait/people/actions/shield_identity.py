"""A wall between somebody's former and present identity. From then on nothing crosses it, and no import opens it again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.agencies.models import Team
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.events import IdentityShielded
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    IdentityShield,
    Merge,
    Person,
    PersonIdentifier,
    Relationship,
    SourceRecord,
)
from plait.people.store.filing import file_again
from plait.people.store.identity import ids_under, joined_with, settle
from plait.people.store.shields import traits_of_people

# Where somebody is must not be learned from either side; a recognised gender says nothing of where somebody lives.
HIDES_WHERE = frozenset({"adoption", "protected", "renamed"})


@deed
def shield_identity(
    *,
    former_id: str,
    present_id: str | None,
    description_ids: Sequence[str] = (),
    kind: str,
    because: str,
    custodian_team_id: str,
    by: Actor,
    at: datetime,
) -> IdentityShield:
    """Put a shield between the person as they were (`former_id`) and as they are (`present_id`, or None for a new id).

    `description_ids` are what is known of the present identity and stands with the former one: it goes over with its
    records' numbers and addresses. The old id stays with the former identity, so that whoever holds it learns nothing of the
    present one. Merges that join the two are undone. The former record is restricted to the custodians; the present one's
    whereabouts are hidden, unless the shield is about gender. Needs a custodian, or a hub manager, and a reason.
    """
    about = f"person:{former_id}"
    if not may(by, "decision:override"):
        may(by, "restricted:keep").insist(about=about)
    team = Team.objects.filter(pk=custodian_team_id, kind=Team.Kind.CUSTODIAN).first()
    if team is None or not because.strip() or kind not in IdentityShield.Kind.values:
        raise Refused(
            no(
                "shield-incomplete",
                say="Say what kind of shield it is and why, and choose the custodians.",
                next_step="Add what is missing",
            ),
            about=about,
        )
    told = {former_id, *([present_id] if present_id else [])}
    known = Person.objects.filter(pk__in=told).exclude(pk__in=unreachable_people(by, at=at).values("pk"))
    if known.count() != len(told) or former_id == present_id:
        raise Refused(
            no(
                "candidate-gone",
                say="That record cannot be chosen any more.",
                next_step="Search again",
            ),
            about=about,
        )
    present = Person.objects.get(pk=present_id) if present_id else Person.objects.create(made_at=at)
    _take_apart(former_id, str(present.pk), by, at)
    _go_over(former_id, present, description_ids, by, at)
    shield = IdentityShield.objects.create(
        kind=kind,
        former_id=former_id,
        present=present,
        former_traits=sorted(traits_of_people(ids_under(former_id))),
        present_traits=sorted(traits_of_people(ids_under(str(present.pk)))),
        kept_apart=sorted(_household(former_id) - {str(present.pk), former_id}),
        custodian=team,
        by=by.id,
        at=at,
        because=because.strip(),
    )
    _untie(shield)
    heads = settle(joined_with([former_id, str(present.pk)]))
    _cover(shield, heads, team, at)
    file_again([*heads, *heads.values()])
    record(
        act="person:identity-shielded",
        about=[f"person:{former_id}", f"person:{present.pk}"],
        by=by,
        at=at,
        fields=("sealed",),
    )
    announce(IdentityShielded(shield.pk, team.pk, by.id, at))
    return shield


def _take_apart(former_id: str, present_id: str, by: Actor, at: datetime) -> None:
    """Undo every standing merge by which the two are one."""
    together = joined_with([former_id])
    if present_id not in together:
        return
    for merge in Merge.objects.filter(
        undone_at__isnull=True, survivor_id__in=[UUID(one) for one in together]
    ).order_by("-at", "pk"):
        if present_id not in joined_with([former_id]):
            break
        if {str(merge.survivor_id), str(merge.loser_id)} & {former_id, present_id}:
            merge.undone_by, merge.undone_at = by.id, at
            merge.undone_because = "An identity shield stands between them"
            merge.save(update_fields=["undone_by", "undone_at", "undone_because"])
    settle(together)


def _go_over(
    former_id: str, present: Person, description_ids: Sequence[str], by: Actor, at: datetime
) -> None:
    rows = Description.objects.filter(pk__in=description_ids, person_id=former_id).select_related("record")
    for told in rows.order_by("stated_at", "pk"):
        kept = told.record
        if kept is not None and kept.versions_kept.exclude(pk__in=description_ids).exists():
            # One number of the agency's for both lives: the number stays with the former, this version goes without it.
            told.record = None
        told.person, told.under = present, None
        told.save(update_fields=["person", "under", "record"])
        if told.record is not None:
            SourceRecord.objects.filter(pk=told.record.pk).update(person=present, under=None)
            for table in (PersonIdentifier, AddressPeriod):
                table.objects.filter(record=told.record).update(person=present, under=None)
            Relationship.objects.filter(record=told.record, person_id=former_id).update(person=present)
        else:
            AddressPeriod.objects.filter(person_id=former_id, source_ref=told.source_ref).update(
                person=present
            )
        Assertion.objects.filter(
            Q(description=told) | Q(record=told.record, record__isnull=False), retracted_at__isnull=True
        ).update(retracted_by=by.id, retracted_at=at, retracted_because="An identity shield stands here")
        Assertion.objects.create(
            record=told.record, description=told, person=present, was_id=former_id,
            decided=Assertion.Decided.PERSON, by=by.id, at=at, because="The present identity",
        )  # fmt: skip


def _household(former_id: str) -> set[str]:
    """Everybody who was tied to the former identity, by a relation or by a home."""
    ids = ids_under(former_id)
    rows = Relationship.objects.filter(Q(person_id__in=ids) | Q(other_id__in=ids))
    found = {str(one) for row in rows.values_list("person_id", "other_id") for one in row}
    return {other for one in found for other in ids_under(one)} - ids


def _untie(shield: IdentityShield) -> None:
    """A relation of the present identity with the former household goes back to the former one."""
    apart = shield.kept_apart
    mine = shield.present_id
    Relationship.objects.filter(person_id=mine, other_id__in=apart).update(person_id=shield.former_id)
    Relationship.objects.filter(other_id=mine, person_id__in=apart).update(other_id=shield.former_id)
    Relationship.objects.filter(
        Q(person_id=mine, other_id=shield.former_id) | Q(other_id=mine, person_id=shield.former_id)
    ).delete()


def _cover(shield: IdentityShield, heads: dict[str, str], team: Team, at: datetime) -> None:
    former = Person.objects.get(pk=heads[str(shield.former_id)])
    former.restricted, former.custodian = True, former.custodian or team
    present = Person.objects.get(pk=heads[str(shield.present_id)])
    if shield.kind in HIDES_WHERE and not present.address_hidden:
        present.address_hidden, present.address_hidden_because = True, "Their identity is protected"
    for one in (former, present):
        one.covered_at = at if one.own_cover else None
        one.save(
            update_fields=[
                "restricted",
                "custodian",
                "address_hidden",
                "address_hidden_because",
                "covered_at",
            ]
        )
