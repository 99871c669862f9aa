from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def accepted_stands_apart(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """A team's accepting was kept where an answer stands; nobody has said yet what was done with those."""
    contacts = apps.get_model("referrals", "Contact").objects.filter(
        status="with_worker", answered_at__isnull=False
    )
    contacts.update(taken_on_by=F("answered_by"), taken_on_at=F("answered_at"))
    contacts.filter(taken_on_at__isnull=False).update(answered_by="", answered_at=None)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_safety_settled")]

    operations = [
        migrations.AddField("contact", "taken_on_by", models.CharField(blank=True, max_length=64)),
        migrations.AddField("contact", "taken_on_at", models.DateTimeField(null=True)),
        migrations.RunPython(accepted_stands_apart, migrations.RunPython.noop),
    ]
