"""What was acknowledged survives a power cut: the settings, read back from a fresh file, by hand and not from the code.

With `synchronous=NORMAL`, 1,315 of 2,000 replayed power cuts lost acknowledged records; with FULL, none. (security.md 0.4)
"""

from pathlib import Path
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

FULL, ON, OFF = 2, 1, 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous", FULL),
        ("journal_mode", "persist"),  # WAL is unsafe in the SQLite that Python 3.11 links (security.md 0.3)
        ("foreign_keys", ON),
        ("recursive_triggers", ON),  # or INSERT OR REPLACE rewrites an audit row past its triggers (0.6)
        ("secure_delete", ON),
        ("trusted_schema", OFF),
    ],
)
def test_a_fresh_sqlite_file_is_durable(
    setting: str, value: int | str, tmp_path: Path, django_db_blocker: Any
) -> None:
    handler = ConnectionHandler(
        {"default": {"ENGINE": "plait.base.db.sqlite", "NAME": str(tmp_path / "fresh.sqlite3")}}
    )
    with django_db_blocker.unblock(), handler["default"].cursor() as cursor:
        cursor.execute(f"PRAGMA {setting}")
        assert cursor.fetchone()[0] == value
    handler["default"].close()
