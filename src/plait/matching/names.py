"""Names made comparable: one normalisation and one sound code, used both when storing and when searching."""

import unicodedata

# Letters that NFKD leaves whole but that people type as plain ones.
FOLD = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)

_SOUND = {
    **dict.fromkeys("bfpv", "1"),
    **dict.fromkeys("cgjkqsxz", "2"),
    **dict.fromkeys("dt", "3"),
    "l": "4",
    **dict.fromkeys("mn", "5"),
    "r": "6",
}


def name_key(name: str) -> str:
    """A name without case, accents, spaces or marks: `O’Neil`, `oneil` and `Ó Néil` are one. Any script is kept."""
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(FOLD)
    return "".join(letter for letter in folded if letter.isalnum())[:100]


def sound(name: str) -> str:
    """The American Soundex code of a name in Latin letters (`R163` for Robert); empty for anything else."""
    letters = [letter for letter in name_key(name) if letter in "abcdefghijklmnopqrstuvwxyz"]
    if not letters:
        return ""
    code, last = letters[0].upper(), _SOUND.get(letters[0], "")
    for letter in letters[1:]:
        digit = _SOUND.get(letter, "")
        if digit and digit != last:
            code += digit
        if letter not in "hw":
            last = digit
    return (code + "000")[:4]


def nhs_number(text: str) -> str | None:
    """The ten digits of a valid NHS number (spaces allowed), or None when it is not one (modulus 11 check)."""
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    if len(digits) != 10 or any(not (c.isascii() and (c.isdigit() or c.isspace() or c == "-")) for c in text):
        return None
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits if check % 11 == int(digits[9]) and check != 10 else None
