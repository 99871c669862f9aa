"""What part somebody has in a disagreement, and what they may do in it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from plait.agencies.roles import may, works_with_children
from plait.base.access.verdict import Verdict, hidden, no, yes
from plait.base.audit.actor import Actor
from plait.escalation.rules.pace import is_more_urgent


def may_take_part(actor: Actor) -> Verdict:
    """Practitioners who work with children, or raise concerns about them: each sees only what they have a part in."""
    if actor.kind == "practitioner" and (works_with_children(actor) or may(actor, "concern:raise")):
        return yes("practitioner")
    return no(
        "no-part",
        say="A disagreement is followed up over weeks, so it needs an account of your own that works with children.",
        next_step="Open what you were told, and say there why you disagree; or ring the hub",
    )


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
    answered_below: bool = False  # and does not own this stage by name; asked only of whoever would answer

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


def may_make_more_urgent(part: Part, *, now: str, urgency: str, because: str) -> Verdict:
    """Whoever has a part in it may say that it has become more urgent, with a sentence: whoever sees a danger first says so.
    Never less urgent: a time that was promised is not taken back."""
    if not has_a_part(part):
        return hidden("not-involved")
    if not is_more_urgent(urgency, than=now):
        return no(
            "not-more-urgent",
            say="An escalation can become more urgent, and never less: a time that was promised is kept.",
            next_step="Say in an answer, or by telephone, that it is calmer now",
        )
    return _with_reason(because, "Say in a sentence why it is more urgent now.")


def may_answer(part: Part, *, answer: str) -> Verdict:
    """Whoever owns it on the other side, or a colleague of the team that was asked, but nobody who disagrees; and above the
    first talk nobody who decided it, and at no stage who answered below it."""
    if part.raised or not part.theirs:
        return no("not-asked", say=_THEIRS, next_step="Wait for the answer, or climb")
    if part.decided and not part.first_talk:
        return no(
            "decided-it",
            say="You decided this, so somebody else answers at this stage.",
            next_step="Say what you know to whoever owns the stage",
        )
    if part.answered_below:
        return no(
            "answered-below",
            say="You answered this at a stage below, so somebody else answers now.",
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
    return _with_reason(outcome, "Write what was agreed: it stands on the record.")


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
    before there was anything to disagree about (`since`: when it was decided, or where nothing was, the concern received)."""
    if rang_at > at:
        return no(
            "rang-in-future", say="The call cannot lie in the future.", next_step="Check the day and the time"
        )
    if since is not None and rang_at < since:
        return no(
            "rang-before-it",
            say="The call lies before what is disputed.",
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
