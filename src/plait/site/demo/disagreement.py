"""A school that disagrees, and is heard at the third stage. Told after the story; the tests' worlds do without it.

Alder Lane sees both children every day and was not asked to the strategy discussion. Its lead rings, takes it further,
is answered by somebody who did not decide, climbs, and the heads of service settle it the same morning.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from plait.base.audit.actor import Actor
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.challenge import challenge
from plait.escalation.actions.climb import climb
from plait.escalation.actions.escalate import escalate
from plait.escalation.actions.name_on_ladder import name_on_ladder
from plait.escalation.actions.recognise_challenge import recognise_challenge
from plait.escalation.actions.resolve import resolve
from plait.escalation.queries import current_stage
from plait.feedback.access import my_feedback
from plait.site.demo.cast import Cast
from plait.site.demo.story import Stage, Told

# (role of the ladder, who of the cast, in which order they are asked)
ANSWERS = (("manager", "manager", 1), ("manager", "screener", 2), ("head", "custodian", 1))


def name_who_answers(cast: Cast, *, at: datetime) -> None:
    """Who answers for the council when somebody disagrees."""
    for role, who, order in ANSWERS:
        name_on_ladder(
            agency_id=str(cast.agencies["council"].pk),
            role=role,
            practitioner_id=str(cast.people[who].pk),
            order=order,
            by=Actor.process("demo"),
            at=at,
        )


def disagree_and_be_heard(cast: Cast, *, at: datetime) -> Iterator[Told]:
    """From two hours into the story on; yields each thing as it happens."""
    stage = Stage(cast, at)
    name_who_answers(cast, at=at - timedelta(days=1))
    moment = stage.after(125)
    dsl = cast.actor("dsl", at=moment)
    task = my_feedback(dsl, at=moment).filter(about__startswith="contact:").first()
    assert task is not None, "the school was told what came of it"
    found = escalate(
        subject=f"feedback:{task.pk}",
        about="role",
        urgency="harm",
        because="We see both children every day, and nobody asked us to the strategy discussion.",
        wanted="The school takes part today, and knows before the bell who may take Ava home.",
        evidence="She told her teacher this morning. She draws houses with no doors.",
        spoke_with="Miriam Cole, hub social worker",
        talked="That the discussion is for three agencies, and that we hear of it afterwards.",
        by=dsl,
        at=moment,
    )
    key = str(found.pk)
    yield stage.told(
        "dsl", moment, "rang, did not agree, and took it further: the call counts as the first stage"
    )
    moment = stage.after(138)
    answer_stage(
        escalation_id=key,
        answer="I was not the one who decided. The guidance names three agencies at least; I cannot add you myself.",
        by=cast.actor("screener", at=moment),
        at=moment,
    )
    yield stage.told(
        "screener", moment, "answered for the manager, whose decision it was and who is passed over"
    )
    moment = stage.after(144)
    climb(
        escalation_id=key,
        because="“At least three” leaves room for a fourth. The bell rings at half past two.",
        by=cast.actor("dsl", at=moment),
        at=moment,
    )
    assert current_stage(found).order == 3
    yield stage.told("dsl", moment, "climbed to the third stage: heads of service")
    moment = stage.after(155)
    answer_stage(
        escalation_id=key,
        answer="You are right. The school takes part at one o’clock; the social worker rings before the bell.",
        by=cast.actor("custodian", at=moment),
        at=moment,
    )
    yield stage.told("custodian", moment, "answered as head of service, with reasons, in eleven minutes")
    moment = stage.after(160)
    resolve(
        escalation_id=key,
        outcome="The school takes part in the strategy discussion at one o’clock. The social worker rings the school by "
        "two with who may take Ava home.",
        learning="It was not clear who does what",
        by=cast.actor("dsl", at=moment),
        at=moment,
    )
    yield stage.told("dsl", moment, "said that it is settled: in writing, on both agencies’ records")
    moment = stage.after(165)
    recognise_challenge(
        about=found.ref,
        words="The school saw what we had not: who is there when the bell rings. Right to insist.",
        by=cast.actor("manager", at=moment),
        at=moment,
    )
    yield stage.told(
        "manager", moment, "said that it was right to ask; in thirty days the school is asked what it did"
    )
    yield from _still_open(stage)


def _still_open(stage: Stage) -> Iterator[Told]:
    """What waits on a desk when the demo opens."""
    moment = stage.after(170)
    teacher = stage.cast.actor("teacher", at=moment)
    task = my_feedback(teacher, at=moment).filter(about__startswith="contact:").first()
    if task is None:
        return
    challenge(
        subject=f"feedback:{task.pk}",
        question="Who sees Theo, who is not at our school, before tonight?",
        urgency="soon",
        by=teacher,
        at=moment,
    )
    yield stage.told(
        "teacher", moment, "asked why nobody had spoken of Theo: it must be answered with reasons"
    )
