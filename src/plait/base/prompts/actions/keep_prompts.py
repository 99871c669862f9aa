"""Ask what is new about a child, and end what their facts no longer bear out."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.base.prompts.life import MOVES
from plait.base.prompts.models import Prompt
from plait.base.prompts.queries import Changes


@deed
def keep_prompts(*, person_id: str, changes: Changes, by: Actor, at: datetime) -> list[Prompt]:
    """Only Plait itself notices. Idempotent by key: the same question about the same child is asked once, and one that had
    ended because its facts changed is asked again when they are back."""
    if by.kind != "process":
        raise Refused(
            no("not-by-a-person", say="Plait asks by itself.", next_step="Answer what it asks"),
            about=f"person:{person_id}",
        )
    pack = current(at=at)
    file = pack.prompts
    for old in changes.end:
        old.state = MOVES["no longer so", old.state]
        old.ended_at = at
        old.save(update_fields=["state", "ended_at"])
    asked = []
    for one in changes.ask if file is not None else ():
        rule = file.rule(one.rule) if file is not None else None
        if rule is None or file is None:
            continue
        made, new = Prompt.objects.get_or_create(
            key=one.key(person_id),
            defaults={
                "twin": one.twin, "rule": one.rule, "person_id": person_id, "evidence": list(one.evidence),
                "asks": rule.said(count=one.count, **rule.numbers), "mandatory": rule.mandatory,
                "place": file.place(one.rule), "custodian": one.custodian, "asked_at": at, "pack": pack.hash,
            },
        )  # fmt: skip
        if not new and made.state == Prompt.State.ENDED:
            made.state, made.ended_at, made.asked_at = Prompt.State.ASKED, None, at
            made.save(update_fields=["state", "ended_at", "asked_at"])
            new = True
        if new:
            asked.append(made)
    about = [f"person:{person_id}", *(one.ref for one in (*changes.end, *asked))]
    record(act="prompt:kept", about=about, by=by, at=at)
    return asked
