from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_decided_later")]

    operations = [
        migrations.AddField("ratinggiven", "rated_at", models.DateTimeField(null=True)),
        migrations.AddField("referral", "truly_accepted_at", models.DateTimeField(null=True)),
        migrations.AddField("referralmove", "happened_at", models.DateTimeField(null=True)),
    ]
