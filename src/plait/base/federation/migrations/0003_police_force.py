"""The police force of another area, as that area says it of itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("federation", "0002_messages")]

    operations = [
        migrations.AddField("peer", "police_name", models.CharField(blank=True, max_length=80)),
        migrations.AddField("peer", "police_phone", models.CharField(blank=True, max_length=30)),
    ]
