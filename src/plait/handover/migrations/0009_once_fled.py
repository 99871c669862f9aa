"""That somebody once fled outlasts what was asked about it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('handover', '0008_who_owes_the_next_look'),
    ]

    operations = [
        migrations.CreateModel(
            name='OnceFled',
            fields=[
                ('person', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
