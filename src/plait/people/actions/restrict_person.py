"""Restrict a person's record: from then on it is absent for everyone but its custodians and those involved by name."""

from datetime import datetime

from plait.agencies.models import Team
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.people.actions.involve import involve
from plait.people.events import PersonRestricted
from plait.people.models import Involvement, Person
from plait.people.store.identity import cover_holds


@deed
def restrict_person(
    *, person_id: str, custodian_team_id: str, because: str, by: Actor, at: datetime
) -> Person:
    """A practitioner's own child, say. Whoever restricts it stays involved by name, so that the work goes on; the
    custodians become involved in every concern about the person. Needs a hub manager or a custodian, and a reason."""
    if not may(by, "decision:override"):
        may(by, "restricted:keep").insist(about=f"person:{person_id}")
    person = open_person(by, person_id, at=at, act="person:restrict")
    team = Team.objects.filter(pk=custodian_team_id, kind=Team.Kind.CUSTODIAN).first()
    if team is None or not because.strip():
        raise Refused(
            no(
                "restriction-incomplete",
                say="Choose the custodians, and say why the record is to be restricted.",
                next_step="Add what is missing",
            ),
            about=f"person:{person_id}",
        )
    concerns = set(
        Involvement.objects.filter(person=person, source_kind="contact", to_at__isnull=True).values_list(
            "source_id", flat=True
        )
    )
    for contact_id in sorted(concerns):
        involve(
            person_ids=[person_id], kind="allocated", source_kind="contact", source_id=contact_id,
            practitioner_id=by.id, role_label="Named for a restricted record", by=by, at=at,
        )  # fmt: skip
        involve(
            person_ids=[person_id], kind="duty", source_kind="contact", source_id=contact_id,
            team_id=str(team.pk), role_label="Custodians", by=by, at=at,
        )  # fmt: skip
    person.restricted, person.custodian = True, team
    cover_holds(person, at=at)
    person.save(update_fields=["restricted", "custodian", "covered_at"])
    record(act="person:restricted", about=f"person:{person_id}", by=by, at=at, fields=("sealed",))
    announce(PersonRestricted(person.pk, team.pk, by.id, at))
    return person
