"""Encrypting what is large, piece by piece, so that neither side holds the whole in memory.

AES-256-GCM on pieces of 64 kB. The nonce of a piece is its number and whether it is the last; every piece but the last is full;
all are bound to the envelope they belong to. So a piece that is missing, exchanged, doubled, cut short, moved to another place or
to another envelope does not open, and neither does anything after the last. (The STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, with a key that is used once.)
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plait.base.federation.wire.refusals import NotAccepted

PIECE = 64 * 1024
TAG = 16
MOST_PIECES = 1 << 20  # 64 GB; the limit of an envelope is far below


def sealed_bytes(plain: int) -> int:
    """How long `plain` bytes are when they are encrypted: nothing is still one piece."""
    return plain + TAG * max(1, -(-plain // PIECE))


def encrypt(words: Iterable[bytes], *, key: bytes, bound_to: bytes) -> Iterator[bytes]:
    """The pieces of these words, in order, the last one marked."""
    cipher, number = _cipher(key, bound_to), 0
    held = bytearray()
    for some in words:
        held += some
        while len(held) > PIECE:  # more than one: the last piece is known only at the end
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:PIECE]), bound_to)
            del held[:PIECE]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), bound_to)


def decrypt(sealed: BinaryIO, *, key: bytes, bound_to: bytes) -> Iterator[bytes]:
    """The words again. Raises NotAccepted at the first piece that is not what was encrypted, in its place."""
    cipher, number = _cipher(key, bound_to), 0
    piece = _full(sealed)
    while True:
        following = _full(sealed)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, bound_to)
        except InvalidTag:
            raise NotAccepted("piece-does-not-open") from None
        if not following:
            return
        piece, number = following, number + 1


def _full(sealed: BinaryIO) -> bytes:
    """The next piece whole, however little the source gives at a time."""
    held = bytearray()
    while len(held) < PIECE + TAG and (some := sealed.read(PIECE + TAG - len(held))):
        held += some
    return bytes(held)


def _nonce(number: int, *, last: bool) -> bytes:
    if number >= MOST_PIECES:
        raise NotAccepted("too-large")
    return bytes(7) + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _cipher(key: bytes, bound_to: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"plait-envelope/1 pieces " + bound_to).derive(key))
