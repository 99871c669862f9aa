"""Releasing a pack: checked, kept for ever, in force from its moment; a faulty one leaves the old one in force."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.packs import NoPack, NotInPack, current, release
from plait.base.packs.actions.release_pack import PackRefused, release_pack
from plait.base.packs.models import PackRelease, ReleaseIsImmutable
from plait.base.packs.queries import releases

pytestmark = pytest.mark.django_db

AREA = "areas/ellowmere"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OWNER = Actor(id="p-1", name="Ola Brandt", roles=frozenset({"pack_owner"}))
HOUR = timedelta(hours=1)


def publish(packs: Path, at: datetime = NOON) -> PackRelease:
    return release_pack(area=AREA, root=packs, by=OWNER, at=at)


def new_version(packs: Path, version: str) -> None:
    path = packs / AREA / "pack.toml"
    lines = [
        f'version = "{version}"' if row.startswith("version") else row
        for row in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))


def rate_red(packs: Path, words: str) -> None:
    path = packs / AREA / "ratings.toml"
    path.write_text(path.read_text().replace('label = "Red: within 4 working hours"', f'label = "{words}"'))


def test_it_is_in_force_from_its_moment(packs: Path) -> None:
    row = publish(packs)
    assert (row.sequence, row.released_by, row.area) == (1, "p-1", AREA)
    pack = current(at=NOON, area=AREA)
    assert (pack.hash, pack.release_id, pack.area.name) == (row.hash, str(row.pk), "Ellowmere")
    assert current(at=NOON, area=AREA) is pack
    with pytest.raises(NoPack, match="plait pack release"):
        current(at=NOON - timedelta(seconds=1), area=AREA)
    with pytest.raises(NoPack):
        current(at=NOON, area="areas/harrowfen")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.pack) == ("pack:release", row.hash)


def test_releasing_the_same_again_changes_nothing(packs: Path) -> None:
    assert publish(packs).pk == publish(packs, NOON + HOUR).pk
    assert releases(AREA).count() == 1


def test_an_old_decision_is_replayed_with_its_own_words(packs: Path) -> None:
    old = publish(packs)
    rate_red(packs, "Red: now")
    new = publish(packs, NOON + HOUR)
    assert current(at=NOON + HOUR, area=AREA).rating("red").label == "Red: now"
    assert current(at=NOON, area=AREA).rating("red").label == "Red: within 4 working hours"
    assert release(old.hash).rating("red").label == "Red: within 4 working hours"
    assert release(new.hash).release_id == str(new.pk)
    assert [one.sequence for one in releases(AREA)] == [2, 1]
    with pytest.raises(NoPack):
        release("0" * 64)


def test_a_faulty_pack_is_refused_and_the_old_one_stays(packs: Path) -> None:
    old = publish(packs)
    rate_red(packs, "Red: now")
    (packs / AREA / "levels.toml").write_text("levels = [")
    with pytest.raises(PackRefused) as refusal:
        publish(packs, NOON + HOUR)
    assert refusal.value.faults[0].file == "areas/ellowmere/levels.toml"
    assert "areas/ellowmere/levels.toml:1:" in str(refusal.value)
    assert isinstance(refusal.value, Refused)
    kept = AuditEntry.objects.get(verdict="refused")
    assert (kept.act, kept.reason) == ("deed:release_pack", "pack-has-faults")
    assert current(at=NOON + 2 * HOUR, area=AREA).hash == old.hash


def test_a_step_back_needs_a_new_version(packs: Path) -> None:
    publish(packs)
    rate_red(packs, "Red: now")
    publish(packs, NOON + HOUR)
    path = packs / AREA / "ratings.toml"
    path.write_text(path.read_text().replace("Red: now", "Red: within 4 working hours"))
    with pytest.raises(PackRefused, match="new version"):
        publish(packs, NOON + 2 * HOUR)
    new_version(packs, "2026.11-back")
    assert publish(packs, NOON + 2 * HOUR).sequence == 3


def test_a_computer_whose_clock_was_moved_back_is_refused(packs: Path) -> None:
    publish(packs)
    new_version(packs, "next")
    with pytest.raises(PackRefused, match="moved back"):
        publish(packs, NOON - HOUR)


def test_a_release_refuses_change_by_every_way(packs: Path) -> None:
    row = publish(packs)
    row.version = "tampered"
    with pytest.raises(ReleaseIsImmutable):
        row.save()
    with pytest.raises(ReleaseIsImmutable):
        row.delete()
    with pytest.raises(DatabaseError, match="released packs do not change"), transaction.atomic():
        PackRelease.objects.update(version="tampered")
    with pytest.raises(DatabaseError, match="released packs do not change"), transaction.atomic():
        PackRelease.objects.filter(pk=row.pk)._raw_delete("default")
    if connection.vendor == "sqlite":
        statement = "INSERT OR REPLACE INTO packs_packrelease SELECT * FROM packs_packrelease"
        with (
            pytest.raises(DatabaseError, match="released packs do not change"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    else:
        with (
            pytest.raises(DatabaseError, match="released packs do not change"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("TRUNCATE packs_packrelease")
    assert PackRelease.objects.get().version == "2026.11"


def test_a_name_that_is_not_in_the_pack_is_said(packs: Path) -> None:
    publish(packs)
    pack = current(at=NOON, area=AREA)
    for ask in (
        lambda: pack.rating("purple"),
        lambda: pack.clock("tea"),
        lambda: pack.gateway("X"),
        lambda: pack.level(9),
        lambda: pack.outcome("x"),
        lambda: pack.form("x"),
        lambda: pack.partner("x"),
        lambda: pack.word("x"),
        lambda: pack.code_label("sex", "Q"),
        lambda: pack.code_label("shoes", "1"),
    ):
        with pytest.raises(NotInPack, match="This pack has no"):
            ask()
