"""A question may be about more than one who is kept: each is named to the custodians."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0015_what_was_told")]

    operations = [migrations.AddField("askreceived", "kept_also", models.JSONField(default=list))]
