"""What one agency may read of a question put to it: the least that lets it look. Built afresh for each recipient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.packs.schema.partners import Partner
from plait.base.packs.schema.ratings import Rating
from plait.people.models import Description, SafetyNote
from plait.people.places import NOT_KNOWN, SHIELDED, is_shielded, say_place, say_school, whereabouts_of
from plait.people.queries import name_of
from plait.people.rules import Whereabouts, veil
from plait.referrals.models import Contact, ContactPerson, PartnerCheck, Referral
from plait.sharing.actions.decide_sharing import Said
from plait.sharing.rules import Decision
from plait.sharing.rules.clauses import group_words

PROTECTED = "Protected. It is not needed to look, and it could put somebody in danger."
NOT_NEEDED = "Not needed by this agency to answer."


@dataclass(frozen=True, slots=True)
class Ask:
    """One agency to ask. `adults` says whether the adults around the child are named to it; empty questions and an
    empty gateway mean the pack's own for that kind of agency."""

    agency_id: str
    questions: tuple[str, ...] = ()
    speak_first: bool = False
    mandatory: bool = False
    period_from: date | None = None
    period_to: date | None = None
    gateway: str = ""
    adults: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """What the agency will read, and the same line by line for the record of what we shared."""

    content: dict[str, Any]
    lines: list[Said]
    person_ids: list[str]
    withheld: bool
    questions: list[str] = field(default_factory=list)
    purpose: str = ""
    because: str = ""
    not_agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The facts of a concern that a question to a partner is made of."""

    contact: Contact
    people: Sequence[ContactPerson]
    shielded: frozenset[str] = field(default_factory=frozenset)
    speak_first: bool = False
    hidden: Whereabouts = field(default_factory=Whereabouts)


def scope_of(contact: Contact) -> Scope:
    """Reads the people of a concern once, with who must not know."""
    people = list(contact.people.select_related("description__person").order_by("order", "pk"))
    shielded = {str(one.description.person_id) for one in people if is_shielded(one.description.person)}
    ids = [one.description.person_id for one in people]
    held = SafetyNote.objects.filter(person_id__in=ids, ended_at__isnull=True)
    warned = held.exclude(kind=SafetyNote.Kind.SAFE_CONTACT).exists()
    return Scope(
        contact=contact,
        people=people,
        shielded=frozenset(shielded),
        speak_first=warned or bool(shielded) or contact.telling_now in ("yes", "not_sure"),
        hidden=whereabouts_of(str(one) for one in ids),
    )


def schools_of(scope: Scope) -> frozenset[str]:
    """The children's schools, to choose whom to ask; not of a child whose whereabouts are protected."""
    return frozenset(
        one.description.school
        for one in scope.people
        if one.description.school and str(one.description.person_id) not in scope.shielded
    )


def shown_to(
    partner: Partner,
    scope: Scope,
    ask: Ask,
    *,
    concern: str,
    pack: Pack,
    purpose: str = "",
    ruled: Decision,
) -> Shown:
    """Never what must not be known, who told us, or a protected address; nothing of a group the agency does not need, or
    that no agreement lets the hub send (`ruled`): that is named among the lines, and left out.

    The asker's own words were stopped before (`queries.leaving`), and are veiled here all the same: what leaves is what is
    kept and what the asker was shown. At display nothing is veiled for the agency, to whom it would answer guesses."""
    needed = frozenset(partner.fields_sent)
    sent = needed & ruled.allowed_fields
    not_agreed = [one for one in ruled.missing if one.field in needed]
    lines: list[Said] = []
    children, adults = [], []
    for one in scope.people:
        if one.role == ContactPerson.Role.CHILD or (
            one.role == ContactPerson.Role.OTHER_CHILD and G.FAMILY in sent
        ):
            children.append(_child(one, sent, scope, lines))
        elif one.role == ContactPerson.Role.ADULT and ask.adults and G.FAMILY in sent:
            adults.append(_adult(one, lines))
    content: dict[str, Any] = {"children": children, "adults": adults, "concern": ""}
    said, why = veil(concern, scope.hidden), veil(purpose, scope.hidden)
    questions = [veil(text, scope.hidden) for text in ask.questions]
    if G.CONCERN in sent and (words := _concern(scope.contact, said, pack)):
        content["concern"] = words
        lines.append(Said(G.CONCERN, "What this is about", words))
    lines.append(Said(G.SOURCE_IDENTITY, "Who told us", "", withheld=True, why_withheld=PROTECTED))
    hidden = any(line.withheld and line.field_group == G.LOCATION for line in lines)
    lines += [
        Said(lack.field, group_words([lack.field]).capitalize(), "", withheld=True, why_withheld=lack.say)
        for lack in not_agreed
    ]
    return Shown(
        content=content,
        lines=lines,
        person_ids=[child["person"] for child in children],
        withheld=hidden or bool(not_agreed),
        because=" ".join([*([PROTECTED] if hidden else []), *dict.fromkeys(one.say for one in not_agreed)]),
        not_agreed=tuple(dict.fromkeys(one.say for one in not_agreed)),
        questions=questions,
        purpose=why,
    )


def _hidden_behind(check: PartnerCheck) -> Whereabouts:
    people = check.referral.contact.people.values_list("description__person_id", flat=True)
    return whereabouts_of(str(one) for one in people)


def asked_now(check: PartnerCheck) -> dict[str, Any]:
    """What the hub put to an agency, to be read again: without what was protected after it had left. The hub's words
    only; whatever the agency itself wrote is theirs."""
    children = [dict(child) for child in check.shown.get("children", [])]
    hidden = _hidden_behind(check)
    for child in children:
        if hidden and whereabouts_of([child["person"]]):
            child.pop("school", None)
            child["address"] = SHIELDED if child.get("address") else ""
    return {
        "children": children,
        "adults": check.shown.get("adults", []),
        "concern": veil(check.shown.get("concern", ""), hidden),
        "questions": [veil(text, hidden) for text in check.questions],
        "purpose": veil(check.purpose, hidden),
    }


def _child(one: ContactPerson, sent: Iterable[G], scope: Scope, lines: list[Said]) -> dict[str, Any]:
    description, person = one.description, one.description.person
    row: dict[str, Any] = {"person": str(person.pk), **_identity(description)}
    lines.append(Said(G.IDENTITY, "Child", _words(row)))
    if G.IDENTITY in sent and description.nhs_number:
        row["nhs_number"] = description.nhs_number
        lines.append(Said(G.IDENTITY, "NHS number", description.nhs_number))
    protected = str(person.pk) in scope.shielded
    if G.LOCATION in sent:
        if protected:
            row["address"] = say_place(person).words
            lines.append(Said(G.LOCATION, "Address", "", withheld=True, why_withheld=PROTECTED))
        elif (words := say_place(person).words) != NOT_KNOWN:
            row["address"] = words
            lines.append(Said(G.LOCATION, "Address", words))
    if G.EDUCATION in sent and description.school and not protected:
        row["school"] = say_school(description, person)
        lines.append(Said(G.EDUCATION, "School", row["school"]))
    return row


def _adult(one: ContactPerson, lines: list[Said]) -> dict[str, Any]:
    row = {"person": str(one.description.person_id), **_identity(one.description), "relation": one.relation}
    lines.append(Said(G.FAMILY, one.relation or "Adult", _words(row)))
    return row


def _identity(description: Description) -> dict[str, Any]:
    return {
        "name": name_of(description),
        "also": description.other_names,
        "born": description.born_on.isoformat() if description.born_on else "",
        "expected": description.expected_on.isoformat() if description.expected_on else "",
        "age": description.age_said,
        "sex": description.sex,
    }


def _words(row: dict[str, Any]) -> str:
    said = {word: date.fromisoformat(row[word]) for word in ("born", "expected") if row[word]}
    born = next((f"{word} {day.day} {day:%B %Y}" for word, day in said.items()), row["age"])
    return ", ".join(part for part in (row["name"], born) if part)


def _concern(contact: Contact, said: str, pack: Pack) -> str:
    """The national need in plain words, and what the asker wrote for partners; never the referrer's own text, which
    may say who they are."""
    need = ""
    if contact.primary_need and "primary_need" in pack.codes:
        known = dict(pack.code_choices("primary_need"))
        need = known.get(contact.primary_need, "")
    return "\n\n".join(part for part in (need, said.strip()) if part)


def rating_of(referral: Referral, pack: Pack) -> Rating:
    """The rating it has; one not rated yet, or rated by a scheme that is no more, is asked for as the most urgent."""
    return next((one for one in pack.ratings if one.code == referral.contact.rating), pack.ratings[0])


def called(kind: str, pack: Pack) -> frozenset[str]:
    """A kind of agency and every wider name under which a gateway or a rating may speak of it."""
    partner = pack.partners.get(kind)
    return frozenset({kind}) | (partner.is_called() if partner else frozenset())
