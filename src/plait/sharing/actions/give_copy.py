"""Give one person their own sheet: what they agreed to, and how to change their mind. Nobody else's word is on it."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.queries.reaching import guarded, safe_way_to_reach
from plait.people.rules.reaching import IN_HAND, may_reach
from plait.sharing.access import open_agreement
from plait.sharing.models import AgreementCopy, FamilyAgreement
from plait.sharing.queries import not_to_ask

STYLES = {"plain": "Plain words", "easy_read": "Easy read"}
MEANS = {
    IN_HAND: "Into their own hand, by somebody who is with them",
    "letter": "By post",
    "email": "By e-mail",
}


@deed
def give_copy(
    *, agreement_id: str, style: str, how: str, means: str = IN_HAND, to: str = "", by: Actor, at: datetime
) -> AgreementCopy:
    """Keep that a sheet was made for this person, in which style, and how it reaches them safely. Refused where a copy is not
    safe or not wanted, where nobody says how it is safe, and where it would go another way than the one that was said to be
    safe for them. The address that it goes to is held against that way, and not kept."""
    may(by, "family:ask").insist(about=f"agreement:{agreement_id}")
    agreement = open_agreement(by, agreement_id, at=at, act="agreement:copy")
    about = [one.person_id for one in agreement.about.all()]
    others = [one for one in about if one != agreement.giver_id]
    if others and not_to_ask(others, [agreement.giver_id]):
        raise Refused(
            no(
                "must-not-be-asked",
                say="This person is named now as somebody who must not know. Nothing on paper goes to them.",
                next_step="Speak to your manager",
            ),
            about=agreement.ref,
        )
    if agreement.copy in (FamilyAgreement.Copy.NOT_SAFE, FamilyAgreement.Copy.NOT_WANTED):
        raise Refused(
            no(
                "no-copy",
                say="No copy goes to this person: it was recorded as not safe for them to have, or not wanted.",
                next_step="Read it out instead. If that has changed, ask them alone and record it anew",
            ),
            about=agreement.ref,
        )
    if style not in STYLES or not (how.strip() or agreement.copy_how.strip()):
        raise Refused(
            no(
                "copy-how",
                say="Say how it reaches them, and why that way is safe.",
                next_step="Write a few words",
            ),
            about=agreement.ref,
        )
    if means != IN_HAND and not to.strip():
        raise Refused(
            no("copy-where", say="Say where it is sent.", next_step="Write the address"), about=agreement.ref
        )
    whom = str(agreement.giver_id)
    may_reach(safe_way_to_reach(whom), guarded(whom), means=means, to=to).insist(about=agreement.ref)
    made = AgreementCopy.objects.create(
        agreement=agreement,
        style=style,
        how=(how.strip() or agreement.copy_how)[:300],
        by=by.id,
        by_name=by.name[:120],
        at=at,
    )
    record(
        act="agreement:copy-given",
        about=[agreement.ref, f"person:{agreement.giver_id}"],
        by=by,
        at=at,
        fields=("content",),
        reason=f"{style},{means}",
    )
    return made
