"""Which service over there a leg is for, as far as anybody knows it, and who says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0009_once_fled")]

    operations = [
        migrations.AddField("leg", "there", models.CharField(blank=True, max_length=160)),
        migrations.AddField("leg", "there_phone", models.CharField(blank=True, max_length=40)),
        migrations.AddField("leg", "there_source", models.CharField(blank=True, max_length=160)),
    ]
