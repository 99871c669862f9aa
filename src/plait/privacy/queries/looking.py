"""The audit as the detectors read it, and what is known of whoever looked. Names come back only where a question needs them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q

from plait.agencies.models import Membership, Practitioner
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.packs import Pack
from plait.base.packs.schema.lookups import LookupsFile
from plait.privacy.rules import LISTED, READ, SEARCHED, TOOK, TRIED, WORKED, Limits, Look, Pace

# Every page of a record shows it; these are pages of one's own, or speak of somebody without showing their record.
RECORDS = ("person:", "contact:", "referral:", "place:", "strategy:")
NOT_LOOKS = frozenset(
    {
        "person:returned",
        "contact:own-list",
        "contact:own-read",
        "contact:receipt",
        "contact:watched",
        "contact:opened",
        "person:search",
        "prompt:shown",
    }
)
TAKEN = frozenset({"sharing:copy", "sharing:print", "referral:print", "contact:print", "strategy:print"})
SEARCHES = frozenset({"person:searched", "person:household-searched", "record:searched"})
# Refusals that say: there is something, and it is not theirs. "absent" is not among them: there is nothing.
KEPT_OUT = frozenset({"not-involved", "restricted", "declared-conflict", "inferred-conflict"})
# Deeds end in what was done. These end so too, and are none.
NOT_WORK = frozenset({"place:revealed", "person:looked", "check:opened", *NOT_LOOKS, *SEARCHES})
DONE = ("ed", "kept", "made", "said", "passed-on", "taken-back", "asked-wide")
DEEDS = (
    "contact:", "referral:", "check:", "strategy:", "person:", "place:", "item:", "involvement:", "decision:", "call:",
    "concern:",
)  # fmt: skip
# What somebody has a part in is no question to a detector: nobody gets there without it. Whoever it is about hears of it.
PARTS = (
    "check:", "escalation:", "challenge:", "stepdown:", "handover:", "supervision:", "family:", "agreement:", "sealed:",
    "review:", "claim:", "agency-notes:", "corrected:", "prompt:", "answer:", "lease:", "borrowed:",
    "discovery:", "information:", "lent:", "missing:", "move:",
)  # fmt: skip
# A list that only a reader with a part in each of its lines is shown, with their names or references.
IN_LISTS = frozenset(
    {
        "insights:behind",
        "stepdown:list",
        "handover:list",
        "discovery:list",
        "missing:list",
        "review:list",
        "claim:list",
        "family:due",
        "agreement:notices-list",
    }
)


def told_as(act: str, verdict: str, reason: str) -> str:
    """What kind of thing a row of the audit is to the one whom it is about: more than the detectors ask of."""
    if verdict == "refused":
        return ""
    if act in IN_LISTS:
        return LISTED
    if kind := kind_of(act, verdict, reason):
        return kind
    if not act.startswith(PARTS) or act in NOT_LOOKS:
        return ""
    opened = act.endswith("-opened") or act in NOT_WORK
    return WORKED if act.endswith(DONE) and not opened else READ


def kind_of(act: str, verdict: str, reason: str) -> str:
    """What kind of thing a row of the audit is to the detectors; empty for what is none of theirs."""
    if verdict == "refused":
        return TRIED if reason in KEPT_OUT else ""
    if act in TAKEN:
        return TOOK
    if act in SEARCHES:
        return SEARCHED
    if act.startswith(DEEDS) and act.endswith(DONE) and act not in NOT_WORK:
        return WORKED
    return READ if act.startswith(RECORDS) and act not in NOT_LOOKS else ""


def looks_in(rows: Iterable[AuditEntry], *, pack: Pack, alias: dict[str, str]) -> list[Look]:
    """The rows as looks. Work done in a request is work on every record that the request opened, since a deed names the
    concern and the opening of the concern names the people. `alias`: records that stand for a person."""
    rows = list(rows)
    busy = {
        row.request for row in rows if row.request and kind_of(row.act, row.verdict, row.reason) == WORKED
    }
    calendar = pack.calendar()
    told = []
    for row in rows:
        kind = kind_of(row.act, row.verdict, row.reason)
        if not kind:
            continue
        if kind == READ and row.request in busy:
            kind = WORKED
        local = calendar.local(row.at)
        hour = local.hour + (0 if calendar.is_working_day(local.date()) else 24)
        told.append(Look(row.pk, row.at, row.who, alias.get(row.subject, row.subject), kind, hour))
    return told


def fresh_rows(after: int, *, most: int) -> list[AuditEntry]:
    """Rows of practitioners after that entry, oldest first."""
    return list(AuditEntry.objects.filter(id__gt=after, who_kind="practitioner").order_by("id")[:most])


def newest_entry() -> int:
    """The newest row's number; 0 for an empty audit."""
    return AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def window_of(who: str, *, at: datetime, days: int) -> list[AuditEntry]:
    """One viewer's rows of the last days."""
    return list(
        AuditEntry.objects.filter(who=who, at__gt=at - timedelta(days=days), at__lte=at).order_by("id")
    )


def viewers_since(after: int, *, upto: int) -> list[str]:
    """Who has left a row that could be a look since that entry."""
    found = AuditEntry.objects.filter(id__gt=after, id__lte=upto, who_kind="practitioner")
    acts = found.values_list("who", "act", "verdict", "reason").distinct()
    return sorted({who for who, act, verdict, reason in acts if kind_of(act, verdict, reason)})


def left_since(when: datetime) -> list[str]:
    """Who has left since then: what they took before is looked at once more."""
    gone = Practitioner.objects.filter(left_at__gte=when)
    return [pseudonym(f"practitioner:{one}") for one in gone.values_list("pk", flat=True)]


def practitioners_behind(whos: Iterable[str]) -> dict[str, Practitioner]:
    """The practitioners of these pseudonyms."""
    wanted = set(whos)
    found = {}
    for one in Practitioner.objects.select_related("agency"):
        if (name := pseudonym(f"practitioner:{one.pk}")) in wanted:
            found[name] = one
    return found


def team_mates(practitioner: Practitioner, *, at: datetime) -> list[str]:
    """Ids of whoever is in a team with them now."""
    live = Q(to_at__isnull=True) | Q(to_at__gt=at)
    teams = Membership.objects.filter(live, practitioner=practitioner).values("team_id")
    mates = Membership.objects.filter(live, team_id__in=teams).exclude(practitioner=practitioner)
    return sorted({str(one) for one in mates.values_list("practitioner_id", flat=True)})


def limits_of(file: LookupsFile) -> Limits:
    """The numbers of the pack for the detectors."""
    return Limits(**{name: getattr(file, name) for name in Limits.__dataclass_fields__})


def paces(*, pack: Pack, at: datetime, days: int) -> dict[str, Pace]:
    """What was usual in the last days, role by role: the middle of what its people did, so that a few cannot move it."""
    people: dict[str, dict[tuple[str, object], set[str]]] = {}
    searches: dict[str, dict[tuple[str, object], int]] = {}
    idle: dict[str, dict[str, set[str]]] = {}
    worked: dict[str, set[str]] = {}
    hours: dict[str, list[int]] = {}
    rows = AuditEntry.objects.filter(
        at__gt=at - timedelta(days=days), at__lte=at, who_kind="practitioner"
    ).order_by("id")
    roles_of: dict[str, str] = {}
    for look, roles in _with_roles(rows, pack):
        roles_of[look.who] = roles
        day = (look.who, look.at.date())
        if look.kind == SEARCHED:
            one = searches.setdefault(roles, {})
            one[day] = one.get(day, 0) + 1
        elif look.kind == WORKED:
            worked.setdefault(look.who, set()).add(look.subject)
        else:
            people.setdefault(roles, {}).setdefault(day, set()).add(look.subject)
            idle.setdefault(roles, {}).setdefault(look.who, set()).add(look.subject)
        hours.setdefault(roles, [0] * 48)[look.hour] += 1
    told = {}
    for roles, counted in hours.items():
        total = sum(counted)
        told[roles] = Pace(
            people_in_a_day=_middle(len(one) for one in people.get(roles, {}).values()),
            people_in_window=_middle(
                len(seen - worked.get(who, set())) for who, seen in idle.get(roles, {}).items()
            ),
            searches_in_a_day=_middle(searches.get(roles, {}).values()),
            hours=tuple(number / total for number in counted),
            looks=total,
        )
    return told


def _with_roles(rows: Iterable[AuditEntry], pack: Pack) -> Iterable[tuple[Look, str]]:
    rows = list(rows)
    roles = {row.pk: row.roles for row in rows}
    return ((look, roles[look.entry]) for look in looks_in(rows, pack=pack, alias={}))


def _middle(numbers: Iterable[int]) -> float:
    some: Sequence[int] = sorted(numbers)
    return float(median(some)) if some else 0.0
