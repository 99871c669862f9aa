"""How one value goes wrong: each function takes a text and a random number and answers what somebody wrote instead.

Nothing here was drawn from how names are compared; the comparisons know nothing of this module."""

import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files

Slip = Callable[[str, int], str]

_LAST_YEAR = 2026  # no system takes a birth in a year to come
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("c", "k"), ("k", "c"), ("ie", "y"), ("y", "ie"), ("ey", "y"), ("ee", "ea"),
    ("ea", "ee"), ("ai", "ay"), ("ay", "ai"), ("s", "z"), ("z", "s"), ("x", "ks"), ("th", "t"), ("gh", "g"),
    ("ll", "l"), ("nn", "n"), ("tt", "t"), ("ss", "s"), ("l", "ll"), ("n", "nn"), ("t", "tt"), ("m", "mm"), ("j", "g"),
    ("ou", "oo"), ("oo", "u"), ("au", "aw"), ("ei", "ie"), ("er", "ar"), ("or", "er"), ("qu", "kw"), ("wh", "w"),
    ("sh", "sch"), ("i", "y"), ("e", "a"), ("o", "oh"), ("dge", "ge"), ("mc", "mac"), ("mac", "mc"), ("son", "sen"),
)  # fmt: skip
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ı": "i", "ø": "o", "đ": "d", "ß": "ss", "’": "'", "æ": "ae", "œ": "oe"}
)


def _alike(written: str, word: str) -> str:
    """The word in the case of what was written."""
    if written.isupper() and len(written) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if written[:1].isupper() else word


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    text = (files("plait.population") / "names" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        words = line.split() if not line.startswith("#") else []
        for word in words:
            found.setdefault(word, []).extend(other for other in words if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


def _swapped(text: str, number: int, table: dict[str, tuple[str, ...]]) -> str:
    """The first word that the table knows, swapped for another of its kind."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if others := table.get(word.casefold()):
            words[place] = _alike(word, others[number % len(others)])
            break
    return " ".join(words)


def nickname(text: str, number: int) -> str:
    return _swapped(text, number, _table("pet_names.txt"))


def transliteration(text: str, number: int) -> str:
    return _swapped(text, number, _table("spellings.txt"))


def typo(text: str, number: int) -> str:
    """One letter dropped, doubled, replaced, or swapped with the next. The first letter is rarely the one."""
    if len(text) < 3:
        return text
    how, number = number % 4, number // 4
    place = number % len(text) if number % 11 == 0 else 1 + number % (len(text) - 1)
    letter = _LETTERS[number // 7 % 26]
    if how == 0:
        return text[:place] + text[place + 1 :]
    if how == 1:
        return text[:place] + letter + text[place:]
    if how == 2 or place + 1 >= len(text):
        return text[:place] + letter + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def keyboard(text: str, number: int) -> str:
    """A neighbouring key was hit."""
    if not text:
        return text
    for step in range(len(text)):
        place = (number + step) % len(text)
        letter = text[place].casefold()
        for row in _ROWS:
            if letter in row:
                at = row.index(letter)
                near = (
                    row[at - 1]
                    if at and (number // 3 % 2 or at + 1 == len(row))
                    else row[(at + 1) % len(row)]
                )
                return text[:place] + _alike(text[place], near) + text[place + 1 :]
    return text


def phonetic(text: str, number: int) -> str:
    """Written as heard."""
    low = text.casefold()
    for step in range(len(_SOUNDS)):
        heard, written = _SOUNDS[(number + step) % len(_SOUNDS)]
        at = low.find(heard, 0 if len(heard) > 1 else 1)
        if at >= 0 and len(low) == len(text):
            return text[:at] + _alike(text[at], written) + text[at + len(heard) :]
    return text


def plain_letters(text: str, number: int) -> str:
    """Without accents, as an old system stores it; now and then an umlaut becomes two letters."""
    if text.isascii():
        return text
    if number % 3 == 0:
        for letter, two in (("ö", "oe"), ("ü", "ue"), ("ä", "ae"), ("Ö", "Oe"), ("Ü", "Ue")):
            text = text.replace(letter, two)
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def misread_letters(text: str, number: int) -> str:
    """UTF-8 read as Latin 1, or letters that became question marks."""
    if text.isascii():
        return text
    if number % 2:
        return text.encode().decode("latin-1")
    return "".join(letter if letter.isascii() else "?" for letter in text)


def digit(text: str, number: int) -> str:
    """One digit wrong, or two neighbours swapped."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    if len(places) < 2:
        return text
    place = places[number % len(places)]
    if number // 13 % 3 == 0 and place + 1 < len(text) and text[place + 1].isdigit():
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + str((int(text[place]) + 1 + number // 17 % 9) % 10) + text[place + 1 :]


def date_digit(text: str, number: int) -> str:
    """A day, month or year that is off, and still a date."""
    year, month, date = int(text[:4]), int(text[5:7]), int(text[8:])
    how, off = number % 5, 1 + number // 5 % 2
    if how < 2:
        step = off * (10 if how else 1)
        year += step if number // 11 % 2 and year + step <= _LAST_YEAR else -step
    elif how == 2:
        month = month % 12 + 1 if number // 11 % 2 else (month - 2) % 12 + 1
    else:
        date = (
            (date % 10) * 10 + date // 10 if how == 3 and date % 10 in (1, 2) else (date - 1 + off) % 28 + 1
        )
    return f"{max(year, 1901):04d}-{month:02d}-{min(date, 28):02d}"


def day_month(text: str, _number: int) -> str:
    return f"{text[:5]}{text[8:]}-{text[5:7]}" if text and int(text[8:]) <= 12 else text


def surname_cut(text: str, number: int) -> str:
    """One half of a double surname, or the halves joined in another way."""
    for join in ("-", " "):
        one, found, two = text.partition(join)
        if found and one and two:
            return (two, one, one + (" " if join == "-" else "-") + two, two + join + one)[number % 4]
    return text
