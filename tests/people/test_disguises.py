"""A protected address in twelve disguises, seeded: none leaves. And words that only look alike: none is stopped."""

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from plait.people.rules import PROTECTED, Secrets, Whereabouts, veil, what_must_not_leave
from plait.people.rules.disguises import plainly

pytestmark = pytest.mark.slow
SEED = 20261127
LINE, POSTCODE, SCHOOL, PHONE = "14 Heron Quay Road", "EW42QX", "Larkfield Primary School", "07700 900142"
WHERE = Whereabouts(
    lines=frozenset({LINE, "Flat 3, Thistledown House, 7 Cooper's Rise, Ellowmere"}), postcodes=frozenset({POSTCODE}),
    phones=frozenset({PHONE}), schools=frozenset({SCHOOL}), towns=frozenset({"Ellowmere"}),
    leads=frozenset({"Brackenhill Surgery", "EW19 KLT", "leanne@mail.invalid", "Dockside Bakery",
                     "Sandpiper Women’s Refuge, Hallowick"}),
    kept=frozenset({"Alder Lane Primary School", "Ellowmere Homes", "Quayside Surgery", "Heron House Trust"}),
)  # fmt: skip
TOKENS = ("14 Heron Quay Road", "Thistledown House", "Cooper's Rise", "EW4 2QX", "07700 900142", "Larkfield Primary School",
          "Brackenhill Surgery", "EW19 KLT", "Dockside Bakery")  # fmt: skip
CYRILLIC = str.maketrans("aeopcxyABEKMHOPCTXi", "аеорсхуАВЕКМНОРСТХі")
WORDS = {"0": "oh", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight",
         "9": "nine"}  # fmt: skip
FRAMES = (
    "They moved to {} last week.", "She says {}; he does not know", "Call again at {}?", "({})", "ring/visit: {}",
    "seen near {}, twice.", "Our worker went to {} and nobody came to the door.", "addr={}", "“{}”, she told us",
    "It is {}", "{} is where they are", "The taxi went to\n{}\nafter school.",
)  # fmt: skip


def _spaced(token: str, rng: random.Random) -> str:
    return "".join(letter + rng.choice(["", " ", "  ", "\u00a0"]) for letter in token)


def _pointed(token: str, rng: random.Random) -> str:
    return re.sub(r"\s", lambda _: rng.choice([" ", ", ", "-", ". ", "_", "/"]), token)


def _in_words(token: str, rng: random.Random) -> str:
    figures = re.sub(r"00", "double oh ", token) if rng.random() < 0.5 else token
    return " ".join("".join(f" {WORDS[one]} " if one.isdigit() else one for one in figures).split())


def _doubled(token: str, rng: random.Random) -> str:
    places = [number for number, letter in enumerate(token) if letter.isalpha()]
    if not places or any(letter.isdigit() for letter in token):
        return token.upper()  # a letter more in a postcode is another postcode
    at = rng.choice(places)
    return token[: at + 1] + token[at].lower() + token[at + 1 :]


def _part(token: str, rng: random.Random) -> str:
    """What is left when the number, the last word or one half of a postcode is left out."""
    return {
        "14 Heron Quay Road": rng.choice(["Heron Quay Road", "Heron Quay", "22 Heron Quay", "no. 9 Heron Quay Rd"]),
        "EW4 2QX": rng.choice(["EW4", "2QX", "postcode begins EW4 and ends 2QX"]),
        "07700 900142": rng.choice(["+44 7700 900142", "0044 (0)7700-900142", "447700900142"]),
        "Larkfield Primary School": rng.choice(["Larkfield Primary", "Larkfield School"]),
        "Thistledown House": rng.choice(["thistledown hse", "The Thistledown House"]),
    }.get(token, token.swapcase())  # fmt: skip


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda token, _: token,
    "other capitals": lambda token, rng: "".join(rng.choice([one.upper(), one.lower()]) for one in token),
    "no spaces": lambda token, _: re.sub(r"\s", "", token),
    "letters apart": _spaced,
    "points between": _pointed,
    "short forms": lambda token, _: (
        token.replace("Road", "Rd.").replace("House", "Hse").replace("School", "Sch").replace("Primary", "Prim")
    ),
    "letters of another script": lambda token, _: token.translate(CYRILLIC),
    "figures for letters": lambda token, _: (
        token.replace("o", "0") if token[0].isalpha() and " " in token and not token[-1].isdigit() else token
    ),
    "wide letters and accents": lambda token, rng: "".join(
        chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() and rng.random() < 0.6
        else {"e": "é", "o": "ö", "a": "á", "i": "í"}.get(one, one) for one in token
    ),
    "letters that show nothing": lambda token, rng: "".join(
        one + rng.choice(["", "\u200b", "\u00ad", "\u2060"]) for one in token
    ),
    "numbers in words": _in_words,
    "a letter too many": _doubled,
    "only a part": _part,
}  # fmt: skip


def leaks() -> list[tuple[str, str, str]]:
    """(disguise, token, text): every token in every disguise, twice, each time in another sentence."""
    rng = random.Random(SEED)
    return [
        (name, token, rng.choice(FRAMES).format(disguise(token, rng)))
        for name, disguise in DISGUISES.items()
        for token in TOKENS
        for _ in range(2)
    ]


NAMES = (
    "Heron",
    "Ewan",
    "Miss Quay",
    "Ms Larkin",
    "Mr Field",
    "Cooper",
    "Ellowmere",
    "Rhoda",
    "Dr Thistle",
    "Brack",
)
PLAIN = (
    "{} came in at 14:20 and left by 3.", "{} is 14 and in year 9.", "We saw {} on 14 March by the road.",
    "{} likes herons and the quay at Ellowmere.", "{} went to the primary school on the hill, as before.",
    "Ring {} on 01632 960142 before noon.", "{} said: “I was in the house.”", "Seen with {} at 2 Mill Row, EW3 2PL.",
    "{} moved in 2024; the flat has 3 rooms.", "The surgery wrote to {} on the 4th.", "{} rose at seven and ate two eggs.",
    "A row about the road: {} and a neighbour.", "Alder Lane Primary School knows {}.", "Ellowmere Homes let {} in.",
    "{} has asthma; inhaler 100 mg, 2 puffs.", "Quayside Surgery has {} on its list.", "1st, 2nd and 3rd of May: {} away.",
    "{} works at a bakery, nights.", "Heron House Trust gave {} a bed.", "Down by the thistles, {} fell.",
    "{} scored 42 and 77 in the two tests.", "He drove {} in a red car, EW17 ABC.", "Mail for {} goes to team@mail.invalid.",
    "{} asked whether the lark fields are open.", "One four two nine is not the code, says {}.",
    "{} is home by half past two, quite often.", "The coop rises at {}’s request.", "EW3, EW5 and HW4 are where {} plays.",
    "{} said that it was a prime example, sch. 2 of the Act.", "{} hid under the dock, at the side.",
    "We met {} in Hall Road and Heron Street.", "Larks and fields, {} draws them all day.",
)  # fmt: skip


def innocents() -> list[str]:
    """Sentences with parts of the same words, other places, other numbers, and the names of agencies here."""
    return [one.format(name) for one in PLAIN for name in NAMES]


def test_not_one_of_the_disguised_leaves() -> None:
    found = leaks()
    assert len(found) >= 200
    assert len(DISGUISES) >= 12
    released = [
        (name, token, text)
        for name, token, text in found
        if not what_must_not_leave(text, Secrets(where=WHERE)) or PROTECTED not in veil(text, WHERE)
    ]
    assert released == [], Counter(name for name, _, _ in released)


def test_the_sentence_names_the_words_as_they_were_written() -> None:
    for _, _, text in leaks():
        for finding in what_must_not_leave(text, Secrets(where=WHERE)):
            assert finding.words in text
            assert finding.why
            assert not finding.by_chance


def test_nothing_is_stopped_that_leads_nowhere() -> None:
    texts = innocents()
    assert len(texts) >= 300
    stopped = [(text, found) for text in texts if (found := what_must_not_leave(text, Secrets(where=WHERE)))]
    assert stopped == []
    assert [text for text in texts if veil(text, WHERE) != text] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("at fourteen Heron Quay Road", f"at {PROTECTED}"),
        ("on oh seven seven double oh nine double oh one four two.", f"on {PROTECTED}."),
        ("car echo whiskey one nine kilo lima tango", f"car {PROTECTED}"),
        ("E W four two Q X", PROTECTED),
        ("mail leanne@mail.invalid", f"mail {PROTECTED}"),
        ("mail leanne @ mail . invalid", f"mail {PROTECTED}"),
        ("mail Leanne (at) mail dot invalid!", f"mail {PROTECTED}!"),
        ("at Sandpiper Women's Refuge now", f"at {PROTECTED} now"),
        ("at Sandpiper Women’s Refuge, Hallowick.", f"at {PROTECTED}."),
    ],
)
def test_numbers_in_words_go_with_what_they_are_of(text: str, left: str) -> None:
    assert veil(text, WHERE) == left


def test_what_only_tells_the_area_is_taken_out_and_nobody_is_stopped_for_it() -> None:
    where = Whereabouts(
        lines=frozenset({"1 X Row"}),
        signs=frozenset({"Harrowfen Homes"}),
        kept=frozenset({"Harrowfen Homes"}),
    )
    assert veil("Harrowfen Homes wrote.", where) == f"{PROTECTED} wrote."
    assert what_must_not_leave("Harrowfen Homes wrote.", Secrets(where=where)) == []


def test_plain_letters_keep_their_places() -> None:
    text = "Нeron – Quay, é ﬁ ß 14"
    assert len(plainly(text)) == len(text)
    assert plainly(text).startswith("Heron")
