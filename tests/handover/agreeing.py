"""Ellowmere and North agree: North, in memory, reads what we sign, signs it too, or writes an agreement of its own."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, cast

from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.own import own_code
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.sharing.actions.draft_agreement import draft_agreement
from plait.sharing.actions.offer_agreement import offer_agreement
from plait.sharing.actions.sign_agreement import sign_agreement
from plait.sharing.actions.write_clause import Given, write_clause
from plait.sharing.models import SharingAgreement
from plait.sharing.rules.clauses import ANY
from plait.sharing.rules.heading import Heading
from plait.sharing.wire.agreement import FORMAT, Text, Who, Word, read_word, write_word
from tests.base.federation.border import part
from tests.base.federation.delivery import from_north
from tests.feedback.journey import Journey
from tests.handover.asking_areas import opened

NORA = Who(name="Nora Canary-Field", job="Information governance lead", agency="Northmere Council")
ENQUIRY = Given(
    holders=(ANY,), recipients=(ANY,), purposes=("enquiry",), gateways=("CA04_16LA",),
    field_groups=("concern", "identity"), lawful_basis="Public task",
)  # fmt: skip


def drafted(
    came: Journey,
    clauses: Sequence[Given] = (ENQUIRY,),
    who: str = "ig_lead",
    beside: Sequence[str] = (),
    **more: Any,
) -> SharingAgreement:
    """Between our hub's agency and North; `beside`: other agencies here that somebody would put in as well."""
    by, peer = came.who(who), Peer.objects.get(code="north")
    said = {"title": "Families who move", "summary": "What we ask each other.", "dpia": "DPIA-7", **more}
    made = draft_agreement(
        heading=Heading(**cast(Any, {"starts": came.at.date(), **said})),
        parties={by.agency: "first", str(peer.pk): "second", **dict.fromkeys(beside, "first")}, reference="NORTH-1", by=by,
        at=came.later(),
    )  # fmt: skip
    for given in clauses:
        write_clause(agreement_id=str(made.pk), given=given, by=by, at=came.later())
    return made


def bars() -> Given:
    """No health record goes from here to North."""
    north = str(Peer.objects.get(code="north").pk)
    return Given(kind="prohibit", field_groups=("health",), recipients=(north,))


def signed(came: Journey, made: SharingAgreement, who: str = "ig_lead") -> SharingAgreement:
    return sign_agreement(agreement_id=str(made.pk), by=came.who(who), at=came.later())


def signed_here(came: Journey, clauses: Sequence[Given] = (ENQUIRY,), **more: Any) -> SharingAgreement:
    """Written, offered and signed for our side: it has left for North."""
    made = drafted(came, clauses, **more)
    offer_agreement(agreement_id=str(made.pk), by=came.who("ig_lead"), at=came.later())
    return signed(came, made)


def words_to_north(at: datetime) -> list[Word]:
    """What we said of agreements, as North reads it."""
    rows = Outgoing.objects.filter(kind=FORMAT).order_by("posted_at", "pk")
    return [read_word(opened(row, at)[1]) for row in rows]


def their_word(text: Text, says: Any = "signed", **more: Any) -> Word:
    given = {"because": "" if says == "signed" else "Our lawyers stopped it.", **more}
    return Word(agreement=text, says=says, by=NORA, made="2026-11-23T10:00:00Z", **given)


def north_says(word: Word, *, at: datetime, number: int = 90, raw: bytes = b"", about: str = "") -> Taken:
    wire = from_north(
        at=at, number=number, contents=Contents(FORMAT, about=about or word.agreement.id),
        parts=(part("agreement.json", raw or write_word(word), "application/json"),),
    )  # fmt: skip
    return receive(BytesIO(wire), way="file", at=at)


def agreed(came: Journey, clauses: Sequence[Given] = (ENQUIRY,), **more: Any) -> SharingAgreement:
    """Signed on both sides."""
    made = signed_here(came, clauses, **more)
    (word,) = words_to_north(came.at)
    assert north_says(their_word(word.agreement), at=came.later()).state == "received"
    made.refresh_from_db()
    return made


THEIR_ID = "00000000-0000-4000-8000-0000000000c1"


def their_text(**changes: Any) -> Text:
    """An agreement that North wrote."""
    said: dict[str, Any] = {
        "id": THEIR_ID, "reference": "N-77", "version": 1, "title": "Families on the move", "summary": "So that we know.",
        "text": "", "dpia": "DPIA-N", "starts": "2026-11-01", "ends": "", "first": "north", "second": own_code(),
        "clauses": [term()], **changes,
    }  # fmt: skip
    return Text.model_validate(said)


def term(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "number": number, "kind": "permit", "holders": sorted(["area:north", f"area:{own_code()}"]), "recipients": ["LA_CSC"],
        "field_groups": ["concern"], "purposes": ["enquiry"], "gateways": ["CA04_16LA"], "lawful_basis": "",
        "agreement_rule": "no", "begins": "", "ends": "", "conditions": [], **changes,
    }  # fmt: skip
