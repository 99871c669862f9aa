"""A released pack is never changed or deleted, also not by SQL that passes Django by."""

from typing import Any

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER packs_release_no_{deed} BEFORE {DEED} ON packs_packrelease
    BEGIN SELECT RAISE(ABORT, 'A released pack cannot be changed or deleted.'); END""".format(deed=deed, DEED=deed.upper())
    for deed in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION packs_release_never_changes() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'A released pack cannot be changed or deleted.'; END $$""",
    """CREATE TRIGGER packs_release_no_change BEFORE UPDATE OR DELETE ON packs_packrelease
    FOR EACH ROW EXECUTE FUNCTION packs_release_never_changes()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER packs_release_no_update", "DROP TRIGGER packs_release_no_delete"],
    "postgresql": [
        "DROP TRIGGER packs_release_no_change ON packs_packrelease",
        "DROP FUNCTION packs_release_never_changes()",
    ],
}


def forbid(_apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allow(_apps: Any, schema_editor: Any) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
