"""The key ring of one area: a pair for signing and a pair for sealing, the ones before them, the ones to come."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from plait.base.keys.canonical import NotCanonical, raw64, text64
from plait.base.keys.public import BadKeys, PublicKey, PublicKeys, Use, key_id

FORMAT = "plait-keys/1"
NOTICE = timedelta(
    days=14
)  # a new key is published this long before it is used, so that every peer can pin it
OVERLAP = timedelta(days=30)  # and the old one is good for this long after: files travel slowly
KNOWN_TO_ALL = "fictional-data-only-never-for-real-people"


class BadRing(ValueError):
    """This is no key ring, or not one that may do what was asked."""


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A pair, of which only the public half ever leaves."""

    public: PublicKey
    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, use: Use, secret: bytes, *, since: datetime, until: datetime | None = None) -> "PrivateKey":
        """The pair of these 32 secret bytes."""
        x = _x_of(use, secret)
        since = since.replace(microsecond=0)
        return cls(PublicKey(key_id(use, x), use, x, since, until), secret)


@dataclass(frozen=True, slots=True)
class Ring:
    """All pairs of one area, by whom it is held (`ellowmere`)."""

    holder: str
    keys: tuple[PrivateKey, ...]

    @classmethod
    def made(cls, holder: str, *, at: datetime) -> "Ring":
        """A new ring with fresh keys, in use at once."""
        return cls(holder, _pairs(at, lambda _use: secrets.token_bytes(32)))

    @classmethod
    def known_to_all(cls, holder: str) -> "Ring":
        """The ring of an invented area: made of a sentence that stands in the source, so it proves nothing to anybody."""

        def secret(use: Use) -> bytes:
            return hashlib.sha256(f"{KNOWN_TO_ALL}:{holder}:{use}".encode()).digest()

        return cls(holder, _pairs(datetime(2020, 1, 1, tzinfo=UTC), secret))

    @property
    def is_known_to_all(self) -> bool:
        """Is any of its keys one that everybody can make?"""
        known = {one.public.kid for one in Ring.known_to_all(self.holder).keys}
        return any(one.public.kid in known for one in self.keys)

    def public(self, *, at: datetime) -> PublicKeys:
        """What is published at `at`: keys in use, keys to come, and none whose time is over."""
        return PublicKeys(tuple(o.public for o in self.keys if o.public.until is None or at < o.public.until))

    def in_use(self, use: Use, *, at: datetime) -> PrivateKey:
        """The pair that signs, or to which others seal, at `at`. Raises BadRing when there is none."""
        newest = PublicKeys(tuple(one.public for one in self.keys)).newest(use=use, at=at)
        if newest is None:
            raise BadRing(f"no key for {use} is in its time")
        return next(one for one in self.keys if one.public == newest)

    def named(self, kid: str, *, use: Use) -> PrivateKey | None:
        """The pair of this name."""
        return next((one for one in self.keys if one.public.kid == kid and one.public.use == use), None)

    def rotated(self, *, at: datetime, at_once: bool = False) -> "Ring":
        """With new pairs that begin after NOTICE, and the old ones ending OVERLAP later. `at_once` is for a key that may be
        in other hands: the old ones end now, and nothing they sign or open is good from now on."""
        if any(at < one.public.since for one in self.keys) and not at_once:
            raise BadRing("a new key waits for its time already")
        begins = at if at_once else at + NOTICE
        ends = (begins if at_once else begins + OVERLAP).replace(microsecond=0)
        kept = [one if _ends_by(one, ends) else _ending(one, ends) for one in self.keys]
        return Ring(self.holder, (*kept, *_pairs(begins, lambda _use: secrets.token_bytes(32))))

    def text(self) -> str:
        """As it stands in its file. Secret."""
        said = {"format": FORMAT, "holder": self.holder, "keys": [_said(one) for one in self.keys]}
        return json.dumps(said, indent=1, sort_keys=True) + "\n"

    @classmethod
    def read(cls, text: str) -> "Ring":
        """From its file. Raises BadRing."""
        try:
            said = json.loads(text)
            if set(said) != {"format", "holder", "keys"} or said["format"] != FORMAT or not said["holder"]:
                raise BadRing("not a key ring of this kind")
            listed = said["keys"]
            PublicKeys.read({"keys": [{k: v for k, v in one.items() if k != "d"} for one in listed]})
            keys = tuple(_read(one) for one in listed)
        except (ValueError, TypeError, KeyError, AttributeError, NotCanonical, BadKeys):
            raise BadRing("not a key ring") from None
        return cls(str(said["holder"]), keys)


def _pairs(at: datetime, secret: Any) -> tuple[PrivateKey, ...]:
    uses: tuple[Use, Use] = ("sig", "enc")
    return tuple(PrivateKey.of(use, secret(use), since=at) for use in uses)


def _x_of(use: Use, secret: bytes) -> bytes:
    if use == "sig":
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def _ends_by(one: PrivateKey, ends: datetime) -> bool:
    return one.public.until is not None and one.public.until <= ends


def _ending(one: PrivateKey, ends: datetime) -> PrivateKey:
    since = min(one.public.since, ends)  # one that was still to come ends before it began
    return replace(one, public=replace(one.public, since=since, until=ends))


def _said(one: PrivateKey) -> dict[str, Any]:
    return {**one.public.jwk(), "d": text64(one.secret)}


def _read(said: dict[str, Any]) -> PrivateKey:
    secret = raw64(said["d"])
    public = PublicKeys.read({"keys": [{name: value for name, value in said.items() if name != "d"}]}).keys[0]
    if len(secret) != 32 or _x_of(public.use, secret) != public.x:
        raise BadRing("a secret that is not its key's")
    return PrivateKey(public, secret)
