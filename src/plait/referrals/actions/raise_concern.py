"""Raise a concern: what somebody saw, said once, reaches the hub (or the designated officer) at once."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Agency, Team
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.start_clock import start_clock
from plait.base.db.references import new_reference
from plait.base.packs.pack import Pack
from plait.base.packs.queries import current
from plait.people.actions.describe_person import describe_person
from plait.people.actions.involve import involve
from plait.people.actions.note_safety import note_safety
from plait.people.actions.relate import relate
from plait.people.models import SafetyNote
from plait.referrals.access import people_refs
from plait.referrals.concern import SOURCE_OF, UNSURE, Concern, Safety, Teller, faults_of, protects_teller
from plait.referrals.events import ConcernRaised
from plait.referrals.models import Contact, ContactPerson, Draft, Referrer

CLOCK = "referral_decision"


@deed
def raise_concern(*, concern: Concern, draft_id: str | None, by: Actor, at: datetime) -> Contact:
    """Keep the concern, its people and who told; tell the team that owns it; start the clock of the decision.

    Sending the same draft twice gives the same Contact. Received at `at`, except that a call or paper form entered later
    was received at its true time (`happened_at`). A concern about somebody who works with children goes to the
    closed list: no hub, and no team of the referrer's agency, is involved. Raises Refused with every fault in sentences.
    """
    may(by, "concern:raise").insist()
    draft = _own_draft(draft_id, by)
    if draft is not None and draft.sent_at is not None:
        sent = Contact.objects.get(pk=draft.sent_as.removeprefix("contact:"))
        record(act="concern:sent-again", about=sent.ref, by=by, at=at)
        return sent
    if faults := faults_of(concern, at=at):
        raise Refused(
            no("concern-not-whole", say=" ".join(fault.say for fault in faults),
               next_step="Mend this and send it again. If a child is in danger now, call 999"),
            about=f"draft:{draft_id}" if draft_id else "page:raise-concern",
        )  # fmt: skip
    pack = current(at=at)
    contact = _keep(concern, pack, by, at)
    _keep_people(contact, concern, by, at)
    _keep_teller(contact, concern, by)
    _involve(contact, concern, by, at)
    rule = pack.clock_rule(CLOCK)
    start_clock(
        key=f"{contact.ref}:decision",
        rule=rule.code,
        subject=contact.ref,
        start_event=rule.start_event,
        started_at=contact.received_at,
        target=rule.target,
        calendar=pack.calendar(),
        owner=f"team:{contact.team_id}",
        by=by.id,
        at=at,
        pack_release=pack.release_id,
        at_risk_fraction=rule.at_risk_fraction,
    )
    if draft is not None:
        # The words stand in the concern now; a second copy of them would only be one more thing to lose.
        draft.answers, draft.sent_at, draft.sent_as = {}, at, contact.ref
        draft.save(update_fields=["answers", "sent_at", "sent_as"])
    record(
        act="concern:raised",
        about=[contact.ref, *people_refs(contact)],
        by=by,
        at=at,
        fields=("identity", "content", "source"),
        pack=pack.release_id,
    )
    announce(ConcernRaised(contact.pk, contact.route, by.id, at))
    return contact


def _own_draft(draft_id: str | None, by: Actor) -> Draft | None:
    if draft_id is None:
        return None
    draft = Draft.objects.select_for_update().filter(pk=draft_id, author=by.id).first()
    if draft is None:
        raise Refused(hidden("no-such-draft"), about=f"draft:{draft_id}")
    return draft


def _owner(concern: Concern) -> Team:
    kind = Team.Kind.CLOSED_LIST if concern.about_worker else Team.Kind.HUB
    team = agencies.teams_of_kind(kind).first()
    if team is None:
        raise Refused(
            no("no-team", say="No team is set up here to receive this concern.", next_step="Ring the hub now")
        )
    return team


def _reference() -> str:
    while True:
        reference = new_reference()
        if not Contact.objects.filter(reference=reference).exists():
            return reference


def _keep(concern: Concern, pack: Pack, by: Actor, at: datetime) -> Contact:
    told_at = concern.happened_at if concern.channel in ("phone", "paper") else None
    return Contact.objects.create(
        reference=_reference(),
        route=Contact.Route.CLOSED_LIST if concern.about_worker else Contact.Route.STANDARD,
        channel="link" if by.kind == "mailbox" and concern.channel == "form" else concern.channel,
        team=_owner(concern),
        received_at=told_at or at,
        happened_at=concern.happened_at,
        source_code=_source_code(concern.teller, by),
        primary_need=concern.primary_need,
        observed=concern.observed,
        child_words=concern.child_words,
        reported=concern.reported,
        opinion=concern.opinion,
        strengths=concern.strengths,
        wanted=concern.wanted,
        danger_now=concern.danger_now,
        emergency_told=concern.emergency_told,
        family_told=concern.family_told,
        family_told_why=concern.family_told_why,
        telling_raises_risk=concern.safety.telling_raises_risk,
        in_school_now=concern.in_school_now,
        answers=dict(concern.answers),
        pack=pack.release_id,
    )


def _source_code(teller: Teller | None, by: Actor) -> str:
    agency_id = by.agency if teller is None else teller.agency_id
    agency = Agency.objects.filter(pk=agency_id).first() if agency_id else None
    own = agency.referral_source if agency else ""
    if teller is None:
        return own or "10"
    return teller.source_code or own or SOURCE_OF[teller.kind]


def _keep_people(contact: Contact, concern: Concern, by: Actor, at: datetime) -> None:
    agency = concern.teller.agency_id if concern.teller else by.agency
    hidden_because = f"Told by {contact.ref}" if concern.safety.where == "yes" else ""
    children: list[str] = []
    for order, child in enumerate(concern.children):
        made = describe_person(
            described=child.described, source_ref=contact.ref, agency_id=agency,
            address_hidden_because=hidden_because, by=by, at=at,
        )  # fmt: skip
        children.append(str(made.person_id))
        ContactPerson.objects.create(
            contact=contact,
            description=made,
            role=ContactPerson.Role.CHILD,
            relation=child.relation,
            order=order,
        )
        _note_safety(str(made.person_id), concern.safety, contact, by, at)
    for order, adult in enumerate(concern.adults, start=len(children)):
        # Whoever lives with a hidden child is found where the child is found.
        made = describe_person(
            described=adult.described, source_ref=contact.ref, agency_id=agency,
            address_hidden_because=hidden_because if adult.lives_there or adult.hidden else "", by=by, at=at,
        )  # fmt: skip
        role = ContactPerson.Role.OTHER_CHILD if adult.other_child else ContactPerson.Role.ADULT
        ContactPerson.objects.create(
            contact=contact, description=made, role=role, relation=adult.relation, order=order
        )
        for tie in adult.to_each(len(children)):
            relate(
                person_id=str(made.person_id),
                other_id=children[tie.place],
                kind=tie.relation or adult.relation or "not known",
                parental_responsibility=tie.parental_responsibility,
                lives_with=tie.lives_with,
                source_ref=contact.ref,
                by=by,
                at=at,
            )


def _note_safety(person_id: str, safety: Safety, contact: Contact, by: Actor, at: datetime) -> None:
    kinds, telling = SafetyNote.Kind, safety.telling_raises_risk
    # Where they are is hidden by a yes alone: what nobody is sure of is asked first, and hides no child from who looks for it.
    notes = (
        (safety.where == "yes", kinds.WHERE, safety.where_who, ""),
        (safety.where == "not_sure", kinds.WHERE_UNSURE, safety.where_who, UNSURE["where"]),
        (safety.who_told == "yes", kinds.WHO_TOLD, safety.who_told_who, ""),
        (safety.who_told == "not_sure", kinds.WHO_UNSURE, safety.who_told_who, UNSURE["who_told"]),
        (bool(safety.safe_contact), kinds.SAFE_CONTACT, "", safety.safe_contact),
        (telling == "yes", kinds.TELLING, "", safety.telling_why),
        (
            telling == "not_sure",
            kinds.TELLING_UNSURE,
            "",
            f"{UNSURE['telling']} {safety.telling_why}".strip(),
        ),
    )
    for said, kind, who, words in notes:
        if said:
            note_safety(
                person_id=person_id, kind=kind, who=who, said=words, source_ref=contact.ref, by=by, at=at
            )


def _keep_teller(contact: Contact, concern: Concern, by: Actor) -> None:
    teller, protected = concern.teller, protects_teller(concern.safety)
    if teller is None:
        Referrer.objects.create(
            contact=contact,
            kind=Referrer.Kind.PRACTITIONER,
            practitioner_id=by.id if by.kind == "practitioner" else None,
            agency_id=by.agency or None,
            mailbox_link=by.id if by.kind == "mailbox" else "",
            name=by.name,
            relation=by.job,
            phone=concern.reach_phone,
            safe_contact=concern.reach_when,
            protected=protected,
        )
        return
    anonymous = teller.kind == "anonymous"
    Referrer.objects.create(
        contact=contact,
        kind=teller.kind,
        agency_id=teller.agency_id or None,
        name="" if anonymous else teller.name,
        relation=teller.relation,
        phone=teller.phone,
        email=teller.email,
        safe_contact=teller.safe_contact,
        protected=protected,
    )


def _involve(contact: Contact, concern: Concern, by: Actor, at: datetime) -> None:
    everyone = [ref.removeprefix("person:") for ref in people_refs(contact)]

    def with_team(team: Team, kind: str, label: str) -> None:
        involve(
            person_ids=everyone, kind=kind, source_kind="contact", source_id=contact.pk, team_id=str(team.pk),
            role_label=label, by=by, at=at,
        )  # fmt: skip

    with_team(contact.team, "duty", contact.team.name)
    if concern.teller is None and by.kind == "practitioner":
        involve(
            person_ids=everyone, kind="referred", source_kind="contact", source_id=contact.pk, practitioner_id=by.id,
            role_label="Raised the concern", by=by, at=at,
        )  # fmt: skip
    agency_id = concern.teller.agency_id if concern.teller else by.agency
    safeguarding = agencies.safeguarding_team_of(agency_id) if agency_id else None
    if safeguarding is not None and not concern.about_worker:
        with_team(safeguarding, "referred", "Safeguarding team of whoever raised the concern")
