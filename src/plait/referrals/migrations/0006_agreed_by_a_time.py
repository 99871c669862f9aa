from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0005_what_was_done'),
    ]

    operations = [
        migrations.AddField(
            model_name='strategyaction',
            name='due_time',
            field=models.TimeField(null=True),
        ),
    ]
