"""A question may be about records of more than one team of custodians: each is named, and nobody besides reads it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0013_ask_the_custodian")]

    operations = [
        migrations.AlterField("askreceived", "custodian", models.CharField(blank=True, max_length=400)),
    ]
