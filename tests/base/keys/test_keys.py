"""The area's keys: rings, files, rotation, signatures, sealed secrets."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey
from typer.testing import CliRunner

from plait.base import keys
from plait.base.keys.canonical import raw64, text64
from plait.base.keys.public import SMALL_ORDER, key_id
from plait.base.keys.ring import NOTICE, OVERLAP
from plait.site.cli import app

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
NORTH = keys.Ring.made("north", at=AT)
PUBLIC = NORTH.public(at=AT)
WORDS = b'{"said":"a child has moved"}'


def sign(**changes: Any) -> str:
    return keys.sign(**{"payload": WORDS, "typ": "plait-test", "ring": NORTH, "at": AT, **changes})


def refused(written: str, **changes: Any) -> str:
    with pytest.raises(keys.NotSigned) as why:
        keys.verify(written, **{"typ": "plait-test", "keys": PUBLIC, "at": AT, **changes})
    return why.value.reason


def test_what_is_signed_is_read_back() -> None:
    signed = keys.verify(sign(), typ="plait-test", keys=PUBLIC, at=AT)
    assert (signed.payload, signed.typ, signed.kid) == (WORDS, "plait-test", PUBLIC.keys[0].kid)


def test_somebody_who_has_only_cryptography_can_check_it() -> None:
    head, payload, signature = sign().split(".")
    public = Ed25519PublicKey.from_public_bytes(PUBLIC.keys[0].x)
    public.verify(raw64(signature), f"{head}.{payload}".encode())


def test_a_signature_for_one_thing_is_none_for_another() -> None:
    assert refused(sign(), typ="plait-head") == "another-header"


@pytest.mark.parametrize("alg", ["none", "HS256", "EdDSA", "ES256"])
def test_no_other_algorithm(alg: str) -> None:
    """Made with everything an attacker has: the public key as a shared secret, another curve, no signature at all."""
    kid, x = PUBLIC.keys[0].kid, PUBLIC.keys[0].x
    head = {"alg": alg, "kid": kid, "typ": "plait-test"}
    if alg == "none":
        written = f"{text64(keys.canonical(head))}.{text64(WORDS)}."
    elif alg == "HS256":
        written = jws.serialize_compact(head, WORDS, OctKey.import_key(x), algorithms=[alg])
    elif alg == "ES256":
        written = jws.serialize_compact(head, WORDS, ECKey.generate_key("P-256"), algorithms=[alg])
    else:
        pair = NORTH.in_use("sig", at=AT)
        own: dict[str, str | list[str]] = {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": text64(x),
            "d": text64(pair.secret),
        }
        with pytest.warns(match="EdDSA"):
            written = jws.serialize_compact(head, WORDS, OKPKey.import_key(own), algorithms=[alg])
    assert refused(written) == "another-header"


def test_every_letter_counts() -> None:
    """No letter of a signature can be another one: not even the bits of base64 that say nothing."""
    written = sign()
    for place in range(len(written)):
        for letter in "Aq-.":
            if written[place] != letter:
                assert refused(written[:place] + letter + written[place + 1 :])


def test_a_key_is_judged_by_its_time() -> None:
    later = NORTH.rotated(at=AT)
    published = keys.PublicKeys.read(later.public(at=AT).jwks())
    begins = AT + NOTICE
    old = sign(ring=later, at=begins - timedelta(minutes=1))
    new = sign(ring=later, at=begins)
    assert keys.verify(old, typ="plait-test", keys=published, at=begins).kid == PUBLIC.keys[0].kid
    assert keys.verify(new, typ="plait-test", keys=published, at=begins).kid != PUBLIC.keys[0].kid
    assert refused(new, keys=PUBLIC, at=begins) == "unknown-key"
    assert refused(new, keys=published, at=begins - timedelta(minutes=6)) == "key-not-in-its-time"
    assert refused(old, keys=published, at=begins + OVERLAP) == "key-not-in-its-time"
    assert len(later.public(at=begins + OVERLAP).keys) == 2


def test_a_second_rotation_waits_for_the_first() -> None:
    with pytest.raises(keys.BadRing):
        NORTH.rotated(at=AT).rotated(at=AT + timedelta(days=1))


def test_a_key_in_other_hands_ends_now() -> None:
    taken = sign()
    for ring in (NORTH.rotated(at=AT, at_once=True), NORTH.rotated(at=AT).rotated(at=AT, at_once=True)):
        left = ring.public(at=AT)
        assert len(left.keys) == 2
        assert refused(taken, keys=left) == "unknown-key"
        assert keys.verify(sign(ring=ring), typ="plait-test", keys=left, at=AT).payload == WORDS
        assert keys.Ring.read(ring.text()) == ring


def test_what_is_too_long_is_signed_by_its_digest() -> None:
    longest = b"x" * 262_144
    assert keys.verify(sign(payload=longest), typ="plait-test", keys=PUBLIC, at=AT).payload == longest
    with pytest.raises(ValueError, match="digest"):
        sign(payload=b"x" * 262_145)


@pytest.mark.parametrize(
    "written", ["", ".", "..", "a.b", "a.b.c.d", "é.é.é", "x" * 600_000, sign() + ".", sign() + "="]
)
def test_what_is_no_signature(written: str) -> None:
    assert refused(written) in {"not-a-signature", "written-otherwise"}


# --- sealing


def unsealed(box: str, **changes: Any) -> str:
    with pytest.raises(keys.NotSealed) as why:
        keys.unseal(box, **{"typ": "plait-key", "ring": NORTH, "at": AT, **changes})
    return why.value.reason


def test_what_is_sealed_opens_for_its_reader_alone() -> None:
    box = keys.seal(b"k" * 32, typ="plait-key", to=PUBLIC, at=AT)
    assert keys.unseal(box, typ="plait-key", ring=NORTH, at=AT) == b"k" * 32
    assert unsealed(box, ring=keys.Ring.made("south", at=AT)) == "unknown-key"
    assert unsealed(box, typ="plait-head") == "another-header"
    later = NORTH.rotated(at=AT)
    assert keys.unseal(box, typ="plait-key", ring=later, at=AT + NOTICE + timedelta(days=29)) == b"k" * 32
    assert unsealed(box, ring=later, at=AT + NOTICE + OVERLAP) == "key-not-in-its-time"
    for place in range(0, len(box), 3):
        for letter in "Aq":
            if box[place] != letter:
                assert unsealed(box[:place] + letter + box[place + 1 :])


def test_what_cannot_be_sealed() -> None:
    with pytest.raises(keys.NotSealed, match="no-key"):
        keys.seal(b"k", typ="plait-key", to=keys.PublicKeys(()), at=AT)
    with pytest.raises(ValueError, match="too long"):
        keys.seal(b"k" * 5000, typ="plait-key", to=PUBLIC, at=AT)
    for box in ("", "a.b.c.d.e", "e30.e30.e30.e30.e30", "W10.e30.e30.e30.e30", "é"):
        assert unsealed(box)


# --- keys as others write them


def test_keys_are_read_as_they_are_published() -> None:
    assert keys.PublicKeys.read(json.loads(json.dumps(PUBLIC.jwks()))) == PUBLIC
    assert len(PUBLIC.keys[0].fingerprint.split()) == 16


GOOD = PUBLIC.jwks()["keys"][0]
SMALL = sorted(SMALL_ORDER)[3]


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"keys": {}},
        {"keys": [GOOD], "more": 1},
        {"keys": [GOOD, GOOD]},
        {"keys": [dict(GOOD, kid=f"{n}") for n in range(21)]},
        {"keys": ["key"]},
        {"keys": [{**GOOD, "d": "AA"}]},
        {"keys": [{**GOOD, "kid": PUBLIC.keys[1].kid}]},
        {"keys": [{**GOOD, "use": "enc"}]},
        {"keys": [{**GOOD, "crv": "Ed448"}]},
        {"keys": [{**GOOD, "kty": "oct"}]},
        {"keys": [{**GOOD, "x": GOOD["x"] + "="}]},
        {"keys": [{**GOOD, "x": 7}]},
        {"keys": [{**GOOD, "x": text64(SMALL), "kid": key_id("sig", SMALL)}]},
        {"keys": [{**GOOD, "nbf": True}]},
        {"keys": [{**GOOD, "nbf": -1}]},
        {"keys": [{**GOOD, "nbf": 10**20}]},
        {"keys": [{**GOOD, "exp": GOOD["nbf"] - 1}]},
        {"keys": [{**GOOD, "exp": 1.5}]},
    ],
)
def test_what_is_no_set_of_keys(said: Any) -> None:
    with pytest.raises(keys.BadKeys):
        keys.PublicKeys.read(said)


# --- canonical bytes


def test_the_same_words_are_the_same_bytes() -> None:
    assert keys.canonical({"b": [1, True, None], "a": "Łucja"}) == '{"a":"Łucja","b":[1,true,null]}'.encode()
    assert keys.read_canonical(keys.canonical({"a": 1})) == {"a": 1}


@pytest.mark.parametrize(
    "written", [b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a":1.0}', b"\xff", b"[" * 5000, b"[NaN]", b'"\\u0041"']
)  # fmt: skip
def test_what_is_written_otherwise_is_refused(written: bytes) -> None:
    with pytest.raises(keys.NotCanonical):
        keys.read_canonical(written)


@pytest.mark.parametrize("said", [1.5, {1: 2}, object(), {"a": float("nan")}, "\ud800"])
def test_what_cannot_be_written(said: Any) -> None:
    with pytest.raises(keys.NotCanonical):
        keys.canonical(said)


# --- the file


def test_the_ring_stands_in_a_file_of_its_own(tmp_path: Path, settings: Any) -> None:
    file = tmp_path / "keys.json"
    keys.write_ring(NORTH, to=file)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keys.write_ring(NORTH, to=file)
    settings.PLAIT_KEYS_FILE = file
    assert keys.own_ring() == NORTH
    keys.write_ring(NORTH.rotated(at=AT), to=file, instead=True)
    assert len(keys.own_keys(at=AT).keys) == 4, "a rotation is seen at once"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_others_can_reach_is_not_used(tmp_path: Path, settings: Any) -> None:
    file = settings.PLAIT_KEYS_FILE = tmp_path / "keys.json"
    for said in ("cannot be opened",):
        with pytest.raises(keys.NoKeys, match=said):
            keys.own_ring()
    keys.write_ring(NORTH, to=file)
    for mode in (0o640, 0o604, 0o620, 0o777):
        file.chmod(mode)
        with pytest.raises(keys.NoKeys, match="chmod 600"):
            keys.own_ring()
    file.chmod(0o600)
    tmp_path.chmod(0o777)
    with pytest.raises(keys.NoKeys, match="exchange"):
        keys.own_ring()
    tmp_path.chmod(0o700)
    settings.PLAIT_KEYS_FILE = tmp_path
    with pytest.raises(keys.NoKeys, match="not a file"):
        keys.own_ring()
    link = settings.PLAIT_KEYS_FILE = tmp_path / "link"
    link.symlink_to(file)
    with pytest.raises(keys.NoKeys, match="opened"):
        keys.own_ring()


@pytest.mark.parametrize(
    "written", ["", "{}", "[]", "\xff", '{"format":1}', NORTH.text().replace('"d": "', '"d": "A')]
)
def test_a_file_that_is_no_ring(tmp_path: Path, settings: Any, written: str) -> None:
    file = settings.PLAIT_KEYS_FILE = tmp_path / "keys.json"
    file.write_bytes(written.encode("latin-1"))
    file.chmod(0o600)
    with pytest.raises(keys.NoKeys, match="cannot be read"):
        keys.own_ring()


def test_a_secret_under_another_keys_name_is_no_ring() -> None:
    said = json.loads(NORTH.text())
    said["keys"][0]["d"] = json.loads(keys.Ring.made("x", at=AT).text())["keys"][0]["d"]
    with pytest.raises(keys.BadRing):
        keys.Ring.read(json.dumps(said))


def test_real_families_are_never_signed_for_with_keys_of_a_demo(settings: Any) -> None:
    assert keys.own_ring().is_known_to_all, "invented data, and nothing set"
    settings.PLAIT_DATA = "real"
    with pytest.raises(keys.NoKeys, match="plait keys make"):
        keys.own_ring()
    with pytest.raises(keys.NoKeys):
        keys.sign(WORDS, typ="plait-test", at=AT)


def test_a_secret_is_never_printed() -> None:
    shown = repr(NORTH)
    assert not any(text64(one.secret) in shown or repr(one.secret) in shown for one in NORTH.keys)


def test_the_commands(tmp_path: Path, settings: Any) -> None:
    file = tmp_path / "keys.json"
    made = CliRunner().invoke(app, ["keys", "make", str(file), "--holder", "north"])
    assert made.exit_code == 0 and "Made." in made.output
    assert CliRunner().invoke(app, ["keys", "make", str(file)]).exit_code == 1
    assert CliRunner().invoke(app, ["keys", "make", str(tmp_path / "no" / "x")]).exit_code == 1
    assert CliRunner().invoke(app, ["keys", "rotate"]).exit_code == 1, "no file is named"
    assert "everybody can make" in CliRunner().invoke(app, ["keys", "show"]).output
    settings.PLAIT_KEYS_FILE = file
    shown = CliRunner().invoke(app, ["keys", "show"]).output
    assert keys.own_keys(at=datetime.max.replace(tzinfo=UTC)).keys[0].fingerprint in shown
    assert "everybody" not in shown
    assert CliRunner().invoke(app, ["keys", "rotate"]).exit_code == 0
    assert CliRunner().invoke(app, ["keys", "rotate"]).exit_code == 1, "one waits already"
    assert CliRunner().invoke(app, ["keys", "rotate", "--at-once"]).exit_code == 0
    assert len(keys.own_ring().keys) == 6
    settings.PLAIT_KEYS = "nonsense"
    assert CliRunner().invoke(app, ["keys", "show"]).exit_code == 1
