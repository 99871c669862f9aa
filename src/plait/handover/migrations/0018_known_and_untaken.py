"""A family that is known here, and with whom nobody works by name: somebody of the hub takes it."""

from django.db import migrations, models

STATES = [
    ("waiting", "Waits to be answered"),
    ("answered", "Answered"),
    ("confirm", "Somebody looks whether it is they"),
    ("settled", "Somebody has looked"),
    ("untaken", "Known, and nobody here works with them by name"),
]
OPEN = models.Q(state__in=["confirm", "untaken"]) | models.Q(ring="owed")


class Migration(migrations.Migration):
    dependencies = [("handover", "0017_another_area_than_the_postcode")]

    operations = [
        migrations.RemoveIndex("askreceived", "ask_received_open"),
        migrations.AlterField("askreceived", "state", models.CharField(choices=STATES, default="waiting", max_length=10)),
        migrations.AddIndex("askreceived", models.Index(fields=["arrived_at"], condition=OPEN, name="ask_received_open")),
    ]
