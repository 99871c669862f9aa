"""Everything that pages about one agreement between agencies show, and what this reader may do with it."""

from datetime import datetime
from typing import Any

from plait.base.audit.actor import Actor
from plait.base.packs import current
from plait.sharing.models import SharingAgreement
from plait.sharing.presenters import agreements as shown
from plait.sharing.queries.agreements import outlasting, unsigned_by, words_of
from plait.sharing.queries.between import area_of, away_among
from plait.sharing.queries.flow import flow_under
from plait.sharing.queries.linting import findings_of
from plait.sharing.rules.between import may_revoke, may_take_back

State = SharingAgreement.State
OPEN = (State.DRAFT, State.WAITING, State.IN_FORCE)


def page_of(found: SharingAgreement, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The agreement, its clauses with faults and flow, its parties and signatures. What nobody signed yet has no flow."""
    pack = current(at=at)
    findings = findings_of(found, pack=pack) if found.state in OPEN else []
    flow = flow_under(found, pack=pack, at=at) if found.signatures.all() else None
    parties = sorted(found.parties.all(), key=lambda one: one.name.casefold())
    bound = any(one.agency_id == by.agency and one.left_at is None for one in parties)
    follower = getattr(found, "superseded_by", None)
    words, area = words_of(pack), area_of(found)
    ours = found.written_for == by.agency
    return {
        "agreement": found,
        "other_area": area.name if area else "",
        "away": found.state in OPEN and bool(away_among(parties)),
        "tag": shown.tag_of(found, shown.today_of(at)),
        "clauses": shown.clauses_shown(found, words=words, findings=findings, flow=flow),
        "holds": [
            (row.number, shown.sentence_of(row, found, words), row.ends or found.ends)
            for row in outlasting(found, on=shown.today_of(at))
        ],
        "faults": shown.faults_of(findings, ""),
        "stops": sum(one.fault for one in findings),
        "sides": [
            (title, [one for one in parties if one.side == side])
            for side, title in (("first", "First side"), ("second", "Second side"))
        ],
        "signatures": shown.signatures_of(found),
        "flow": shown.flow_shown(flow, {one.agency_id: one.name for one in parties}) if flow else None,
        "writes": bound and found.state == State.DRAFT,
        "waiting": bound and found.state == State.WAITING,
        "takes_back": bool(
            may_take_back(area=area.name if area else "", ours=ours, signed=bool(found.signatures.all()))
        ),
        "signs": bound and found.state == State.WAITING and unsigned_by(found, by.agency),
        "revokes": bound
        and found.state in (State.WAITING, State.IN_FORCE)
        and bool(may_revoke(area=area.name if area else "", ours=ours, signed=bool(found.signatures.all()))),
        "in_force": bound and found.state == State.IN_FORCE,
        "renews": bound and found.state not in (State.DRAFT, State.WAITING) and follower is None,
        "follower": follower if bound else None,
    }
