"""That another area says to ask its custodian, and of how many we have looked whether they hide."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0012_word_not_sent")]

    operations = [
        migrations.AddField("handover", "custodian_at", models.DateTimeField(null=True)),
        migrations.AddField("handover", "hiding_told", models.PositiveSmallIntegerField(default=0)),
    ]
