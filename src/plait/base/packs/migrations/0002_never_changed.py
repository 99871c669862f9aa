"""A released pack is never changed or removed, also not by SQL that passes Django by.

SQLite's `INSERT OR REPLACE` removes a row without a DELETE unless `recursive_triggers` is on, so a taken id, hash or number is
refused before the insert as well.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    f"""CREATE TRIGGER packs_no_{deed.lower()} BEFORE {deed} ON packs_packrelease
    BEGIN SELECT RAISE(ABORT, 'released packs do not change'); END"""
    for deed in ("UPDATE", "DELETE")
] + [
    """CREATE TRIGGER packs_no_replace BEFORE INSERT ON packs_packrelease
    WHEN EXISTS (SELECT 1 FROM packs_packrelease
                 WHERE id = NEW.id OR hash = NEW.hash OR (area = NEW.area AND sequence = NEW.sequence))
    BEGIN SELECT RAISE(ABORT, 'released packs do not change'); END"""
]
POSTGRESQL = [
    """CREATE FUNCTION packs_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'released packs do not change'; END $$""",
    """CREATE TRIGGER packs_no_change BEFORE UPDATE OR DELETE ON packs_packrelease
    FOR EACH ROW EXECUTE FUNCTION packs_refuse()""",
    """CREATE TRIGGER packs_no_truncate BEFORE TRUNCATE ON packs_packrelease
    FOR EACH STATEMENT EXECUTE FUNCTION packs_refuse()""",
]


def refuse_changes(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, elidable=False)]
