"""The page of family agreement, each person apart; and what waits for whoever works with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plait.base.packs import Pack
from plait.people.queries import safety_notes_of
from plait.sharing.forms.agreement import WHAT
from plait.sharing.models import AgreementPartner, AgreementReview, FamilyAgreement, Transparency
from plait.sharing.queries.family import Kin, leads_to
from plait.sharing.rules.family import Process

Tag = tuple[str, str, str]  # words, sign, colour
LABELS = dict(WHAT)
ANSWER_TAGS: dict[str, Tag] = {
    "yes": ("Yes", "tick", "green"),
    "no": ("No", "cross", "red"),
    "later": ("Ask me later", "clock", "yellow"),
    "withdrawn": ("Taken back", "cross", "red"),
}


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing to keep in mind before anybody is rung, visited or written to."""

    what: str
    who: str
    said: str


def warnings_about(child_id: str) -> list[Warned]:
    """Who must not know, and the safe way to make contact, each said once."""
    return list(
        dict.fromkeys(
            Warned(one.get_kind_display(), one.who, one.said) for one in safety_notes_of([child_id])
        )
    )


@dataclass(frozen=True, slots=True)
class Service:
    """One service as one person answered about it."""

    id: str
    name: str
    tag: Tag
    yes: bool
    by_hand: bool  # not in Plait: somebody has to tell it


STANDS: Tag = ("Stands", "tick", "green")


@dataclass(frozen=True, slots=True)
class Card:
    """One person of the family, and their own word alone."""

    kin: Kin
    who: str
    agreement: FamilyAgreement | None
    state: Tag
    services: list[Service]
    reviews: list[str]
    told: Transparency | None
    told_tag: Tag
    may_ask: bool

    @property
    def stands(self) -> bool:
        return self.state == STANDS


def cards(
    kin: Sequence[Kin],
    agreements: Sequence[FamilyAgreement],
    told: Sequence[Transparency],
    waiting: Sequence[AgreementReview],
    *,
    pack: Pack,
    process: Process,
    on: date,
) -> list[Card]:
    """Each person who is asked or told something, the child first; other children of the same adults stand on their own pages."""
    givers = leads_to(one.giver_id for one in agreements)
    tellings = leads_to(one.person_id for one in told)
    newest: dict[str, FamilyAgreement] = {}
    for row in agreements:
        newest.setdefault(givers[row.giver_id], row)
    words = {one.on: one.words for one in pack.agreement().prompts}
    found = []
    for one in kin:
        if one.kind == "child":
            continue
        agreement = newest.get(one.id)
        note = next((row for row in told if tellings[row.person_id] == one.id), None)
        found.append(
            Card(
                kin=one,
                who=who_they_are(one, process),
                agreement=agreement,
                state=state_of(agreement, on),
                services=services_of(agreement),
                reviews=[
                    words[row.why]
                    for row in waiting
                    if agreement and row.agreement_id == agreement.pk and row.why in words
                ],
                told=note,
                told_tag=_told(note),
                may_ask=not one.not_to_ask and (one.kind != "the child" or _old_enough(one, process)),
            )
        )
    return found


def who_they_are(one: Kin, process: Process) -> str:
    """Who somebody is to the child, their age where it matters, and whether they have responsibility."""
    if one.kind == "the child":
        return "The child" if one.age is None else f"The child, {one.age} years"
    known = {"yes": "has parental responsibility", "no": "has no parental responsibility"}
    return f"{one.kind.capitalize()}, {known.get(one.responsibility, 'parental responsibility not known')}"


def _old_enough(one: Kin, process: Process) -> bool:
    return one.age is None or one.age >= process.ask_competence_from


def state_of(agreement: FamilyAgreement | None, on: date) -> Tag:
    """Where one person's word stands today."""
    if agreement is None:
        return ("Not asked yet", "question", "grey")
    rows = list(agreement.partners.all())
    if any(row.answer == "yes" for row in rows) and all(
        row.withdrawal_id for row in rows if row.answer == "yes"
    ):
        return ("Taken back", "cross", "red")
    if agreement.ended_at is not None or on > agreement.expires_on:
        return ("Ended", "clock", "grey")
    if any(row.answer == "yes" for row in rows):
        return STANDS
    return (
        ("Said no", "cross", "red")
        if any(row.answer == "no" for row in rows)
        else ("Ask later", "clock", "yellow")
    )


def services_of(agreement: FamilyAgreement | None) -> list[Service]:
    """Each service with this person's answer, in the order they were read out."""
    if agreement is None:
        return []
    return [
        Service(str(row.pk), row.name, ANSWER_TAGS["withdrawn" if row.withdrawal_id else row.answer],
                row.answer == "yes" and row.withdrawal_id is None, not row.agency_id)
        for row in sorted(agreement.partners.all(), key=_by_name)
    ]  # fmt: skip


def _by_name(row: AgreementPartner) -> tuple[str, str]:
    return row.name.casefold(), str(row.pk)


def groups_in_words(groups: Sequence[str]) -> str:
    """Kinds of information, as the form names them."""
    return ", ".join(LABELS.get(one, one).lower() for one in groups)


def _told(note: Transparency | None) -> Tag:
    if note is None:
        return ("Nothing noted yet", "question", "grey")
    if note.told == Transparency.Told.YES:
        return ("Told", "tick", "green")
    return (
        ("Not told", "cross", "orange")
        if note.told == Transparency.Told.NO
        else ("Not told yet", "clock", "yellow")
    )
