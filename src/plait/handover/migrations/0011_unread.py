"""Since when something that the other area added waits to be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0010_service_there")]

    operations = [migrations.AddField("handover", "unread_at", models.DateTimeField(null=True))]
