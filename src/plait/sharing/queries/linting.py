"""Reading an agreement over before it is signed: what its clauses may name today, and what is wrong with them."""

from plait.agencies import queries as agencies
from plait.base.packs import Pack
from plait.sharing.models import SharingAgreement
from plait.sharing.queries.agreements import clauses_of, names_of, words_of
from plait.sharing.queries.gateways import gateway_facts
from plait.sharing.rules.lint import Finding, Known, lint


def known_to(agreement: SharingAgreement, *, pack: Pack) -> Known:
    """The parties of the agreement, and the kinds, purposes and gateways of the pack."""
    staying = [one.agency_id for one in agreement.parties.all() if one.left_at is None]
    words = words_of(pack)
    return Known(
        agencies={
            str(one.pk): names_of(pack, agency_id=str(one.pk), kind=one.kind)
            for one in agencies.agencies().filter(pk__in=staying)
        },
        kinds=frozenset(name for partner in pack.partners.values() for name in partner.is_called()),
        purposes=frozenset(pack.purposes),
        gateways={
            code: facts
            for code, one in pack.gateways.items()
            if one.for_case_sharing and (facts := gateway_facts(pack, code)) is not None
        },
        names={**words.agencies, **words.gateways, **words.purposes},
    )


def findings_of(agreement: SharingAgreement, *, pack: Pack) -> list[Finding]:
    """Everything wrong with the agreement as it stands."""
    return lint(clauses_of(agreement), known_to(agreement, pack=pack))
