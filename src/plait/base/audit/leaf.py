"""The leaf hash of an audit row: pure, so that an outside verifier can repeat it."""

import hashlib
import json
from collections.abc import Mapping

# RFC 6962 separates leaves (0x00) from nodes (0x01) so that one can never be passed off as the other.
LEAF_PREFIX = b"\x00"
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def leaf_hash(*, salt: str, payload: Mapping[str, str]) -> str:
    """SHA-256 over 0x00, the salt's bytes and the canonical JSON of the payload, in hex."""
    return hashlib.sha256(LEAF_PREFIX + bytes.fromhex(salt) + _canonical(dict(payload)).encode()).hexdigest()
