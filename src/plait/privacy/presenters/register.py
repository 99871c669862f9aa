"""The register of processing, and the facts for an impact assessment and a policy document: said from the pack, the agreements,
the roles and the code as they are, so that they cannot grow old by themselves."""

from dataclasses import dataclass
from datetime import datetime

from plait.agencies.queries import agencies
from plait.agencies.roles import ROLES
from plait.base.access.classes import FieldGroup
from plait.base.federation.queries import peers
from plait.base.packs import Pack
from plait.privacy.presenters.retention import FROM, period_of
from plait.sharing.models import SharingAgreement

GROUPS = {
    FieldGroup.IDENTITY: "Who somebody is",
    FieldGroup.CONTACT_DETAILS: "How to reach them",
    FieldGroup.LOCATION: "Where they are",
    FieldGroup.FAMILY: "Family and home",
    FieldGroup.CONCERN: "What was seen, heard or said",
    FieldGroup.CHILD_VOICE: "What the child says",
    FieldGroup.HEALTH: "Health",
    FieldGroup.POLICE: "Police",
    FieldGroup.EDUCATION: "School",
    FieldGroup.SAFETY: "Who must not know, and safe ways to make contact",
    FieldGroup.SOURCE_IDENTITY: "Who told us",
    FieldGroup.WORK: "Who did what, and when",
}
MEASURES = (
    "Only an involvement opens a record. A declared conflict refuses before all else.",
    "A restricted record and one that is not there are answered in the same bytes.",
    "Every read, change and refusal is written down in the same transaction; rows cannot be changed or removed.",
    "The record of who looked names nobody by itself: it holds keyed hashes.",
    "A protected place leaves through one resolver, as words. Free text is looked through for it.",
    "With real data everybody signs in with a passkey or a second step; sessions end after 15 minutes without use.",
    "Look-ups that cannot be explained are asked about. Nobody reviews their own.",
    "No message that leaves holds a name.",
)
DPIA = (
    "People concerned: children, their families, people around them, and practitioners.",
    "High risk is certain: people in danger, special categories, criminal allegations, matching across agencies.",
    "No decision is made by a machine alone. Matching proposes; a person says who somebody is where names alone speak.",
    "Consent is seldom the basis: legal obligation and public task are. Families are told where that is safe.",
    "What can go wrong, and is tested for: a shielded address shown; a wrong person matched; who told us named.",
    "And: staff looking up people they know; too much kept for too long; something disposed of that somebody needed.",
)
POLICY = (
    "Data Protection Act 2018, Schedule 1, Part 2, paragraph 18 (safeguarding children and individuals at risk).",
    "For public functions also paragraph 6 (statutory and government purposes).",
    "Article 6(1)(c) or (e) for public bodies; 6(1)(ea) recognised legitimate interest for others.",
    "The last is reported in force since 5 February 2026; to be checked by a lawyer.",
    "Article 9(2)(g), with (h) for health and social care; article 10 through the same Schedule.",
    "Accuracy: nothing is overwritten; corrections supersede, and a note says that somebody disagrees.",
    "Storage: the schedule below. Integrity and confidentiality: the measures below.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the register: a heading and its lines."""

    title: str
    lines: tuple[str, ...]


BETWEEN = "questions, answers and handovers, signed by us and sealed to them, as the law and the agreements above allow."
NO_AREA = "None is believed here, so nothing is sent to one."
ABROAD = (
    "None by Plait. Beside what goes to the areas named here it sends neutral mail only. Where their machines and those of "
    "the mail stand is for the agreements with each."
)


def register(pack: Pack, *, at: datetime) -> list[Part]:
    """Every part, in the order of article 30, then what a DPIA and a policy document need."""
    names = {str(one.pk): one.name for one in agencies()}
    on = at.date()
    gateways = [one for one in pack.gateways.values() if one.in_force(on) and one.for_case_sharing]
    law = (
        f"{one.title} ({one.statute}){'' if one.verified else ': not yet checked by a lawyer'}"
        for one in gateways
    )
    what_for = "To protect children and promote their welfare: concerns, checks, decisions, telling those who helped."
    parts = [
        Part("Who answers for it", _who(pack)),
        Part("What for", (what_for,)),
        Part("What is processed", tuple(GROUPS.values())),
        Part("Who takes part", tuple(names.values())),
        Part("On what law", tuple(law)),
        Part(
            "Agreements in force",
            _agreements(names | {str(one.pk): one.name for one in peers()}) or ("None is in force.",),
        ),
    ]
    if pack.retention is not None:
        kept = tuple(
            f"{one.label}: {period_of(one)} from {FROM[one.trigger]}. {one.source}."
            for one in pack.retention.classes
        )
        owner = f"Owner: {pack.retention.owner}. To be looked at again by {pack.retention.review_by}."
        parts.append(Part("How long it is kept", (*kept, owner)))
    parts += [
        Part("Other areas", tuple(f"{one.name}: {BETWEEN}" for one in peers()) or (NO_AREA,)),
        Part("Transfers abroad", (ABROAD,)),
        Part("How it is kept safe", MEASURES),
        Part("Who may do what", tuple(f"{one.label}: {one.prose}" for one in ROLES.values())),
        Part("Facts for the impact assessment", DPIA),
        Part("Facts for the appropriate policy document", POLICY),
    ]
    return parts


def _who(pack: Pack) -> tuple[str, ...]:
    return (
        f"{pack.area.authority_name}, for the hub of {pack.area.name}; each agency for what it wrote itself.",
        f"Pack {pack.area_code} {pack.version}. Owner of this area’s part: {pack.area.owner}.",
        f"To be looked at again by {pack.area.review_by}.",
    )


def _agreements(names: dict[str, str]) -> tuple[str, ...]:
    found = SharingAgreement.objects.filter(state=SharingAgreement.State.IN_FORCE).order_by(
        "reference", "version"
    )
    told = []
    for one in found.prefetch_related("clauses"):
        until = f" until {one.ends}" if one.ends else ""
        told.append(f"{one.title} ({one}), from {one.starts}{until}. Impact assessment: {one.dpia}.")
        for clause in one.clauses.filter(revoked_at__isnull=True).order_by("number"):
            who = ", ".join(names.get(holder, holder) for holder in clause.holders)
            whom = ", ".join(names.get(recipient, recipient) for recipient in clause.recipients)
            told.append(
                f"Clause {clause.number}: {who} {clause.get_kind_display().lower()} with {whom}: "
                f"{', '.join(clause.field_groups)}; for {', '.join(clause.purposes) or 'any purpose'}."
            )
    return tuple(told)


def as_text(parts: list[Part], *, area: str, at: datetime) -> str:
    """The same as plain text, to keep or to send."""
    lines = [f"Register of processing: {area}, {at:%d %B %Y}", ""]
    for part in parts:
        lines += [part.title, "=" * len(part.title), *(f"- {line}" for line in part.lines), ""]
    return "\n".join(lines)
