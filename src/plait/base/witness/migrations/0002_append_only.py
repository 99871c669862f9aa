"""What was sealed, signed or witnessed does not change, whoever asks (as `audit.0002_append_only` for the rows themselves)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEYS = {"leaf": "index", "node": "place", "head": "size", "cosignature": "id", "peerhead": "id"}


def refuse_changes(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for table, key in KEYS.items():
        if editor.connection.vendor == "sqlite":
            for deed in ("UPDATE", "DELETE"):
                editor.execute(
                    f"""CREATE TRIGGER witness_{table}_no_{deed.lower()} BEFORE {deed} ON witness_{table}
                    BEGIN SELECT RAISE(ABORT, 'what is sealed does not change'); END"""
                )
            editor.execute(
                f"""CREATE TRIGGER witness_{table}_no_replace BEFORE INSERT ON witness_{table}
                WHEN EXISTS (SELECT 1 FROM witness_{table} WHERE "{key}" = NEW."{key}")
                BEGIN SELECT RAISE(ABORT, 'what is sealed does not change'); END"""
            )
            continue
        if table == "leaf":
            editor.execute(
                """CREATE FUNCTION witness_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'what is sealed does not change'; END $$"""
            )
        editor.execute(
            f"""CREATE TRIGGER witness_{table}_no_change BEFORE UPDATE OR DELETE ON witness_{table}
            FOR EACH ROW EXECUTE FUNCTION witness_refuse()"""
        )
        editor.execute(
            f"""CREATE TRIGGER witness_{table}_no_truncate BEFORE TRUNCATE ON witness_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION witness_refuse()"""
        )


class Migration(migrations.Migration):
    dependencies = [("witness", "0001_sealed_log")]
    operations = [migrations.RunPython(refuse_changes, elidable=False)]
