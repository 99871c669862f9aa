from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0006_agreed_by_a_time")]

    operations = [migrations.AddField("decision", "decided_at", models.DateTimeField(null=True))]
