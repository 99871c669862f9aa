"""What makes a record of agreement complete. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes

ANSWERS = frozenset({"yes", "no", "later"})


def service_key(agency_id: str, name: str, service: str) -> str:
    """What makes it one service: an agency by its id, another by its name."""
    return "|".join((agency_id or name.strip().casefold(), service.strip().casefold()))


@dataclass(frozen=True, slots=True)
class PartnerSaid:
    """One person's answer about one service: an agency in Plait by its id, or a service of some kind by its name alone."""

    name: str
    answer: str
    agency_id: str = ""
    agency_kind: str = ""
    service: str = ""

    @property
    def key(self) -> str:
        """What makes it one service."""
        return service_key(self.agency_id, self.name, self.service)


@dataclass(frozen=True, slots=True)
class AgreementSaid:
    """Everything that one person said, and how they were asked. `about` are the people whose information it is about."""

    giver_id: str
    about: tuple[str, ...]
    capacity: str
    present: str
    why: str
    given_on: date
    partners: tuple[PartnerSaid, ...]
    groups: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    left_out_said: str = ""
    capacity_note: str = ""
    language: str = ""
    format: str = "spoken"
    interpreter: str = "not_needed"
    interpreter_name: str = ""
    why_safe: str = ""
    method: str = "verbal"
    limits_explained: bool = False
    change_explained: bool = False
    copy: str = "later"
    copy_how: str = ""
    review_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of one agreement, beside the longest the pack allows."""

    today: date
    review_on: date
    expires_on: date
    latest_end: date


def says_each_again(said: AgreementSaid, stood: Mapping[str, str]) -> Verdict:
    """Asked again, they answer about every service to which they had said yes (`stood`: key and name): what nobody asked about
    again would go on without being seen, or end without anybody being told."""
    told = {one.key for one in said.partners}
    left = [name for key, name in stood.items() if key not in told]
    if not left:
        return yes("each-said-again")
    return no(
        "service-not-said-again",
        say=f"They said yes to {', '.join(left)} before. Say what they answer now.",
        next_step="Choose yes, no or “ask me later” beside each of them",
    )


def is_whole(said: AgreementSaid, dates: Dates) -> Verdict:
    """Somebody in the room, something to share and a reason, each service by name, limits and changing one's mind explained, no
    relative as interpreter, and dates in order."""
    lacking = _lacking(said, dates)
    if lacking is None:
        return yes("whole")
    reason, say, next_step = lacking
    return no(reason, say=say, next_step=next_step)


def _lacking(said: AgreementSaid, dates: Dates) -> tuple[str, str, str] | None:
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
    if any(not one.name.strip() or one.answer not in ANSWERS for one in said.partners):
        return (
            "service-without-answer",
            "Each service needs a name and yes, no or later.",
            "Fill in what is missing",
        )
    keys = [one.key for one in said.partners]
    if len(set(keys)) != len(keys):
        return "service-twice", "The same service stands here twice.", "Keep one of the two"
    agreed = any(one.answer == "yes" for one in said.partners)
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
    return _dates_out_of_order(said, dates)


def _dates_out_of_order(said: AgreementSaid, dates: Dates) -> tuple[str, str, str] | None:
    if said.given_on > dates.today:
        return "given-in-future", "They cannot have said it on a day that is still to come.", "Check the day"
    if not said.given_on < dates.expires_on <= dates.latest_end:
        return (
            "ends-too-late",
            f"An agreement lasts to {dates.latest_end:%-d %B %Y} at the longest, and ends after the day it was given.",
            "Choose a day in between",
        )
    if not said.given_on < dates.review_on <= dates.expires_on:
        return (
            "review-after-end",
            "It is looked at again before it ends.",
            "Choose an earlier day for the review",
        )
    return None
