"""Which parts of an address or of a school's name still lead there when the rest is left out. Pure."""

import re
from collections.abc import Collection

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# A part of a building, which leads nowhere without the building.
_UNIT = frozenset(
    "flat flats apartment apt unit room suite floor block basement maisonette annexe annex ground first second third top "
    "upper lower rear front left right c o co care of no number the at".split()
)
_STREET = frozenset(
    "road rd street st lane ln avenue ave close cl drive dr crescent cres gardens gdns place pl square sq terrace terr row "
    "way walk mews hill rise green grove view path parade quay wharf yard park end vale broadway".split()
)
_SCHOOL = frozenset(
    "school sch primary prim academy acad infant infants junior juniors nursery preschool high secondary grammar college "
    "community special church catholic".split()
)
_ALONE = 4  # letters of a single word that still is a name


def address_parts(line: str, *, towns: Collection[str] = ()) -> list[list[str]]:
    """The building and the street, each as its words: of "Flat 3, Heron House, 12 Mill Row, Ellowmere" these are
    "Heron House" and "Mill Row". What stands after the street is a locality, and no town leads anywhere alone."""
    known = {" ".join(_WORD.findall(town)).casefold() for town in towns}
    found: list[list[str]] = []
    for number, part in enumerate(pieces := [one for one in re.split(r"[,;\n]", line) if _WORD.search(one)]):
        for place, words in enumerate(_between_numbers(part)):
            said = " ".join(words).casefold()
            named = len(words) > 1 or (place > 0 and len(said) >= _ALONE)  # "12 Broadway"
            if number == 0 and len(pieces) > 1:
                named = named or len(said) >= _ALONE + 1  # "Hillcrest, 12 Mill Row"
            if named and said not in known:
                found += [words[:ends] for ends in _ends(words)]
        if found and found[-1][-1].casefold() in _STREET:
            break
    return [re.findall(r"[^\W_]+", " ".join(words)) for words in found]


def _ends(words: list[str]) -> list[int]:
    """Where it may end: a town may follow the street with no comma between, and "Heron Quay Rise" is said without "Rise"."""
    street = max((n for n, word in enumerate(words) if n and word.casefold() in _STREET), default=0)
    ends = [len(words), *([street + 1] if street else []), *([street] if street > 1 else [])]
    return list(dict.fromkeys(ends))


def _between_numbers(part: str) -> list[list[str]]:
    """The words between the numbers of one part, without what only says where in the building."""
    pieces: list[list[str]] = [[]]
    for word in _WORD.findall(part):
        if word[0].isdigit():
            pieces.append([])
        else:
            pieces[-1].append(word)
    return [_trimmed(words) for words in pieces if _trimmed(words) or words is pieces[0]]


def _trimmed(words: list[str]) -> list[str]:
    begins, ends = 0, len(words)
    while begins < ends and _in_the_building(words[begins]):
        begins += 1
    return words[begins:ends]


def _in_the_building(word: str) -> bool:
    return len(word) == 1 or word.casefold() in _UNIT


def school_parts(name: str) -> list[list[str]]:
    """The whole name, what is left of it without a number, its beginning with one word such as "School" or "Primary", and
    its beginning alone where that is more than one word."""
    words = [word for word in re.findall(r"[^\W_]+", name) if not word[0].isdigit()]
    core = words
    while core and core[-1].casefold() in _SCHOOL:
        core = core[:-1]
    found = [re.findall(r"[^\W_]+", name), words if len(words) > 1 else []]
    if core and core != words:
        found += [[*core, word] for word in sorted({"school", "primary", "academy", *words[len(core) :]})]
        found += [core] if len(core) > 1 else []
    return [one for number, one in enumerate(found) if one and one not in found[:number]]
