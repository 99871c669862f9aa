"""Who ended an alert, so that their own agency answers for their words; and that it ended because somebody hid."""

from typing import Any

from django.db import migrations, models

HIDES = "Plait ended it: no word of them may be out."


def say_who_hid(apps: Any, schema_editor: Any) -> None:
    """Those that were ended before there was a field for it."""
    apps.get_model("handover", "MissingAlert").objects.filter(end_words=HIDES).update(hid=True)


class Migration(migrations.Migration):
    dependencies = [("handover", "0006_loans")]

    operations = [
        migrations.AddField("missingalert", "ended_by", models.CharField(blank=True, max_length=64)),
        migrations.AddField("missingalert", "hid", models.BooleanField(default=False)),
        migrations.RunPython(say_who_hid, migrations.RunPython.noop),
    ]
