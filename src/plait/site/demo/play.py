"""Build the fictional area and play one concern through, printing what happened."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from rich.console import Console
from rich.table import Table

from plait.agencies.models import Practitioner
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.calendars import LONDON
from plait.base.clock.now import now
from plait.base.outbox.models import Message
from plait.base.packs.actions.release_pack import release_pack
from plait.site.demo.before import move_twice
from plait.site.demo.cast import assemble, find
from plait.site.demo.disagreement import disagree_and_be_heard
from plait.site.demo.moderating import moderate
from plait.site.demo.morning import leave_on_the_desks
from plait.site.demo.past import live_through_the_past
from plait.site.demo.stepped_down import hold_and_worry_again
from plait.site.demo.story import play

# Long enough before the story that everybody is at work when it begins.
SETTLED = timedelta(days=190)  # the family that was stepped down has a history of half a year
LASTS = timedelta(hours=3)


def begins(at: datetime) -> datetime:
    """Nine o'clock of the last weekday on which the whole story lies in the past."""
    morning = at.astimezone(LONDON).replace(hour=9, minute=0, second=0, microsecond=0)
    while morning.weekday() > 4 or morning + LASTS > at:
        morning -= timedelta(days=1)
    return morning.astimezone(UTC)


def play_demo(console: Console) -> None:
    """Assemble the cast unless it is there, then tell the story line by line. Everything shown is fictional."""
    at = now()
    if Practitioner.objects.exists():
        find(at=at)
        console.print("The fictional area is as the last demo left it.")
        return
    start = begins(at)
    with console.status("Bringing everybody to work…"):
        release_pack(
            area=settings.PLAIT_AREA,
            root=settings.PLAIT_PACKS,
            by=Actor.process("demo"),
            at=start - SETTLED,
        )
        cast = assemble(at=start - SETTLED)
    with console.status("Living through the months before…"):
        live_through_the_past(cast, now=at)
        move_twice(cast, now=at)
    console.print("\n[bold]One concern, from the person who saw it to the people who act, and back[/bold]")
    console.print("Everything here is invented: the area, the agencies, the people.\n")
    for told in (
        *hold_and_worry_again(cast, at=start),
        *play(cast, at=start),
        *disagree_and_be_heard(cast, at=start),
    ):
        moment = told.at.astimezone(LONDON)
        day = f"{moment:%a %H:%M}" if start - told.at < timedelta(days=7) else f"{moment:%d %b %Y}"
        console.print(f"[dim]{day}[/dim]  [bold]{told.who}[/bold] {told.did}")
    leave_on_the_desks(cast, now=at)
    moderate(cast, now=at)
    _close(console)


def _close(console: Console) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("Every look and every deed is on record", f"{AuditEntry.objects.count()} audit rows")
    table.add_row("Mail waiting to leave, none naming anybody", f"{Message.objects.count()} messages")
    console.print()
    console.print(table)
