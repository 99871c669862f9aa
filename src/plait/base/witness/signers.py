"""This area's own key, and the pinned keys of one peer, as the witnesses use them."""

from dataclasses import dataclass
from datetime import datetime

from plait.base import keys


@dataclass(frozen=True, slots=True)
class OwnKey:
    """Signs with the key that this area has in use at `at`."""

    at: datetime

    def sign(self, payload: bytes, *, typ: str) -> str:
        """A compact JWS. Raises NoKeys or BadRing where there is no key that may sign."""
        return keys.sign(payload, typ=typ, at=self.at)


@dataclass(frozen=True, slots=True)
class Pinned:
    """Believes what one of these keys signed, if it was in its time at `at`."""

    keys: keys.PublicKeys
    at: datetime

    def read(self, statement: str, *, typ: str) -> bytes:
        """The payload. Raises NotSigned, which is a ValueError."""
        return keys.verify(statement, typ=typ, keys=self.keys, at=self.at).payload
