"""What is owed to an area that is not believed now is held here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("federation", "0004_described_anew")]

    operations = [
        migrations.AlterField(
            "outgoing",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waits to arrive"),
                    ("held", "Held until that area is believed again"),
                    ("arrived", "Arrived"),
                    ("refused", "They will not take it"),
                    ("conflict", "They hold other bytes"),
                    ("over", "Out of time"),
                    ("stopped", "Taken back before it left"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
