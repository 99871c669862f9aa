"""Who owns a disagreement, who may do what with it, and when somebody is asked to climb. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from plait.base.access.verdict import Verdict, hidden, no, yes

Side = Literal["ours", "theirs"]
A_PART = 400  # letters of what was told and of what was expected, at the beginning of a question
ARBITRATOR = "arbitrator"  # whom the partnership named: the owner when nobody else can be one

UNHEEDED = "did-not-answer"  # why it passed to whoever is next: asked so often, they did not heed it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, or a team, that could own a stage, with all that may stand in the way. `begins`: the stage is the talk of
    those who disagree, so that whoever decided is just the right one."""

    ref: str  # practitioner:<id>, team:<id> or arbitrator
    why: Literal["role", "deputy", "team", "arbitrator"]
    role: str = ""
    begins: bool = False
    gone: bool = False  # left, suspended, agency ended; of a team: nobody is in it
    away: bool = False  # on leave; of a team: everybody is
    decided: bool = False
    disagrees: bool = False
    conflicted: bool = False
    absent: bool = False  # the record is not there for them: restricted
    answered_below: bool = False  # they answered, or owned the answer, at a stage below this one


def may_own(one: Candidate, side: Side) -> Verdict:
    """Nobody answers who has left or is away, who knows the family, for whom the record is not there, who decided it
    themselves (but for the first talk), or who asks."""
    if one.ref == ARBITRATOR:
        return yes("arbitrator")
    if one.gone:
        return no("has-left", say="They have left.", next_step="The next deputy")
    if one.away:
        return no("is-away", say="They are away.", next_step="The next deputy")
    if one.conflicted:
        return hidden("declared-conflict")
    if one.absent:
        return hidden("restricted")
    if one.decided and not (one.begins and side == "theirs"):
        return no("decided-it", say="They decided what is disputed.", next_step="The next deputy")
    if one.disagrees and side == "theirs":
        return no("asks-it", say="They are the one who disagrees.", next_step="The next deputy")
    return yes(one.why)


def who_owns(candidates: Iterable[Candidate], side: Side) -> Candidate:
    """The first who may; where nobody may, the arbitrator of the partnership, by name and number. Never nobody."""
    for one in candidates:
        if may_own(one, side):
            return one
    return Candidate(ARBITRATOR, "arbitrator", role=ARBITRATOR)


def who_is_next(candidates: Iterable[Candidate], side: Side, *, passed: Collection[str]) -> Candidate | None:
    """Who is asked after those who did not heed it (`passed`): the first other one who may own it and has an account or a team.
    None where nobody is left: then whoever owns it now goes on owning it, rather than a name that no letter reaches."""
    for one in candidates:
        if one.ref != ARBITRATOR and one.ref not in passed and may_own(one, side):
            return one
    return None


def scope_of(*, our_agency: str, their_agency: str, other_area: bool = False) -> str:
    """Inside one agency, between two, or between two areas: each has a ladder of its own."""
    if other_area:
        return "areas"
    return "inside" if our_agency == their_agency else "between"


def first_stage(scope: str, *, declined: bool) -> int:
    """Where it begins, counted from 0. What another area declined to take climbs the same day: it begins above the talk,
    which has been had."""
    return 1 if scope == "areas" and declined else 0


@dataclass(frozen=True, slots=True)
class Raising:
    """What matters about somebody who wants to dispute something."""

    works_here: bool
    may_read: bool
    decided_it: bool
    open_already: bool = False


def opening_question(*, subject: str, words: str, expected: str) -> str:
    """A question about what somebody was told begins with that and with what they expected, so that one look answers it. About
    anything else they begin it themselves."""
    if not subject.startswith("feedback:"):
        return ""
    told, wanted = (_short(" ".join(text.split())) for text in (words, expected))
    return f"I was told: “{told}”\nI expected: {wanted}\nWhy is it so?"


def _short(text: str) -> str:
    return text if len(text) <= A_PART else f"{text[:A_PART].rsplit(' ', 1)[0]} …"


def may_raise(facts: Raising) -> Verdict:
    """Whoever was told, was asked or works on it may dispute it, but not what they decided themselves; once at a time."""
    if not facts.works_here:
        return no(
            "no-account",
            say="A disagreement is followed up over weeks, so it needs an account of your own.",
            next_step="Open what you were told, and say there why you disagree; or ring the hub",
        )
    if not facts.may_read:
        return hidden("not-involved")
    if facts.decided_it:
        return no(
            "own-decision",
            say="You decided this yourself.",
            next_step="Decide again, or ask your manager to look at it",
        )
    if facts.open_already:
        return no(
            "open-already",
            say="You have taken this further already, and it is still open.",
            next_step="Look at your escalations",
        )
    return yes("may-dispute")


@dataclass(frozen=True, slots=True)
class Part:
    """What part somebody has in a disagreement. `raised` and `owns_ours` are the side that disagrees."""

    raised: bool = False
    owns_ours: bool = False
    owns_theirs: bool = False
    owned_theirs: bool = False  # once, on the side that was asked
    our_team: bool = False
    their_team: bool = False
    decided: bool = False
    first_talk: bool = False

    @property
    def ours(self) -> bool:
        """The side that disagrees, and nobody who decided it, whatever team they share with those who do."""
        return self.raised or ((self.owns_ours or self.our_team) and not self.decided)

    @property
    def theirs(self) -> bool:
        return (self.owns_theirs or self.their_team) and not self.raised

    @property
    def may_recognise(self) -> bool:
        return (self.theirs or self.owned_theirs) and not self.raised


_THEIRS = "The other side answers."


def may_climb(part: Part, *, at_the_top: bool, because: str) -> Verdict:
    """The side that disagrees may climb at any time, with a sentence; the other side may pass it up too. At the top somebody
    decides, and nobody climbs."""
    if not (part.ours or part.owns_theirs):
        return no("not-your-part", say="Those who disagree decide whether it climbs.", next_step="Ring them")
    if at_the_top:
        return no(
            "at-the-top",
            say="This is the last stage: whoever arbitrates decides.",
            next_step="Ring them. In danger now: 999, and the duty team",
        )
    return _with_reason(because, "Say in a sentence why it climbs.")


def may_answer(part: Part, *, answer: str) -> Verdict:
    """Whoever owns it on the other side, or a colleague of the team that was asked, but nobody who disagrees; and above the
    first talk nobody who decided it."""
    if part.raised or not part.theirs:
        return no("not-asked", say=_THEIRS, next_step="Wait for the answer, or climb")
    if part.decided and not part.first_talk:
        return no(
            "decided-it",
            say="You decided this, so somebody else answers at this stage.",
            next_step="Say what you know to whoever owns the stage",
        )
    return _with_reason(answer, "An answer comes with reasons.")


def may_settle(part: Part, *, at_the_top: bool, outcome: str) -> Verdict:
    """The side that disagrees says that it is settled; at the last stage whoever arbitrates decides. In writing, for both."""
    decides = at_the_top and part.owns_theirs and not part.decided
    if not (part.ours or decides):
        return no(
            "not-theirs-to-settle",
            say="Those who disagree say whether it is settled.",
            next_step="Answer with reasons; they settle it, or climb",
        )
    return _with_reason(outcome, "Write what was agreed: it stands on both agencies’ records.")


def may_withdraw(part: Part, *, because: str) -> Verdict:
    """Only the side that disagrees takes it back, and says why."""
    if not part.ours:
        return no(
            "not-theirs-to-withdraw",
            say="Only those who disagree can take it back.",
            next_step="Answer with reasons",
        )
    return _with_reason(because, "Say why it is taken back.")


def may_overtake(part: Part, *, because: str) -> Verdict:
    """That events overtook it (an incident, a new decision, a strategy discussion) the side that disagrees may say; above the
    first talk also whoever owns it on the other. Never whoever decided it: nobody ends a disagreement with themselves."""
    if not (part.ours or part.theirs or part.decided):
        return hidden("not-involved")
    if part.decided and not part.ours:
        return no(
            "decided-it",
            say="You decided what is disputed, so somebody else says whether it is over.",
            next_step="Say what has happened to those who disagree, or to whoever owns the stage",
        )
    if not (part.ours or (part.owns_theirs and not part.first_talk)):
        return no(
            "not-theirs-to-end",
            say="Those who disagree say whether events have overtaken it.",
            next_step="Answer with what has happened; they end it, or climb",
        )
    return _with_reason(because, "Say what overtook it.")


def has_a_part(part: Part) -> Verdict:
    """Either side may write down a call; whoever decided is on the other side."""
    return yes("has-a-part") if part.ours or part.theirs or part.decided else hidden("not-involved")


def may_recognise(part: Part, *, words: str) -> Verdict:
    """Good challenge is recognised by the other side, never by whoever made it."""
    if not part.may_recognise:
        return no(
            "not-your-own",
            say="The other side says when a challenge was a good one.",
            next_step="Thank a colleague in your own words",
        )
    return _with_reason(words, "Say what was good about it.")


def may_say_outcome(part: Part, *, ended: bool, said: str) -> Verdict:
    """What it did for the child is said by the side that disagreed, once the disagreement has ended."""
    if not part.ours:
        return no("not-asked", say="Those who disagreed say this.", next_step="Ring them")
    if not ended:
        return no("still-open", say="It is still open.", next_step="Settle it first")
    return _with_reason(said, "Say in a sentence what changed for the child.")


def may_ring(
    *, spoke_with: str, said: str, rang_at: datetime, since: datetime | None = None, at: datetime
) -> Verdict:
    """A call is written down by whoever has a part in it (`has_a_part`): with whom, what was said, not in the future, and not
    before there was anything to disagree about (`since`: when the concern was received)."""
    if rang_at > at:
        return no(
            "rang-in-future", say="The call cannot lie in the future.", next_step="Check the day and the time"
        )
    if since is not None and rang_at < since:
        return no(
            "rang-before-it",
            say="The call lies before the concern itself.",
            next_step="Check the day and the time",
        )
    if not (spoke_with.strip() and said.strip()):
        return no(
            "call-without-words", say="Say whom you spoke with and what was said.", next_step="Fill in both"
        )
    return yes("rang")


def _with_reason(words: str, say: str) -> Verdict:
    if not words.strip():
        return no("needs-reason", say=say, next_step="Add one sentence")
    return yes("with-reason")


def next_prompt(*, due: datetime, at: datetime, pressing: bool) -> datetime:
    """When both sides are asked again to climb, after the moment at which it was due: each day, and while it is pressing every
    six hours. A prompt never stops by itself, and nothing ever climbs in silence."""
    return max(due, at) + (timedelta(hours=6) if pressing else timedelta(days=1))


def is_pressing(urgency: str, *, prompts: int, unheeded: int) -> bool:
    """With a risk of harm, until whoever owes it has been asked `unheeded` times: a fortieth letter in ten days is read by nobody
    who did not read four. From then on somebody else is asked, and where nobody else is left, each day."""
    return counts_as_harm(urgency) and prompts < unheeded


def counts_as_harm(urgency: str) -> bool:
    """Is this one of those that no stage may keep for more than 24 hours?"""
    return urgency in ("danger", "harm")
