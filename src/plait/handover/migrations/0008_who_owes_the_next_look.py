"""Who owes the weekly word on an alert, and the next look at a move: until now whoever raised or noted it, there or not."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat


def from_the_writer(apps: Any, schema_editor: Any) -> None:
    """Whoever wrote it owes it."""
    writer = Concat(Value("practitioner:"), F("by"))
    apps.get_model("handover", "MissingAlert").objects.filter(side="out").update(owner=writer)
    apps.get_model("handover", "FamilyMove").objects.update(owner=writer)


class Migration(migrations.Migration):
    dependencies = [("handover", "0007_who_ended_an_alert")]

    operations = [
        migrations.AddField("missingalert", "owner", models.CharField(blank=True, max_length=80)),
        migrations.AddField("familymove", "owner", models.CharField(blank=True, max_length=80)),
        migrations.RunPython(from_the_writer, migrations.RunPython.noop),
    ]
