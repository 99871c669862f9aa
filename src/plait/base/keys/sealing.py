"""Sealing a small secret to one reader: JWE in its compact form, ECDH-ES+A256KW over X25519, A256GCM, nothing else.

Only keys and the like are sealed so. What is large is encrypted with such a key, in pieces (federation/wire).
"""

import json
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from plait.base.keys.canonical import NotCanonical, raw64
from plait.base.keys.holder import own_ring
from plait.base.keys.public import PublicKeys
from plait.base.keys.ring import Ring

ALG, ENC = "ECDH-ES+A256KW", "A256GCM"
LONGEST = 4096
MOST_KEYS = 512  # that are kept as the library wants them
_allowed = jwe.JWERegistry(algorithms=[ALG, ENC])


class NotSealed(ValueError):
    """Nothing that can be opened here. `reason` is a code for the audit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def seal(secret: bytes, *, typ: str, to: PublicKeys, at: datetime) -> str:
    """Seal at most LONGEST bytes to the sealing key that these keys have in use at `at`. Raises NotSealed without one."""
    key = to.newest(use="enc", at=at)
    if key is None:
        raise NotSealed("no-key-to-seal-to")
    if len(secret) > LONGEST:
        raise ValueError("too long to seal: encrypt it with a key, and seal the key")
    header = {"alg": ALG, "enc": ENC, "kid": key.kid, "typ": typ}
    return jwe.encrypt_compact(header, secret, _reader(key.x), registry=_allowed)


@lru_cache(maxsize=MOST_KEYS)
def _reader(x: bytes) -> OKPKey:
    """This very key as the library wants it: kept by its own bytes, so another key is another one."""
    return OKPKey.import_key(X25519PublicKey.from_public_bytes(x))


def unseal(written: str, *, typ: str, at: datetime, ring: Ring | None = None) -> bytes:
    """Open what was sealed to this area as `typ`, with a key that is in its time at `at`. Raises NotSealed."""
    if len(written) > 4 * LONGEST or not written.isascii():
        raise NotSealed("not-sealed")
    parts = written.split(".")
    try:
        if len(parts) != 5:
            raise NotSealed("not-sealed")
        head, *_ = [raw64(part) for part in parts]
        header = json.loads(head)  # in any order: every byte of it is bound to what was sealed
    except (NotCanonical, ValueError, RecursionError):
        raise NotSealed("written-otherwise") from None
    if not isinstance(header, dict) or set(header) != {"alg", "enc", "epk", "kid", "typ"}:
        raise NotSealed("another-header")
    if (header["alg"], header["enc"], header["typ"]) != (ALG, ENC, typ):
        raise NotSealed("another-header")
    pair = (ring or own_ring()).named(str(header["kid"]), use="enc")
    if pair is None:
        raise NotSealed("unknown-key")
    if not pair.public.good(at=at):
        raise NotSealed("key-not-in-its-time")
    own = OKPKey.import_key(X25519PrivateKey.from_private_bytes(pair.secret))
    try:
        opened = jwe.decrypt_compact(written, own, registry=_allowed)
    except (JoseError, ValueError, TypeError, KeyError, InvalidTag, InvalidUnwrap):
        raise NotSealed("not-for-us") from None
    return opened.plaintext or b""
