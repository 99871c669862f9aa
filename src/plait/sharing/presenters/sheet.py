"""One person's own sheet: what they said, how to change their mind. Nothing of anybody else in it, and no protected place."""

from collections.abc import Iterable
from dataclasses import dataclass

from plait.base.packs import Pack
from plait.base.packs.schema.agreement import PLACES
from plait.people.places import whereabouts_of
from plait.people.rules import veiling
from plait.sharing.models import FamilyAgreement
from plait.sharing.presenters.family import LABELS

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed, in one style."""

    title: str
    large: bool
    sections: list[tuple[str, list[str]]]


def sheet_of(
    agreement: FamilyAgreement, *, name: str, style: str, family: Iterable[str], pack: Pack
) -> Sheet:
    """The pack's words with this person's answers in them. Whatever would lead to a protected person of the family, the giver
    or any other, is taken out of every line."""
    words = pack.agreement().sheet.easy_read if style == "easy_read" else pack.agreement().sheet.plain
    veil = veiling(whereabouts_of(family))
    places = {key: veil(value) for key, value in _places(agreement, name, pack).items()}
    assert set(places) == PLACES
    return Sheet(
        title=words.title,
        large=style == "easy_read",
        sections=[(one.heading, [line.format_map(places) for line in one.lines]) for one in words.sections],
    )


def _places(agreement: FamilyAgreement, name: str, pack: Pack) -> dict[str, str]:
    rows = sorted(agreement.partners.all(), key=lambda row: row.name.casefold())
    stands = {"yes": [], "no": [], "later": []}  # type: dict[str, list[str]]
    for row in rows:
        stands["no" if row.withdrawal_id else row.answer].append(row.name)
    shared = [one for one in agreement.groups if one not in agreement.left_out]
    left_out = [_label(one) for one in agreement.left_out]
    if agreement.left_out_said:
        left_out.append(agreement.left_out_said.rstrip("."))
    return {
        "name": name,
        "given_on": f"{agreement.given_on:%-d %B %Y}",
        "until": f"{agreement.expires_on:%-d %B %Y}",
        "what": ", ".join(_label(one) for one in shared) or NOTHING,
        "left_out": ", ".join(left_out) or NOTHING,
        **{answer: ", ".join(names) or "none" for answer, names in stands.items()},
        "worker": agreement.worker_name,
        "phone": pack.area.hub_phone,
        "hub_name": pack.area.hub_name,
        "privacy_notice": pack.agreement().privacy_notice.where,
    }


def _label(group: str) -> str:
    return LABELS.get(group, group).lower()
