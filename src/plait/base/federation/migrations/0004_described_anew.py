"""What another area says anew of itself: when, and the numbers that two people pinned before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("federation", "0003_police_force")]

    operations = [
        migrations.AddField("peer", "described_at", models.DateTimeField(null=True)),
        migrations.AddField("peer", "renewed_at", models.DateTimeField(null=True)),
        migrations.AddField("peer", "office_phone_pinned", models.CharField(blank=True, max_length=30)),
        migrations.AddField("peer", "emergency_phone_pinned", models.CharField(blank=True, max_length=30)),
    ]
