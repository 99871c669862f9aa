"""Numbers that name one person: the NHS number and the unique pupil number, or nothing where they cannot be right."""

from functools import lru_cache

from plait.matching.names import nhs_number

_NOT_NUMBERS = frozenset({"0000000000", "9999999999", "1111111111", "1234567890", "0123456789"})
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are left out


def nhs(typed: str) -> str:
    """The ten digits; empty when the check digit is wrong or all digits are one (0000000000 passes the check)."""
    if not typed:
        return ""
    found = nhs_number(typed) or ""
    return "" if found in _NOT_NUMBERS or len(set(found)) == 1 else found


def upn(typed: str) -> str:
    """A letter and twelve digits (the last may be a letter in a temporary one), or empty. The letter checks the rest
    (DfE guide to unique pupil numbers: sum of digit times place from 2, modulus 23).
    """
    text = "".join(typed.upper().split())
    if len(text) != 13 or not text[1:12].isdigit() or text[0] not in _UPN_LETTERS:
        return ""
    last = text[12]
    if last.isdigit():
        value = int(last)
    elif last in _UPN_LETTERS:
        value = _UPN_LETTERS.index(last)
    else:
        return ""
    total = sum(int(digit) * place for place, digit in enumerate(text[1:12], start=2)) + value * 13
    return text if _UPN_LETTERS[total % 23] == text[0] and len(set(text[1:])) > 1 else ""


@lru_cache(maxsize=256)
def sex(typed: str) -> str:
    """`1` male, `2` female (NHS data dictionary); empty for indeterminate (9), not known (0) or anything else."""
    return {"1": "1", "2": "2", "m": "1", "f": "2", "male": "1", "female": "2"}.get(typed.strip().lower(), "")
