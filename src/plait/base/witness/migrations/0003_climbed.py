"""How often an alarm that nobody settled has climbed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("witness", "0002_append_only")]

    operations = [migrations.AddField("witnessalarm", "climbed", models.PositiveSmallIntegerField(default=0))]
