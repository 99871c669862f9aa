"""Who is round this child now: everybody involved, whom to ring, and who stands in for them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from plait.agencies.duty import Duty, duty_now
from plait.agencies.models import Practitioner, Team
from plait.base.audit.actor import Actor
from plait.desk.queries.story import readable_contacts
from plait.people.access import self_given_only
from plait.people.models import DeclaredConflict, Involvement, Person
from plait.people.queries import ids_of, involved_with
from plait.referrals.models import CheckAnswer, Referrer

Kind = Involvement.Kind


@dataclass(frozen=True, slots=True)
class Somebody:
    """One practitioner or team round the child."""

    name: str
    role: str
    agency: str
    phone: str
    out_of_hours: str
    deputy: str = ""
    deputy_phone: str = ""
    away: bool = False
    on_duty: tuple[tuple[str, str], ...] = ()  # name and number of whoever is on duty in the team
    ends: str = ""  # the id of an involvement that this reader may end by itself
    team: bool = False


# In this order: who acts, who watches, who told, who knows.
ORDER = {
    Kind.ALLOCATED: 0,
    Kind.WORKS: 1,
    Kind.CLAIMED: 1,
    Kind.DUTY: 2,
    Kind.EMERGENCY: 3,
    Kind.REFERRED: 4,
    Kind.ASKED: 5,
}
ROLES = {
    Kind.ALLOCATED: "Allocated",
    Kind.WORKS: "Works with this child",
    Kind.CLAIMED: "Says that they work with this child",
    Kind.DUTY: "The hub",
    Kind.EMERGENCY: "Emergency access",
    Kind.REFERRED: "Raised a concern",
    Kind.ASKED: "Gave information",
}


def round_child(person: Person, *, by: Actor, at: datetime) -> list[Somebody]:
    """Everybody involved now, each once. An agency that was only asked stands here once it gave information; whoever must
    not be known to have told us, or told us on a record that is not the reader's to see, does not."""
    rows = list(involved_with(str(person.pk), at=at))
    contacts = {contact.pk for contact in readable_contacts(str(person.pk), by=by, at=at)}
    named = set(
        Referrer.objects.filter(
            contact_id__in=contacts, kind=Referrer.Kind.PRACTITIONER, protected=False
        ).values_list("contact_id", flat=True)
    )
    helped = CheckAnswer.objects.filter(
        person_id__in=ids_of([str(person.pk)]),
        kind=CheckAnswer.Kind.ITEMS,
        superseded=False,
        partner_check__referral__contact_id__in=contacts,
    )
    answers = {answer.partner_check_id: answer for answer in helped}
    knows = set(
        DeclaredConflict.objects.filter(person=person, ended_at__isnull=True).values_list(
            "practitioner_id", flat=True
        )
    )
    rows = [row for row in rows if not (row.practitioner and _cannot_act(row.practitioner, knows))]
    works = not self_given_only(by, str(person.pk), at=at)
    duty = duty_now([row.team_id for row in rows if row.team_id], at=at)
    led = {row.source_id for row in rows if row.kind == Kind.ALLOCATED and row.practitioner_id}
    found: dict[tuple[object, object], Somebody] = {}
    for row in sorted(rows, key=lambda row: (ORDER[Kind(row.kind)], row.from_at)):
        if row.source_kind == "contact" and row.source_id not in contacts:
            continue
        if row.kind == Kind.REFERRED and row.source_id not in named:
            continue
        if row.kind == Kind.ASKED and row.source_id not in answers:
            continue
        # A team that was asked to lead is round the child until one of its people has accepted, and again when that one
        # has left or said that they know the family.
        if row.kind == Kind.ALLOCATED and row.team_id and row.source_id in led:
            continue
        if row.team and row.team.kind == Team.Kind.CUSTODIAN and str(row.team_id) not in by.teams:
            continue  # that they look would say that a restricted record may be kept
        whom = row.practitioner or row.team
        assert whom is not None
        place = (row.practitioner_id, row.team_id)
        if place not in found:
            shown = _shown(row, whom, knows, duty, answers.get(row.source_id))
            own = str(row.practitioner_id) == by.id
            ends = row.source_kind in ("claim", "emergency") and row.practitioner_id and (own or works)
            found[place] = replace(shown, ends=str(row.pk) if ends else "")
    return list(found.values())


def _cannot_act(one: Practitioner, knows: set[UUID]) -> bool:
    return one.pk in knows or one.left_at is not None


def _shown(
    row: Involvement, whom: Practitioner | Team, knows: set[UUID], duty: Duty, answer: CheckAnswer | None
) -> Somebody:
    role = row.role_label or ROLES[Kind(row.kind)]
    if row.kind == Kind.ASKED:
        role = ROLES[Kind.ASKED]
        # Whom to ask for: not who wrote down a call, nor anybody who since declared that they know the family.
        if answer and answer.channel == "plait" and answer.by not in {str(one) for one in knows}:
            role = f"{role}: {answer.by_name}"
    if isinstance(whom, Team):
        phone, out = whom.phone or whom.agency.phone, whom.out_of_hours or whom.agency.out_of_hours
        here = [one for one in duty.on.get(whom.pk, ()) if not _cannot_act(one, knows)]
        on_duty = tuple((one.name, one.phone) for one in here)
        return Somebody(whom.name, role, whom.agency.name, phone, out, team=True, on_duty=on_duty)
    # A deputy who declared that they know the family is nobody to ring about it; nor one who is away.
    absence = duty.away.get(whom.pk)
    deputy = (absence.deputy if absence else None) or whom.deputy
    if deputy is not None and (_cannot_act(deputy, knows) or deputy.pk in duty.away):
        deputy = None
    return Somebody(
        name=whom.name,
        role=", ".join(part for part in (whom.job, role) if part),
        agency=whom.agency.name,
        phone=whom.phone or whom.agency.phone,
        out_of_hours=whom.out_of_hours or whom.agency.out_of_hours,
        away=absence is not None,
        deputy=deputy.name if deputy else "",
        deputy_phone=deputy.phone if deputy else "",
    )
