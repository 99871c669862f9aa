"""What people answer when others ask, and what follows when somebody leaves or an agency ends.

May this message still leave, may this address have an account? And every way in of a leaver ends in the same transaction.
"""

from uuid import UUID

from plait.agencies.events import AccountEnded, AgencyEnded, BeforeInviting
from plait.agencies.queries import agency_behind
from plait.base.access.verdict import Verdict, no, yes
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.outbox.events import MayStillLeave
from plait.people.actions.end_ways_in import end_ways_in
from plait.people.events import PeopleBehind, RecordsAbout
from plait.people.queries import declared_to_know
from plait.people.queries.accesses import was_taken_off
from plait.people.queries.reaching import kept_from, kept_from_mailbox, used_by_somebody_barred

_NEXT = "Ring the hub"


# News of work on a record, for whoever works on it. What answers somebody's own words (feedback, a claim) is never stopped by
# their leaving the case; nor is a word to a team of the hub, which has to hear of it whoever left.
TO_WORKERS = frozenset({
    "agreement-review", "check-late", "check-not-opened", "check-not-opened-deputy", "lead-not-accepted", "shield-review",
    "stepdown-late", "stepdown-new-concern", "stepdown-soon",
})  # fmt: skip
TO_TEAMS = frozenset({
    "partner-asked", "passed-on", "check-late", "check-not-opened", "lead-not-accepted", "stepdown-asked", "stepdown-late",
    "stepdown-new-concern", "stepdown-soon",
})  # fmt: skip


def may_message_still_leave(question: MayStillLeave) -> Verdict:
    """Whoever has declared that they know somebody, or from whom somebody is protected, is sent nothing that tells of a record
    about that one, by name, team or mailbox; nor is whoever was taken off the case sent news of the work on it. Held against
    what is true at the moment of sending."""
    kind, _, record_id = question.to.partition(":")
    if not question.about or kind not in ("practitioner", "team", "agency", "mailbox"):
        return yes("nobody-named")
    if kind == "practitioner":
        barred = {*kept_from(record_id), *declared_to_know(record_id)}
    else:
        barred = set(kept_from_mailbox(agency_behind(question.to)))
    for person_id in sorted(barred):
        about = {f"person:{person_id}", *(ref for refs in ask(RecordsAbout(UUID(person_id))) for ref in refs)}
        if question.about in about:
            return no("protected-from", say="It may not reach them any more.", next_step=_NEXT)
    news = {"practitioner": TO_WORKERS, "team": TO_TEAMS}.get(kind, frozenset())
    if question.kind in news and was_taken_off(question.to, _people_behind(question.about), at=question.at):
        return no("taken-off", say="They do not work on this any more.", next_step=_NEXT)
    return yes("still-safe")


def _people_behind(reference: str) -> list[str]:
    kind, _, record_id = reference.partition(":")
    if kind == "person":
        return [record_id]
    return [one for some in ask(PeopleBehind(reference)) for one in some]


def may_have_account(question: BeforeInviting) -> Verdict:
    """An address that is used by somebody from whom a family is protected gets no account by itself. What is said is true of
    every address, and names nobody: whoever invites people reads no child's record."""
    if not used_by_somebody_barred(question.email):
        return yes("nothing-known")
    return no(
        "account-to-be-looked-at",
        say="Somebody in the hub has to look at this invitation first. Nothing was sent.",
        next_step="Ring the hub and say whom you want to invite",
    )


def shut_after_leaver(event: AccountEnded) -> None:
    """Nothing that was theirs by name opens any more, should they ever sign in again."""
    end_ways_in(practitioner_ids=[str(event.practitioner)], team_ids=[], by=_by(event.by), at=event.at)


def shut_after_agency(event: AgencyEnded) -> None:
    """Nor anything to a team of an agency that ended."""
    end_ways_in(
        practitioner_ids=[],
        team_ids=[str(one) for one in event.teams],
        agency_id=str(event.agency),
        by=_by(event.by),
        at=event.at,
    )


def _by(who: str) -> Actor:
    return Actor.process(who.removeprefix("process:")) if who.startswith("process:") else Actor(who, who)
