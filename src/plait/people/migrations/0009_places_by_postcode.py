"""Who lives at one address is asked by its postcode."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_not_sure")]

    operations = [
        migrations.AddIndex("place", models.Index(fields=["postcode"], name="places_by_postcode")),
    ]
