"""The hub's pages in plain values: what was said, fact and opinion apart; who must not know first of all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plait.base.audit.actor import Actor
from plait.base.clock import Standing
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.people.queries import name_of
from plait.referrals.models import CallNote, Contact, ContactPerson, PartnerCheck, Referral
from plait.referrals.presenters.clocks import Stood, stood_still
from plait.referrals.presenters.hub_steps import steps_for
from plait.referrals.presenters.protected import Flag, protected_flags, unaware_flags
from plait.referrals.presenters.warnings import RING_FIRST, Warned, warnings_of
from plait.referrals.queries.clock_words import what_is_due
from plait.referrals.queries.deciding import not_asked_among
from plait.referrals.queries.hub import ConcernFacts
from plait.referrals.queries.rated import Rated, rated

NO_ADDRESS = "No address was given"
YES_NO = {"yes": "Yes", "no": "No", "not_known": "Not known"}
FAMILY_TOLD = {
    "told": "Yes, the family was told",
    "not_yet": "Not yet",
    "unsafe": "No: telling them is not safe",
    "ring_first": RING_FIRST,
    "not_known": "Not known",
}
CHANNELS = {
    "form": "Written in Plait",
    "phone": "By telephone",
    "link": "By mailbox link",
    "paper": "On paper",
}


@dataclass(frozen=True, slots=True)
class Ticking:
    """A clock on a page."""

    label: str
    standing: Standing
    due: datetime
    who: str = ""
    beyond: bool = False
    stood: list[Stood] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heading:
    """One part of what was said: what kind of knowledge it is, and the words."""

    title: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody a concern speaks of."""

    id: str
    person_id: str
    name: str
    role: str
    relation: str
    born: date | None
    expected: date | None
    age: str
    where: str
    shielded: bool
    flags: list[Flag]
    school: str
    known: str
    open_with: list[str]
    relations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CheckShown:
    """One agency that was asked, and where it stands."""

    id: str
    agency: str
    phone: str
    out_of_hours: str
    status: str
    mandatory: bool
    speak_first: bool
    ticking: Ticking | None
    answered: str
    can_ask_again: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """The whole page."""

    contact: Contact
    rating: Rated | None
    warnings: list[Warned]
    said: list[Heading]
    facts: list[dict[str, Any]]
    people: list[PersonShown]
    ticking: list[Ticking]
    not_asked: list[str]
    ratings: list[tuple[Rated | None, Rated | None, str, str, datetime, datetime | None]]
    checks: list[CheckShown]
    steps: frozenset[str]
    unknown_people: int
    names: str
    calls: list[CallNote]
    flags: list[Flag]


def concern_page(
    facts: ConcernFacts, *, unplaced: frozenset[str] = frozenset(), pack: Pack, by: Actor, at: datetime
) -> ConcernPage:
    """Build the page. It asks the database nothing. Of the `unplaced`, who are protected, nobody gave an address, and this
    reader may know that."""
    contact = facts.contact
    people = [_person(one, facts, by, unplaced) for one in facts.people]
    return ConcernPage(
        contact=contact,
        rating=rated(pack, contact.rating),
        warnings=warnings_of(facts.notes, contact, facts.settled),
        said=said_in(contact, pack),
        facts=_facts(contact, pack, ours=str(contact.team_id) in by.teams),
        people=people,
        ticking=[
            ticking(clock, at)
            for clock in facts.clocks
            if clock.subject.startswith(("contact:", "referral:"))
            and clock.state != RunningClock.State.STOPPED
        ],
        not_asked=_not_asked(facts, pack),
        ratings=[
            (rated(pack, one.was), rated(pack, one.rating), one.because, one.by_name, one.at, one.rated_at)
            for one in facts.ratings
        ],
        checks=[_check(check, facts, at) for check in facts.checks],
        steps=steps_for(facts, by=by),
        unknown_people=sum(1 for one in people if not one.known),
        names=names_in(facts.people),
        calls=[call for call in facts.calls if call.about == contact.ref],
        flags=protected_flags([one.description.person for one in facts.people], shielded=_shielded(facts)),
    )


def _not_asked(facts: ConcernFacts, pack: Pack) -> list[str]:
    """Whom its rating calls for and nobody has asked, once partners may be asked: a rating that moves may call for others."""
    if facts.referral is None or facts.referral.status == Referral.Status.CLOSED:
        return []
    return not_asked_among(facts.checks, rating=facts.contact.rating, pack=pack)


def names_in(people: Sequence[ContactPerson]) -> str:
    """The children a concern is about, by name, for a list."""
    children = [name_of(one.description) for one in people if one.role == ContactPerson.Role.CHILD]
    return ", ".join(children) or "No child named"


def said_in(contact: Contact, pack: Pack) -> list[Heading]:
    """What was said, fact and opinion apart, and the area's further questions."""
    parts = [
        Heading("What they saw or heard themselves", "Fact, as observed", contact.observed),
        Heading("What the child said", "In the child’s own words", contact.child_words),
        Heading("What others told them", "Reported: not seen by whoever tells us", contact.reported),
        Heading("What they think", "Opinion", contact.opinion),
        Heading("What is going well", "Strengths", contact.strengths),
        Heading("What they want to happen", "", contact.wanted),
    ]
    form = pack.forms.get("raise-concern")
    labels = {question.key: question.label for question in form.questions} if form else {}
    parts += [
        Heading(labels.get(key, key.replace("_", " ")), "", str(text))
        for key, text in contact.answers.items()
    ]
    return [part for part in parts if part.text]


def _facts(contact: Contact, pack: Pack, *, ours: bool) -> list[dict[str, Any]]:
    need = (
        dict(pack.code_choices("primary_need")).get(contact.primary_need, "") if contact.primary_need else ""
    )
    source = dict(pack.code_choices("referral_source")).get(contact.source_code, contact.source_code)
    rows = [
        ("In danger now?", YES_NO.get(contact.danger_now, contact.danger_now)),
        ("Who was told at once", contact.emergency_told),
        ("Main reason", need),
        ("Does the family know?", _family_knows(contact)),
        ("Why, or why not", contact.family_told_why),
        ("In school now?", YES_NO.get(contact.in_school_now, contact.in_school_now)),
        ("How it came", CHANNELS.get(contact.channel, contact.channel)),
        # "An acquaintance, such as a neighbour" is half a name: as the referrer's own, it is for the team that owns it.
        ("From", source if ours else ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _family_knows(contact: Contact) -> str:
    words = FAMILY_TOLD.get(contact.family_told, contact.family_told)
    return f"{words}. It may raise risk: ring the referrer now" if contact.told_at_risk else words


def _person(one: ContactPerson, facts: ConcernFacts, by: Actor, unplaced: frozenset[str]) -> PersonShown:
    description, person_id = one.description, str(one.description.person_id)
    place = facts.places[person_id]
    link = facts.links.get(str(one.description_id))
    known = ""
    if one.confirmed_at is not None:
        known = "known" if link is not None and link.person_id != link.was_id else "new"
    by_id = {str(other.description.person_id): name_of(other.description) for other in facts.people}
    others: dict[str, list[str]] = {}
    for row in facts.relations:
        if str(row.person_id) == person_id:
            others.setdefault(row.kind, []).append(by_id[str(row.other_id)])
    relations = [
        kind if " of " in kind else f"{kind} of {' and '.join(names)}" for kind, names in others.items()
    ]
    held = [_team_or_worker(row) for row in facts.open_with.get(person_id, ())]
    return PersonShown(
        id=str(one.pk),
        person_id=person_id,
        name=name_of(description),
        role=str(ContactPerson.Role(one.role).label),
        relation="" if relations else one.relation,
        born=description.born_on,
        expected=description.expected_on,
        age=description.age_said,
        where=NO_ADDRESS if person_id in unplaced else place.to(by),
        shielded=place.shielded,
        flags=[
            *(
                unaware_flags(description, [note for note in facts.notes if note.ended_at is None])
                if one.role == ContactPerson.Role.ADULT
                else []
            ),
            *protected_flags([description.person], shielded=_shielded(facts)),
        ],
        school="" if place.shielded else description.school,
        known=known,
        open_with=list(dict.fromkeys(held)) if known == "known" else [],
        relations=relations,
    )


def _shielded(facts: ConcernFacts) -> list[str]:
    return [person_id for person_id, place in facts.places.items() if place.shielded]


def _team_or_worker(row: Any) -> str:
    if row.team is not None:
        return f"{row.team.name}, {row.team.agency.name} ({row.team.phone or row.team.agency.phone})"
    return f"{row.practitioner.name}, {row.practitioner.agency.name} ({row.practitioner.phone})"


def ticking(clock: RunningClock, at: datetime, *, who: str = "") -> Ticking:
    """A clock in words, with how it stands."""
    return Ticking(
        what_is_due(clock),
        standing_of(clock, at),
        clock.due_at,
        who,
        clock.beyond_calendar,
        stood_still(clock),
    )


def _check(check: PartnerCheck, facts: ConcernFacts, at: datetime) -> CheckShown:
    clock = next((one for one in facts.clocks if one.key == f"{check.ref}:answer"), None)
    answers = facts.answers.get(str(check.pk), [])
    words = list(dict.fromkeys(str(answer.get_kind_display()) for answer in answers))
    out = check.status in ("asked", "opened")
    return CheckShown(
        id=str(check.pk),
        agency=check.agency.name,
        phone=check.team.phone or check.agency.phone,
        out_of_hours=check.team.out_of_hours or check.agency.out_of_hours,
        status=str(check.get_status_display()),
        mandatory=check.mandatory,
        speak_first=check.speak_first,
        ticking=ticking(clock, at) if clock and check.status != "withdrawn" else None,
        answered="; ".join(words),
        can_ask_again=check.status != "withdrawn"
        and any(one.kind == "need_more" or (one.kind == "speak_to_me" and not out) for one in answers),
        can_withdraw=out,
    )
