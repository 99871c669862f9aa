"""Begin and end involvements: the only facts that open a child's record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plait.base.access.deeds import deed
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Involvement


@Written
def _same(
    person_id: str,
    kind: str,
    source_kind: str,
    source_id: UUID,
    team_id: str | None,
    practitioner_id: str | None,
    *,
    until: datetime | None,
) -> QuerySet[Involvement, Any]:
    holder = {"team_id": team_id} if team_id else {"practitioner_id": practitioner_id}
    same = {**holder, "kind": kind, "source_kind": source_kind, "source_id": source_id}
    return Involvement.objects.filter(**same, person_id=person_id, to_at=until).values_list("pk", flat=True)


@deed
def involve(
    *,
    person_ids: list[str],
    kind: str,
    source_kind: str,
    source_id: UUID,
    team_id: str | None = None,
    practitioner_id: str | None = None,
    role_label: str = "",
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> list[Involvement]:
    """Involve one team or one practitioner with each person, from now, and (`until`) not for ever. Asking twice changes
    nothing."""
    holder = {"team_id": team_id} if team_id else {"practitioner_id": practitioner_id}
    same = {**holder, "kind": kind, "source_kind": source_kind, "source_id": source_id}
    made = []
    for person_id in person_ids:
        if _same.rows(
            person_id, kind, source_kind, source_id, team_id or None, practitioner_id or None, until=until
        ):
            continue
        try:
            with transaction.atomic():
                made.append(
                    Involvement.objects.create(
                        **same, person_id=person_id, from_at=at, to_at=until, role_label=role_label
                    )
                )
        except IntegrityError:
            # Somebody else said the same in the same moment; anything else that is wrong stays wrong.
            if not Involvement.objects.filter(**same, person_id=person_id, to_at=None).exists():
                raise
    record(act=f"involvement:{kind}", about=[f"person:{person_id}" for person_id in person_ids], by=by, at=at)
    return made
