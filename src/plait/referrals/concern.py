"""A concern as somebody says it, before it is kept, and what is wrong with it if anything. Pure.

*Not known* is an answer to every question here; the only thing insisted on is some reason for the worry.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Literal

from plait.base.clock import LONDON
from plait.people.rules import Described
from plait.referrals.rules import Part, dates_make_sense

YesNo = Literal["yes", "no", "not_known"]
# `not_sure` was answered; `not_known` is what nobody asked or answered.
Risk = Literal["yes", "no", "not_sure", "not_known"]
FamilyTold = Literal["told", "not_yet", "unsafe", "ring_first", "not_known"]
TellerKind = Literal["practitioner", "family", "child", "public", "anonymous"]
Channel = Literal["form", "phone", "link", "paper"]

# Characters in one part: about ten printed pages. Nothing longer is ever cut in silence.
LONGEST = 20_000
# What somebody may enter afterwards, when Plait was down; older than this is a new concern about old times.
LATEST_ENTRY = timedelta(days=31)

# CIN census ReferralSource for those who speak for no agency (domain.md 8.1).
SOURCE_OF: dict[str, str] = {
    "family": "1A",
    "public": "1B",
    "child": "1C",
    "anonymous": "9",
    "practitioner": "10",
}


@dataclass(frozen=True, slots=True)
class Safety:
    """The first question about a family: who must not learn where they are, or who told; and the safe way in."""

    where: Risk = "not_known"
    where_who: str = ""
    who_told: Risk = "not_known"
    who_told_who: str = ""
    safe_contact: str = ""
    telling_raises_risk: Risk = "not_known"
    telling_why: str = ""


@dataclass(frozen=True, slots=True)
class ChildSaid:
    """A child this is about; `relation` is theirs to the teller or the home, as said ("pupil", "lives next door")."""

    described: Described
    relation: str = ""


@dataclass(frozen=True, slots=True)
class ToChild:
    """What an adult is to one child: `place` in `Concern.children` (from 0)."""

    place: int
    relation: str = ""
    lives_with: YesNo = "not_known"
    parental_responsibility: YesNo = "not_known"


@dataclass(frozen=True, slots=True)
class AdultSaid:
    """Somebody around the children. `of` holds places in `Concern.children` (from 0); empty means all of them. `each`: where it
    was said of each child by itself, in place of all that; `hidden`: where they are must not be learnt either."""

    described: Described
    relation: str = ""
    of: tuple[int, ...] = ()
    lives_with: YesNo = "not_known"
    parental_responsibility: YesNo = "not_known"
    other_child: bool = False
    each: tuple[ToChild, ...] = ()
    hidden: bool = False

    def to_each(self, children: int) -> Iterator[ToChild]:
        """What they are to each child of so many that they were named beside."""
        if self.each:
            yield from self.each
            return
        for place in self.of or range(children):
            yield ToChild(place, self.relation, self.lives_with, self.parental_responsibility)

    @property
    def lives_there(self) -> bool:
        """Do they live with any of the children?"""
        return self.lives_with == "yes" or any(one.lives_with == "yes" for one in self.each)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who told us, when it is not the practitioner who writes: kept apart from what they told.

    `agency_id` names a practitioner's agency if known to Plait; `source_code` a CIN census code more exact than the kind.
    """

    kind: TellerKind
    name: str = ""
    relation: str = ""
    phone: str = ""
    email: str = ""
    safe_contact: str = ""
    agency_id: str = ""
    source_code: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """Everything somebody says at once. `happened_at` is the true time of a call or paper form entered later."""

    children: tuple[ChildSaid, ...] = ()
    adults: tuple[AdultSaid, ...] = ()
    safety: Safety = Safety()
    observed: str = ""
    child_words: str = ""
    reported: str = ""
    opinion: str = ""
    strengths: str = ""
    wanted: str = ""
    danger_now: YesNo = "not_known"
    emergency_told: str = ""
    family_told: FamilyTold = "not_known"
    family_told_why: str = ""
    in_school_now: YesNo = "not_known"
    primary_need: str = ""
    about_worker: bool = False
    reach_phone: str = ""
    reach_when: str = ""
    channel: Channel = "form"
    happened_at: datetime | None = None
    teller: Teller | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must be mended before sending: in which part of the form, and the sentence that says so."""

    part: str
    say: str


# What is kept beside a child where whoever told us was not sure of an answer about risk.
_ASK = "ask them before any contact with the family."
UNSURE = {
    "where": f"The referrer is not sure whether anyone must not learn where they are: {_ASK}",
    "who_told": f"The referrer is not sure whether anyone must not learn that they told us: {_ASK}",
    "telling": f"The referrer is not sure whether telling the family would raise the risk: {_ASK}",
}
REASONS = ("observed", "child_words", "reported", "opinion", "wanted")
LABELS = {
    "observed": "What you saw",
    "child_words": "What the child said",
    "reported": "What others told you",
    "opinion": "What you think",
    "strengths": "What is going well",
    "wanted": "What you want to happen",
}


def protects_teller(safety: Safety) -> bool:
    """Must who told us stay with the hub? Also where they are not sure: what has been said cannot be unsaid."""
    return safety.who_told in ("yes", "not_sure")


def told_at_risk(*, family_told: str, telling_raises_risk: str) -> bool:
    """Has the family been told already, although telling them raises the risk or may?"""
    return family_told == "told" and telling_raises_risk in ("yes", "not_sure")


def faults_of(concern: Concern, *, at: datetime) -> list[Fault]:
    """What keeps the concern from being sent, in the order of the form; an empty list when nothing does."""
    found = [*_texts(concern), *_dates(concern, at)]
    if not concern.children:
        found.append(Fault("children", "Add at least one child. “Name not known” is enough."))
    if not any(getattr(concern, name).strip() for name in REASONS) and concern.danger_now != "yes":
        found.append(
            Fault("told", "Say why you are worried, in any one of the boxes. A few words are enough.")
        )
    for number, adult in enumerate(concern.adults, start=1):
        places = (*adult.of, *(one.place for one in adult.each))
        if any(not 0 <= place < len(concern.children) for place in places):
            found.append(Fault("adults", f"Adult {number} is linked to a child who is no longer listed."))
    if concern.happened_at is not None:
        if concern.happened_at > at:
            found.append(Fault("before", "The time you give is in the future. Check the day and the time."))
        elif at - concern.happened_at > LATEST_ENTRY:
            found.append(
                Fault(
                    "before",
                    "The time you give is more than 31 days ago. Leave it out, and say in the text when it was.",
                )
            )
    return found


def _dates(concern: Concern, at: datetime) -> Iterator[Fault]:
    for part, one, people in (
        ("children", "Child", [child.described for child in concern.children]),
        ("adults", "Adult", [adult.described for adult in concern.adults]),
    ):
        for number, person in enumerate(people, start=1):
            verdict = dates_make_sense(
                born_on=person.born_on,
                unborn=person.unborn,
                expected_on=person.expected_on,
                today=at.astimezone(LONDON).date(),
            )
            if not verdict:
                yield Fault(part, f"{one} {number}: {verdict.say} {verdict.next_step}.")


def _texts(concern: Concern) -> Iterator[Fault]:
    for part, label, text, limit in _every_text(concern):
        if "\x00" in text:
            yield Fault(
                part, f"{label} holds a hidden character (NUL) that cannot be kept. Paste it as plain text."
            )
        elif len(text) > limit:
            yield Fault(
                part,
                f"{label} is {len(text) - limit:,} characters too long. The most that fits is {limit:,}.",
            )


# The room each stored field has; what is not named here takes a long text.
ROOM = {
    "forename": 100, "surname": 100, "other_names": 200, "age_said": 40, "sex": 2, "ethnicity": 8, "disability": 40,
    "language": 80, "nhs_number": 40, "school": 120, "phone": 40, "address_line": 200, "town": 100, "postcode": 10,
    "relation": 60, "where_who": 200, "who_told_who": 200, "safe_contact": 300, "emergency_told": 200, "name": 120,
    "email": 254, "primary_need": 4, "source_code": 4, "reach_phone": 40, "reach_when": 300,
}  # fmt: skip


def _every_text(concern: Concern) -> Iterator[tuple[str, str, str, int]]:
    def texts(thing: object, part: str, about: str) -> Iterator[tuple[str, str, str, int]]:
        for one in fields(thing):  # type: ignore[arg-type]
            value = getattr(thing, one.name)
            if isinstance(value, str):
                label = LABELS.get(one.name, one.name.replace("_", " "))
                yield part, f"{about}: {label}" if about else f"“{label}”", value, ROOM.get(one.name, LONGEST)

    yield from texts(concern.safety, "safety", "Safety")
    for number, child in enumerate(concern.children, start=1):
        yield from texts(child, "children", f"Child {number}")
        yield from texts(child.described, "children", f"Child {number}")
    for number, adult in enumerate(concern.adults, start=1):
        yield from texts(adult, "adults", f"Adult {number}")
        yield from texts(adult.described, "adults", f"Adult {number}")
    yield from texts(concern, "told", "")
    if concern.teller is not None:
        yield from texts(concern.teller, "caller", "Who rang")
    for key, text in concern.answers.items():
        yield "told", f"“{key.replace('_', ' ')}”", text, LONGEST


def parts_of(concern: Concern) -> list[Part]:
    """The parts a hub works with, for the completeness meter: which are said, and why each one helps. Never a bar."""
    child = concern.children[0].described if concern.children else Described()
    return [
        Part("Who must not know", {concern.safety.where, concern.safety.who_told} <= {"yes", "no"},
             "So that nobody is put in danger by a letter, a call or a visit."),
        Part("A safe way to make contact", bool(concern.safety.safe_contact),
             "So that the first call does not make things worse."),
        Part("The child’s name", bool(child.forename or child.surname), "So that what others know can be found."),
        Part("Date of birth, age or expected date", bool(child.born_on or child.age_said or child.expected_on),
             "Two children often share a name."),
        Part("Where the child is", bool(child.address_line or child.postcode or child.school),
             "So that somebody can go there."),
        Part("The adults around them", bool(concern.adults), "They may protect the child, or be the worry."),
        Part("What you saw or heard", bool(concern.observed or concern.reported), "Facts decide how fast the hub acts."),
        Part("The child’s own words", bool(concern.child_words), "What the child says counts most of all."),
        Part("What is going well", bool(concern.strengths), "Help builds on what works."),
        Part("What you want to happen", bool(concern.wanted), "You know the child; the hub will answer this."),
        Part("Whether the family knows", concern.family_told not in ("ring_first", "not_known"),
             "So that nobody tells them by mistake, or hides it without need."),
    ]  # fmt: skip
