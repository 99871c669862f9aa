"""What an area asks beyond its measure is kept for a while, so that a person can look."""

from django.db import migrations, models

STATES = [
    ("waiting", "Waits to be answered"),
    ("answered", "Answered"),
    ("confirm", "Somebody looks whether it is they"),
    ("settled", "Somebody has looked"),
    ("unlooked", "Their area asks about very many: nobody was looked for yet"),
    ("untaken", "Known, and nobody here works with them by name"),
]


class Migration(migrations.Migration):
    dependencies = [("handover", "0018_known_and_untaken")]

    operations = [
        migrations.AlterField("askreceived", "state", models.CharField(choices=STATES, default="waiting", max_length=10)),
    ]
