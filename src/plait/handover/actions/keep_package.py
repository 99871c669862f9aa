"""A family is handed over to us: the package is kept as it came, and stands on the hub's desk as a concern."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.db.references import new_reference
from plait.base.federation.models import Peer
from plait.base.federation.own import own_code
from plait.base.packs import current
from plait.handover.actions.keep_added import take_early
from plait.handover.life import RECEIVED
from plait.handover.models import Handover
from plait.handover.queries.handing import offers_back
from plait.handover.rules.taking_in import again_or_refuse, insist_ours
from plait.handover.store import times
from plait.handover.store.crossing import cross
from plait.handover.wire.package import Core, Someone, read
from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import ROOM, AdultSaid, ChildSaid, Concern, Safety, Teller, ToChild

ANOTHER_AUTHORITY = "5C"  # CIN census ReferralSource


@deed
def keep_package(*, code: str, raw: bytes, by: Actor, at: datetime) -> Handover:
    """Taken in once: the same again changes nothing, other bytes under its number are refused. What came before it and waited
    is taken then. Raises NotAccepted."""
    peer = Peer.objects.get(code=code)
    core, digest = read(Core, raw), hashlib.sha256(raw).hexdigest()
    insist_ours(core, sender=code, us=own_code())
    known = Handover.objects.filter(peer=peer, side=Handover.Side.IN, package=core.package).first()
    if known is not None:
        again_or_refuse(held=known.digest, digest=digest)
        record(act="handover:came-again", about=known.ref, by=by, at=at)
        return known
    pack = current(at=at)
    contact = raise_concern(concern=concern_of(core, at=at), draft_id=None, by=by, at=at)
    people = contact.people.order_by("order", "pk").values_list("description__person_id", flat=True)
    refs = [one.ref for one in (*core.children, *core.adults)]
    made = Handover.objects.create(
        reference=new_reference("H"),
        side=Handover.Side.IN,
        status=RECEIVED,
        package=UUID(core.package),
        peer=peer,
        contact=contact,
        basis=core.basis[:20],
        temporary=core.temporary,
        core=raw.decode(),
        digest=digest,
        refs=dict(zip(refs, map(str, people), strict=True)),
        by=by.id,
        by_name=core.worker.name[:120],
        at=at,
        their_reference=core.reference[:40],
        their_name=core.worker.name[:120],
        their_job=core.worker.job[:160],
        their_phone=core.worker.phone[:40],
        pack=str(pack.release_id),
    )
    times.begin(made, pack=pack, by=by, at=at)
    cross(made, offers_back(made, core))
    take_early(made, by=by, at=at)
    record(
        act="handover:received",
        about=[made.ref, contact.ref, *(f"person:{one}" for one in people)],
        by=by,
        at=at,
        fields=("content",),
    )
    return made


def concern_of(core: Core, *, at: datetime) -> Concern:
    """What the package says, as the hub takes in any concern. Nothing in it keeps it from the hub's desk: what does not fit a
    field of ours stands in the package."""
    today = at.astimezone(LONDON).date()
    place = {one.ref: number for number, one in enumerate(core.children)}
    hidden = any(one.protected for one in (*core.children, *core.adults))
    safety = core.item("safety")
    who = (
        next((row.text for row in safety.rows if row.label.startswith("Must not learn where")), "")
        if safety
        else ""
    )
    voice = core.item("voice")
    words = "\n".join(row.text for row in voice.rows) if voice else ""
    observed = (
        f"{core.sender.name} hands this family over to us. The whole package stands under Handovers.\n\n{core.purpose}"
    )[:20_000]
    return Concern(
        children=tuple(ChildSaid(_described(one, today), one.relation[:60]) for one in core.children),
        adults=tuple(
            AdultSaid(
                _described(one, today),
                one.relation[:60],
                lives_with=one.lives_with,
                parental_responsibility=one.responsibility,
                each=tuple(
                    ToChild(place[tie.of], tie.relation[:60], tie.lives_with, tie.responsibility)
                    for tie in one.ties
                ),
                hidden=one.protected,
            )
            for one in core.adults
        ),
        safety=Safety(where="yes" if hidden else "not_known", where_who=who[:200]),
        wanted="Say whether we take them over, and by when.",
        teller=Teller(
            "practitioner",
            name=core.worker.name[:120],
            relation=f"{core.worker.job}, {core.sender.name}"[:60],
            phone=core.worker.phone[:40],
            source_code=ANOTHER_AUTHORITY,
        ),
        observed=observed,
        child_words=words[:20_000],
    )


def _described(one: Someone, today: date) -> Described:
    born, expected = _day(one.born_on), _day(one.expected_on)
    if born and born > today:  # their mistake, or their clock: kept as words
        born = None
    unborn = expected is not None and born is None
    room = {name: getattr(one, name)[: ROOM[name]] for name in _SAME}
    return Described(
        **room,
        born_on=born,
        age_said=one.age_said[:40],
        unborn=unborn,
        expected_on=expected if unborn else None,
    )


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


_SAME = (
    "forename", "surname", "other_names", "sex", "ethnicity", "disability", "language", "nhs_number", "school",
    "address_line", "town", "postcode",
)  # fmt: skip
