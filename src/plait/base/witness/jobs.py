"""Regular work: sealing what was written since."""

from datetime import datetime

import structlog

from plait.base.keys import BadRing, NoKeys
from plait.base.witness.sealing import seal_lately
from plait.base.witness.signers import OwnKey

log = structlog.get_logger()


def seal_the_audit(at: datetime) -> int:
    """In every round, at most once a minute: four light queries while nothing is new. Answers how many rows were sealed.

    Without a key the rows are sealed all the same and no head is signed; the page and `/health/ready` say so.
    """
    try:
        done = seal_lately(at=at, signer=OwnKey(at))
    except (BadRing, NoKeys) as fault:
        log.error("head-not-signed", why=str(fault))
        return 0
    return done.rows if done else 0
