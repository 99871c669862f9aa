"""The other area, and messages that are kept."""

from datetime import datetime

import pytest

from plait.base.federation import kinds
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Peer
from plait.base.federation.wire.refusals import NotAccepted
from tests.base.federation.delivery import (
    NOTE,
    pinned,
)


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """Messages of the kind note/1 are understood here, and kept in this list."""
    taken: list[tuple[str, bytes]] = []

    def keep(message: Arrived) -> None:
        words = message.parts["note.txt"].bytes()
        if words == b"never":
            raise NotAccepted("not-for-us")
        if words == b"broken":
            raise LookupError("a fault of ours")
        taken.append((message.sender, words))

    monkeypatch.setattr(kinds, "_handlers", {NOTE: keep})
    return taken


@pytest.fixture
def north(at: datetime) -> Peer:
    return pinned(at=at)
