"""Questions of before: one that a person was to look at has a time by which somebody does, and one that was still to be answered
has the timer by which people here hear of it."""

from datetime import timedelta
from typing import Any

from django.db import migrations

CONFIRM, TELL = "discovery-not-confirmed", "discovery-tell"


def give_timers(apps: Any, _schema: Any) -> None:
    """From when each was answered or came: what is over by now is due at once."""
    asks, timers = apps.get_model("handover", "AskReceived"), apps.get_model("timers", "Timer")
    waits = [(one, CONFIRM, one.answered_at + timedelta(hours=4)) for one in asks.objects.filter(state="confirm")]
    waits += [(one, TELL, one.arrived_at + timedelta(minutes=3)) for one in asks.objects.filter(state="waiting")]
    for one, kind, due in waits:
        said = {"kind": kind, "subject": f"ask-received:{one.pk}", "due_at": due, "next_try": due}
        timers.objects.get_or_create(key=f"{kind}:{one.pk}", defaults=said)


class Migration(migrations.Migration):
    dependencies = [("handover", "0019_looked_for_by_a_person"), ("timers", "0001_initial")]

    operations = [migrations.RunPython(give_timers, migrations.RunPython.noop, elidable=True)]
