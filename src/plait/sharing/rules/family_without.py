"""Going ahead without agreement, and telling the family: what makes either complete. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes


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
