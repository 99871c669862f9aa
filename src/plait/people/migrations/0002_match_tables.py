"""The search's tables: keys, features, vocabulary and households. Their statements stand in `people.store.match_sql`."""

from django.db import migrations

from plait.people.store.match_sql import POSTGRES, SQLITE


def make(apps, schema_editor):
    say = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for statement in (*say.create, *say.index):
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    for table in ("match_record", "match_key", "match_name", "match_household"):
        schema_editor.execute(f"drop table {table}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, take_away)]
