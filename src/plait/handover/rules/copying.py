"""What is sealed is lent, not copied: not typed into what crosses the border either. Pure."""

import re
from collections.abc import Iterable

IN_A_ROW = 6  # words that two people seldom write alike
_WORD = re.compile(r"\w+")


def copies(texts: Iterable[str], sealed: Iterable[str]) -> bool:
    """Does any of these texts repeat what is sealed: so many of its words in a row, or all of them where it has fewer?"""
    theirs = [run for one in sealed for run in _runs(one)]
    return any(run in text for text in (_squeezed(one) for one in texts) for run in theirs)


def _runs(text: str) -> list[str]:
    words = _squeezed(text).split()
    if len(words) < 3:  # a name or a number is for other rules: in a row of two it says nothing
        return []
    most = min(IN_A_ROW, len(words))
    return [f" {' '.join(words[at : at + most])} " for at in range(len(words) - most + 1)]


def _squeezed(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
