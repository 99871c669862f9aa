"""The database itself refuses to change or remove an audit row, whoever asks.

SQLite's `INSERT OR REPLACE` removes a row without firing a DELETE trigger unless `recursive_triggers` is on (it is, and
is read back at start), so a BEFORE INSERT trigger refuses a taken id as well. On PostgreSQL the application's role is
also granted only INSERT and SELECT (`grants_for`, run by `plait migrate --app-role NAME`).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    f"""CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit rows do not change'); END"""
    for deed in ("UPDATE", "DELETE")
] + [
    """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_auditentry
    WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit rows do not change'); END"""
]
POSTGRESQL = [
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit rows do not change'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
]


def refuse_changes(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, elidable=False)]
