"""Taking hold of an agreement for a deed: the row is locked, so that two deeds at once follow one another."""

from collections.abc import Mapping

from plait.agencies import queries as agencies
from plait.agencies.access import may_advise_area
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.sharing.life import may_move
from plait.sharing.models import AgreementParty, SharingAgreement
from plait.sharing.rules.between import may_bind


def hold(agreement_id: str, *, verb: str = "") -> SharingAgreement:
    """The agreement, locked until the transaction ends. Raises Refused where there is none, or it may not move so."""
    found = SharingAgreement.objects.select_for_update().filter(pk=agreement_id).first()
    if found is None:
        raise Refused(
            no("no-agreement-there", say="There is no such agreement.", next_step="Choose one from the list"),
            about=f"sharing-agreement:{agreement_id}",
        )
    if verb:
        may_move(verb, now=found.state).insist(about=found.ref)
    return found


def side_of(agreement: SharingAgreement, agency_id: str) -> str:
    """The side that an agency is on; "" for one that is no party, or has left."""
    found = AgreementParty.objects.filter(
        agreement=agreement, agency_id=agency_id, left_at__isnull=True
    ).first()
    return found.side if found else ""


def insist_party(agreement: SharingAgreement, by: Actor) -> str:
    """The side of whoever acts. Raises Refused for an agency that is no party."""
    side = side_of(agreement, by.agency)
    if not side:
        raise Refused(
            no(
                "not-a-party",
                say="Your agency is not a party to this agreement, or has left it.",
                next_step="Ask the information governance lead of a party",
            ),
            about=agreement.ref,
        )
    return side


def name_parties(agreement: SharingAgreement, parties: Mapping[str, str]) -> None:
    """Put down whom the agreement binds, by side: agencies by their id, another area by that of its peer. Raises Refused for an
    agency that there is not, an area that is not believed, and for an area beside others."""
    named = {str(one.pk): one.name for one in agencies.agencies().filter(pk__in=list(parties))}
    areas = {str(one.pk): one for one in border.believed().filter(pk__in=set(parties) - set(named))}
    if {*named, *areas} != set(parties):
        raise Refused(
            no(
                "no-such-agency",
                say="One of the agencies is not there.",
                next_step="Choose the parties again",
            ),
            about=agreement.ref,
        )
    hubs = all(may_advise_area(one) for one in named)
    may_bind(areas=len(areas), agencies=len(named), hubs=hubs).insist(about=agreement.ref)
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=agreement, side=side, agency_id=one, name=areas[one].name if one in areas else named[one],
            area=areas[one].code if one in areas else "",
        )
        for one, side in parties.items()
    )  # fmt: skip
