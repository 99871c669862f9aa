"""Reading an agreement over before it is signed: what its clauses may name today, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plait.agencies import queries as agencies
from plait.base.packs import Pack
from plait.sharing.models import Clause, SharingAgreement
from plait.sharing.queries.agreements import clauses_of, names_of, pure_clause, words_of
from plait.sharing.queries.gateways import gateway_facts
from plait.sharing.rules.between import AREA_KIND
from plait.sharing.rules.clauses import read_aloud
from plait.sharing.rules.lint import Finding, Known, lint


def known_to(agreement: SharingAgreement, *, pack: Pack) -> Known:
    """The parties of the agreement, and the kinds, purposes and gateways of the pack."""
    staying = [one.agency_id for one in agreement.parties.all() if one.left_at is None]
    areas = [one.agency_id for one in agreement.parties.all() if one.area]
    words = words_of(pack)
    return Known(
        agencies={
            str(one.pk): names_of(pack, agency_id=str(one.pk), kind=one.kind)
            for one in agencies.agencies().filter(pk__in=staying)
        }
        | {one: names_of(pack, agency_id=one, kind=AREA_KIND) for one in areas},
        areas=frozenset(areas),
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


def read_over(
    agreement: SharingAgreement, fields: Mapping[str, Any], *, clause_id: str, pack: Pack
) -> tuple[str, list[Finding]]:
    """A clause as it would be kept: its sentence, and what is wrong with it beside the others. Nothing is kept.

    `clause_id` is the clause whose place it takes, or "" for a new one.
    """
    standing = [one for one in clauses_of(agreement) if one.id != clause_id]
    number = next(
        (one.number for one in agreement.clauses.all() if str(one.pk) == clause_id), len(standing) + 1
    )
    row = Clause(agreement=agreement, number=number, **fields)
    tried = pure_clause(row, agreement, agreement.parties.all())
    found = lint([*standing, tried], known_to(agreement, pack=pack))
    own = replace(tried, begins=row.begins, ends=row.ends)
    return read_aloud(own, words_of(pack)), [one for one in found if one.clause == tried.id]


def kinds_to_name(agreement: SharingAgreement, *, pack: Pack) -> dict[str, str]:
    """The kinds of agency, and wider names, that at least one party is: what a clause can speak of, in words."""
    names = words_of(pack).agencies
    there = {name for called in known_to(agreement, pack=pack).agencies.values() for name in called}
    kinds = {name for partner in pack.partners.values() for name in partner.is_called()}
    found = {name: names[name] for name in there & kinds if name in names}
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))
