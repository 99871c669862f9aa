"""Who knows what: each agency that was asked, facts and opinions apart, and the children's own words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from plait.referrals.models import CallNote, CheckAnswer, PartnerCheck
from plait.referrals.presenters.clocks import ShownClock, shown_clock
from plait.referrals.queries.picture import Picture
from plait.sharing.models import InformationItem
from plait.sharing.rules.beside import HELD, Beside

OPINION = InformationItem.Assertion.OPINION
CHILD = InformationItem.Assertion.CHILD
KINDS = {
    "observed": ("Seen or heard by them", "person"),
    "child": ("The child’s own words", "dot"),
    "third_party": ("Somebody else told them", "ring"),
    "opinion": ("Professional opinion", "question"),
    "record": ("From their records", "tick"),
}


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
    beside: tuple[Beside, ...] = ()

    @property
    def held(self) -> str:
        """What stands on paper in place of something that is not to be passed on for now; else empty."""
        return HELD if any(one.kind == "restricted" for one in self.beside) else ""


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


GAVE_NOTHING = {"nothing_relevant", "not_known"}
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


def sources_of(picture: Picture, *, at: datetime) -> list[ShownSource]:
    """Every agency that was asked: those that told something first, then those still out, then the rest."""
    shown = [_source(picture, check, at) for check in picture.checks]
    return sorted(shown, key=lambda one: (not _tells(one), not one.out, one.check.agency.name))


def answers_to_cite(picture: Picture) -> list[tuple[str, str]]:
    """Questions whose answer gave something, for a decision to rest on: (id, the agency’s name and its reference)."""
    gave = [
        check
        for check in picture.checks
        if check.status == PartnerCheck.Status.ANSWERED
        and any(one.kind not in GAVE_NOTHING for one in picture.answers.get(check.ref, []))
    ]
    return [
        (str(one.pk), f"{one.agency.name}, question {one.reference}")
        for one in sorted(gave, key=lambda one: (one.agency.name, one.reference))
    ]


def _tells(source: ShownSource) -> bool:
    return any(child.facts or child.opinions for child in source.children)


def _source(picture: Picture, check: PartnerCheck, at: datetime) -> ShownSource:
    by_person: dict[str, list[InformationItem]] = {}
    for item in picture.items.get(check.ref, []):
        by_person.setdefault(item.person_id, []).append(item)
    children = [
        _child(
            picture,
            picture.names.get(str(answer.person_id), "Child"),
            answer,
            by_person.pop(str(answer.person_id), []),
        )
        for answer in sorted(
            picture.answers.get(check.ref, []), key=lambda one: _place(picture, str(one.person_id))
        )
    ]
    for person_id, items in by_person.items():
        children.append(_child(picture, picture.names.get(person_id, "Child"), None, items))
    running = picture.clock_of(f"{check.ref}:answer")
    return ShownSource(
        check=check,
        state=STATES[check.status],
        clock=shown_clock(running, "Answer", at) if running else None,
        children=children,
        calls=picture.calls.get(check.ref, []),
    )


def _place(picture: Picture, person_id: str) -> int:
    """Where this person stands among those the concern names."""
    order = list(picture.names)
    return order.index(person_id) if person_id in order else len(order)


def _child(
    picture: Picture, name: str, answer: CheckAnswer | None, items: Iterable[InformationItem]
) -> ShownChild:
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
        (shown.opinions if item.assertion_kind == OPINION else shown.facts).append(_item(picture, item))
    if answer and answer.kind == "items" and not (shown.facts or shown.opinions):
        shown.answer = "Answered"  # nothing that may stand here: no word of what else there may be
    return shown


def _item(picture: Picture, item: InformationItem, *, about: str = "") -> ShownItem:
    kind, sign = KINDS[item.assertion_kind]
    beside = picture.beside.get(item.pk, ())
    return ShownItem(
        item.text, item.happened_on, item.happened_said, kind, sign, item.agency_name, about, beside
    )


def sealed_of(picture: Picture) -> list[ShownItem]:
    """Items for the decision-makers only."""
    return [_item(picture, item, about=picture.names.get(item.person_id, "")) for item in picture.sealed]


def child_voice(picture: Picture) -> list[ShownItem]:
    """Every word of a child's that anybody passed on, with who passed it on."""
    said = [
        _item(picture, item, about=picture.names.get(item.person_id, ""))
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
