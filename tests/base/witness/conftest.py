"""A log that grows, a key of its own, and a peer that witnesses it."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from plait.base.audit.actor import Actor
from plait.base.audit.record import record

WORKER = Actor.process("worker")


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Key:
    """An Ed25519 key that signs and reads, written against RFC 7515 and nothing of ours."""

    def __init__(self, name: str) -> None:
        self.name, self.secret = name, Ed25519PrivateKey.generate()

    def sign(self, payload: bytes, *, typ: str) -> str:
        header = json.dumps({"alg": "Ed25519", "kid": self.name, "typ": typ}, separators=(",", ":"))
        signed = f"{b64(header.encode())}.{b64(payload)}"
        return f"{signed}.{b64(self.secret.sign(signed.encode()))}"

    def read(self, statement: str, *, typ: str) -> bytes:
        first, payload, signature = (
            (part + "=" * (-len(part) % 4)).encode() for part in statement.split(".")
        )
        header = json.loads(base64.urlsafe_b64decode(first))
        if header["typ"] != typ or header["kid"] != self.name:
            raise ValueError(header)
        try:
            self.secret.public_key().verify(
                base64.urlsafe_b64decode(signature), statement.rpartition(".")[0].encode()
            )
        except InvalidSignature as fault:
            raise ValueError("signature") from fault
        return base64.urlsafe_b64decode(payload)

    def jwks(self) -> dict[str, Any]:
        x = b64(self.secret.public_key().public_bytes_raw())
        return {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": self.name, "x": x}]}


@pytest.fixture
def own() -> Key:
    return Key("own")


@pytest.fixture
def south() -> Key:
    return Key("south")


@pytest.fixture
def looks(at: datetime) -> Callable[..., None]:
    """So many looks at records, each with its row."""

    def written(count: int = 1, *, when: datetime | None = None) -> None:
        with transaction.atomic():
            for number in range(count):
                record(act="person:read", about=f"person:{number}", by=WORKER, at=when or at)

    return written
