"""What the family and the agencies agreed to, who is who, and whoever came in by another way."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from plait.base.audit.actor import Actor
from plait.people.actions.answer_review import answer_review
from plait.people.actions.ask_for_review import ask_for_review
from plait.people.actions.claim_child import claim_child
from plait.people.actions.describe_person import describe_person
from plait.people.actions.merge_people import merge_people
from plait.people.actions.use_emergency_access import use_emergency_access
from plait.people.models import DeclaredConflict, InferredConflict, OwnHousehold
from plait.people.rules import Described
from plait.sharing.actions.draft_agreement import draft_agreement
from plait.sharing.actions.go_ahead_without import ToldAfter, go_ahead_without
from plait.sharing.actions.offer_agreement import offer_agreement
from plait.sharing.actions.record_agreement import record_agreement
from plait.sharing.actions.withdraw_agreement import withdraw_agreement
from plait.sharing.actions.write_clause import write_clause
from plait.sharing.models import SharingAgreement
from plait.sharing.rules.family_deeds import AgreementSaid, PartnerSaid
from plait.sharing.rules.heading import Heading
from plait.site.demo.agreement import CLAUSES, REFERENCE

if TYPE_CHECKING:
    from tests.matrix.world import World


def lay_out(world: "World", *, at: datetime) -> None:
    """What Leanne said, what agencies agreed, and two questions about who is who."""
    _what_leanne_said(world, at)
    _what_agencies_agreed(world, at)
    _who_is_who(world, at)


def _what_leanne_said(world: "World", at: datetime) -> None:
    """Leanne agreed to two services about Ava, took one back, and the manager's word was used to go ahead with the police."""
    ids, by = world.ids, world.actor("screener")
    services = tuple(
        PartnerSaid(world.cast.agencies[key].name, "yes", agency_id=str(world.cast.agencies[key].pk))
        for key in ("housing", "lantern")
    )
    said = AgreementSaid(
        giver_id=ids["person:leanne"], about=(ids["person:ava"],), capacity="responsibility", present="Nobody else",
        capacity_note="Birth certificate seen by the school.", why="Help with the tenancy.", why_safe="Alone, at the school.",
        given_on=at.date(), partners=services, groups=("concern",), limits_explained=True, change_explained=True,
    )  # fmt: skip
    agreed = record_agreement(child_id=ids["person:ava"], said=said, by=by, at=at)
    taken = withdraw_agreement(
        agreement_id=str(agreed.pk), partner_ids=[str(agreed.partners.get(agency_id=services[0].agency_id).pk)],
        said_on=at.date(), how="phone", by=by, at=at,
    )  # fmt: skip
    without = go_ahead_without(
        child_id=ids["person:ava"], agency_ids=[str(world.cast.agencies["police"].pk)], gateway="CA04_16LA", reason="harm",
        because="He would hear of it.", authoriser_id=str(world.cast.people["manager"].pk),
        told_after=ToldAfter("never", why_never="He reads her post."), by=by, at=at,
    )  # fmt: skip
    ids |= {
        "agreement:leanne": str(agreed.pk),
        "withdrawal:leanne": str(taken.pk),
        "without:ava": str(without.pk),
        "notice:housing": str(taken.notices.get(agency_id=services[0].agency_id).pk),
    }


def _what_agencies_agreed(world: "World", at: datetime) -> None:
    """The area's agreement is in force; another is being written, and a third waits for two signatures."""
    by, agencies = world.actor("ig_lead"), world.cast.agencies
    stands = SharingAgreement.objects.get(reference=REFERENCE)
    kept = {"in-force": stands}
    for state in ("draft", "waiting"):
        kept[state] = draft_agreement(
            heading=Heading(f"Tenancies, {state}", "Help before a home is lost.", at.date(), dpia="DPIA-2"),
            parties={str(agencies["council"].pk): "first", str(agencies["police"].pk): "second"}, by=by, at=at,
        )  # fmt: skip
        write_clause(agreement_id=str(kept[state].pk), given=CLAUSES[0], by=by, at=at)
    offer_agreement(agreement_id=str(kept["waiting"].pk), by=by, at=at)
    for state, one in kept.items():
        world.ids[f"sharing-agreement:{state}"] = str(one.pk)
        world.ids[f"clause:{state}"] = str(one.clauses.get(number=1).pk)


def _who_is_who(world: "World", at: datetime) -> None:
    """Two questions about who is who, one of them answered; and a second record of Leanne Marlow's that was joined to hers."""
    ids, screener = world.ids, world.actor("screener")
    asked = ask_for_review(
        kind="possible", one_id=ids["person:jonah"], other_id=ids["person:hazel"], by=Actor.process("tests"), at=at,
    )  # fmt: skip
    settled = ask_for_review(
        kind="possible", one_id=ids["person:jonah"], other_id=ids["person:kit"], by=Actor.process("tests"), at=at,
    )  # fmt: skip
    answer_review(review_id=str(settled.pk), said="different", because="Another family", by=screener, at=at)
    second = describe_person(
        described=Described(forename="Leanne", surname="Marlow"), source_ref="tests:leanne",
        agency_id=str(world.cast.agencies["council"].pk), by=screener, at=at,
    )  # fmt: skip
    merge = merge_people(
        one_id=ids["person:leanne"], other_id=str(second.person_id), because="The same mother",
        agreed_by=str(world.cast.people["manager"].pk), by=screener, at=at,
    )  # fmt: skip
    ids |= {"review:open": str(asked.pk), "review:decided": str(settled.pk), "merge:leanne": str(merge.pk)}


def ways_in(world: "World", *, at: datetime) -> None:
    """One use of emergency access that nobody has looked at, a claim that waits, and a conflict that was found."""
    used = use_emergency_access(
        person_id=world["person:wren"], why="arrived", because="She is here alone and says nothing.",
        by=world.actor("nurse"), at=at - timedelta(minutes=90),
    )  # fmt: skip
    asked = claim_child(
        forename="Jonah", surname="Pell", born_on=None, role_label="His doctor", because="I see him on Friday.",
        by=world.actor("gp"), at=at,
    )  # fmt: skip
    kept = OwnHousehold.objects.create(practitioner=world.cast.people["housing"], said_at=at)
    refuses = DeclaredConflict.objects.create(
        practitioner=kept.practitioner, person_id=world["person:wren"], kind="inferred", declared_at=at
    )
    found = InferredConflict.objects.create(
        practitioner=kept.practitioner,
        person_id=world["person:wren"],
        conflict=refuses,
        by="phone",
        found_at=at,
    )
    world.ids |= {"access-review": str(used.pk), "claim:pell": str(asked.pk), "inferred": str(found.pk)}
