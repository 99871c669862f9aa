"""The partnership agreement of the invented area, written, offered and signed by the same actions as any other."""

from collections.abc import Mapping
from datetime import datetime

from plait.base.access.classes import FieldGroup as G
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.sharing.actions.draft_agreement import draft_agreement
from plait.sharing.actions.offer_agreement import offer_agreement
from plait.sharing.actions.sign_agreement import sign_agreement
from plait.sharing.actions.write_clause import Given, write_clause
from plait.sharing.models import SharingAgreement
from plait.sharing.rules.clauses import ANY
from plait.sharing.rules.heading import Heading

REFERENCE = "PARTNERSHIP-1"
IMPORTS = f"{REFERENCE} clause 5"  # by which agencies send who their people are

ABOUT_A_CHILD = tuple(sorted({*G} - {G.SOURCE_IDENTITY, G.WORK, G.CONTACT_DETAILS}))
ENQUIRY = ("enquiry", "protection", "strategy", "section_47")
# The duties and powers on which the area's agencies ask and answer one another.
TO_ASK = ("CA04_16LA", "CA04_10", "CA89_17", "CA89_27", "CA89_47", "COMMONLAW")
TO_ANSWER = ("CA04_16LA", "CA04_16H", "CA89_47_9", "CDA98_115", "COMMONLAW", "EDU02_175")
TO_TELL = ("CA04_16LA", "CA04_10", "CA89_47", "COMMONLAW")
TO_HELP = (
    "CA04_10",
    "CA89_17",
    "HA96_213B",
)  # the help needs the family’s agreement, and so does this clause
TASK = "Public task (UK GDPR Article 6(1)(e)); safeguarding (DPA 2018 Schedule 1 paragraph 18)"

CLAUSES = (
    Given(
        holders=("LA_CSC",), recipients=(ANY,), purposes=ENQUIRY, gateways=TO_ASK, lawful_basis=TASK,
        field_groups=(G.IDENTITY, G.LOCATION, G.FAMILY, G.EDUCATION, G.CONCERN),
    ),
    Given(
        holders=(ANY,), recipients=("LA_CSC",), purposes=ENQUIRY, gateways=TO_ANSWER, lawful_basis=TASK,
        field_groups=ABOUT_A_CHILD,
    ),
    Given(
        holders=("LA_CSC",), recipients=(ANY,), purposes=("outcome",), gateways=TO_TELL, lawful_basis=TASK,
        field_groups=(G.WORK,),
    ),
    Given(
        holders=("LA_CSC",), recipients=(ANY,), purposes=("own_record", "meeting"), gateways=TO_TELL,
        lawful_basis=TASK, field_groups=(*ABOUT_A_CHILD, G.WORK),
    ),
    Given(
        holders=(ANY,), recipients=("LA_CSC",), purposes=("who_is_it",), gateways=TO_ANSWER, lawful_basis=TASK,
        field_groups=(G.IDENTITY, G.CONTACT_DETAILS, G.LOCATION, G.FAMILY),
    ),
    Given(
        holders=("LA_CSC", "LA_EH"), recipients=(ANY,), purposes=("early_help",), gateways=TO_HELP, lawful_basis=TASK,
        field_groups=(*ABOUT_A_CHILD, G.CONTACT_DETAILS), agreement_rule="service",
    ),
)  # fmt: skip


def agree_to_share(
    *,
    council: Mapping[str, str],
    partners: Mapping[str, str],
    author: Actor,
    other_side: Actor,
    at: datetime,
) -> SharingAgreement:
    """The council's services on one side, the area's other agencies on the other; each side signs."""
    parties = {one: "first" for one in council.values()} | {one: "second" for one in partners.values()}
    made = draft_agreement(
        heading=Heading(
            title="Keeping children safe together",
            summary="How the agencies of this invented area share what may help to keep a child safe: what the hub asks, "
            "what they answer, and what they hear of it.",
            starts=at.astimezone(LONDON).date(),
            dpia="DPIA-1",
            text="Invented. An area’s own agreement stands here, or the place where it is kept.",
        ),
        parties=parties,
        reference=REFERENCE,
        by=author,
        at=at,
    )
    for clause in CLAUSES:
        write_clause(agreement_id=str(made.pk), given=clause, by=author, at=at)
    offer_agreement(agreement_id=str(made.pk), by=author, at=at)
    sign_agreement(agreement_id=str(made.pk), by=author, at=at)
    return sign_agreement(agreement_id=str(made.pk), by=other_side, at=at)
