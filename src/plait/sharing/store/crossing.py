"""What our side says of an agreement with another area: signed, or revoked. It leaves in the transaction of its deed."""

from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Literal

import structlog

from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.base.federation.posting import post
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.refusals import NotAccepted
from plait.sharing.models import SharingAgreement
from plait.sharing.store.terms import area_of, terms_signed, written_there
from plait.sharing.wire.agreement import FORMAT, Text, Who, Word, write_word

log = structlog.get_logger()
WRITE_PLAINLY = "Write it shorter and in plain words, and name each legal basis and purpose once"


def tell_area(
    agreement: SharingAgreement,
    says: Literal["signed", "revoked"],
    *,
    clause: int = 0,
    because: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Nothing for an agreement between agencies here, nor for one of ours that nobody has signed: they have never seen it.

    Raises Refused where a signature cannot be sent, since nothing is in force that they have not read. What is revoked ends
    here in any case: to an area that is not believed now it is said when it is again, and meanwhile somebody rings.
    """
    area = area_of(agreement)
    if area is None or not (written_there(agreement) or agreement.signatures.exists()):
        return
    word = Word(
        agreement=text_that_leaves(agreement), follows=_follows(agreement, area.area), says=says, clause=clause,
        because=because.strip(), by=Who(name=by.name[:120], job=by.job[:120], agency=by.agency_name[:120]),
        made=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )  # fmt: skip
    raw, about = write_word(word), str(agreement.pk)
    try:
        post(
            to=area.area, key=_key(about, says, clause), contents=Contents(FORMAT, about=about),
            parts=[Part("agreement.json", "application/json", partial(BytesIO, raw))], subject=agreement.ref, at=at,
            owed=says == "revoked",
        )  # fmt: skip
    except Refused as refusal:
        if says == "signed":
            raise
        log.warning("agreement-not-told", area=area.area, why=refusal.verdict.reason)


def _key(about: str, says: str, clause: int = 0) -> str:
    return f"{FORMAT}:{about}:{says}:{clause}"


def _follows(agreement: SharingAgreement, code: str) -> str:
    """The newest version before it that this area has: not one between others, nor one that it would not take."""
    before = agreement.supersedes
    while before is not None and not _they_have(before, code):
        before = before.supersedes
    return str(before.pk) if before else ""


def _they_have(agreement: SharingAgreement, code: str) -> bool:
    area = area_of(agreement)
    if area is None or area.area != code:
        return False
    theirs = written_there(agreement) or agreement.signatures.filter(side=area.side).exists()
    return theirs or border.may_have_it(_key(str(agreement.pk), "signed"))


def text_that_leaves(agreement: SharingAgreement) -> Text:
    """Its words in the shape that travels. Raises Refused for what no area would take, before anybody signs it."""
    try:
        return Text.model_validate(terms_signed(agreement))
    except (NotAccepted, ValueError):
        no(
            "cannot-be-written",
            say="Another area could not read it as it stands: something in it is too long, or is a sign that cannot be sent.",
            next_step=WRITE_PLAINLY,
        ).insist(about=agreement.ref)
        raise
