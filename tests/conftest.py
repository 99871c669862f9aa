"""What every test stands on: a database lane (tests/lanes), a fixed moment, and no way out to the network."""

import gc
import os
import pickle
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import client
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from plait.base.access.written import Proof
from tests.lanes import flushing, rows, schema
from tests.lanes.telling import T, ToldOnce

# --- hypothesis: CI repeats itself exactly; at a desk it looks further
hypothesis_settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=100, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
hypothesis_settings.register_profile(
    "quick",
    hypothesis_settings.get_profile("ci"),
    max_examples=20,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
hypothesis_settings.register_profile(
    "far", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile(os.environ.get("PLAIT_TEST_HYPOTHESIS", "ci"))


# --- the network: this machine only
class OutsideError(RuntimeError):
    """A test tried to reach another machine."""


def _guard(real: Any) -> Any:
    def guarded(self: socket.socket, address: Any, /) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(address[0])
            if host not in {"localhost", "::1", "0.0.0.0"} and not host.startswith("127."):  # noqa: S104
                raise OutsideError(f"A test tried to reach {host}. Tests speak only to this machine.")
        return real(self, address)

    return guarded


socket.socket.connect = _guard(socket.socket.connect)  # type: ignore[method-assign]
socket.socket.connect_ex = _guard(socket.socket.connect_ex)  # type: ignore[method-assign]


flushing.install()
Proof.every = 97  # kept questions are written anew beside themselves and must come to the same


# --- what costs time and proves nothing
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported by now stays: to look through it again and again for rubbish took a tenth of every run. Still often
    enough: threads of the test server that have ended give their connections back only when they are swept up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


def pytest_unconfigure(config: pytest.Config) -> None:
    gc.unfreeze()  # else libraries say on leaving that they leak


_kept_by_django: Callable[..., None] = vars(client)["store_rendered_templates"]


def _keep_the_page_only(store: dict[str, Any], *args: Any, **kwargs: Any) -> None:
    """What the test client keeps of a page: the context it was made with, and no copy for each piece included in it."""
    if "context" not in store:
        _kept_by_django(store, *args, **kwargs)


vars(client)["store_rendered_templates"] = _keep_the_page_only

_look_for_files: Callable[[WhiteNoiseMiddleware], None] = WhiteNoiseMiddleware.add_files_from_finders
_files: dict[str, Any] = {}


def _files_found_once(self: WhiteNoiseMiddleware) -> None:
    """The styles and scripts that pages fetch: found for the first browser, and the same for the next thousands of them."""
    if not _files:
        _look_for_files(self)
        _files.update(self.files)
    self.files.update(_files)


WhiteNoiseMiddleware.add_files_from_finders = _files_found_once


# --- which tests: ./run quick answers within a minute however large the suite grows; the second lane repeats only what may differ
_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server", "lane"})
# These open databases of this lane by themselves, or run programs that do. (Planted faults, served programs and the other
# benchmarks choose their databases whatever the lane: they have just done the same.)
_BY_THEMSELVES = (
    "base/db", "benchmarks/test_clocks.py", "benchmarks/test_pages.py", "incidents", "lanes",
    "site/test_checks.py", "site/test_cli.py", "site/test_health.py", "site/test_worker.py",
)  # fmt: skip


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Folders of which ./run quick would leave out everything, or nearly so, take a third of its time to be looked through; and
    files without a browser, nearly two thirds of what each process of the journeys needs to find the fifty that it is to walk."""
    if config.option.markexpr.startswith("browser") and collection_path.name.startswith("test_"):
        return None if collection_path.is_dir() or _says_browser(collection_path) else True
    slow = {"journeys", "matrix", "bad_input", "sabotage", "promises"}
    mine = os.environ.get("PLAIT_TEST_QUICK") and collection_path.parent == Path(__file__).parent
    return True if mine and collection_path.name in slow else None


def _says_browser(path: Path) -> bool:
    return b"pytest.mark.browser" in path.read_bytes()


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(_DATABASE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"))


# Begun first, longest first: whichever of these came last would be waited for by a worker with nothing to do.
_LONGEST = (
    "promises/test_year.py",
    "journeys/test_every_page.py",
    "journeys/test_one_concern.py",
    "journeys/test_over_the_border.py",
    "journeys/test_refuge.py",
    "journeys/test_moderation.py",
)


@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def pytest_longest_first(items: list[pytest.Item]) -> None:
    long = {Path(__file__).parent / name: at for at, name in enumerate(_LONGEST)}
    items.sort(key=lambda one: long.get(one.path, len(long)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With PLAIT_TEST_QUICK, keep the tests that need no database, and the few stories marked `quick`. With
    PLAIT_TEST_SECOND_LANE, keep those that ask a database: the first lane has just run the others, and they would do the same."""
    for one in {one.path for one in items if one.get_closest_marker("browser")}:
        assert _says_browser(one), (
            f"{one} has the mark of a browser from elsewhere: the journeys would leave it out"
        )
    here = Path(__file__).parent
    if os.environ.get("PLAIT_TEST_QUICK"):
        kept = [one for one in items if not _asks_a_database(one) or one.get_closest_marker("quick")]
    elif os.environ.get("PLAIT_TEST_SECOND_LANE"):
        alone = tuple(here / folder for folder in _BY_THEMSELVES)
        kept = [
            one
            for one in items
            if not one.get_closest_marker("read_once")
            and (_asks_a_database(one) or any(one.path.is_relative_to(folder) for folder in alone))
        ]
    else:
        return
    staying = set(kept)
    left = [one for one in items if one not in staying]
    items[:] = kept
    config.hook.pytest_deselected(items=left)


# --- the database: a real file, so that settings, locks and triggers are those of production
@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "plait.base.db.sqlite":
        database["TEST"]["NAME"] = str(Path(database["NAME"]).with_name("test.sqlite3"))
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether the tables are there already, as the migrations once left them (tests/lanes/schema.py)."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "plait.base.db.sqlite":
        return schema.take(database["TEST"]["NAME"])
    return schema.take_into(
        os.environ["PLAIT_DATABASE"], database["TEST"]["NAME"] or f"test_{database['NAME']}"
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool) -> None:
    """The test database, whose tables are kept for the next run."""
    database = settings.DATABASES["default"]
    if django_db_keepdb:
        return
    if database["ENGINE"] == "plait.base.db.sqlite":
        schema.keep(database["TEST"]["NAME"])
    else:
        schema.keep_from(os.environ["PLAIT_DATABASE"], database["NAME"])


@pytest.fixture(autouse=True, scope="session")
def _passwords_of_a_moment() -> None:
    """A test's password guards nothing: a sixth of a second each, thousands of times, bought no proof."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


# --- time
@pytest.fixture
def at() -> datetime:
    """Monday 23 November 2026, nine in the morning: the moment most stories begin."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def lane() -> str:
    """The database of this run: sqlite or postgres."""
    return os.environ["PLAIT_TEST_READY"]


# --- the fixed cast, in the area of Ellowmere (src/plait/site/demo/cast.py)
@pytest.fixture(scope="session")
def assembled(django_db_setup: None, django_db_blocker: Any, pack_releases: rows.Kept) -> Any:
    """The cast and its rows, made once a run by the demo's own actions and put back, quickly, for every test that asks."""
    from plait.agencies.models import Adviser, Agency, Membership, Practitioner, RoleGrant, Team, User
    from plait.sharing.models import AgreementParty, Clause, SharingAgreement, Signature
    from plait.site.demo.cast import assemble

    written = (
        Agency, Team, User, Practitioner, Membership, RoleGrant, Adviser, SharingAgreement, AgreementParty, Clause, Signature,
    )  # fmt: skip

    with django_db_blocker.unblock(), transaction.atomic():
        rows.put_back(pack_releases)
        made = assemble(at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC))
        kept = rows.keep(only={model._meta.db_table for model in written})
        transaction.set_rollback(True)
    return pickle.dumps(made), kept


def _everybody(assembled: Any) -> Any:
    made, kept = assembled
    with (
        transaction.atomic()
    ):  # a team's manager and a deputy come later: both databases ask for them at its end
        rows.put_back(kept)
    return pickle.loads(made)  # noqa: S301 (made by this process; five times as fast as a deep copy)


@pytest.fixture
def cast(db: None, at: datetime, assembled: Any) -> Any:
    """Everybody in the area, at work since the first of November."""
    return _everybody(assembled)


@pytest.fixture(scope="session")
def morning_kept(area_put_back: Callable[[], Any], django_db_blocker: Any) -> tuple[bytes, rows.Kept]:
    """The morning of tests/matrix, played once a run: itself packed, and its rows for tests/lanes/rows.py to put back."""
    from tests.matrix.world import build, undone

    with django_db_blocker.unblock(), undone():
        return build(area_put_back()).packed(), rows.keep()


@pytest.fixture(scope="session")
def area_put_back(assembled: Any, pack_releases: rows.Kept) -> Callable[[], Any]:
    """A call that lays the packs and the cast into an empty database, for what lasts longer than one test."""

    def put_back() -> Any:
        rows.put_back(pack_releases)
        return _everybody(assembled)

    return put_back


@pytest.fixture(scope="session")
def _told() -> dict[str, tuple[bytes, rows.Kept]]:
    return {}


@pytest.fixture
def told_once(cast: Any, pack: Any, _told: dict[str, tuple[bytes, rows.Kept]]) -> ToldOnce:
    """`told_once(name, play)`: what `play` makes of the area. It is played for the first test that asks; every other finds the
    same rows, and the same things returned, in a tenth of the time. What it goes on from must be the same each time."""

    def told(name: str, play: Callable[[], T], /) -> T:
        if name not in _told:
            before = rows.keep()
            made = play()
            _told[name] = pickle.dumps(made), rows.since(before, rows.keep())
            return made
        packed, kept = _told[name]
        with transaction.atomic():
            rows.put_back(kept)
        again: T = pickle.loads(packed)  # noqa: S301 (made by this process)
        return again

    return told


# --- practice packs: the shipped ones, examined once a run, in force in every test that asks for them
@pytest.fixture(scope="session")
def pack_releases(django_db_setup: None, django_db_blocker: Any) -> rows.Kept:
    """The rows that releasing both areas' packs leaves behind."""
    from plait.base.audit.actor import Actor
    from plait.base.packs.actions.release_pack import release_pack
    from plait.base.packs.models import PackRelease

    with django_db_blocker.unblock(), transaction.atomic():
        for area in ("areas/ellowmere", "areas/harrowfen"):
            release_pack(
                area=area,
                root=Path(settings.PLAIT_PACKS),
                by=Actor.process("tests"),
                at=datetime(2026, 9, 1, 9, 0, tzinfo=UTC),
            )
        kept = rows.keep(only={PackRelease._meta.db_table})
        transaction.set_rollback(True)
    return kept


@pytest.fixture
def pack(db: None, pack_releases: rows.Kept) -> Any:
    """Ellowmere's pack, in force since the first of September (Harrowfen's is released too)."""
    from plait.base.packs.queries import current

    rows.put_back(pack_releases)
    return current(at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
