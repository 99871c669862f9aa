"""What is taken out, and checked by the script that knows nothing of Plait."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from plait.base.audit.models import AuditEntry
from plait.base.keys import own_keys
from plait.base.witness.actions.export_log import export_log
from plait.base.witness.actions.keep_word import keep_word
from plait.base.witness.heads import HEAD, WORD, TreeHead, statement_of
from plait.base.witness.models import Head, SealedLog
from plait.base.witness.sealing import own_log, seal
from plait.site.cli import app
from tests.base.witness.conftest import WORKER, Key, b64
from tests.base.witness.verifier import SCRIPT, verifier

pytestmark = pytest.mark.django_db
SOUTH = "areas/south"
Bundle = dict[str, Any]


@pytest.fixture
def bundle(looks: Callable[..., None], own: Key, south: Key, at: datetime) -> Bundle:
    """Three heads, the first two witnessed, with two rows and every leaf."""
    for hour, rows in enumerate((5, 4, 3)):
        looks(rows)
        seal(at=at + timedelta(hours=hour), signer=own)
        head = Head.objects.latest("size")
        if hour < 2:
            word = TreeHead(own_log(), head.size, head.root, at + timedelta(hours=hour), by=SOUTH)
            keep_word(
                peer=SOUTH,
                word=south.sign(statement_of(word), typ=WORD),
                witness=SOUTH,
                reader=south,
                by=WORKER,
                at=at,
            )
    rows_wanted = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True)[2:8:5])
    return export_log(rows=rows_wanted, since=0, leaves=True, by=WORKER, at=at)


class Desk:
    """The verifier's desk: files, and what it says of them."""

    def __init__(self, folder: Path, own: Key, south: Key) -> None:
        self.folder = folder
        self.put("own.json", own.jwks())
        self.put("south.json", south.jwks())

    def put(self, name: str, said: Any) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(said), encoding="utf-8")
        return path

    def says(self, bundle: Any, *more: str) -> int:
        return int(
            verifier().main(
                [
                    str(self.put("bundle.json", bundle)),
                    "--key",
                    str(self.folder / "own.json"),
                    "--witness",
                    f"{SOUTH}={self.folder / 'south.json'}",
                    *more,
                ]
            )
        )


@pytest.fixture
def desk(tmp_path: Path, own: Key, south: Key) -> Desk:
    return Desk(tmp_path, own, south)


def test_a_true_bundle_holds(bundle: Bundle, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.says(bundle, "--need", "1") == 0
    assert "It holds" in capsys.readouterr().out
    assert len(bundle["heads"]) == 3 and len(bundle["rows"]) == 2
    assert desk.says(bundle, "--need", "2") == 1
    del bundle["leaves"]
    assert desk.says(bundle) == 0


def test_it_runs_alone(bundle: Bundle, desk: Desk) -> None:
    """The script as an outsider runs it: a Python that cannot find Plait."""
    text = SCRIPT.read_text(encoding="utf-8")
    assert "plait." not in text.replace("plait.base", "")
    words = [
        sys.executable,
        "-I",
        str(SCRIPT),
        str(desk.put("b.json", bundle)),
        "--key",
        str(desk.folder / "own.json"),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=desk.folder)
    assert (done.returncode, "It holds" in done.stdout) == (0, True), done.stderr
    assert "no key was given" in done.stdout


def forged(bundle: Bundle, own: Key, south: Key) -> dict[str, Bundle]:
    """A bundle for each way to lie, by whoever has no key, or one key too many."""
    lies: dict[str, Bundle] = {}

    def lie(name: str) -> Bundle:
        return lies.setdefault(name, copy.deepcopy(bundle))

    lie("a word of a row")["rows"][0]["said"]["act"] = "nothing:happened"
    lie("a name more in a row")["rows"][0]["said"]["more"] = ""
    lie("another salt")["rows"][0]["salt"] = "00" * 16
    lie("no salt")["rows"][0].pop("salt")
    lie("another place")["rows"][0]["index"] += 1
    lie("a place before the first")["rows"][0]["index"] = -1
    lie("a place that is no number")["rows"][0]["index"] = True
    lie("no proof")["rows"][0]["proof"] = []
    lie("a longer proof")["rows"][0]["proof"].append("00" * 32)
    lie("a proof of capitals")["rows"][0]["proof"][0] = bundle["rows"][0]["proof"][0].upper()
    lie("a proof that is no list")["rows"][0]["proof"] = "00"
    lie("a row that is none")["rows"][0] = 7
    lie("rows that are none")["rows"] = None
    lie("no growth")["grows"] = []
    lie("growth of nothing")["grows"][0]["proof"] = []
    lie("growth between others")["grows"][0]["old"] = 4
    swapped = lie("swapped growths")
    for one, other in zip(swapped["grows"], bundle["grows"][::-1], strict=True):
        one["proof"] = other["proof"]
    lie("no heads")["heads"] = []
    lie("a head in the middle taken out")["heads"].pop(1)
    lie("a head with another's signature")["heads"][0]["statement"] = (
        bundle["heads"][1]["statement"][:-86] + (bundle["heads"][0]["statement"][-86:])
    )
    lie("another log")["log"] = "areas/other"
    lie("a leaf changed")["leaves"][3] = "ab" * 32
    lie("a leaf too few")["leaves"].pop()
    lie("leaves swapped")["leaves"][1:3] = bundle["leaves"][2:0:-1]
    newest = bundle["heads"][-1]
    at = datetime.fromisoformat(bundle["exported_at"])
    said = TreeHead(bundle["log"], newest["size"], "ab" * 32, at)
    lie("a second history, signed")["heads"].append(
        {"statement": own.sign(statement_of(said), typ=HEAD), "words": []}
    )
    lie("signed by the witness")["heads"][-1]["statement"] = south.sign(statement_of(said), typ=HEAD)
    first = bundle["heads"][0]
    lie("a head as a word")["heads"][0]["words"][0]["statement"] = first["statement"]
    lie("a word as a head")["heads"][0]["statement"] = first["words"][0]["statement"]
    lie("a word for another head")["heads"][1]["words"] = first["words"]
    root = Head.objects.get(size=first["size"]).root
    for name, by, key in (("in another's name", "areas/east", south), ("by the log itself", SOUTH, own)):
        word = TreeHead(bundle["log"], first["size"], root, at, by=by)
        lie(f"a word {name}")["heads"][0]["words"][0]["statement"] = key.sign(statement_of(word), typ=WORD)
    payload = first["statement"].split(".")[1]
    for alg in ("none", "HS256", "ES256", "ed25519", None):
        header = b64(json.dumps({"alg": alg, "kid": "own", "typ": HEAD}).encode())
        for signature in ("", first["statement"].rpartition(".")[2]):
            lie(f"alg {alg} {signature[:3]}")["heads"][0]["statement"] = f"{header}.{payload}.{signature}"
    for name, headed in (
        ("crit", {"alg": "Ed25519", "kid": "own", "typ": HEAD, "crit": ["b64"], "b64": False}),
        ("no kid", {"alg": "Ed25519", "typ": HEAD}),
        ("its own key", {"alg": "Ed25519", "typ": HEAD, "kid": "new", "jwk": south.jwks()["keys"][0]}),
    ):
        signed = f"{b64(json.dumps(headed).encode())}.{payload}"
        lie(name)["heads"][0]["statement"] = f"{signed}.{b64(south.secret.sign(signed.encode()))}"
    lie("padding")["heads"][0]["statement"] = first["statement"] + "=="
    lie("a list as a statement")["heads"][0]["statement"] = [first["statement"]]
    lie("holds, it says")["grows"][0] = {**bundle["grows"][0], "proof": [], "holds": True}
    return lies


def test_every_forgery_is_found(bundle: Bundle, own: Key, south: Key, desk: Desk) -> None:
    lies = forged(bundle, own, south)
    assert len(lies) > 40
    assert {name: desk.says(lie) for name, lie in lies.items()} == dict.fromkeys(lies, 1)


def test_an_earlier_bundle_shows_a_log_that_was_rolled_back_or_split(
    bundle: Bundle, own: Key, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    older = copy.deepcopy(bundle)
    older["heads"], older["grows"], older["rows"] = bundle["heads"][:2], bundle["grows"][:1], []
    del older["leaves"]
    than = str(desk.put("older.json", older))
    assert desk.says(bundle, "--than", than) == 0
    shorter = {**older, "rows": []}
    assert desk.says(shorter, "--than", str(desk.put("newer.json", bundle))) == 1
    assert "rolled back" in capsys.readouterr().out
    newest_alone = {**bundle, "heads": bundle["heads"][-1:], "grows": []}
    assert desk.says(newest_alone, "--than", than) == 0  # the leaves show it
    del newest_alone["leaves"]
    assert desk.says(newest_alone, "--than", than) == 1
    assert "nothing shows" in capsys.readouterr().out
    first = bundle["heads"][0]
    other = TreeHead(bundle["log"], first["size"], "ab" * 32, datetime.fromisoformat(bundle["exported_at"]))
    split = {
        **older,
        "grows": [],
        "heads": [{"statement": own.sign(statement_of(other), typ=HEAD), "words": []}],
    }
    assert desk.says(bundle, "--than", str(desk.put("split.json", split))) == 1
    assert "split view" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", ["{", "[]", "{}", '{"format": "plait-witness/2"}', '{"a": 1, "a": 2}', "[" * 9_000]
)
def test_what_is_no_bundle(wrong: str, desk: Desk) -> None:
    path = desk.folder / "wrong.json"
    path.write_text(wrong, encoding="utf-8")
    assert verifier().main([str(path), "--key", str(desk.folder / "own.json")]) == 2


def test_called_wrongly(bundle: Bundle, desk: Desk) -> None:
    check, bundle_at, key = verifier().main, str(desk.put("b.json", bundle)), str(desk.folder / "own.json")
    assert check([str(desk.folder / "nowhere.json"), "--key", key]) == 2
    assert check([bundle_at, "--key", bundle_at]) == 2
    assert check([bundle_at, "--key", key, "--witness", "areas/south"]) == 2
    assert check([bundle_at, "--key", key, "--than", key]) == 2
    no_keys: tuple[object, ...] = (
        {"keys": []},
        {"keys": 7},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
        [],
        {"kty": "RSA"},
    )
    for bad in no_keys:
        assert check([bundle_at, "--key", str(desk.put("bad.json", bad))]) == 2
    with pytest.raises(SystemExit) as ended:
        check([])
    assert ended.value.code == 2


# --- the command line, with the area's own key
def plait(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", *words], env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_the_commands_from_sealing_to_an_outside_check(looks: Callable[..., None], tmp_path: Path) -> None:
    from plait.base.clock.now import now

    to = tmp_path / "out.json"
    code, said = plait("export", str(to))
    assert (code, said.endswith("Nothing is sealed yet. Run: plait audit seal\n")) == (1, True), said
    looks(3)
    assert plait("seal")[0] == 0
    row = AuditEntry.objects.filter(act="person:read").latest("pk").pk
    assert plait("export", str(to), "--row", str(row), "--leaves")[0] == 0
    assert plait("export", str(to))[0] == 1, "a file that is there is left alone"
    assert plait("export", str(tmp_path / "no" / "where.json"))[0] == 1
    assert plait("export", str(tmp_path / "x.json"), "--row", str(row + 10_000))[0] == 1
    assert plait("export")[0] == plait("export", str(tmp_path / "x.json"), "--since", "-1")[0] == 2
    key = tmp_path / "key.json"
    key.write_text(json.dumps(own_keys(at=now()).jwks()))
    assert verifier().main([str(to), "--key", str(key)]) == 0
    code, said = plait("verify")
    assert (code, "It holds: " in said) == (0, True), said


def test_verify_ends_with_1_when_it_does_not_hold(looks: Callable[..., None]) -> None:
    looks(2)
    assert plait("seal")[0] == 0
    SealedLog.objects.update(size=1)
    code, said = plait("verify")
    assert (code, "does not hold" in said) == (1, True), said


def test_seal_refuses_a_clock_that_was_set_back(looks: Callable[..., None]) -> None:
    from plait.base.clock.now import now
    from plait.base.timers.models import ClockMark

    looks(1)
    ClockMark.objects.create(id=1, seen_at=now() + timedelta(days=2))
    assert plait("seal")[0] == 1
    assert not Head.objects.exists()
