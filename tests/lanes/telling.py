"""What `told_once` is, for those who ask for it (tests/conftest.py)."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class ToldOnce(Protocol):
    """`told_once(name, play)` gives what `play` gives."""

    def __call__(self, name: str, play: Callable[[], T], /) -> T: ...
