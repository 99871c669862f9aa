"""Signing and verifying: JWS in its compact form, Ed25519, nothing else.

The header says three things in one way of writing: `{"alg":"Ed25519","kid":…,"typ":…}`. Any other header, any other algorithm,
any byte written otherwise is refused before the signature is looked at.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from plait.base.keys.canonical import NotCanonical, canonical, raw64, read_canonical
from plait.base.keys.holder import own_ring
from plait.base.keys.public import PublicKeys
from plait.base.keys.ring import Ring

ALLOWED = ("Ed25519",)
LONGEST = 256 * 1024  # bytes of what is signed; larger things are signed by their digest


class NotSigned(ValueError):
    """Nothing that is believed. `reason` is a code for the audit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, as what, and with which key."""

    payload: bytes
    typ: str
    kid: str


class _Limits(jws.JWSRegistry):
    max_payload_length = (LONGEST * 4) // 3 + 4  # the library counts the letters of the base64


_limits = _Limits(algorithms=list(ALLOWED))


def sign(payload: bytes, *, typ: str, at: datetime, ring: Ring | None = None) -> str:
    """Sign these bytes as `typ` (`plait-head`) with the key in use at `at`: the area's own, unless a ring is given.

    Raises NoKeys where the area has none, BadRing where none is in its time.
    """
    if len(payload) > LONGEST:
        raise ValueError("too long to sign: sign its digest")
    pair = (ring or own_ring()).in_use("sig", at=at)
    key = _signer(pair.secret)
    header = {"alg": "Ed25519", "kid": pair.public.kid, "typ": typ}
    return jws.serialize_compact(header, payload, key, registry=_limits)


@lru_cache(maxsize=4)
def _signer(secret: bytes) -> OKPKey:
    """The area's own key as the library wants it: kept by its own bytes, as the ring itself is kept by its words."""
    return OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(secret))


def verify(written: str, *, typ: str, keys: PublicKeys, at: datetime) -> Signed:
    """What was signed, if one of these keys signed it as `typ` and is in its time at `at`. Raises NotSigned.

    `at` is the moment by which the key is judged: now, for a message that arrives; the day it was received, for one that is
    read again years later.
    """
    if len(written) > 2 * LONGEST or not written.isascii():
        raise NotSigned("not-a-signature")
    parts = written.split(".")
    try:
        if len(parts) != 3:
            raise NotSigned("not-a-signature")
        head, payload, signature = (raw64(part) for part in parts)
        header = read_canonical(head)
    except NotCanonical:
        raise NotSigned("written-otherwise") from None
    kid = header.get("kid") if isinstance(header, dict) else None
    if not isinstance(kid, str) or head != canonical({"alg": "Ed25519", "kid": kid, "typ": typ}):
        raise NotSigned("another-header")
    key = keys.named(kid, use="sig")
    if key is None:
        raise NotSigned("unknown-key")
    if not key.good(at=at):
        raise NotSigned("key-not-in-its-time")
    if len(signature) != 64 or len(payload) > LONGEST:
        raise NotSigned("not-a-signature")
    try:
        jws.deserialize_compact(written, _writer(key.x), registry=_limits)
    except (JoseError, ValueError):
        raise NotSigned("another-signature") from None
    return Signed(payload, typ, kid)


@lru_cache(maxsize=512)
def _writer(x: bytes) -> OKPKey:
    """The same of another's. Whether it is believed, and in its time, is asked each time before."""
    return OKPKey.import_key(Ed25519PublicKey.from_public_bytes(x))
