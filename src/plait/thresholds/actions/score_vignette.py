"""An agency's score of a vignette, blind to everybody else's; and the way out for whoever recognises a real child."""

from collections.abc import Sequence
from datetime import datetime

from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.thresholds.access import open_vignette, sits_in
from plait.thresholds.models import ModerationSession, Vignette, VignetteScore
from plait.thresholds.queries import framework_of
from plait.thresholds.rules import moderating as rules


@deed
def score_vignette(
    *, vignette_id: str, level: int, indicators: Sequence[str], because: str, by: Actor, at: datetime
) -> VignetteScore:
    """The score of `by`'s agency. Said again before the scores are shown, the new one stands in its place."""
    found = _to_score(vignette_id, by)
    session = found.session
    pack = packs.release(session.pack)
    verdict = rules.may_score(
        framework=framework_of(pack), level=level, indicators=indicators, because=because
    )
    verdict.insist(about=session.ref)
    said = {
        "agency_name": by.agency_name, "level": level, "indicators": list(dict.fromkeys(indicators)),
        "because": because.strip(), "by": by.id, "at": at,
    }  # fmt: skip
    made, _ = VignetteScore.objects.update_or_create(vignette=found, agency_id=by.agency, defaults=said)
    record(act="moderation:score", about=session.ref, by=by, at=at, reason=verdict.reason, pack=session.pack)
    return made


@deed
def take_out_recognised(*, vignette_id: str, by: Actor, at: datetime) -> Vignette:
    """Somebody thinks of a real child: the vignette is taken out at once, with what was scored of it. No reason is asked."""
    found = open_vignette(by, vignette_id, at=at, act="moderation:recognised")
    found.recognised_at = at
    found.save(update_fields=["recognised_at"])
    return found


def _to_score(vignette_id: str, by: Actor) -> Vignette:
    """A vignette of a session that is being scored, and in which their agency sits. The session is held meanwhile."""
    found = Vignette.objects.filter(pk=vignette_id, recognised_at=None).first()
    if found is None:
        raise Refused(hidden("absent"), about=f"vignette:{vignette_id}")
    session = ModerationSession.objects.select_for_update().get(pk=found.session_id)
    if session.status == "draft" or not sits_in(by, session):
        raise Refused(hidden("not-in-it"), about=f"vignette:{vignette_id}")
    if session.status != "scoring":
        raise Refused(
            no(
                "scores-are-shown",
                say="The scores are shown already, so none can be given or changed.",
                next_step="Look at the session, and say it in the conversation",
            ),
            about=session.ref,
        )
    found.session = session
    return found
