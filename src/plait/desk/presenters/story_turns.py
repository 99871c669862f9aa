"""What happened to a referral and a concern between the decisions: closed, opened again, led, and who was rung about it."""

from collections.abc import Iterator

from plait.desk.presenters.story_entry import Entry, later_entry
from plait.desk.presenters.story_sources import is_protected
from plait.desk.queries.story import Gathered


def turns(story: Gathered) -> Iterator[Entry]:
    """Every closing, opening again and acceptance by a lead that there ever was: the referral itself keeps only the last. Why it
    was opened again may tell of who said so, and is for those who work on it."""
    for referral in story.referrals:
        works, team = referral.contact_id in story.works_on, referral.lead_team
        for move in referral.moves.all():
            key = f"move:{move.pk}"
            if move.verb == "accept lead":
                there = str(team) if team and move.at == referral.lead_accepted_at else ""
                title = f"{move.by_name} accepted the lead"
                entry = Entry(key, "decision", move.at, title, there, field_group="work")
                yield later_entry(entry, truly=move.happened_at)
            elif move.verb == "close":
                yield Entry(key, "decision", move.at, "Closed", "The hub", move.because)
            elif move.verb.startswith("reopen"):
                yield Entry(
                    key, "decision", move.at, "Opened again", "The hub", move.because if works else ""
                )


def calls(story: Gathered) -> Iterator[Entry]:
    """Calls that were an ask or only a note, as on the page of the concern; an answer and a word of feedback have lines of their
    own."""
    whose = {one.ref: one.contact_id for one in story.referrals}
    whose |= {
        one.ref: referral.contact_id
        for referral in story.referrals
        for one in story.checks
        if one.referral_id == referral.pk
    }
    whose |= {one.ref: one.pk for one in story.contacts}
    for call in story.calls:
        referrer = story.referrers.get(str(whose[call.about]))
        yield Entry(
            f"call:{call.pk}", "call", call.rang_at, "A call was written down", call.by_name,
            f"Spoke with {call.spoke_with}: {call.said}", field_group="concern", may_tell=is_protected(referrer),
        )  # fmt: skip
