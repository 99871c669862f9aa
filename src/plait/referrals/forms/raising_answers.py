"""What a draft of a concern holds, part by part, and whether another window has changed a part meanwhile. Pure."""

import copy
from collections.abc import Mapping
from typing import Any

Raw = dict[str, Any]


class Answers:
    """The answers of one draft: raw text as typed, by part (`safety`, `worry`, `children:2`, …).

    Each part carries how often it was saved and by which open page. A page that saves again does not quarrel with
    itself; a second page that shows an older text does.
    """

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        self._all: dict[str, Any] = copy.deepcopy(dict(kept or {}))

    def as_kept(self) -> dict[str, Any]:
        """For the draft's JSON."""
        return self._all

    def part(self, key: str) -> Raw | None:
        """The raw answers of one part, or None when it was never saved."""
        found = self._all.get("parts", {}).get(key)
        return dict(found["raw"]) if found else None

    def seen(self, key: str) -> int:
        """How often the part was saved: what a page shows and sends back."""
        return int(self._all.get("parts", {}).get(key, {}).get("n", 0))

    def moved(self, key: str, *, seen: int, window: str, raw: Raw) -> bool:
        """Did another window save this part, to other words, since this one showed it?"""
        found = self._all.get("parts", {}).get(key)
        if found is None:
            return False
        return bool(found["n"] != seen and found["window"] != window and found["raw"] != raw)

    def as_begun(self, key: str) -> bool:
        """Was the part last saved by the page that began the draft, which has no window of its own?"""
        return bool(self._all.get("parts", {}).get(key, {}).get("window") == "")

    def put(self, key: str, raw: Raw, *, window: str, done: bool) -> None:
        """Keep a part. `done` says that the author went on from it (not only that it saved itself)."""
        parts = self._all.setdefault("parts", {})
        was = parts.get(key, {"n": 0, "done": False})
        parts[key] = {"raw": raw, "n": was["n"] + 1, "window": window, "done": done or was["done"]}

    def remove(self, key: str) -> None:
        """Take a child or an adult out again."""
        self._all.get("parts", {}).pop(key, None)

    def mark_done(self, key: str) -> None:
        """The author went past a step that keeps nothing itself (the list of children, or of adults)."""
        parts = self._all.setdefault("parts", {})
        parts.setdefault(key, {"raw": {}, "n": 1, "window": "", "done": False})["done"] = True

    def done(self, key: str) -> bool:
        """Did the author go on from this part?"""
        return bool(self._all.get("parts", {}).get(key, {}).get("done"))

    def numbers(self, many: str) -> list[int]:
        """Numbers of the children (or adults) told so far, in the order they were added."""
        start = f"{many}:"
        return sorted(int(key[len(start) :]) for key in self._all.get("parts", {}) if key.startswith(start))

    def next_number(self, many: str) -> int:
        """A number that no child (or adult) of this draft has."""
        return max(self.numbers(many), default=0) + 1


# The answers of the first page that somebody's safety hangs on, and how much each of them says.
SAFETY_FIRST = ("danger_now", "works_with_children")
_SAYS = {"yes": 2, "not_known": 1}


def says_less(now: Mapping[str, Any], *, than: Mapping[str, Any]) -> bool:
    """Does an answer that safety hangs on say less danger now: “yes” before, “not sure” or “no” now?"""
    return any(
        _SAYS.get(str(now.get(name) or ""), 0) < _SAYS.get(str(than.get(name) or ""), 0)
        for name in SAFETY_FIRST
    )
