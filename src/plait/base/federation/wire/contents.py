"""What is inside an envelope: a list of contents, then its parts, one after the other."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, canonical, read_canonical

KIND = re.compile(r"[a-z][a-z-]{1,38}/[1-9][0-9]{0,2}")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}(\.[a-z0-9]{1,10}){0,2}")
MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
SHA256 = re.compile(r"[0-9a-f]{64}")
WORD = re.compile(r"[a-z][a-z0-9-]{0,38}(/[1-9][0-9]{0,2})?")
MOST_PARTS = 200
LONGEST_LIST = 256 * 1024
_AT_A_TIME = 256 * 1024


@dataclass(frozen=True, slots=True)
class Contents:
    """What kind of thing is said, to which earlier envelope it belongs, and what its reader must understand or refuse it.

    `more` keeps what a newer sender said and this version does not know: it is passed on as it came.
    """

    kind: str
    about: str = ""  # the id of the envelope it answers or adds to
    must_understand: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Something to send: a name, what it is, and where its bytes come from (opened twice)."""

    name: str
    media: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Plain:
    """A part that arrived, whole and verified."""

    name: str
    media: str
    length: int
    sha256: str
    _spool: IO[bytes]
    _begins: int

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, some at a time."""
        left, place = self.length, self._begins
        while left:
            self._spool.seek(place)
            some = self._spool.read(min(left, _AT_A_TIME))
            left, place = left - len(some), place + len(some)
            yield some

    def bytes(self) -> bytes:
        """All its bytes, for what is known to be small."""
        return b"".join(self.chunks())


def words_of(contents: Contents, parts: tuple[Part, ...]) -> Iterator[bytes]:
    """The words of a body: how long the list is, the list, the parts."""
    listed = []
    for part in parts:
        digest, length = hashlib.sha256(), 0
        with part.open() as source:
            while some := source.read(_AT_A_TIME):
                digest.update(some)
                length += len(some)
        listed.append({"bytes": length, "media": part.media, "name": part.name, "sha256": digest.hexdigest()})
    said = {
        **contents.more,
        "about": contents.about,
        "kind": contents.kind,
        "must": sorted(contents.must_understand),
        "parts": listed,
    }
    written = canonical(said)
    _read_list(written)  # nobody sends what nobody would take
    yield len(written).to_bytes(4, "big")
    yield written
    for part, told in zip(parts, listed, strict=True):
        sent = 0
        with part.open() as source:
            while some := source.read(_AT_A_TIME):
                sent += len(some)
                yield some
        if sent != told["bytes"]:
            raise NotAccepted("changed-while-it-was-sent")


def read_parts(source: BinaryIO, *, understood: frozenset[str]) -> tuple[Contents, dict[str, Plain]]:
    """The list and the parts of a body that is decrypted whole. Raises NotAccepted where they are not what the list says."""
    ends = source.tell()
    source.seek(0)
    length = int.from_bytes(source.read(4), "big")
    if length > LONGEST_LIST or 4 + length > ends:
        raise NotAccepted("no-list-of-contents")
    contents, listed = _read_list(source.read(length))
    place = 4 + length
    parts: dict[str, Plain] = {}
    for said in listed:
        part = Plain(said["name"], said["media"], said["bytes"], said["sha256"], source, place)
        place += part.length
        if place > ends:
            raise NotAccepted("a-part-is-missing")
        digest = hashlib.sha256()
        for some in part.chunks():
            digest.update(some)
        if digest.hexdigest() != part.sha256:
            raise NotAccepted("another-part")
        parts[part.name] = part
    if place != ends:
        raise NotAccepted("more-than-was-listed")
    if set(contents.must_understand) - understood:
        raise NotAccepted("not-understood")
    return contents, parts


def _read_list(written: bytes) -> tuple[Contents, list[dict[str, Any]]]:
    try:
        said = read_canonical(written)
        listed = said["parts"]
        must = said["must"]
        more = {name: value for name, value in said.items() if name not in {"about", "kind", "must", "parts"}}
        known = all(_is_part(one) for one in listed) and all(_fits(WORD, one) for one in must)
        names = {one["name"] for one in listed}
        if not known or len(names) != len(listed) or len(listed) > MOST_PARTS or len(written) > LONGEST_LIST:
            raise NotAccepted("no-list-of-contents")
        if not _fits(KIND, said["kind"]) or not isinstance(said["about"], str) or len(said["about"]) > 36:
            raise NotAccepted("no-list-of-contents")
    except (NotCanonical, TypeError, KeyError, AttributeError):
        raise NotAccepted("no-list-of-contents") from None
    return Contents(said["kind"], said["about"], tuple(must), more), listed


def _is_part(said: Any) -> bool:
    return (
        set(said) == {"bytes", "media", "name", "sha256"}
        and (type(said["bytes"]) is int and said["bytes"] >= 0)
        and _fits(NAME, said["name"])
        and _fits(MEDIA, said["media"])
        and _fits(SHA256, said["sha256"])
    )


def _fits(shape: re.Pattern[str], said: Any) -> bool:
    return isinstance(said, str) and shape.fullmatch(said) is not None
