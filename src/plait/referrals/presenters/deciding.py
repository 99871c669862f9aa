"""The deciding page in the words and the order it is read in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.people.models import SafetyNote
from plait.referrals.models import CallNote, CheckAnswer, ContactPerson, PartnerCheck
from plait.referrals.queries.picture import Picture
from plait.sharing.models import InformationItem

OPINION = InformationItem.Assertion.OPINION
CHILD = InformationItem.Assertion.CHILD
KINDS = {
    "observed": ("Seen or heard by them", "person"),
    "child": ("The child’s own words", "dot"),
    "third_party": ("Somebody else told them", "ring"),
    "opinion": ("Professional opinion", "question"),
    "record": ("From their records", "tick"),
}
CLOCK_WORDS = {
    "decision": "First decision: refer, answer or pass on",
    "rating": "Decision within the rating’s time",
    "open": "Opened by the hub",
    "worker-accepts": "Worker accepts",
    "lead-accepts": "Next team accepts",
    "assessment": "Assessment finished",
}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One promise of time: its words, how it stands, and when it is due; of one that is kept, when it was kept."""

    words: str
    standing: str
    due: datetime
    beyond: bool


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One thing known: its text, when it happened, what kind of assertion it is."""

    text: str
    happened: object
    happened_said: str
    kind: str
    sign: str
    source: str = ""
    about: str = ""


@dataclass(slots=True)
class ShownChild:
    """What one agency says of one child: facts and opinions apart."""

    name: str
    answer: str
    sign: str
    note: str
    by: str
    at: datetime | None
    phone: bool
    facts: list[ShownItem] = field(default_factory=list)
    opinions: list[ShownItem] = field(default_factory=list)


@dataclass(slots=True)
class ShownSource:
    """One agency that was asked, and what it said."""

    check: PartnerCheck
    state: str
    clock: ShownClock | None
    children: list[ShownChild]
    calls: list[CallNote]

    @property
    def out(self) -> bool:
        """Is its answer still out?"""
        return self.check.status in ("asked", "opened")

    @property
    def late(self) -> bool:
        """Is its answer late?"""
        return self.out and self.clock is not None and self.clock.standing == "breached"


ANSWERS = {
    "items": ("Told us what they know", "tick"),
    "nothing_relevant": ("Known to them, nothing relevant", "ring"),
    "not_known": ("Not known to them", "ring"),
    "cannot_share": ("Cannot share by this route", "lock"),
    "need_more": ("Needs more detail from us", "question"),
    "speak_to_me": ("Sensitive: speak to them", "phone"),
}
STATES = {
    "asked": "Not opened yet",
    "opened": "Opened, no answer yet",
    "answered": "Answered",
    "withdrawn": "Question taken back",
}


def sources(picture: Picture, *, at: datetime) -> list[ShownSource]:
    """Every agency that was asked: those that told something first, then those still out, then the rest."""
    shown = [_source(picture, check, at) for check in picture.checks]
    return sorted(shown, key=lambda one: (not _tells(one), not one.out, one.check.agency.name))


def _tells(source: ShownSource) -> bool:
    return any(child.facts or child.opinions for child in source.children)


def _source(picture: Picture, check: PartnerCheck, at: datetime) -> ShownSource:
    by_person: dict[str, list[InformationItem]] = {}
    for item in picture.items.get(check.ref, []):
        by_person.setdefault(item.person_id, []).append(item)
    children = [
        _child(
            picture.names.get(str(answer.person_id), "Child"),
            answer,
            by_person.pop(str(answer.person_id), []),
        )
        for answer in sorted(
            picture.answers.get(check.ref, []), key=lambda one: _place(picture, str(one.person_id))
        )
    ]
    for person_id, items in by_person.items():
        children.append(_child(picture.names.get(person_id, "Child"), None, items))
    running = picture.clock_of(f"{check.ref}:answer")
    return ShownSource(
        check=check,
        state=STATES[check.status],
        clock=_clock(running, "Answer", at) if running else None,
        children=children,
        calls=picture.calls.get(check.ref, []),
    )


def _place(picture: Picture, person_id: str) -> int:
    """Where this person stands among those the concern names."""
    order = list(picture.names)
    return order.index(person_id) if person_id in order else len(order)


def _child(name: str, answer: CheckAnswer | None, items: Iterable[InformationItem]) -> ShownChild:
    words, sign = ANSWERS[answer.kind] if answer else ANSWERS["items"]
    shown = ShownChild(
        name=name,
        answer=words,
        sign=sign,
        note=answer.note if answer else "",
        by=answer.by_name if answer else "",
        at=answer.at if answer else None,
        phone=answer is not None and answer.channel == "phone",
    )
    for item in items:
        (shown.opinions if item.assertion_kind == OPINION else shown.facts).append(_item(item))
    if answer and answer.kind == "items" and not (shown.facts or shown.opinions):
        shown.answer = "Answered"  # nothing that may stand here: no word of what else there may be
    return shown


def _item(item: InformationItem, *, about: str = "") -> ShownItem:
    kind, sign = KINDS[item.assertion_kind]
    return ShownItem(item.text, item.happened_on, item.happened_said, kind, sign, item.agency_name, about)


def sealed(picture: Picture) -> list[ShownItem]:
    """Items for the decision-makers only."""
    return [_item(item, about=picture.names.get(item.person_id, "")) for item in picture.sealed]


def child_voice(picture: Picture) -> list[ShownItem]:
    """Every word of a child's that anybody passed on, with who passed it on."""
    said = [
        _item(item, about=picture.names.get(item.person_id, ""))
        for items in picture.items.values()
        for item in items
        if item.assertion_kind == CHILD
    ]
    if words := picture.referral.contact.child_words:
        said.insert(0, ShownItem(words, None, "", *KINDS["child"], source="In the concern"))
    for decision in picture.decisions:
        if decision.child_voice and all(one.text != decision.child_voice for one in said):
            said.append(ShownItem(decision.child_voice, None, "", *KINDS["child"], source="In a decision"))
    return said


def clocks(picture: Picture, pack: Pack, *, at: datetime) -> list[ShownClock]:
    """Its own promises of time, running ones first; the answers' clocks stand with the agencies."""
    own = [one for one in picture.clocks if not one.subject.startswith("check:")]
    shown = [(one.state == "stopped", _clock(one, _words(one, pack), at)) for one in own]
    return [clock for _, clock in sorted(shown, key=lambda pair: (pair[0], pair[1].due))]


def _words(clock: RunningClock, pack: Pack) -> str:
    name = clock.key.rpartition(":")[2]
    if name in CLOCK_WORDS:
        return CLOCK_WORDS[name]
    return pack.clocks[clock.rule].label if clock.rule in pack.clocks else name.replace("-", " ").capitalize()


def _clock(clock: RunningClock, words: str, at: datetime) -> ShownClock:
    moment = clock.stopped_at or clock.due_at
    return ShownClock(words, str(standing_of(clock, at)), moment, clock.beyond_calendar)


def banners(picture: Picture) -> list[dict[str, object]]:
    """The children as the person banner wants them. No address and no school stand on this page."""
    return [
        {
            "id": str(one.description.person_id),
            "name": picture.names[str(one.description.person_id)],
            "born": one.description.born_on,
            "expected": one.description.expected_on if one.description.unborn else None,
            "age": "" if one.description.born_on else one.description.age_said,
            "also": one.description.other_names,
            "flags": _flags(one, picture),
        }
        for one in picture.children()
    ]


def _flags(one: ContactPerson, picture: Picture) -> list[dict[str, str]]:
    flags = []
    if one.description.person.address_hidden:
        flags.append({"text": "Address protected", "sign": "shield", "colour": "purple"})
    if one.role == ContactPerson.Role.OTHER_CHILD:
        flags.append({"text": "Also in the family", "sign": "person", "colour": "grey"})
    return flags


@dataclass(frozen=True, slots=True)
class ShownSafety:
    """One thing somebody must not know, or the safe way in: said once, for everyone whom it is about."""

    words: str
    who: str
    said: str
    about: str


def must_not_know(picture: Picture) -> list[ShownSafety]:
    """Who must not know, and the safe way to make contact."""
    return safety_lines(picture.safety, picture.names)


def safety_lines(notes: Iterable[SafetyNote], known: Mapping[str, str]) -> list[ShownSafety]:
    """The notes in order, with the names of `known` by person id. The same note about several people is one line."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for note in notes:
        name = known.get(str(note.person_id), "")
        names = together.setdefault((note.kind, note.who, note.said), [])
        if name and name not in names:
            names.append(name)
    order = [kind.value for kind in SafetyNote.Kind]
    everyone = list(known.values())
    return [
        ShownSafety(SafetyNote.Kind(kind).label, who, said, ", ".join(sorted(names, key=everyone.index)))
        for (kind, who, said), names in sorted(together.items(), key=lambda one: order.index(one[0][0]))
    ]


NOT_ASKED = " (not asked yet)"


def not_asked(picture: Picture) -> list[str]:
    """Kinds of agency that the rating calls for and nobody has asked."""
    return [
        one.agency_name.removesuffix(NOT_ASKED) for one in picture.out if one.agency_name.endswith(NOT_ASKED)
    ]


def unknowns(picture: Picture, shown: Sequence[ShownSource]) -> list[str]:
    """What is not known yet, as far as Plait can tell; people add the rest in the decision."""
    found = [f"{source.check.agency.name} has not answered" for source in shown if source.out]
    found += [f"{name} was not asked yet" for name in not_asked(picture)]
    for source in shown:
        for child in source.children:
            if child.sign in ("lock", "question", "phone"):
                found.append(f"{source.check.agency.name}, about {child.name}: {child.answer.lower()}")
    for one in picture.children():
        told = one.description
        if not (told.born_on or told.unborn):
            found.append(f"When {picture.names[str(told.person_id)]} was born")
    return found


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something somebody has still to do."""

    who: str
    what: str
    by_when: str


def next_actions(picture: Picture) -> list[NextAction]:
    """What was agreed in strategy discussions and is not done yet."""
    return [
        NextAction(action.who, action.what, action.by_when)
        for record in picture.strategies
        for action in record.actions.all()
        if action.done_at is None
    ]


def decided_by_whoever_told(picture: Picture) -> bool:
    """Was protection decided by the person who raised it, and has nobody else decided since? Then another confirms."""
    return bool(picture.decisions) and picture.decisions[0].rule.endswith("protection-first-own")


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One move in the referral's life, in the past tense."""

    did: str
    because: str
    by: str
    at: datetime


DONE = {
    "decide": "Decided",
    "accept lead": "Accepted as lead",
    "close": "Closed",
    "reopen": "Opened again",
}


def history(picture: Picture, *, since: int = 1) -> list[ShownMove]:
    """What has happened to it since that version of it, oldest first."""
    return [
        ShownMove(DONE.get(move.verb, move.verb.capitalize()), move.because, move.by_name, move.at)
        for move in picture.moves[max(0, since - 1) :]
    ]
