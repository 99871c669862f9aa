"""Public keys: whose signature is believed, to whom a secret is sealed, and in which time."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast

from plait.base.keys.canonical import NotCanonical, canonical, raw64, text64

Use = Literal["sig", "enc"]
CURVES: dict[str, str] = {"sig": "Ed25519", "enc": "X25519"}
SKEW = timedelta(minutes=5)  # by which two areas' clocks may differ
MOST_KEYS = 20

# Points of small order: with one of them as a "key", one signature fits any words and one secret fits any sender.
_SMALL = (
    *("00" * 32, "00" * 31 + "80", "01" + "00" * 31, "01" + "00" * 30 + "80"),
    *("ec" + "ff" * 30 + "7f", "ec" + "ff" * 31, "ed" + "ff" * 30 + "7f", "ed" + "ff" * 31),
    *("ee" + "ff" * 30 + "7f", "ee" + "ff" * 31),
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
)
SMALL_ORDER = frozenset(bytes.fromhex(one) for one in _SMALL)


class BadKeys(ValueError):
    """This is no set of public keys as Plait publishes them."""


def key_id(use: str, x: bytes) -> str:
    """The name of a key, made of the key itself (RFC 7638): nobody can give one key another's name."""
    digest = hashlib.sha256(canonical({"crv": CURVES[use], "kty": "OKP", "x": text64(x)})).digest()
    return text64(digest)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key, for one use, in its time: from `since`, and until `until` where an end is known."""

    kid: str
    use: Use
    x: bytes
    since: datetime
    until: datetime | None = None

    def good(self, *, at: datetime) -> bool:
        """Is `at` in its time? Clocks may differ by SKEW before it begins; its end is its end."""
        return self.since - SKEW <= at and (self.until is None or at < self.until)

    def jwk(self) -> dict[str, Any]:
        """As RFC 7517 writes it, with the time it is for (`nbf`, `exp`, in seconds)."""
        written: dict[str, Any] = {
            "crv": CURVES[self.use],
            "kid": self.kid,
            "kty": "OKP",
            "nbf": int(self.since.timestamp()),
            "use": self.use,
            "x": text64(self.x),
        }
        return written if self.until is None else {**written, "exp": int(self.until.timestamp())}

    @property
    def fingerprint(self) -> str:
        """What two people read to each other over the telephone: the whole of the key's name, in fours."""
        digits = raw64(self.kid).hex()
        return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The keys of one area, as it published them or as they were pinned."""

    keys: tuple[PublicKey, ...]

    @classmethod
    def read(cls, said: Any) -> "PublicKeys":
        """From a JWKS. Raises BadKeys for another curve, a private key, a key under another's name, twice the same, or
        anything that is not said in the way Plait says it."""
        listed = said.get("keys") if isinstance(said, Mapping) and set(said) == {"keys"} else None
        if not isinstance(listed, list) or len(listed) > MOST_KEYS:
            raise BadKeys("no list of keys")
        keys = tuple(_read(one) for one in listed)
        if len({one.kid for one in keys}) != len(keys):
            raise BadKeys("the same key twice")
        return cls(keys)

    def jwks(self) -> dict[str, Any]:
        """As RFC 7517 writes a set."""
        return {"keys": [one.jwk() for one in self.keys]}

    def named(self, kid: str, *, use: Use) -> PublicKey | None:
        """The key of this name and use."""
        return next((one for one in self.keys if one.kid == kid and one.use == use), None)

    def newest(self, *, use: Use, at: datetime) -> PublicKey | None:
        """The key that is in use at `at`: the last to have begun, without any allowance for clocks."""
        begun = [one for one in self.keys if one.use == use and one.since <= at and one.good(at=at)]
        return max(begun, key=lambda one: (one.since, one.kid), default=None)

    def and_also(self, others: Iterable[PublicKey]) -> "PublicKeys":
        """These, and those of the others that are not among them."""
        known = {one.kid for one in self.keys}
        return PublicKeys((*self.keys, *(one for one in others if one.kid not in known)))


def _read(said: Any) -> PublicKey:
    if not isinstance(said, Mapping) or set(said) - {"exp"} != {"crv", "kid", "kty", "nbf", "use", "x"}:
        raise BadKeys("not the members of a public key")
    use = said["use"]
    if use not in CURVES or said["kty"] != "OKP" or said["crv"] != CURVES[use]:
        raise BadKeys("another kind of key")
    try:
        x = raw64(said["x"])
        since, until = _moment(said["nbf"]), _moment(said["exp"]) if "exp" in said else None
    except (NotCanonical, TypeError, ValueError, OverflowError, OSError):
        raise BadKeys("not written as a key is") from None
    if len(x) != 32 or x in SMALL_ORDER or said["kid"] != key_id(use, x):
        raise BadKeys("not the key that its name says")
    if until is not None and until < since:
        raise BadKeys("it ends before it begins")
    return PublicKey(said["kid"], cast(Use, use), x, since, until)


def _moment(said: Any) -> datetime:
    if type(said) is not int or said < 0:
        raise ValueError("no moment")
    return datetime.fromtimestamp(said, UTC)
