"""What makes an agreement, a withdrawal, a going ahead without, or a note of telling complete; when an agreement ends and what
asks for its review. Pure."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plait.base.access.verdict import Verdict, no, yes

ANSWERS = frozenset({"yes", "no", "later"})


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a record of agreement that the law of the land and good practice want to see filled."""

    present: str
    why: str
    groups: Collection[str]
    left_out: Collection[str]
    interpreter: str
    interpreter_name: str
    limits_explained: bool
    change_explained: bool
    partners: Sequence[tuple[str, str, str]]  # key, name, answer
    copy: str
    copy_how: str
    given_on: date
    today: date
    review_on: date
    expires_on: date
    latest_end: date


def is_whole(said: Said) -> Verdict:
    """Somebody in the room, something to share and a reason, each service by name, limits and changing one's mind explained, no
    relative as interpreter, and dates in order."""
    lacking = _lacking(said)
    if lacking is None:
        return yes("whole")
    reason, say, next_step = lacking
    return no(reason, say=say, next_step=next_step)


def _lacking(said: Said) -> tuple[str, str, str] | None:
    if said.interpreter == "relative":
        return (
            "relative-interprets",
            "A relative or friend cannot interpret for agreement: nobody knows then what was asked and what was said.",
            "Ask again with an interpreter who is neither. If it cannot wait, record going ahead without agreement",
        )
    if said.interpreter == "professional" and not said.interpreter_name.strip():
        return "who-interpreted", "Say who interpreted.", "Write their name or number"
    if not said.present.strip():
        return "who-was-present", "Say who was in the room.", "“Nobody else” is an answer"
    if not said.why.strip():
        return "no-why", "Say what the sharing is for.", "Write it as you said it to them"
    if not said.partners:
        return (
            "no-service-named",
            "Agreement is to services by name.",
            "Name at least one, with yes, no or later",
        )
    if any(not name.strip() or answer not in ANSWERS for _, name, answer in said.partners):
        return (
            "service-without-answer",
            "Each service needs a name and yes, no or later.",
            "Fill in what is missing",
        )
    keys = [key for key, _, _ in said.partners]
    if len(set(keys)) != len(keys):
        return "service-twice", "The same service stands here twice.", "Keep one of the two"
    agreed = any(answer == "yes" for _, _, answer in said.partners)
    if agreed and not set(said.groups) - set(said.left_out):
        return (
            "nothing-agreed",
            "Say what may be shared.",
            "Choose at least one kind of information that is not left out",
        )
    if agreed and not (said.limits_explained and said.change_explained):
        return (
            "not-explained",
            "A yes counts only when they know what cannot be kept private, and how to change their mind.",
            "Explain both, then tick that you did",
        )
    if said.copy == "given" and not said.copy_how.strip():
        return "copy-how", "Say how they got their copy, and why that way is safe.", "Add a few words"
    return _dates_out_of_order(said)


def _dates_out_of_order(said: Said) -> tuple[str, str, str] | None:
    if said.given_on > said.today:
        return "given-in-future", "They cannot have said it on a day that is still to come.", "Check the day"
    if not said.given_on < said.expires_on <= said.latest_end:
        return (
            "ends-too-late",
            f"An agreement lasts to {said.latest_end:%-d %B %Y} at the longest, and ends after the day it was given.",
            "Choose a day in between",
        )
    if not said.given_on < said.review_on <= said.expires_on:
        return (
            "review-after-end",
            "It is looked at again before it ends.",
            "Choose an earlier day for the review",
        )
    return None


def ends_on(given_on: date, *, months: int) -> date:
    """The last day on which it stands: the same day of the month, or the month's last."""
    total = given_on.month - 1 + months
    year, month = given_on.year + total // 12, total % 12 + 1
    return date(year, month, min(given_on.day, monthrange(year, month)[1]))


def review_day(given_on: date, *, days: int, expires_on: date) -> date:
    """When it is looked at again: so many days on, never after it has ended."""
    return min(given_on + timedelta(days=days), expires_on)


def birthday(born: date, age: int) -> date:
    """The day somebody turns that age; somebody born on 29 February does so on 1 March of other years, as the law counts."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def next_birthday(born: date, ages: Collection[int], *, after: date) -> tuple[int, date] | None:
    """The next of these birthdays, with the age they turn; None when all are past."""
    coming = sorted((birthday(born, age), age) for age in ages)
    return next(((age, day) for day, age in coming if day > after), None)


def asks_for_review(event: str, *, prompts: Collection[str], named: bool = False) -> bool:
    """Does this event ask for a review of an agreement? One that the pack lists; and a new partner only where that agency is not
    among those they were asked about (`named`)."""
    return event in prompts and not (event == "new_partner" and named)


@dataclass(frozen=True, slots=True)
class Without:
    """What is said when somebody goes ahead without agreement."""

    gateway: str
    gateway_in_force: bool
    gateway_needs_agreement: bool
    reason: str
    reasons: Collection[str]
    because: str
    agencies: int
    authoriser_roles: Collection[str]
    roles_that_may: Collection[str]
    told_after: str
    told_on: date | None
    tell_by: date | None
    why_never: str
    today: date


def may_go_ahead(said: Without) -> Verdict:
    """Only under a gateway that does not itself turn on agreement, for one of the reasons that count, in words, on the word of
    somebody who may give it, and with an answer to whether the family was told."""
    if not said.gateway or not said.gateway_in_force:
        return no(
            "no-gateway",
            say="Choose a power or duty that is in force.",
            next_step="Choose the legal basis, or ask your adviser",
        )
    if said.gateway_needs_agreement:
        return no(
            "gateway-needs-agreement",
            say="That power is one that turns on agreement, so it cannot be used without.",
            next_step="Choose another legal basis, or ask your adviser",
        )
    if said.reason not in said.reasons or not said.because.strip():
        return no(
            "needs-reason",
            say="Say why, in the words of this case.",
            next_step="Choose a reason and write one sentence",
        )
    if not said.agencies:
        return no("nobody-named", say="Say with whom it is shared.", next_step="Choose at least one agency")
    if not set(said.authoriser_roles) & set(said.roles_that_may):
        return no(
            "not-an-authoriser",
            say="Going ahead without agreement takes a manager’s word.",
            next_step="Ring your manager, then name them here. In danger now? Ring 999: nothing here comes before that",
        )
    if said.told_after == "told" and (said.told_on is None or said.told_on > said.today):
        return no("told-when", say="Say on which day they were told.", next_step="Add the day")
    if said.told_after == "will_be" and (said.tell_by is None or said.tell_by < said.today):
        return no(
            "tell-by", say="Say by when they will be told.", next_step="Add a day that is still to come"
        )
    if said.told_after == "never" and not said.why_never.strip():
        return no("why-never", say="Say why telling them is not safe.", next_step="Add one sentence")
    return yes("without-agreement")


@dataclass(frozen=True, slots=True)
class Telling:
    """What is noted of telling one person."""

    safe: str
    told: str
    told_on: date | None
    told_by: str
    why_not: str
    reasons: Collection[str]
    review_on: date | None
    today: date


def is_told_whole(said: Telling) -> Verdict:
    """Told: when and by whom. Not told: why not, and when that is looked at again."""
    if said.told == "yes":
        if said.told_on is None or said.told_on > said.today or not said.told_by.strip():
            return no(
                "told-when-by-whom",
                say="Say when they were told, and by whom.",
                next_step="Add what is missing",
            )
        return yes("told")
    if said.why_not not in said.reasons:
        return no("why-not-told", say="Say why they were not told.", next_step="Choose a reason")
    if said.review_on is None or said.review_on < said.today:
        return no(
            "look-again-when",
            say="What is not safe today may be safe next month. Say when it is looked at again.",
            next_step="Add a day that is still to come",
        )
    return yes("not-told-with-reason")
