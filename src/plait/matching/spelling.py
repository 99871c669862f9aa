"""One name made plain: ASCII letters, no titles, no placeholders, particles joined, double names with one hyphen.

What was typed is never changed; callers keep it beside the plain form.
"""

import re
import unicodedata
from functools import lru_cache

from plait.matching.names import FOLD

LONGEST = 60  # letters of a name that are compared; real names are shorter, pasted paragraphs are not

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_LETTERS = str.maketrans({**{k: v.replace("-", "") for k, v in _CYRILLIC.items()}, **_GREEK})

TITLES = frozenset("mr mrs ms miss mx master dr prof rev sir lady dame".split())
# Words that stand where a name should and say that it is not known.
NOT_A_NAME = frozenset(
    """unknown unk unkown notknown nk none null nil nofixed notgiven notrecorded tbc tbd xxx xx x test tester dummy anon
    anonymous unborn newborn unnamed noname deceased surname forename firstname lastname refused withheld""".split()
)
# As a forename these say what it is a record of; as a surname some are real.
NOT_A_FORENAME = NOT_A_NAME | frozenset(
    "na baby babe infant newborn unborn foetus fetus child boy girl male female twin one two".split()
)
_BABY = re.compile(
    r"^(?:baby|babe|infant|newborn|unborn|child|twin|foetus|fetus|b/o)\b(?:\s+(?:of|boy|girl|one|two|[1-9]))*"
)
_NO_NAME = re.compile(
    r"^(?:not (?:known|given|recorded|provided|stated)|no (?:name|surname|forename|middle name)|n\s?/\s?[kag])$"
)
# "Son of", "daughter of": they belong to a patronymic and are often left out.
SON_OF = frozenset("bin binte binti bint ibn".split())
PARTICLES = frozenset(
    "o mc mac de da do das dos del della di du la le van von der den ter ten al el abd abu bar st ap ab fitz san".split()
)
_SPLIT = re.compile(r"[\s\-‐-―]+")
_MARKS = re.compile(r"[^a-z\s\-]+")


def folded(name: str) -> str:
    """Lower case, accents off, Cyrillic and Greek in Latin letters. Other scripts stay as they are."""
    plain = unicodedata.normalize("NFKD", name.strip().casefold()[:400]).translate(FOLD).translate(_LETTERS)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _words(name: str) -> list[str]:
    plain = re.sub(r"[‐-―]", "-", folded(name))
    if _NO_NAME.match(plain):
        return []
    plain = plain.replace("'", "").replace("’", "").replace("`", "").replace("ʼ", "")
    if any("a" <= letter <= "z" for letter in plain):
        plain = _MARKS.sub(" ", plain)
    else:  # a script we do not write in Latin letters: kept, without its marks
        plain = "".join(letter if letter.isalpha() or letter.isspace() else " " for letter in plain)
    return [word for word in _SPLIT.split(plain) if word and word not in TITLES]


def _join(words: list[str]) -> list[str]:
    """Particles joined to what follows: `van der berg` is `vanderberg`, `mc donald` is `mcdonald`."""
    joined: list[str] = []
    held = ""
    for word in words:
        if word in PARTICLES:
            held += word
        else:
            joined.append(held + word)
            held = ""
    return [*joined, held] if held else joined


def is_baby(name: str) -> bool:
    """Does the forename say only that there is a baby (`baby of Kelly`, `twin 2`)?"""
    return bool(_BABY.match(re.sub(r"[‐-―]", "-", folded(name))))


@lru_cache(maxsize=65536)
def forename(typed: str) -> tuple[str, str]:
    """The plain first name and whatever further names were typed with it. Both empty where it is no name.

    `baby of kelly` names the mother, so it is no name of the child.
    """
    plain = re.sub(r"[‐-―]", "-", folded(typed)).strip()
    if is_baby(typed) or _NO_NAME.match(plain):
        return "", ""
    hyphened = re.sub(r"\s*-\s*", "-", plain)
    words = [_whole(part) for part in hyphened.split()]
    words = [word for word in words if word]
    if not words or all(word.replace("-", "") in NOT_A_FORENAME for word in words):
        return "", ""
    return words[0][:LONGEST], "-".join(words[1:])[:LONGEST]


def _whole(part: str) -> str:
    return "-".join(word for word in _words(part) if word not in SON_OF)


@lru_cache(maxsize=65536)
def surname(typed: str) -> str:
    """The plain surname; parts of a double name joined with one hyphen, empty where it is no name."""
    words = [word for word in _join([w for w in _words(typed) if w not in SON_OF]) if word not in NOT_A_NAME]
    return "-".join(words)[:LONGEST]


def parts(plain: str) -> tuple[str, str]:
    """The first and the last part of a plain name; the same one twice where it is not double."""
    first, _, _ = plain.partition("-")
    return first, plain.rpartition("-")[2]
