"""plait serve, as a process: one server on a database, health, an import beside it, and a peaceful end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

PLAIT = [sys.executable, "-c", "from plait.site.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def around(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DJANGO_"))}
    return kept | {"PLAIT_DATABASE": str(folder / "a folder" / "plait.sqlite3"), "COLUMNS": "200"}


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    return around(tmp_path)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database that `plait migrate` has set up, once for all that only need one."""
    folder = tmp_path_factory.mktemp("migrated")
    done = run(around(folder), "migrate")
    assert done.returncode == 0, done.stderr
    return folder / "a folder"


def run(surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PLAIT, *words], env=surroundings, capture_output=True, text=True, timeout=180, check=False
    )


@pytest.fixture
def ready(surroundings: dict[str, str], migrated: Path) -> dict[str, str]:
    """Surroundings whose database is set up."""
    shutil.copytree(migrated, Path(surroundings["PLAIT_DATABASE"]).parent)
    return surroundings


@pytest.fixture
def server(ready: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    with subprocess.Popen(
        [*PLAIT, "serve", "--port", str(port)],
        env=ready | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert f"http://localhost:{port}" in process.stdout.readline()
        try:
            yield process, port
        finally:
            process.kill()


def ask(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


@pytest.mark.slow
def test_a_database_that_was_never_set_up_is_not_served(surroundings: dict[str, str]) -> None:
    done = run(surroundings, "serve", "--port", str(free_port()))
    assert (done.returncode, "Run: plait migrate" in done.stderr) == (1, True), done.stderr


@pytest.mark.slow
def test_a_day_of_a_server(server: tuple[subprocess.Popen[str], int], ready: dict[str, str]) -> None:
    process, port = server

    assert ask(port, "/health/live") == (200, b"ok")
    status, body = ask(port, "/health/ready")
    assert (status, json.loads(body)["ready"]) == (200, True), body

    second = run(ready, "serve", "--port", str(free_port()))
    assert (second.returncode, "already serving" in second.stderr) == (1, True), second.stderr

    beside = run(ready, "worker", "--once")  # another process writes while the server serves
    assert beside.returncode == 0, beside.stderr

    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert (process.returncode, "Stopped." in said) == (0, True)


@pytest.mark.slow
def test_a_taken_port_is_refused_with_a_sentence(ready: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(ready, "serve", "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "is taken" in done.stderr) == (1, True), done.stderr


@pytest.mark.slow
def test_the_worker_stops_when_asked(ready: dict[str, str]) -> None:
    with subprocess.Popen(
        [*PLAIT, "worker"], env=ready | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "The worker runs" in process.stdout.readline()
        process.terminate()
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, "Stopped." in said) == (0, True)
