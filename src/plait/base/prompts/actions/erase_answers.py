"""Disposal: the words somebody gave as a reason go with the records that the question rested on."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.prompts.events import AnswersErased
from plait.base.prompts.models import Disposition, Prompt


@deed
def erase_answers(*, refs: Iterable[str], by: Actor, at: datetime) -> list[str]:
    """Empty the reasons of every answer to a question that rested on one of these records. What was asked, when, and which
    answer was chosen stays: it names nobody and says nothing."""
    by_itself(by).insist(about="page:disposal")
    gone = set(refs)
    rows = Prompt.objects.values_list("pk", "evidence") if gone else []
    rested = [pk for pk, evidence in rows if gone & set(evidence)]
    Disposition.objects.filter(prompt_id__in=rested).update(because="")
    record(act="prompt:erased", about=[f"prompt:{pk}" for pk in rested] or "none", by=by, at=at)
    announce(AnswersErased(tuple(str(pk) for pk in rested), by, at))
    return [str(pk) for pk in rested]
