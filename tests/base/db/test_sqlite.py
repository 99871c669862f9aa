"""The embedded engine: settings that nobody can forget, and no write that slips past the queue."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import NotSupportedError, OperationalError
from django.db.utils import ConnectionHandler, IntegrityError

from plait.base.db.serving import AlreadyServingError, serving, who_is_serving
from plait.base.db.sqlite.base import PRAGMAS, DatabaseWrapper, in_a_hurry
from plait.base.db.sqlite.turns import turn_for


def open_database(path: Path, timeout: float = 5) -> DatabaseWrapper:
    handler = ConnectionHandler(
        {"default": {"ENGINE": "plait.base.db.sqlite", "NAME": str(path), "OPTIONS": {"timeout": timeout}}}
    )
    wrapper: Any = handler["default"]
    wrapper.inc_thread_sharing()
    return wrapper  # type: ignore[no-any-return]


@pytest.fixture(autouse=True)
def _these_databases_are_not_django_s(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    wrapper = open_database(tmp_path / "a folder" / "plait.sqlite3")
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, said TEXT)")
    yield wrapper
    wrapper.close()


def test_a_file_that_nobody_would_miss_is_filled_in_a_hurry_and_then_kept_with_care(
    database: DatabaseWrapper,
) -> None:
    def waits_for_the_disk() -> int:
        with database.cursor() as cursor:
            return int(cursor.execute("PRAGMA synchronous").fetchone()[0])

    with in_a_hurry(database):
        assert waits_for_the_disk() == 0
        with database.cursor() as cursor:
            cursor.execute("INSERT INTO note (said) VALUES ('late again')")
    assert waits_for_the_disk() == PRAGMAS["synchronous"]
    with database.cursor() as cursor:
        assert cursor.execute("SELECT said FROM note").fetchall() == [("late again",)]


def free(database: DatabaseWrapper) -> bool:
    """Could somebody else write now?"""
    turn = turn_for(str(database.settings_dict["NAME"]))
    if turn.acquire(seconds=0.01):
        turn.release()
        return True
    return False


def begin(database: DatabaseWrapper) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    database.in_atomic_block = True


def end(database: DatabaseWrapper) -> None:
    database.in_atomic_block = False
    database.set_autocommit(True)


@pytest.mark.parametrize(("name", "wanted"), list(PRAGMAS.items()))
def test_each_setting_reads_back(database: DatabaseWrapper, name: str, wanted: object) -> None:
    with database.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        assert cursor.fetchone()[0] == wanted


def test_a_transaction_holds_the_turn_until_it_commits(database: DatabaseWrapper) -> None:
    begin(database)
    assert not free(database)
    database._commit()
    assert free(database)
    end(database)


def test_a_rollback_gives_the_turn_back(database: DatabaseWrapper) -> None:
    begin(database)
    database._rollback()
    assert free(database)
    end(database)


def test_closing_in_a_transaction_gives_the_turn_back(database: DatabaseWrapper) -> None:
    begin(database)
    database._close()
    assert free(database)


def test_a_commit_that_fails_keeps_the_turn_until_the_rollback(database: DatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE child (note INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)")
    begin(database)
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO child VALUES (7)")
    with pytest.raises(IntegrityError):
        database._commit()
    assert not free(database)
    database._rollback()
    assert free(database)
    end(database)


def test_an_interrupt_during_commit_is_rolled_back(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    begin(database)
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO note (said) VALUES ('half done')")
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper._commit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        database._commit()
    end(database)
    assert free(database)
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM note")
        assert cursor.fetchone() == (0,)


def test_a_write_outside_a_transaction_waits_for_the_turn_too(database: DatabaseWrapper) -> None:
    turn = turn_for(str(database.settings_dict["NAME"]))
    assert turn.acquire(seconds=0)
    done = threading.Event()

    def write() -> None:
        with database.cursor() as cursor:
            cursor.execute("INSERT INTO note (said) VALUES (%s)", ["late"])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert not done.wait(0.05)
    turn.release()
    assert done.wait(5)
    writer.join()
    assert free(database)


def test_rows_returned_by_a_lone_write_can_all_be_read(database: DatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO note (said) VALUES ('a'), ('b'), ('c') RETURNING said")
        assert cursor.fetchone() == ("a",)
        assert cursor.fetchmany(1) == [("b",)]
        assert cursor.fetchall() == [("c",)]
    assert free(database)


def test_a_lone_write_that_fails_leaves_nothing_and_holds_nothing(database: DatabaseWrapper) -> None:
    with database.cursor() as cursor:
        with pytest.raises(IntegrityError):
            cursor.executemany("INSERT INTO note (id) VALUES (%s)", [(1,), (1,)])
        cursor.execute("SELECT count(*) FROM note")
        assert cursor.fetchone() == (0,)
    assert free(database)


def test_reading_waits_for_nobody(database: DatabaseWrapper) -> None:
    turn = turn_for(str(database.settings_dict["NAME"]))
    assert turn.acquire(seconds=0)
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM note")
            assert cursor.fetchone() == (0,)
    finally:
        turn.release()


def test_the_other_way_of_starting_a_transaction_is_refused(database: DatabaseWrapper) -> None:
    with pytest.raises(NotSupportedError, match=r"transaction\.atomic"):
        database.set_autocommit(False)


def test_too_long_a_wait_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plait.sqlite3"
    database = open_database(path, timeout=0.05)
    turn = turn_for(str(path))
    database.ensure_connection()
    assert turn.acquire(seconds=0)
    try:
        with pytest.raises(OperationalError, match="Another writer kept the database busy"):
            begin(database)
        with (
            serving(str(path), where="http://localhost:8000"),
            pytest.raises(OperationalError, match=r"Plait is serving \(http://localhost:8000\)"),
        ):
            begin(database)
    finally:
        turn.release()
        database.close()


def test_eight_threads_write_at_once_and_none_fails(tmp_path: Path) -> None:
    path = tmp_path / "plait.sqlite3"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, said TEXT)")
    faults: list[BaseException] = []

    def write() -> None:
        database = open_database(path)
        try:
            for _ in range(10):
                begin(database)
                with database.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM note")
                    cursor.execute("INSERT INTO note (said) VALUES ('x')")
                database._commit()
                end(database)
        except BaseException as fault:
            faults.append(fault)
        finally:
            database.close()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM note").fetchone() == (80,)


def test_only_one_server_at_a_time(tmp_path: Path) -> None:
    path = str(tmp_path / "plait.sqlite3")
    assert who_is_serving(path) == ""
    with serving(path, where="http://localhost:8000"):
        assert who_is_serving(path) == "http://localhost:8000"
        with pytest.raises(AlreadyServingError, match="already serving"), serving(path, where="elsewhere"):
            pass
    assert who_is_serving(path) == ""


def test_a_server_in_another_process_is_seen(tmp_path: Path) -> None:
    path = str(tmp_path / "plait.sqlite3")
    program = (
        "import sys\nfrom plait.base.db.serving import serving\n"
        "with serving(sys.argv[1], where='there'):\n print('up', flush=True)\n sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "up\n"
        assert who_is_serving(path) == "there"
        other.kill()
        other.wait()
    assert who_is_serving(path) == ""
