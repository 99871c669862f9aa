"""What an area may answer to one that hands a family over, and when. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes
from plait.handover.life import ACCEPTED, DECLINED, HANDOVER, RETURNED, WITHDRAWN
from plait.handover.wire.items import NEEDS_CONFERENCE


@dataclass(frozen=True, slots=True)
class Offered:
    """What matters about a handover that came to us."""

    status: str
    basis: str
    temporary: bool = False
    crossed: bool = False  # we offered them the same family, and that is not settled
    led_by: str = ""  # who leads it here, by name
    conference_on: date | None = None


def _open(facts: Offered, verb: str) -> Verdict:
    if facts.status == WITHDRAWN:
        return no(
            "taken-back",
            say="They have taken it back: they answer for the family.",
            next_step="Ring them if that is wrong",
        )
    return HANDOVER.may(verb, now=facts.status)


def may_triage(facts: Offered) -> Verdict:
    """Somebody here looks at it from now on. It promises nothing yet."""
    return _open(facts, "accept for triage")


def may_query(facts: Offered, words: str) -> Verdict:
    """One question at a time, in words."""
    if not words.strip():
        return no("no-question", say="Say what you want to know.", next_step="Add a question")
    return _open(facts, "query")


def may_decline(facts: Offered, *, code: str, codes: Collection[str], words: str) -> Verdict:
    """With a reason of the area's list and in words: the managers of both areas talk about it the same day."""
    if code not in codes:
        return no("no-reason-code", say="Say why you decline.", next_step="Choose one of the reasons shown")
    if not words.strip():
        return no("no-reason", say="Say in your own words why you decline.", next_step="Add a sentence")
    return _open(facts, "decline")


def may_set_conference(
    facts: Offered, *, day: date | None, today: date, latest: date | None, words: str
) -> Verdict:
    """A day from today on. Later than the time of the pack it needs a reason, and is not refused: a late conference is better
    than none."""
    if day is None or day < today:
        return no("no-day", say="Choose a day from today on.", next_step="Add the day of the conference")
    if latest is not None and day > latest and not words.strip():
        return no(
            "late-conference",
            say=f"That is after {latest:%-d %B %Y}, when the time for it ends.",
            next_step="Choose an earlier day, or say why it cannot be earlier",
        )
    return _open(facts, "set conference")


def may_take(facts: Offered, *, today: date, words: str) -> Verdict:
    """We have hold only when somebody here leads by name, and after the conference where there is a protection plan. Who stays
    for a short time is theirs; two areas that offer each other one family talk first."""
    if facts.status == ACCEPTED:
        return yes("already")
    if facts.crossed:
        return no(
            "crossed",
            say="We have offered them the same family, so nobody can be sure who has hold.",
            next_step="Ring them. Then one of you takes theirs back, and the other accepts",
        )
    if not facts.led_by:
        return no(
            "nobody-leads",
            say="Nobody here leads this family yet, so we cannot say that we have hold.",
            next_step="Accept the concern as a referral, and have a lead accept it",
        )
    held = facts.conference_on is not None and facts.conference_on <= today
    if facts.basis in NEEDS_CONFERENCE and not held and not words.strip():
        return no(
            "conference-first",
            say="There is a protection plan: responsibility passes with the conference.",
            next_step="Hold it first, or say who agreed to take over before it",
        )
    if facts.temporary and not words.strip():
        return no(
            "only-for-a-time",
            say="They are here for a time only, so the other area keeps hold.",
            next_step="Say why we take over all the same",
        )
    return _open(facts, "accept responsibility")


def may_give_back(facts: Offered, words: str) -> Verdict:
    """With a reason, most often that the family went back or moved on. It is theirs again from then on."""
    if not words.strip():
        return no("no-reason", say="Say why it goes back to them.", next_step="Add a sentence")
    return _open(facts, "give back")


def who_has_hold(status: str) -> str:
    """`receiver` once it accepted; else `sender`: nobody lets go before."""
    return "receiver" if status == ACCEPTED else "sender"


OVER = (ACCEPTED, DECLINED, RETURNED, WITHDRAWN)
