"""Whether the other area could be told a word of ours."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0011_unread")]

    operations = [migrations.AddField("handoverword", "sent", models.BooleanField(default=True))]
