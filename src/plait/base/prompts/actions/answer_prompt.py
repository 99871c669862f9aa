"""Somebody says what a question means."""

from datetime import datetime, timedelta

from django.utils import timezone

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.base.prompts.events import PromptAnswered
from plait.base.prompts.life import MOVES, may_move
from plait.base.prompts.models import Disposition, Prompt
from plait.base.prompts.queries import in_sight

# What leaves open what a question means: nothing that must be answered is answered so.
NO_ANSWER = (Disposition.Kind.LATER, Disposition.Kind.SUPERVISION)


@deed
def answer_prompt(*, prompt_id: str, kind: str, because: str, by: Actor, at: datetime) -> Disposition:
    """Keep the answer with its reason, for this question and for the same one about brothers and sisters. Only “later” needs
    no reason, and what must be answered is not put off. Refused alike for what is not there for them and what is not."""
    about = f"prompt:{prompt_id}"
    prompt = Prompt.objects.select_for_update().filter(pk=prompt_id).first()
    if prompt is None or by.kind != "practitioner":
        raise Refused(hidden("absent"), about=about)
    verb = "put off" if kind == Disposition.Kind.LATER else "answer"
    if not in_sight(Prompt.objects.filter(pk=prompt.pk), by=by, at=at):
        if by.id in {one.by for one in prompt.dispositions.all()}:
            may_move(verb, now="answered").insist(about=about)
        raise Refused(hidden("not-in-sight"), about=about)
    if kind not in Disposition.Kind.values:
        raise Refused(no("no-such-answer", say="Choose an answer.", next_step="Choose one"), about=about)
    if kind in NO_ANSWER and prompt.mandatory:
        raise Refused(
            no(
                "cannot-wait",
                say="This question must be answered. It cannot be put off, and supervision is no answer to it.",
                next_step="Say what was done, who has it in hand, or why it is not so",
            ),
            about=about,
        )
    if kind != Disposition.Kind.LATER and not because.strip():
        raise Refused(
            no("needs-reason", say="Say in a few words why.", next_step="Add your reason"), about=about
        )
    twins = Prompt.objects.select_for_update().filter(twin=prompt.twin, state__in=[
        Prompt.State.ASKED, Prompt.State.LATER,
    ])  # fmt: skip
    file = current(at=at).prompts
    again = timezone.localdate(at) + timedelta(days=file.later_days if file is not None else 7)
    said: Disposition | None = None
    for one in sorted(twins, key=lambda row: row.pk != prompt.pk):
        made = Disposition.objects.create(
            prompt=one,
            kind=kind,
            because=because.strip(),
            by=by.id,
            by_name=by.name,
            agency_id=by.agency,
            at=at,
        )
        said = said or made
        one.state = MOVES[verb, one.state]
        one.again_on = again if verb == "put off" else None
        one.save(update_fields=["state", "again_on"])
        record(
            act=f"prompt:{kind.replace('_', '-')}", about=[one.ref, f"person:{one.person_id}"], by=by, at=at
        )
        announce(PromptAnswered(str(one.pk), kind, by.id, at))
    assert said is not None  # the prompt itself is asked or put off, since it is in sight
    return said
