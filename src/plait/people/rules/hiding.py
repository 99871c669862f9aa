"""When hidden whereabouts are looked at again, and what it takes to show them again. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from plait.base.access.verdict import Verdict, no, yes

REVIEW_AFTER = timedelta(days=182)  # where nobody gave a day
AGAIN_AFTER = timedelta(days=28)  # reminded of again, until somebody has looked
AT_WORK = time(9)


def review_moment(day: date) -> datetime:
    """When somebody is reminded on that day."""
    return datetime.combine(day, AT_WORK, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known when somebody wants hidden whereabouts shown again.

    `protections`: somebody in the household is protected from somebody still. `asked_by` is empty for whoever asks first;
    `custodian`: they keep restricted records, and decide alone, with a reason.
    """

    hidden: bool
    protections: int
    because: str
    asked_by: str
    by: str
    decides: bool
    custodian: bool


def may_end_hiding(ending: Ending) -> Verdict:
    """Two people who decide for children, or one custodian, with a reason; never while anybody at home is protected from
    somebody. Hiding takes one person and no one's leave; showing again is what cannot be taken back."""
    if not ending.hidden:
        return no("not-hidden", say="It is not hidden.", next_step="Read it in the story")
    if not (ending.decides or ending.custodian):
        return no(
            "no-role-to-show",
            say="Your role does not show a protected address again.",
            next_step="Ask a social worker in the hub",
        )
    if ending.protections:
        return no(
            "still-protected",
            say="Somebody at home is still protected from somebody.",
            next_step="If that has ended, end it first, with the reason",
        )
    if len(ending.because.strip()) < 10:
        return no("needs-reason", say="Say why it is safe now.", next_step="Write at least ten letters")
    if ending.custodian or (ending.asked_by and ending.asked_by != ending.by):
        return yes("two-people" if not ending.custodian else "custodian")
    if ending.asked_by == ending.by:
        return no(
            "same-person",
            say="You asked for this. Somebody else has to agree.",
            next_step="Ask a colleague who decides for children to open this page",
        )
    return no(
        "needs-second-person",
        say="A second person has to agree before anything is shown.",
        next_step="Ask a colleague who decides for children to open this page",
    )


def may_leave_hidden(ending: Ending) -> Verdict:
    """Whoever decides for children may answer that it stays hidden, with a reason; so may whoever asked, who thought again.
    Nothing is shown, so that no second person and no end of a protection is needed."""
    if not ending.asked_by:
        return no(
            "nothing-asked",
            say="Nobody has asked that they be shown again. It stays hidden.",
            next_step="There is nothing to do",
        )
    if not (ending.decides or ending.custodian):
        return no(
            "no-role-to-show",
            say="Your role does not decide on this.",
            next_step="Ask a social worker in the hub",
        )
    if len(ending.because.strip()) < 10:
        return no("needs-reason", say="Say why it stays hidden.", next_step="Write at least ten letters")
    return yes("stays-hidden")
