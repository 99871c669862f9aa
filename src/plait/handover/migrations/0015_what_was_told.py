"""What was said of an area that was asked because somebody spoke of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0014_several_custodians")]

    operations = [
        migrations.AddField("familyask", "told_because", models.CharField(blank=True, default="", max_length=500), preserve_default=False),
    ]
