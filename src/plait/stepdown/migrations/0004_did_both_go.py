from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("stepdown", "0003_it_did_not_hold")]

    operations = [migrations.AddField("lookedagain", "together", models.BooleanField(null=True))]
