#!/usr/bin/env python3
"""Check what `plait audit export` took out, without Plait: needs Python and the package `cryptography`, nothing else.

    python verify_witness.py bundle.json --key north.jwks.json
    python verify_witness.py bundle.json --key north.jwks.json --witness areas/south=south.jwks.json --need 1
    python verify_witness.py bundle.json --key north.jwks.json --than last-year.json

The keys come from you, not from the bundle: a bundle that brings its own keys proves nothing. Ends with 0 when everything holds,
1 when something does not (each fault in a line), 2 when it was called wrongly or a file cannot be read.
"""

import argparse
import base64
import hashlib
import itertools
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "plait-witness/1"
HEAD, WORD = "plait-head+jws", "plait-witness+jws"
Keys = dict[str, Ed25519PublicKey]
LARGEST = 512 * 1024 * 1024


class Wrong(Exception):
    """Called wrongly, or a file that cannot be read."""


class Fault(Exception):
    """Something does not hold."""


def unb64(text: object) -> bytes:
    """base64url without padding, and nothing else."""
    if not isinstance(text, str) or "=" in text or len(text) % 4 == 1:
        raise Fault("not base64url")
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as fault:
        raise Fault("not base64url") from fault
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != text:
        raise Fault("not base64url as it is written")
    return found


def unhex(text: object) -> bytes:
    """A hash of 32 bytes in lower-case hex."""
    if not isinstance(text, str) or len(text) != 64 or text.strip("0123456789abcdef"):
        raise Fault("not a hash")
    return bytes.fromhex(text)


def number(value: object, least: int = 0) -> int:
    if type(value) is not int or value < least:
        raise Fault("not a number")
    return value


def no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def loads(text: bytes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=no_name_twice)
    except (ValueError, RecursionError) as fault:
        raise Fault("not JSON") from fault


def keys_in(path: str) -> Keys:
    """The public keys of a file: one JWK, or a set of them, Ed25519 alone."""
    found: Keys = {}
    try:
        said = loads(read(path))
        for one in said.get("keys", [said]):
            if one["kty"] == "OKP" and one["crv"] == "Ed25519":
                raw = unb64(one["x"])
                key = Ed25519PublicKey.from_public_bytes(raw)
                found[str(one.get("kid", ""))] = key
    except (Fault, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Wrong(f"{path} holds no keys that can be read") from fault
    if not found:
        raise Wrong(f"{path} holds no Ed25519 key")
    return found


def opened(statement: object, keys: Keys, typ: str) -> dict[str, Any]:
    """The payload of a compact JWS signed by one of the keys as this typ."""
    if not isinstance(statement, str) or statement.count(".") != 2:
        raise Fault("not a signed statement")
    first, payload, signature = statement.split(".")
    header = loads(unb64(first))
    if not isinstance(header, dict) or header.get("typ") != typ:
        raise Fault(f"not a {typ}")
    if header.get("alg") not in ("Ed25519", "EdDSA") or "crit" in header or "b64" in header:
        raise Fault("not signed by the one algorithm allowed")
    kid = str(header.get("kid", ""))
    if kid not in keys:
        raise Fault("signed by a key that was not given")
    try:
        keys[kid].verify(unb64(signature), f"{first}.{payload}".encode())
    except InvalidSignature as fault:
        raise Fault("the signature does not hold") from fault
    said = loads(unb64(payload))
    if not isinstance(said, dict) or said.get("v") != 1 or not isinstance(said.get("log"), str):
        raise Fault("the statement is none of ours")
    number(said.get("size"), 1)
    unhex(said.get("root"))
    return said


# --- the tree: RFC 9162, 2.1.3.2 and 2.1.4.2
def parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, root: bytes, proof: list[bytes]) -> bool:
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = parent(step, found)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            found = parent(found, step)
        at, last = at // 2, last // 2
    return last == 0 and found == root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            before, after = parent(step, before), parent(step, after)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            after = parent(after, step)
        at, last = at // 2, last // 2
    return last == 0 and before == old_root and after == new_root


def roots_of(leaves: list[object], sizes: list[int]) -> dict[int, bytes]:
    """The roots of the tree of these leaves at each of these sizes."""
    wanted, stack, found = set(sizes), list[bytes](), dict[int, bytes]()
    for count, leaf in enumerate(leaves, 1):
        node, at = unhex(leaf), count - 1
        while at % 2:
            node, at = parent(stack.pop(), node), at // 2
        stack.append(node)
        if count in wanted:
            root = stack[-1]
            for left in reversed(stack[:-1]):
                root = parent(left, root)
            found[count] = root
    return found


def leaf_of(row: dict[str, Any]) -> bytes:
    """The leaf hash of an audit row: 0x00, the salt, the canonical JSON of what it says."""
    said, salt = row.get("said"), row.get("salt")
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise Fault("says nothing that can be read")
    if not isinstance(salt, str) or len(salt) != 32 or salt.strip("0123456789abcdef"):
        raise Fault("has no salt")
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return hashlib.sha256(b"\x00" + bytes.fromhex(salt) + text.encode()).digest()
    except UnicodeEncodeError as fault:
        raise Fault("is no text") from fault


class Bundle:
    """One bundle, and everything that does not hold in it."""

    def __init__(self, path: str, keys: Keys, witnesses: dict[str, Keys]) -> None:
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.heads: dict[int, bytes] = {}
        self.by: dict[str, list[int]] = {}
        self.held: set[tuple[int, int]] = set()
        try:
            self.said = loads(read(path))
        except Fault as fault:
            raise Wrong(f"{path} is no bundle: {fault}") from fault
        if not isinstance(self.said, dict) or self.said.get("format") != FORMAT:
            raise Wrong(f"{path} is no bundle of the format {FORMAT}")
        self.log = self.said.get("log")
        for name, check in (("heads", self.head), ("grows", self.grow), ("rows", self.row)):
            given = self.said.get(name)
            if not isinstance(given, list):
                self.faults.append(f"{name} are missing")
                continue
            for position, one in enumerate(given):
                try:
                    if not isinstance(one, dict):
                        raise Fault("cannot be read")
                    check(one, keys, witnesses)
                except Fault as fault:
                    self.faults.append(f"{name}[{position}]: {fault}")
        self.chain()
        self.leaves()

    def head(self, one: dict[str, Any], keys: Keys, witnesses: dict[str, Keys]) -> None:
        said = opened(one.get("statement"), keys, HEAD)
        if said["log"] != self.log:
            raise Fault("is the head of another log")
        size, root = said["size"], unhex(said["root"])
        if self.heads.setdefault(size, root) != root:
            raise Fault(f"two heads of size {size} differ: a split view")
        for word in one.get("words", []):
            peer = word.get("peer") if isinstance(word, dict) else None
            if peer not in witnesses:
                self.notes.append(f"{peer}: no key was given, so its word was not checked")
                continue
            told = opened(word.get("statement"), witnesses[peer], WORD)
            if (told["log"], told["size"], unhex(told["root"])) != (self.log, size, root):
                raise Fault(f"the word of {peer} is for another head")
            if told.get("by") != peer:
                raise Fault(f"the word of {peer} is in another’s name")
            self.by.setdefault(peer, []).append(size)

    def grow(self, one: dict[str, Any], _keys: Keys, _witnesses: dict[str, Keys]) -> None:
        old, new = number(one.get("old"), 1), number(one.get("new"), 1)
        if old not in self.heads or new not in self.heads:
            raise Fault("is between heads that are not here")
        proof = [unhex(step) for step in one.get("proof") or []]
        if not consistent(old, self.heads[old], new, self.heads[new], proof):
            raise Fault(f"the log of {new} does not begin with that of {old}")
        self.held.add((old, new))

    def row(self, one: dict[str, Any], _keys: Keys, _witnesses: dict[str, Keys]) -> None:
        if not self.heads:
            raise Fault("has no head")
        size, index = max(self.heads), number(one.get("index"))
        proof = [unhex(step) for step in one.get("proof") or []]
        if not included(leaf_of(one), index, size, self.heads[size], proof):
            raise Fault(f"is not leaf {index} of the log")

    def chain(self) -> None:
        """Every head is joined to the next by a proof that holds."""
        if not self.heads:
            self.faults.append("there is no head that holds")
        sizes = sorted(self.heads)
        for old, new in itertools.pairwise(sizes):
            if (old, new) not in self.held:
                self.faults.append(f"nothing shows that the log of {new} begins with that of {old}")

    def leaves(self) -> None:
        given = self.said.get("leaves")
        if given is None:
            return
        try:
            if not isinstance(given, list) or not self.heads or len(given) != max(self.heads):
                raise Fault("are not as many as the newest head says")
            roots = roots_of(given, list(self.heads))
        except Fault as fault:
            self.faults.append(f"leaves: {fault}")
            return
        for size, root in self.heads.items():
            if roots.get(size) != root:
                self.faults.append(f"leaves: they are not those of the head of size {size}")

    def than(self, older: "Bundle") -> None:
        """Does this log go on from the one that the other bundle shows?"""
        if older.log != self.log:
            self.faults.append("than: it is another log’s bundle")
        newest = max(self.heads, default=0)
        given = self.said.get("leaves")
        for size, root in sorted(older.heads.items()):
            if size > newest:
                self.faults.append(f"than: the log had {size} leaves and has {newest}: it was rolled back")
            elif size in self.heads:
                if self.heads[size] != root:
                    self.faults.append(f"than: two heads of size {size} differ: a split view")
            elif not isinstance(given, list):
                self.faults.append(
                    f"than: nothing shows the log at {size}: export it with --since {size} or --leaves"
                )
            else:
                try:
                    if roots_of(given[:size], [size]).get(size) != root:
                        raise Fault("differ")
                except Fault:
                    self.faults.append(f"than: the log at {size} was another one: a split view")


def read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            found = file.read(LARGEST + 1)
    except OSError as fault:
        raise Wrong(f"{path} cannot be read: {fault.strerror}") from fault
    if len(found) > LARGEST:
        raise Wrong(f"{path} is too large")
    return found


def main(words: "list[str] | None" = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("bundle")
    asked.add_argument("--key", required=True, help="the public keys of the log: a JWK or a set of them")
    asked.add_argument(
        "--witness", action="append", default=[], metavar="NAME=FILE", help="the keys of a witness"
    )
    asked.add_argument("--need", type=int, default=0, help="so many witnesses must have co-signed a head")
    asked.add_argument(
        "--than", help="an earlier bundle of the same log, or one that somebody else was given"
    )
    told = asked.parse_args(words)
    try:
        keys = keys_in(told.key)
        witnesses = {}
        for one in told.witness:
            name, _, path = one.partition("=")
            if not path:
                raise Wrong("write a witness as NAME=FILE")
            witnesses[name] = keys_in(path)
        found = Bundle(told.bundle, keys, witnesses)
        if told.than:
            older = Bundle(told.than, keys, witnesses)
            found.faults += [f"than: {one}" for one in older.faults]
            found.than(older)
    except Wrong as fault:
        print(fault, file=sys.stderr)
        return 2
    if len(found.by) < told.need:
        found.faults.append(f"{len(found.by)} witnesses co-signed, {told.need} are needed")
    for one in found.faults:
        print(f"✗ {one}")
    if found.faults:
        print("It does not hold.")
        return 1
    for one in dict.fromkeys(found.notes):
        print(f"· {one}")
    for peer, sizes in sorted(found.by.items()):
        print(f"· {peer} co-signed {len(sizes)}, the newest of {max(sizes)} leaves")
    print(
        f"It holds: {found.log}, {len(found.heads)} heads, the newest of {max(found.heads)} leaves, "
        f"{len(found.said['rows'])} rows."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
