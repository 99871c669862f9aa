"""Tree heads, and a witness's word for one: what is signed, and who signs or reads it. Pure.

A statement is canonical JSON inside a compact JWS (RFC 7515). Its `typ` says which kind it is, so that a head can never be
passed off as a witness's word, nor either as anything else that the same key signs.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

HEAD = "plait-head+jws"
WORD = "plait-witness+jws"
_HEX = re.compile(r"[0-9a-f]{64}")


class NotAHead(ValueError):
    """A statement that is no tree head, or no witness's word; str() says why, in words for a log."""


class Signer(Protocol):
    """This area's own key."""

    def sign(self, payload: bytes, *, typ: str) -> str:
        """The payload as a compact JWS under the key in use."""


class Reader(Protocol):
    """The pinned keys of one party."""

    def read(self, statement: str, *, typ: str) -> bytes:
        """The payload, if one of the party's keys signed it as this `typ`. Raises ValueError otherwise."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A log of `size` leaves had this root (hex) at this moment; `by` is empty in the log's own head, else the witness."""

    log: str
    size: int
    root: str
    at: datetime
    by: str = ""


def statement_of(head: TreeHead) -> bytes:
    """What is signed: JSON with sorted names and no spaces."""
    said: dict[str, object] = {
        "at": head.at.isoformat(),
        "log": head.log,
        "root": head.root,
        "size": head.size,
        "v": 1,
    }
    if head.by:
        said["by"] = head.by
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def head_in(statement: str, *, reader: Reader, typ: str = HEAD) -> TreeHead:
    """The head that a party signed. Raises NotAHead for a signature that is not theirs and for anything but a whole statement."""
    try:
        said = json.loads(reader.read(statement, typ=typ))
    except ValueError as fault:
        raise NotAHead("the signature or the text does not hold") from fault
    names = {"at", "log", "root", "size", "v"} | ({"by"} if typ == WORD else set())
    if not isinstance(said, dict) or set(said) != names or said["v"] != 1:
        raise NotAHead("the statement has other parts than a head has")
    size, root, log, by = said["size"], said["root"], said["log"], said.get("by", "")
    if type(size) is not int or not 0 < size < 2**62:
        raise NotAHead("the size is no number of leaves")
    if not isinstance(root, str) or not _HEX.fullmatch(root):
        raise NotAHead("the root is no hash")
    if not all(isinstance(text, str) and len(text) <= 120 for text in (log, by)) or not log:
        raise NotAHead("the log or the witness has no name")
    if typ == WORD and not by:
        raise NotAHead("the witness has no name")
    try:
        at = datetime.fromisoformat(said["at"])
    except (TypeError, ValueError) as fault:
        raise NotAHead("the moment cannot be read") from fault
    if at.tzinfo is None:
        raise NotAHead("the moment has no time zone")
    return TreeHead(log, size, root, at, by)
