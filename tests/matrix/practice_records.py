"""What Plait asked that morning, and what the screener took to supervision with the hub's manager."""

from datetime import datetime, timedelta
from typing import Any

from plait.base.prompts.actions.keep_prompts import keep_prompts
from plait.base.prompts.models import Prompt
from plait.base.prompts.queries import Changes
from plait.base.prompts.rules import Question
from plait.notices.models import Notice
from plait.practice.actions.take_to_supervision import take_to_supervision
from plait.practice.jobs import WORKER, look_at
from plait.practice.queries import children_worked_with


def lay_out(world: Any, *, at: datetime) -> None:
    """A neighbour waits to be told (asked of the hub), and a question about Ava's moves that was taken to supervision."""
    contact = f"contact:{world['contact:ava']}"
    asked = keep_prompts(
        person_id=world["person:ava"], changes=Changes(ask=(Question("moves", (contact,)),)), by=WORKER, at=at
    )
    taken = take_to_supervision(
        prompt_id=str(asked[0].pk), supervisor_id=str(world.cast.people["manager"].pk),
        because="I keep thinking about it.", by=world.actor("screener"), at=at,
    )  # fmt: skip
    for child in children_worked_with(since=at - timedelta(days=30)):
        look_at(child, at=at)
    world.ids |= {
        "prompt:ava": str(Prompt.objects.get(rule="still-to-tell", person_id=world["person:ava"]).pk),
        "supervision": str(taken.pk),
        "notice:screener": str(
            Notice.objects.filter(practitioner=world.cast.people["screener"]).order_by("-at")[0].pk
        ),
    }
