"""Who in a family must not be asked for their agreement, because asking would raise the risk. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from plait.people.rules import is_named, names_in

# Telling one of these anything leads them to where somebody is; who told us is told of in a warning, since a mother from whom a
# neighbour must be kept can still be asked about her child.
NAMED_IS_NOT_ASKED = frozenset({"where", "where_unsure", "telling"})
WARNS = frozenset({"where", "where_unsure", "telling", "telling_unsure", "who_told", "who_told_unsure"})
_SAME = {
    "dad": "father",
    "daddy": "father",
    "mum": "mother",
    "mummy": "mother",
    "grandad": "grandfather",
    "gran": "grandmother",
}


@dataclass(frozen=True, slots=True)
class MustNotKnow:
    """One safety note: its kind, and who must not know, in the words of whoever told us."""

    kind: str
    who: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might be asked: their names, and who they are to those it is about."""

    forename: str
    surname: str
    kinds: frozenset[str] = frozenset()


def must_not_know(candidate: Candidate, notes: Iterable[MustNotKnow]) -> bool:
    """Is this person named, or meant ("her father"), as somebody who must not learn where they are or that they are told of?"""
    return any(note.kind in NAMED_IS_NOT_ASKED and _meant(candidate, note.who) for note in notes)


def is_warned(notes: Collection[MustNotKnow]) -> bool:
    """Does any note say that somebody in this family must not know something?"""
    return any(note.kind in WARNS for note in notes)


def _meant(candidate: Candidate, who: str) -> bool:
    if is_named(who, forename=candidate.forename, surname=candidate.surname):
        return True
    # "Her ex-partner, Ryan" names him; only where nobody is named does "the father" mean whoever that is.
    words = {_SAME.get(word, word) for word in re.findall(r"[a-z]+", who.casefold())}
    kinds = {_SAME.get(kind.casefold(), kind.casefold()) for kind in candidate.kinds}
    return not [name for name in names_in(who) if name.casefold() not in words & kinds] and bool(
        words & kinds
    )
