"""Ask other areas whether they know a family: one child, a reason, and a few areas with a reason for each."""

import uuid
from collections.abc import Collection
from datetime import datetime
from functools import partial
from io import BytesIO

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.posting import post
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.access.discovery import may_ask, open_to_ask
from plait.handover.models import AreaAsked, FamilyAsk
from plait.handover.queries.discovery import (
    areas_believed,
    asked_today,
    limits,
    lived_in,
    somebody,
    whom_to_ring,
)
from plait.handover.queries.looking import safety_of
from plait.handover.queries.requests import leads_there, tells_who
from plait.handover.rules.discovery import (
    Asking,
    Fleeing,
    Suggested,
    areas_to_ask,
    goes_quietly,
    homes_may_be_told,
    may_ask_areas,
)
from plait.handover.store.interest import keep_interest
from plait.handover.wire.discovery import ASKED, Ask, Home, can_be_told, write_ask

PURPOSE, GATEWAY = "enquiry", "CA04_16LA"


@deed
def ask_areas(
    *,
    person_id: str,
    area_codes: Collection[str],
    household: Collection[str] = (),
    fleeing: Fleeing,
    because: str,
    told_because: str = "",
    everywhere: bool = False,
    wide_because: str = "",
    interest: bool = False,
    by: Actor,
    at: datetime,
) -> FamilyAsk:
    """Post the question to each area. Of their homes an area is told those within it, and of the household whoever the asker may
    open and who can be told from others. With `interest` they hear, as long as the pack says, when another asks about her.

    `told_because` is what was said of areas where they did not live; it stays here, as `wide_because` does. `everywhere` asks all
    other areas too, on a senior's word.

    `fleeing`: whether anybody in this family is hiding from somebody, as far as somebody has asked them. `because` is read by
    that area: words in it that give away a place or who told us are refused. Raises Refused.
    """
    about = f"person:{person_id}"
    may_ask(by, person_id).insist(about=about)
    person, met = open_to_ask(by, person_id, household, at=at)
    child = somebody(str(person.pk))
    safety = safety_of(str(person.pk), named=met, fleeing=fleeing)
    homes = lived_in([str(person.pk), *met], at=at) if homes_may_be_told(safety) else {}
    known = limits(at)
    chosen = _chosen(area_codes, homes, everywhere=everywhere, at=at)
    asking = Asking(
        child=child,
        homes=min((tuple(homes.get(one.area.authority, ())) for one in chosen), key=len, default=()),
        areas=len(chosen),
        wide=everywhere,
        senior=bool(may(by, "discovery:wide")),
        because=because,
        wide_because=wide_because,
        today=asked_today(by.id, at=at),
        limits=known,
        leads_there=leads_there(str(person.pk), [because], flees=fleeing == "yes"),
        tells_who=tells_who(str(person.pk), [because]),
        told=sum(one.because == "told" for one in chosen),
        told_because=told_because,
    )
    may_ask_areas(asking).insist(about=about)
    quiet = goes_quietly(safety)
    asked = FamilyAsk.objects.create(
        person=person.pk, fleeing=fleeing, quiet=quiet, purpose=PURPOSE, gateway=GATEWAY, because=because.strip(),
        told_because=told_because.strip(), wide_because=wide_because.strip(), by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    others = tuple(one for one in map(somebody, met) if can_be_told(one))
    for one in chosen:
        there = tuple(homes.get(one.area.authority, ()))
        said = Ask(
            child=child, household=others, homes=there, purpose=PURPOSE, gateway=GATEWAY, because=because.strip(),
            name=by.name, job=by.agency_name, ring=whom_to_ring(quiet=quiet, at=at), quiet=quiet,
        )  # fmt: skip
        _post(asked, one, said, at=at)
    if interest:
        keep_interest(str(person.pk), days=known.interest_days, by=by, at=at)
    # Of what goes quietly the child's own list of who looked tells nothing: it would say that they are here.
    named = [asked.ref] if quiet else [asked.ref, about]
    act = "discovery:asked-wide" if asking.goes_wide else "discovery:asked"
    record(act=act, about=named, by=by, at=at, fields=("identity",), purpose=PURPOSE)
    return asked


def _chosen(
    codes: Collection[str], homes: dict[str, list[Home]], *, everywhere: bool, at: datetime
) -> list[Suggested]:
    found = areas_to_ask(areas_believed(at=at), lived_in=homes, told=codes, wide=everywhere)
    if set(codes) - {one.area.code for one in found}:
        no("area-not-believed", say="One of these areas cannot be asked now.", next_step="Ring it").insist()
    return [one for one in found if everywhere or one.area.code in codes]


def _post(asked: FamilyAsk, one: Suggested, said: Ask, *, at: datetime) -> None:
    key = f"{ASKED}:{asked.pk}:{one.area.code}"
    try:
        written = write_ask(said)
    except NotAccepted:
        no(
            "cannot-be-written",
            say="Something in what stands here of this child cannot be sent, such as a sign in a name.",
            next_step="Ring the other area",
        ).insist(about=asked.ref)
        raise
    message = post(
        to=one.area.code,
        key=key,
        contents=Contents(ASKED),
        parts=[Part("ask.json", "application/json", partial(BytesIO, written))],
        subject=asked.ref,
        at=at,
    )
    AreaAsked.objects.create(
        ask=asked,
        code=one.area.code,
        name=one.area.name,
        because=one.because,
        message=uuid.UUID(str(message.pk)),
    )
