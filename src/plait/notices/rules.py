"""What each notice says, what never waits, and when the rest may leave: at once, when the night is over, or in a digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from uuid import UUID

QUIET_FROM, QUIET_UNTIL = time(20, 0), time(7, 0)
DIGEST_HOURS = (8,)
HOURS_OFFERED = {"8": (8,), "13": (13,), "8-15": (8, 15)}
KEPT_FOR = timedelta(days=90)  # where the pack has no class for notices (retention.toml)
OWN_KEY = "notice:"  # how the keys of letters begin that tell of notices; nobody is told of those again


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of news, as somebody chooses how to hear of it. `passes_on`: somebody else can act on it in their place, which
    is not so of what answers their own words. `waits`: false of what is urgent by its nature."""

    code: str
    label: str
    hint: str = ""
    passes_on: bool = True
    waits: bool = True


SORTS = {
    one.code: one
    for one in (
        Sort("late", "What is late, or about danger", waits=False),
        Sort("asked", "What somebody asks of you or your team", "Questions from the hub, families to accept, escalations."),
        Sort("work", "News of your work", "Somebody accepted or declined, a family’s help changed, a day comes near."),
        Sort(
            "answers", "What came of what you said", "Feedback, and answers to what you claimed or disputed.",
            passes_on=False,
        ),
        Sort("sharing", "Agreements and information", "A family changed its mind, or an item was corrected."),
        Sort("own", "Questions about your own look-ups", passes_on=False),
        Sort("together", "Reading levels alike", "Moderation sessions to which your agency is invited.", passes_on=False),
        Sort("other", "Anything else"),
    )
}  # fmt: skip

# What the outbox calls it → its sort, and what the notice says. Like a letter, it never says of whom.
KINDS: dict[str, tuple[str, str]] = {
    "contact-cannot-wait": ("late", "A concern came that cannot wait until the hub opens"),
    "contact-not-opened": ("late", "A concern was not opened in its time"),
    "contact-not-opened-deputy": ("late", "A concern was not opened in its time"),
    "contact-not-accepted": ("late", "A concern that was passed on was not accepted in its time"),
    "check-not-opened": ("late", "An urgent question was not opened in its time"),
    "check-not-opened-deputy": ("late", "An urgent question was not opened in its time"),
    "check-late": ("late", "An answer to the hub is late"),
    "lead-not-accepted": ("late", "A family was not accepted in its time"),
    "right-late": ("late", "Something that somebody is owed about their data is late"),
    "promise-late": ("late", "Something that was promised for a family is late"),
    "nobody-leads": ("late", "A family has nobody who leads"),
    "nobody-holds": ("late", "A family that was stepped down has nobody who holds it"),
    "owed-by-nobody": ("late", "An agency that owed you something works with Plait no more"),
    "feedback-late": ("late", "A word to somebody is late"),
    "stepdown-late": ("late", "A look at a family that was stepped down is late"),
    "stepdown-concern-again": ("late", "Somebody is concerned again about a family"),
    "escalation-late": ("late", "An answer to an escalation is late"),
    "escalation-danger": ("late", "An escalation about immediate danger"),
    "challenge-late": ("late", "An answer to a question about a decision is late"),
    "access-review-late": ("late", "A look at an emergency access is late"),
    "question-to-answer": ("late", "A question about a child must be answered"),
    "supervision-waits": ("late", "What was taken to supervision has not been talked over"),
    "supervision-taken": ("asked", "Somebody has taken a question to you for supervision"),
    "restricted-emergency": ("late", "Somebody used emergency access to a record that you keep"),
    "border-incident": ("late", "Something is wrong at the border to another area"),
    "border-incident-late": ("late", "Something at the border to another area is still not settled: ring"),
    "area-suspended": (
        "late",
        "Another area is not believed now, and something of yours is open with it: ring",
    ),
    "custodians-late": ("late", "Another area still waits for your call"),
    "area-confirm-late": ("late", "Another area still waits: is it a family known here?"),
    "area-waits": ("late", "Another area waits for what you know of a family"),
    "area-silent": ("late", "Another area has not told you in time what it knows"),
    "witness-alarm": ("late", "The sealed log has raised an alarm"),
    "witness-alarm-late": (
        "late",
        "An alarm of the sealed log is not settled: ring the area’s privacy officer",
    ),
    "partner-asked": ("asked", "The hub asks your agency a question"),
    "dissent-said": ("work", "An agency sees a decision of yours differently"),
    "close-asked": ("asked", "Somebody asks you to agree that a family’s referral is closed"),
    "rated-anew": ("late", "What your team was asked has become more urgent, or less: look at its time"),
    "passed-on": ("asked", "A concern was passed to your team"),
    "check-wants-a-word": ("asked", "An agency wants to speak to the hub before it answers"),
    "custodians-waiting": ("asked", "Something may be about a record that you keep"),
    "custodians-unlooked": (
        "asked",
        "Another area asks about very many families: please look for one",
    ),
    "custodians-missed": (
        "late",
        "A call that only custodians make is late: see that one of them is there",
    ),
    "area-to-confirm": ("asked", "Another area asks about a family: is it one known here?"),
    "area-wants-to-know": ("asked", "Another area wants to know something of a family known here"),
    "area-asked-untaken": ("asked", "Another area asked about a family with whom nobody here works by name"),
    "area-asked": ("asked", "Another area asked about a family that you work with"),
    "agreement-to-sign": (
        "asked",
        "Another area has signed an agreement with you: read it, and sign it or say no",
    ),
    "stepdown-asked": ("asked", "Your team is asked to hold a family"),
    "wrong-went-over": ("asked", "Something that went to another area was corrected here: tell them"),
    "handover-asked": ("asked", "Another area asks about a family that you hand over"),
    "handover-added": ("asked", "Another area has added to a family’s handover, or answered you"),
    "handover-conference": ("asked", "The day of a conference was set, or moved, for a family that moves"),
    "missing-family": ("late", "A family is missing: what to do if you see them"),
    "missing-to-sign": ("late", "Word of a missing family waits for you to sign"),
    "missing-still": ("asked", "Is this family still missing? What was checked?"),
    "missing-passed": ("asked", "A family who is missing was passed to you, or to your team"),
    "missing-not-there": ("late", "Another area looks out no more for a family that is still missing"),
    "missing-found": ("work", "A family who was missing is safe and seen"),
    "missing-ended": ("work", "A family is not looked for any more: destroy what you wrote down of them"),
    "missing-signed": ("answers", "Word of a missing family was signed, and is out"),
    "missing-not-signed": ("answers", "Word of a missing family was not signed"),
    "move-to-look-at": ("asked", "A family’s move is to be looked at again"),
    "move-passed": ("asked", "A family’s move was passed to you, or to your team"),
    "handover-declined": ("late", "Another area declined to take a family over"),
    "handover-returned": ("late", "A family comes back to this area"),
    "handover-silent": ("late", "Another area has said nothing in time of a family handed over to it"),
    "handover-look-late": ("late", "A family that another area handed over waits for somebody to look at it"),
    "handover-conference-late": ("late", "The time for the conference of a family handed over is over"),
    "handover-question-late": (
        "late",
        "A question about a family that is handed over has no answer in its time",
    ),
    "handover-not-told": ("late", "Another area could not be told something about a family: ring it"),
    "handover-ask-custodian": ("late", "Please ring the custodian of another area"),
    "leg-late": ("late", "What a service passes on with a family that moves is late"),
    "leg-yours": ("asked", "Something of your service goes with a family that moves, or comes with one"),
    "leg-ring": ("asked", "Please ring the hub"),
    "stepdown-decide": ("asked", "A family that was stepped down waits for a manager’s decision"),
    "stepdown-stepped-up": ("asked", "A family needs more help again"),
    "feedback-passed": ("asked", "Somebody waits for a word from you"),
    "escalation-asked": ("asked", "An escalation waits for your answer"),
    "escalation-urgent": ("asked", "An escalation has become more urgent"),
    "escalation-passed": ("asked", "An escalation was passed to you"),
    "challenge-asked": ("asked", "Somebody asks why something was decided"),
    "challenge-passed": ("asked", "A question about a decision was passed to you"),
    "decision-disputed": ("asked", "Somebody disagrees with what was decided"),
    "claim": ("asked", "Somebody says that they work with a child"),
    "access-review": ("asked", "Somebody used emergency access"),
    "stepdown-new-concern": ("work", "A new concern about a family that was stepped down"),
    "handover-taken": ("work", "Another area has taken a family over"),
    "handover-withdrawn": ("work", "Another area takes a handover back"),
    "stepdown-declined": ("work", "A team declined to hold a family"),
    "stepdown-accepted": ("work", "A team holds a family now"),
    "stepdown-ended": ("work", "Looking again at a family has ended early"),
    "stepdown-soon": ("work", "A look at a family that was stepped down is due soon"),
    "escalation-ours": ("work", "You own an escalation on your agency’s side"),
    "escalation-partnership": ("work", "An escalation has reached the partnership"),
    "escalation-partnership-over": ("answers", "An escalation that had reached the partnership is over"),
    "escalation-child": ("work", "What did an escalation do for the child?"),
    "shield-review": ("work", "A protection is to be looked at again"),
    "conflict-to-look-at": ("work", "Somebody may know a family that they work with"),
    "restricted-attempt": ("work", "Somebody tried to reach a record that you keep"),
    "area-told": ("answers", "Another area has told you what it knows"),
    "area-answered": ("answers", "Another area has answered you"),
    "feedback": ("answers", "What came of what you told or answered"),
    "disagreement-answered": ("answers", "Your disagreement has an answer"),
    "claim-answered": ("answers", "Your claim to work with a child has an answer"),
    "escalation-talked": ("asked", "A call about an escalation was written down: is it settled?"),
    "escalation-answered": ("answers", "An escalation has an answer"),
    "escalation-ended": ("answers", "An escalation has ended"),
    "challenge-answered": ("answers", "Your question about a decision has an answer"),
    "challenge-recognised": ("answers", "It was right to ask, somebody says"),
    "escalation-recognised": ("answers", "It was right to ask, somebody says"),
    "item-corrected": ("sharing", "Something that was shared with you was corrected"),
    "agreement-ended-there": ("sharing", "Another area has ended an agreement with you, or a part of it"),
    "agreement-withdrawn": ("sharing", "A family has changed its mind about sharing"),
    "agreement-review": ("sharing", "A family’s agreement is to be looked at again"),
    "without-agreement": ("sharing", "Something was shared without agreement"),
    "lookup-to-explain": ("own", "Please explain a look-up of yours"),
    "moderation-opened": ("together", "Vignettes wait to be read by your agency"),
    "moderation-late": ("together", "A moderation session waits for you"),
    "moderation-shown": ("together", "The scores of a moderation session are shown"),
}


def sort_of(kind: str) -> Sort:
    """How somebody chooses to hear of this."""
    return SORTS[KINDS.get(kind, ("other", ""))[0]]


def words_of(kind: str) -> str:
    """What the notice says. What nobody has named says that something waits."""
    return KINDS.get(kind, ("", "Something waits for you"))[1]


def kinds_that_say(words: str) -> frozenset[str]:
    """Every kind whose notice reads so: to its reader they are one."""
    return frozenset(kind for kind, (_, said) in KINDS.items() if said == words)


def is_told_in_the_app(*, key: str, to: str) -> bool:
    """Whatever is sent to a practitioner, a team or an agency: not links and invitations, nor letters about notices."""
    kind, _, record_id = to.partition(":")
    return kind in ("practitioner", "team", "agency") and is_id(record_id) and not key.startswith(OWN_KEY)


def stem_of(*, key: str, to: str) -> str:
    """What the key of a message shares with those that tell the same word to others: all but its recipient, at the end. Empty
    where it does not end so: then it is like no other."""
    for end in (to, to.partition(":")[2]):
        if end and key.endswith(end):
            return key.removesuffix(end)
    return ""


def is_of_one_record(path: str) -> bool:
    """Does this page show one record, rather than a list in which what one was told of may stand further down?"""
    return any(is_id(part) for part in path.split("/"))


def is_id(text: str) -> bool:
    """Could it be the id of a record?"""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def is_urgent(kind: str, letter: str) -> bool:
    """What is late or about danger, and whatever asks its reader to ring now, never waits."""
    return not sort_of(kind).waits or letter == "ring"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which only what is urgent leaves, by the clock on the wall. Over midnight, if they begin later than they end. Two
    times alike are no hours at all, not a whole day: nobody is silenced by a slip."""

    begins: time = QUIET_FROM
    ends: time = QUIET_UNTIL

    def covers(self, local: datetime) -> bool:
        """Is it quiet at this moment, in the reader's own zone?"""
        now = local.time()
        if self.begins == self.ends:
            return False
        if self.begins < self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends

    def over_at(self, local: datetime) -> datetime:
        """The first moment from this one on that is not quiet."""
        if not self.covers(local):
            return local
        ends = datetime.combine(local.date(), self.ends, local.tzinfo)
        return ends if ends.time() > local.time() else ends + timedelta(days=1)


def next_digest(local: datetime, hours: Iterable[int], quiet: Quiet) -> datetime:
    """The next hour of a digest after this moment, by the clock on the wall; in quiet hours, when they are over."""
    chosen = sorted(set(hours)) or list(DIGEST_HOURS)
    days = (local.date() + timedelta(days=step) for step in range(3))
    slots = (datetime.combine(day, time(hour), local.tzinfo) for day in days for hour in chosen)
    wall = local.replace(tzinfo=None)
    return quiet.over_at(next(slot for slot in slots if slot.replace(tzinfo=None) > wall))


def digest_key(practitioner_id: str, slot: datetime) -> str:
    """One digest a person, a day and an hour on the wall: when the clocks go back, that hour comes twice and the digest once."""
    return f"{OWN_KEY}digest:{practitioner_id}:{slot:%Y-%m-%dT%H%M}"


@dataclass(frozen=True, slots=True)
class Leaving:
    """How the letter beside a notice leaves: `now`, `later` (at `at`), or in the `digest` of `at`."""

    how: Literal["now", "later", "digest"]
    at: datetime | None = None


def how_it_leaves(
    *, urgent: bool, in_digest: bool, local: datetime, quiet: Quiet, hours: Iterable[int], back_at: datetime | None,
    on_duty: bool,
) -> Leaving:  # fmt: skip
    """Urgent: now. What somebody gathers: in the next digest after they are back. The rest: when they are back and it is not
    quiet; whoever is on duty has no quiet hours."""
    if urgent:
        return Leaving("now")
    here = max(local, back_at) if back_at else local
    if in_digest:
        return Leaving("digest", next_digest(here, hours, quiet))
    first = here if on_duty else quiet.over_at(here)
    return Leaving("later", first) if first > local else Leaving("now")
