"""The area's own keys and everybody's public ones: signing, verifying, sealing a small secret. README.md says how."""

from plait.base.keys.canonical import NotCanonical, canonical, read_canonical
from plait.base.keys.holder import NoKeys, key_faults, own_keys, own_ring, read_ring, write_ring
from plait.base.keys.public import BadKeys, PublicKey, PublicKeys
from plait.base.keys.ring import BadRing, Ring
from plait.base.keys.sealing import NotSealed, seal, unseal
from plait.base.keys.signing import NotSigned, Signed, sign, verify

__all__ = [
    "BadKeys",
    "BadRing",
    "NoKeys",
    "NotCanonical",
    "NotSealed",
    "NotSigned",
    "PublicKey",
    "PublicKeys",
    "Ring",
    "Signed",
    "canonical",
    "key_faults",
    "own_keys",
    "own_ring",
    "read_canonical",
    "read_ring",
    "seal",
    "sign",
    "unseal",
    "verify",
    "write_ring",
]
