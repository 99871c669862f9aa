"""Who of an agency reads what was for somebody who has left."""

from datetime import datetime

from plait.agencies.models import Team
from plait.agencies.queries import actor_for, members, practitioner, safeguarding_team_of, shut_out
from plait.feedback.access.opening import my_feedback
from plait.feedback.models import Disagreement, FeedbackTask
from plait.people.access import who_may_hear
from plait.referrals.queries.deciding import everybody_in


def somebody_reads(task: FeedbackTask, team: Team, *, at: datetime) -> bool:
    """Is somebody in this team, which answers for its agency, for whom the word is there, and who may hear of its family?"""
    there = [one for one in members.rows(str(team.pk), at=at) if not shut_out(one, at=at)]
    hear = who_may_hear([str(one.pk) for one in there], everybody_in(task.contact_id), at=at)
    actors = [actor_for(one, at=at) for one in there if str(one.pk) in hear]
    return any(my_feedback(one, at=at).filter(pk=task.pk).exists() for one in actors)


def who_reads_answer(said: Disagreement, *, at: datetime) -> str:
    """To whom a letter says that this was answered: whoever disagreed; gone, the safeguarding team of their agency where somebody
    of it may read it. Empty where nobody is left: the answer stands on the record without a letter."""
    agency = said.task.agency
    if said.by.startswith("mailbox:"):
        return f"agency:{agency.pk}" if agency is not None and agency.ended_at is None else ""
    person = practitioner(said.by)
    if person.agency.ended_at is not None:
        return ""
    if person.left_at is None:
        return f"practitioner:{said.by}"
    team = safeguarding_team_of(str(person.agency_id))
    return f"team:{team.pk}" if team is not None and somebody_reads(said.task, team, at=at) else ""
