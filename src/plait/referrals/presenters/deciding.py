"""The deciding page in the words and the order it is read in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plait.base.packs import Pack
from plait.people.models import SafetyNote
from plait.referrals.models import ContactPerson
from plait.referrals.presenters.clocks import ShownClock, shown_clock
from plait.referrals.presenters.deciding_sources import ShownSource
from plait.referrals.presenters.protected import protected_flags
from plait.referrals.queries.clock_words import what_is_due
from plait.referrals.queries.closing import promised_among
from plait.referrals.queries.deciding import NOT_ASKED
from plait.referrals.queries.picture import Picture


def clocks(picture: Picture, pack: Pack, *, at: datetime) -> list[ShownClock]:
    """Its own promises of time, running ones first; the answers' clocks stand with the agencies."""
    own = [one for one in picture.clocks if not one.subject.startswith("check:")]
    open_now = (
        set()
        if picture.referral.status == "closed"
        else promised_among(picture.clocks, picture.decisions, pack)
    )
    shown = [
        (
            one.state == "stopped",
            replace(
                shown_clock(one, what_is_due(one, pack), at),
                settles=str(one.pk) if one.pk in open_now else "",
            ),
        )
        for one in own
    ]
    return [clock for _, clock in sorted(shown, key=lambda pair: (pair[0], pair[1].due))]


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
    flags = protected_flags([one.description.person], shielded=picture.shielded)
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


def decided_by_whoever_told(picture: Picture) -> bool:
    """Was protection decided by the person who raised it, and has nobody else decided since? Then another confirms."""
    return bool(picture.decisions) and picture.decisions[0].rule.endswith("protection-first-own")


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One move in the referral's life, in the past tense; `written` is when, where it was entered later than it was done."""

    did: str
    because: str
    by: str
    at: datetime
    written: datetime | None = None


DONE = {
    "decide": "Decided",
    "accept lead": "Accepted as lead",
    "close": "Closed",
    "settle a promise": "Said what became of a promise",
    "give back": "The team asked gave it back to the hub",
    "reopen": "Opened again",
    "reopen and ask": "Opened again, and the team asked anew to accept",
}


def history(picture: Picture, *, since: int = 1) -> list[ShownMove]:
    """What has happened to it since that version of it, oldest first."""
    return [
        ShownMove(
            DONE.get(move.verb, move.verb.capitalize()),
            move.because,
            move.by_name,
            move.happened_at or move.at,
            written=move.at if move.happened_at else None,
        )
        for move in picture.moves[max(0, since - 1) :]
    ]


def leads_since(picture: Picture) -> datetime | None:
    """Since when whoever leads now has led, at its true time."""
    accepted = [move for move in picture.moves if move.verb == "accept lead"]
    return (accepted[-1].happened_at or accepted[-1].at) if accepted else picture.referral.lead_accepted_at
