from datetime import timedelta
from typing import Any

from django.db import migrations

# As thresholds.rules.moderating had them when sessions were given their days.
DAYS = {"scoring": ("opened_at", 14), "talking": ("shown_at", 28)}


def give_days(apps: Any, schema_editor: Any) -> None:
    """What was opened or shown before it set a timer has the days of its page too: after them Plait asks once."""
    session, timer = apps.get_model("thresholds", "ModerationSession"), apps.get_model("timers", "Timer")
    for status, (since, days) in DAYS.items():
        for one in session.objects.filter(status=status, **{f"{since}__isnull": False}):
            about = f"moderation:{one.pk}"
            due = getattr(one, since) + timedelta(days=days)
            said = {"kind": "moderation-late", "subject": about, "due_at": due, "next_try": due}
            timer.objects.get_or_create(key=f"{about}:{status}", defaults=said)


class Migration(migrations.Migration):

    dependencies = [("thresholds", "0002_moderation"), ("timers", "0001_initial")]

    operations = [migrations.RunPython(give_days, migrations.RunPython.noop)]
