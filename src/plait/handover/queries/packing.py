"""A family's package, made from what stands in the record and what whoever hands it over says. The gate decides what goes.

Nothing protected ever goes: not the place, not what would lead there, not who told us.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from plait.agencies.models import Practitioner
from plait.base.audit.actor import Actor
from plait.base.federation.models import Peer
from plait.base.federation.own import own_code
from plait.base.packs import Pack
from plait.handover.queries.packing_basis import Drawn, Listed, Packing, day_of
from plait.handover.queries.packing_items import MAKERS
from plait.handover.queries.packing_ties import same_for_all, ties_between
from plait.handover.rules.absent import Absent, why_not
from plait.handover.rules.offering import Offer
from plait.handover.wire.items import CODES, KIND
from plait.handover.wire.package import FORMAT, MOST_ROWS, Core, Item, Row, Side, Someone, Tie, Worker
from plait.people.places import is_shielded, whereabouts_of
from plait.people.queries import current_description
from plait.people.rules import Secrets, Whereabouts, what_must_not_leave
from plait.people.rules.veiling import veiling
from plait.referrals.models import Contact, ContactPerson, Referral
from plait.referrals.queries.leaving import secrets_of
from plait.referrals.queries.picture import picture_of
from plait.stepdown.life import HELD
from plait.stepdown.models import StepDown

LEFT_OUT = "Some lines were left out, because they would say who told us or may not be passed on. Ring us if you need them."
OF_GROUP = {
    "health": "health",
    "education": "education",
}  # items of which the lines are those of one group of fields


@dataclass(frozen=True, slots=True)
class Packed:
    """The package, who is who in it, and its lines with what each of them shows."""

    core: Core
    refs: dict[str, str]  # a person's name on the wire → their id here
    lines: tuple[tuple[str, Drawn], ...]  # (code of its item, line)

    def group_of(self, code: str, line: Drawn) -> str:
        """By which group of fields the gate weighs a line."""
        return line.group or KIND[code].group


def pack_family(
    referral: Referral,
    offer: Offer,
    *,
    package: str,
    peer: Peer,
    decision: str = "",
    pack: Pack,
    by: Actor,
    at: datetime,
    made: str,
) -> Packed:
    """The package as it would leave now. Whoever calls has opened the referral."""
    packing = Packing(picture_of(referral, pack=pack, by=by, at=at), [], offer, pack, at)
    numbers = {"c": 0, "a": 0}
    for one in packing.picture.people:
        letter = "a" if one.role == ContactPerson.Role.ADULT else "c"
        numbers[letter] += 1
        newest = current_description(str(one.description.person_id)) or one.description
        packing.people.append(
            Listed(f"{letter}{numbers[letter]}", one, newest, is_shielded(one.description.person))
        )
    adults, children = _by_id(packing.adults()), _by_id(packing.children())
    packing.ties = ties_between(adults, children)
    hide = _veil_of(packing)
    drawn = _cleaned(packing, {code: make(packing) for code, make in MAKERS.items()}, hide)
    if packing.dropped:
        drawn["gaps"].append(Drawn(Row(text=LEFT_OUT)))
    core = Core(
        format=FORMAT,
        package=package,
        type="move_notification" if offer.temporary else "transfer_request",
        sender=Side(code=own_code(), name=pack.area.name, authority_number=pack.area.authority_number),
        receiver=Side(code=peer.code, name=peer.name, authority_number=peer.authority_number),
        made=made,
        basis=offer.basis,
        temporary=offer.temporary,
        purpose=hide(offer.why_moved.strip()),
        gateway=offer.gateway,
        decision=decision,
        must=[FORMAT],
        worker=_worker(referral, by),
        children=[_someone(one, []) for one in packing.children()],
        adults=[_someone(one, packing.ties[one.ref], children=len(children)) for one in packing.adults()],
        items=[_item(code, [one.row for one in drawn[code]], packing) for code in CODES],
    )
    refs = {one.ref: str(one.person.description.person_id) for one in packing.people}
    return Packed(core, refs, tuple((code, one) for code in CODES for one in drawn[code]))


def _item(code: str, rows: list[Row], packing: Packing) -> Item:
    if rows:
        return Item(code=code, rows=rows[:MOST_ROWS])
    absent = Absent(
        code=code,
        said=packing.offer.why_not.get(code, ""),
        protected=packing.protected,
        left_out=code in packing.emptied or OF_GROUP.get(code) in packing.stopped,
        unborn=all(one.told.unborn for one in packing.children()),
    )
    return Item(code=code, why_not=why_not(absent))


def _by_id(people: Iterable[Listed]) -> dict[UUID, str]:
    return {one.person.description.person_id: one.ref for one in people}


def _someone(one: Listed, ties: list[Tie], *, children: int = 0) -> Someone:
    told, person = one.told, one.person.description.person
    homes = person.addresses.filter(to_on__isnull=True).select_related("place").order_by("-from_on", "pk")
    place = None if one.hidden else next((row.place for row in homes[:1]), None)
    of_all = same_for_all(ties, children=children)
    return Someone(
        ref=one.ref,
        forename=told.forename,
        surname=told.surname,
        other_names=told.other_names,
        born_on=day_of(told.born_on),
        expected_on=day_of(told.expected_on),
        age_said=told.age_said,
        sex=told.sex,
        ethnicity=told.ethnicity,
        disability=told.disability,
        language=told.language,
        nhs_number=told.nhs_number,
        upn="" if one.hidden else told.upn,
        address_line=place.line if place else "",
        town=place.town if place else "",
        postcode=place.postcode if place else "",
        school="" if one.hidden else told.school,
        protected=one.hidden,
        relation=one.person.relation,
        responsibility=of_all.responsibility,
        lives_with=of_all.lives_with,
        ties=ties,
    )


def _worker(referral: Referral, by: Actor) -> Worker:
    held = StepDown.objects.filter(referral=referral, status=HELD).select_related("lead").first()
    holder = held.lead if held is not None and referral.status == Referral.Status.CLOSED else None
    lead = holder or referral.lead or Practitioner.objects.filter(pk=by.id).first()
    if lead is None:
        return Worker(name=by.name or "The hub")
    return Worker(name=lead.name, job=lead.job, phone=lead.phone)


def _veil_of(packing: Packing) -> Callable[[str], str]:
    """Takes the whereabouts of whoever is protected out of words."""
    if not packing.protected:
        return lambda text: text
    people = [str(one.person.description.person_id) for one in packing.people]
    return veiling(whereabouts_of(people, signs_of=people))


def _cleaned(
    packing: Packing,
    drawn: dict[str, list[Row] | list[Drawn] | list[Row | Drawn]],
    hide: Callable[[str], str],
) -> dict[str, list[Drawn]]:
    """Every line without the whereabouts of whoever is protected; none that would say who told us. Whom to ring is our own front
    door, and stays."""
    told = _who_told(packing.picture.referral.contact)
    every = {
        code: [one if isinstance(one, Drawn) else Drawn(one) for one in some] for code, some in drawn.items()
    }
    left = {
        code: some if code == "workers" else list(_may_go(packing, some, hide, told))
        for code, some in every.items()
    }
    packing.emptied |= {code for code, some in every.items() if some and not left[code]}
    return left


def _who_told(contact: Contact) -> Secrets:
    """What would say who told us. Who must not know is said to an area that has to keep them safe."""
    return replace(secrets_of(contact), unaware=frozenset(), where=Whereabouts(), warned=False)


def says_who_told(contact: Contact, texts: Iterable[str]) -> bool:
    """Would any of these words say who told us?"""
    secrets = _who_told(contact)
    return any(what_must_not_leave(text, secrets) for text in texts)


def veiled_for(contact: Contact, text: str) -> str:
    """Words of ours without what would lead to anybody of this concern who is protected."""
    people = [str(one) for one in contact.people.values_list("description__person_id", flat=True)]
    return veiling(whereabouts_of(people, signs_of=people))(text)


def _may_go(
    packing: Packing, lines: Iterable[Drawn], hide: Callable[[str], str], told: Secrets
) -> Iterable[Drawn]:
    for line in lines:
        row = line.row
        if what_must_not_leave(f"{row.label}\n{row.text}", told):
            packing.dropped = True
        else:
            veiled = row.model_copy(update={"text": hide(row.text), "label": hide(row.label)})
            yield replace(line, row=veiled)
