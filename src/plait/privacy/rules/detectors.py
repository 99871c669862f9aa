"""Which look-ups are a question, and in which words. Each detector reads one viewer's looks and answers questions. Pure.

The first four are asked of every new look at once; the others of a viewer's whole window, every few minutes.
"""

from collections.abc import Sequence
from datetime import timedelta

from plait.privacy.rules.looks import (
    READ,
    SEARCHED,
    TOOK,
    TRIED,
    WORKED,
    Found,
    Limits,
    Look,
    Pace,
    Record,
    Viewer,
    by_subject,
    found,
    occasions_of,
)

HOW = {
    "declared": "They have said that they know this person.",
    "found": "It was found that they may be of this person’s own family or home.",
    "kin": "They have said that they know somebody in this person’s family.",
    "home": "They have said that they know somebody who lives at this address.",
    "namesake": "This person has the same first and last name as they have.",
    "surname_and_home": "This person has their last name, and lives where somebody lives whom they have said they know.",
}


def at_once(
    looks: Sequence[Look], viewer: Viewer, records: Record, limits: Limits, *, tried_by_all: dict[str, int]
) -> list[Found]:
    """What is asked of every new look within one round of the worker."""
    return [
        *own_family(looks, viewer, limits),
        *colleague(looks, viewer, limits),
        *high_interest(looks, records, limits, tried_by_all=tried_by_all),
        *leaving(looks, viewer, limits),
    ]


def over_time(
    looks: Sequence[Look], viewer: Viewer, records: Record, pace: Pace, limits: Limits
) -> list[Found]:
    """What only shows in many looks together."""
    return [
        *many_people(looks, pace, limits),
        *many_searches(looks, pace, limits),
        *repeats(looks, viewer, limits),
        *after_it_ended(looks, viewer, limits),
        *closed_records(looks, viewer, records, limits),
        *unusual_hours(looks, viewer, pace, limits),
        *leaving(looks, viewer, limits),
    ]


def own_family(looks: Sequence[Look], viewer: Viewer, limits: Limits) -> list[Found]:
    """Somebody opened, or tried to open, the record of a person whom they said, or seem, to know."""
    return [
        found(
            "own_family", some, HOW.get(viewer.tied[subject], HOW["declared"]), window_days=limits.window_days,
            subject=subject,
        )
        for subject, some in by_subject(looks, READ, TRIED, TOOK).items()
        if subject in viewer.tied
    ]  # fmt: skip


def colleague(looks: Sequence[Look], viewer: Viewer, limits: Limits) -> list[Found]:
    """Somebody opened a record in which they have no part by name and on which they did no work, of a person whom a
    team-mate has said they know: were they asked to look?"""
    worked = by_subject(looks, WORKED)
    return [
        found(
            "colleague",
            some,
            "Somebody in their team has said that they know this person. They did no work on the record themselves.",
            window_days=limits.window_days,
            subject=subject,
        )
        for subject, some in by_subject(looks, READ, TOOK).items()
        if subject in viewer.mates_tied and subject not in viewer.named and subject not in worked
    ]


def high_interest(
    looks: Sequence[Look], records: Record, limits: Limits, *, tried_by_all: dict[str, int]
) -> list[Found]:
    """A record in the public eye was tried by somebody outside the team that may open it. From the third try on, by
    whomever, everybody who tried is asked."""
    told = []
    for subject, some in by_subject(looks, READ, TRIED, TOOK).items():
        team = records.high_interest.get(subject)
        if team is None or some[0].who in team or tried_by_all.get(subject, 0) < limits.tries:
            continue
        because = "This record is in the public eye: only the team named for it may open it, and they are not in it."
        told.append(found("high_interest", some, because, window_days=limits.window_days, subject=subject))
    return told


def leaving(looks: Sequence[Look], viewer: Viewer, limits: Limits) -> list[Found]:
    """Copies and prints taken in the days before somebody left; anything at all after."""
    left = viewer.left_at
    if left is None:
        return []
    after = [one for one in looks if one.at >= left]
    before = [
        one
        for one in looks
        if one.kind == TOOK and left - timedelta(days=limits.days_before_leaving) <= one.at < left
    ]
    told = []
    if after:
        told.append(
            found("leaving", after, "They had left by then.", window_days=limits.window_days, subject="after")
        )
    if before:
        because = f"They took copies or prints in the {limits.days_before_leaving} days before they left."
        told.append(found("leaving", before, because, window_days=limits.window_days, subject="before"))
    return told


def many_people(looks: Sequence[Look], pace: Pace, limits: Limits) -> list[Found]:
    """Far more people in a day, or in the whole window without working on them, than is usual for the role."""
    told = []
    days: dict[object, list[Look]] = {}
    for one in looks:
        if one.kind in (READ, TRIED, TOOK):
            days.setdefault(one.at.date(), []).append(one)
    enough = max(limits.least_people_in_a_day, pace.people_in_a_day * limits.times_usual)
    for some in days.values():
        number = len({one.subject for one in some})
        if number >= enough:
            because = (
                f"They opened or tried {number} different records in one day. "
                f"Usual for their role: about {round(pace.people_in_a_day)}."
            )
            told.append(
                found(
                    "many_people",
                    some,
                    because,
                    window_days=limits.window_days,
                    subject=f"day{some[0].at:%Y%m%d}",
                )
            )
    worked = by_subject(looks, WORKED)
    idle = {
        subject: some
        for subject, some in by_subject(looks, READ, TRIED, TOOK).items()
        if subject not in worked
    }
    enough = max(limits.least_people_in_window, pace.people_in_window * limits.times_usual)
    if len(idle) >= enough:
        some = [one for few in idle.values() for one in few]
        because = (
            f"In {limits.window_days} days they opened {len(idle)} records on which they did no work. "
            f"Usual for their role: about {round(pace.people_in_window)}."
        )
        told.append(found("many_people", some, because, window_days=limits.window_days, subject="window"))
    return told


def many_searches(looks: Sequence[Look], pace: Pace, limits: Limits) -> list[Found]:
    """Far more searches in a day than is usual for the role."""
    days: dict[object, list[Look]] = {}
    for one in looks:
        if one.kind == SEARCHED:
            days.setdefault(one.at.date(), []).append(one)
    enough = max(limits.least_searches_in_a_day, pace.searches_in_a_day * limits.times_usual)
    return [
        found(
            "many_searches",
            some,
            f"They searched {len(some)} times in one day. Usual for their role: about {round(pace.searches_in_a_day)}.",
            window_days=limits.window_days,
            subject=f"day{some[0].at:%Y%m%d}",
        )
        for some in days.values()
        if len(some) >= enough
    ]


def repeats(looks: Sequence[Look], viewer: Viewer, limits: Limits) -> list[Found]:
    """The same record on several occasions, without a part in it by name and without any work on it."""
    worked = by_subject(looks, WORKED)
    told = []
    for subject, some in by_subject(looks, READ, TRIED, TOOK).items():
        if subject in viewer.named or subject in worked:
            continue
        begun = occasions_of(some, minutes=limits.minutes_between_occasions)
        if len(begun) >= limits.occasions:
            because = (
                f"They opened or tried this record on {len(begun)} occasions and did no work on it. "
                "No part in it is recorded in their name."
            )
            told.append(found("repeat", some, because, window_days=limits.window_days, subject=subject))
    return told


def after_it_ended(looks: Sequence[Look], viewer: Viewer, limits: Limits) -> list[Found]:
    """Looks at a record after one's own part in it had ended."""
    told = []
    for subject, some in by_subject(looks, READ, TRIED, TOOK).items():
        ended = viewer.ended.get(subject)
        if ended is None or subject in viewer.named:
            continue
        late = [one for one in some if one.at > ended]
        if len(occasions_of(late, minutes=limits.minutes_between_occasions)) >= limits.tries_after_end:
            because = (
                f"Their part in this record ended on {ended.day} {ended:%B %Y}, and they came back to it."
            )
            told.append(found("ended", late, because, window_days=limits.window_days, subject=subject))
    return told


def closed_records(looks: Sequence[Look], viewer: Viewer, records: Record, limits: Limits) -> list[Found]:
    """A record opened long after it was closed, where nothing new had come in and no work followed."""
    worked = by_subject(looks, WORKED)
    told = []
    for subject, some in by_subject(looks, READ, TOOK).items():
        closed = records.closed.get(subject)
        if closed is None or subject in worked or subject in viewer.named:
            continue
        late = [one for one in some if one.at > closed + timedelta(days=limits.days_after_closing)]
        if late:
            because = f"This record was closed on {closed.day} {closed:%B %Y}, and nothing new had come in."
            told.append(found("closed", late, because, window_days=limits.window_days, subject=subject))
    return told


def unusual_hours(looks: Sequence[Look], viewer: Viewer, pace: Pace, limits: Limits) -> list[Found]:
    """Several looks on one day at hours when hardly anybody of the role is at work, and no work done in them."""
    if pace.looks < limits.least_looks_to_know_hours or not pace.hours:
        return []
    days: dict[object, list[Look]] = {}
    for one in looks:
        if pace.hours[one.hour] < limits.rare_hour_share:
            days.setdefault(one.at.date(), []).append(one)
    told = []
    for some in days.values():
        opened = [one for one in some if one.kind in (READ, TRIED, TOOK)]
        if len(opened) >= limits.least_looks_at_a_rare_hour and not any(one.kind == WORKED for one in some):
            because = "They opened records at an hour when hardly anybody in their role is at work, and did no work on them."
            told.append(
                found(
                    "hours",
                    opened,
                    because,
                    window_days=limits.window_days,
                    subject=f"day{opened[0].at:%Y%m%d}",
                )
            )
    return told
