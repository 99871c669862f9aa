"""How somebody writes an address so that it is not found: letters that only look alike, numbers in words, letters apart. Pure."""

import re
import unicodedata
from collections.abc import Iterator

BETWEEN = r"[\W_]*"
# Letters of other scripts by what they look like.
_ALIKE = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅԌԚԜҮасеорухіјѕԛԝһԁցոսΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανιρτυκχєпгвмнткӏǀ",
        "ABEKMHOPCTYXIJSGQWYaceopyxijsqwhdgnuABEZHIKMNOPTYXoaviptukxenrbmhtkll",
        strict=True,
    )
)
# Figures and signs that stand for letters, and the other way round.
_FOR = {
    "o": "o0", "0": "0o", "i": "i1l!|", "l": "l1i|", "1": "1il|", "e": "e3", "3": "3e", "a": "a4@", "s": "s5$", "5": "5s",
    "b": "b8", "8": "8b", "t": "t7", "z": "z2",
}  # fmt: skip
_DIGITS = {
    "0": ("zero", "oh", "o", "nought", "naught"), "1": ("one",), "2": ("two",), "3": ("three",), "4": ("four",),
    "5": ("five",), "6": ("six",), "7": ("seven",), "8": ("eight",), "9": ("nine", "niner"),
}  # fmt: skip
_BY_RADIO = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "alfa|alpha bravo charlie delta echo foxtrot golf hotel india juliet|juliett kilo lima mike november oscar papa "
        "quebec romeo sierra tango uniform victor whiskey|whisky x[\\W_]*ray yankee zulu".split(),
        strict=True,
    )
)
_TIMES = {2: "double", 3: "(?:triple|treble)"}
_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred and"
).split()
# A house's number, in figures or in words, with what stands between it and the street.
NUMBER = rf"(?:\d{{1,4}}[a-z]?|(?:(?:{'|'.join(_COUNTED)})[\W_]{{0,3}}){{1,5}}[a-d]?)[\W_]{{1,3}}"


class _Plainly(dict[int, str]):
    """Every character as one that it looks like; made as it is met, kept for the next text."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = _ALIKE.get(letter, letter)
        if found == letter and code > 127:
            apart = unicodedata.normalize("NFKD", letter)
            base = "".join(one for one in apart if not unicodedata.combining(one))
            found = base if len(base) == 1 and base.isascii() else letter
        self[code] = found
        return found


_PLAINLY = _Plainly()


def plainly(text: str) -> str:
    """The text in the letters it looks to be written in, as long as before, so that a place in it is a place in the text."""
    return text if text.isascii() else text.translate(_PLAINLY)


def word(letters: str) -> str:
    """A pattern for a word with anything between its letters, a figure for a letter, and any letter once too often or, where it
    stands twice, once too few."""
    return BETWEEN.join(
        _one(letter, times) for letter, times in _runs(plainly(letters).casefold()) if letter.isalnum()
    )


def _one(letter: str, times: int) -> str:
    again = _FOR.get(letter)
    one = f"[{re.escape(again)}]" if again else re.escape(letter)
    if letter.isdigit():
        return BETWEEN.join([one] * times)
    # What is once too often is the very letter: "ll" for "l" is a slip, "l1" is another house.
    more = one if times > 1 else re.escape(letter)
    return f"{one}(?:{BETWEEN}{more}){{0,{times}}}"


def _runs(text: str) -> Iterator[tuple[str, int]]:
    for found in re.finditer(r"(.)\1*", text, re.DOTALL):
        yield found[1], len(found[0])


def exactly(text: str) -> str:
    """A pattern for letters and figures with anything between them, nothing else for any of them."""
    return BETWEEN.join(re.escape(letter) for letter in plainly(text) if letter.isalnum())


def code(text: str) -> str:
    """A pattern for a postcode or a car's registration, also spelled by radio or with its figures in words."""
    return BETWEEN.join(_of_code(letter) for letter in plainly(text).casefold() if letter.isalnum())


def _of_code(letter: str) -> str:
    if letter.isdigit():
        alike = {"0": "0o", "1": "1il", "5": "5s"}.get(letter, letter)
        return f"(?:[{alike}]|{'|'.join(_DIGITS[letter])})"
    by_radio = _BY_RADIO.get(letter)
    alike = {"o": "o0", "i": "i1l", "l": "l1i", "s": "s5"}.get(letter, re.escape(letter))
    return f"(?:[{alike}]|{by_radio})" if by_radio else f"[{alike}]"


def digits(number: str) -> str:
    """A pattern for a row of figures, each in figures or words: "oh seven double seven oh"."""
    return BETWEEN.join(_run_of(digit, times) for digit, times in _runs(number))


def _run_of(digit: str, times: int) -> str:
    one = f"(?:{'[0o]' if digit == '0' else '[1il]' if digit == '1' else digit}|{'|'.join(_DIGITS[digit])})"
    ways = [
        BETWEEN.join(one if part == 1 else f"{_TIMES[part]}{BETWEEN}{one}" for part in parts)
        for parts in _parts(times)
    ]
    return f"(?:{'|'.join(ways)})" if len(ways) > 1 else ways[0]


def _parts(times: int) -> list[tuple[int, ...]]:
    if times > 4:
        return [(1,) * times]
    if times == 0:
        return [()]
    return [
        (first, *rest) for first in (1, *(_TIMES)) if first <= times for rest in _parts(times - first)
    ]  # fmt: skip
