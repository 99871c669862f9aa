"""Finding what is said alike: a worried person’s words, and the texts of a pack. Pure; only the fit of words is counted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plait.base.packs.schema.synonyms import SynonymsFile

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Words that say nothing by themselves. "off", "own" and "home" stay: they matter inside a phrase of the pack.
_EMPTY = frozenset(
    "a about after again all also always am an and any anything are as at be because been but by came can child children "
    "come comes could did do does doing for from get gets getting girl boy go goes going got gave give gives had has have having "
    "he help her here him his how i if in is it its kid kids just like little lot me more much my never no not now of on "
    "often one or other our out round said say says seems she so some somebody someone that the their them then there "
    "they thing things think this those to too up us very was way we went were what when where which who will with would year "
    "years you your mum dad mother father parent parents family".split()
)
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ness",
    "ally",
    "edly",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """One text that was found: its place among those given, and the words of the question that found it, as they were said."""

    place: int
    by: tuple[str, ...]


def beginnings(text: str) -> tuple[str, ...]:
    """The words of a text in lower case without their endings, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return tuple(_beginning(word) for word in _WORD.findall(plain))


def _beginning(word: str) -> str:
    word = re.sub(r"['’].*", "", word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    length = len(phrase)
    return any(tuple(text[at : at + length]) == tuple(phrase) for at in range(len(text) - length + 1))


def find(said: str, texts: Sequence[str], synonyms: SynonymsFile | None) -> list[Fit]:
    """The texts that hold a word of what was said, or a word that the pack says is alike; most words first.

    Two texts that are found by as many words keep the order in which they were given.
    """
    asked = _asked(said, synonyms)
    read = [beginnings(text) for text in texts]
    fits = []
    for place, text in enumerate(read):
        by = tuple(word for word, phrases in asked.items() if any(_holds(text, one) for one in phrases))
        if by:
            fits.append(Fit(place, by))
    return sorted(fits, key=lambda fit: (-len(fit.by), fit.place))


def _asked(said: str, synonyms: SynonymsFile | None) -> dict[str, set[tuple[str, ...]]]:
    """Each word or phrase of the question, as it was said, with every phrase that would do in its place."""
    whole = beginnings(said)
    words = [word for word in _WORD.findall(said) if word.casefold() not in _EMPTY]
    asked: dict[str, set[tuple[str, ...]]] = {}
    for word in words:
        own = beginnings(word)
        if own and len(own[0]) >= _SHORTEST:
            asked.setdefault(word.casefold(), set()).add(own)
    for alike in _groups(synonyms):
        for phrase, as_written in alike.items():
            if not _holds(whole, phrase):
                continue
            for word in [one for one in asked if len(phrase) > 1 and beginnings(one)[0] in phrase]:
                del asked[word]  # "left alone" is one thing that was said, not three
            key = next((word for word in asked if beginnings(word) == phrase), as_written)
            asked.setdefault(key, {phrase}).update(alike)
    return asked


def _groups(synonyms: SynonymsFile | None) -> Iterable[dict[tuple[str, ...], str]]:
    for group in synonyms.groups if synonyms else ():
        yield {beginnings(word): word for word in group.words}
