"""What a package says item by item, drawn from the record and from what whoever hands over wrote. Reads only."""

from collections.abc import Callable

from plait.base.access.classes import FieldGroup as G
from plait.handover.queries.packing_basis import Drawn, Packing, day_of
from plait.handover.queries.packing_flags import abuse, agreed, legal, missing
from plait.handover.wire.package import Row, Tie
from plait.people.models import Involvement, SafetyNote
from plait.people.places import say_moves

MONTHS = 24
SEALED = "What was given for those who decide alone is never in a package. Ring whoever decides here to ask whether there is any."
_KNOWN = {"yes": "yes", "no": "no", "not_known": "not known"}
ETHNICITY, DISABILITY, NEED = "ethnicity", "disability", "primary_need"


def _safety(packing: Packing) -> list[Row]:
    rows = [
        Row(about=ref, text="Where they are must not be learnt. It is not in this package.")
        for ref, hidden in ((one.ref, one.hidden) for one in packing.people)
        if hidden
    ]
    by_person = {str(one.person.description.person_id): one.ref for one in packing.people}
    for note in packing.picture.safety:
        text = " ".join(part for part in (note.who, note.said) if part)
        rows.append(
            Row(
                about=by_person.get(str(note.person_id), ""),
                label=SafetyNote.Kind(note.kind).label,
                text=text or "Yes",
            )
        )
    return rows + packing.text("safety")


def _identifiers(packing: Packing) -> list[Row]:
    rows = []
    for ref, told, hidden in ((one.ref, one.told, one.hidden) for one in packing.people):
        numbers = [("NHS number", told.nhs_number), ("Unique pupil number", "" if hidden else told.upn)]
        said = [("Also known as", told.other_names), ("Language", told.language), *numbers]
        rows += [Row(about=ref, label=label, text=text) for label, text in said if text]
        for label, system, code in (
            ("Ethnicity", ETHNICITY, told.ethnicity),
            ("Disability", DISABILITY, told.disability),
        ):
            if code:
                rows.append(
                    Row(
                        about=ref,
                        label=label,
                        text=packing.label(system, code) or code,
                        system=system,
                        code=code[:40],
                    )
                )
    return rows


def _family(packing: Packing) -> list[Row]:
    """One line for each adult; where they are one thing to one child and another to another, one for each child."""
    rows, children = [], packing.children()
    for one in packing.adults():
        ties = {tie.of: tie for tie in packing.ties[one.ref]}
        each = [ties.get(child.ref, Tie(of=child.ref)) for child in children]
        same = len({(tie.responsibility, tie.lives_with) for tie in each}) == 1
        whose = ["the children"] if same else [child.told.forename or child.ref for child in children]
        for tie, child in zip(each, whose, strict=False):
            relation = one.person.relation if same else tie.relation
            said = f"parental responsibility: {_KNOWN[tie.responsibility]}; lives with {child}: {_KNOWN[tie.lives_with]}"
            to = "" if same else f" to {child}"
            rows.append(Row(about=one.ref, text=f"{relation or 'Relation not known'}{to}; {said}"))
    return rows + packing.text("family")


def _addresses(packing: Packing) -> list[Row]:
    if packing.protected:
        return []
    since = packing.at.date().toordinal() - MONTHS * 31
    rows = []
    for one in packing.children():
        for move in say_moves(one.told.person):
            if move.to_on is None or move.to_on.toordinal() >= since:
                until = f" until {move.to_on.isoformat()}" if move.to_on else ""
                told = f"Told on {move.told_on:%-d %B %Y}" if move.told_on and not move.from_on else ""
                rows.append(
                    Row(about=one.ref, text=f"{move.words}{until}", on=day_of(move.from_on), known=told)
                )
    return rows


def _move(packing: Packing) -> list[Row]:
    offer = packing.offer
    planned = {"yes": "Planned", "no": "Not planned"}.get(
        offer.planned, "Whether it was planned is not known"
    )
    there = {
        "there": "They are there",
        "certain": "They are certain to come",
        "unsure": "It is not sure that they come",
    }
    sure = there.get(offer.destination, "How sure it is, is not known")
    stay = "For a time only" if offer.temporary else "To stay, as far as is known"
    return [
        Row(label="Why", text=offer.why_moved.strip() or "Not known"),
        Row(text=f"{planned}. {sure}. {stay}."),
    ]


def _status(packing: Packing) -> list[Row]:
    need = packing.picture.referral.contact.primary_need
    rows = []
    if need:
        rows.append(Row(label="Primary need", text=packing.label(NEED, need) or need, system=NEED, code=need))
    for one in packing.picture.decisions[:1]:
        level = f"Level {one.level}: {one.level_label}. " if one.level else ""
        rows.append(Row(label=one.outcome_label, text=f"{level}{one.because}", on=day_of(one.at.date())))
    return rows


def _plan(packing: Packing) -> list[Row]:
    rows = packing.text("plan")
    for record in packing.picture.strategies:
        rows += [
            Row(label="Agreed in the strategy discussion", text=one.what, on=day_of(record.held_at.date()))
            for one in record.actions.all()
        ]
    return rows


def _timeline(packing: Packing) -> list[Drawn]:
    picture = packing.picture
    contact = picture.referral.contact
    received = day_of(contact.received_at.date())
    said = [("Seen", contact.observed), ("Told", contact.reported)]
    rows = [Row(label=label, text=text, on=received) for label, text in said if text.strip()]
    rows += [
        Row(label="Decided", text=one.outcome_label, on=day_of(one.at.date())) for one in picture.decisions
    ]
    apart = (G.HEALTH, G.EDUCATION)  # which stand under headings of their own
    every = [*packing.items_of(lambda one: one.field_group not in apart), *(Drawn(row) for row in rows)]
    return sorted(every, key=lambda one: one.row.on)


def _of_group(packing: Packing, group: str) -> list[Drawn]:
    return packing.items_of(lambda one: one.field_group == group)


def _health(packing: Packing) -> list[Row | Drawn]:
    return [*_of_group(packing, G.HEALTH), *packing.text("health")]


def _education(packing: Packing) -> list[Row | Drawn]:
    schools = [
        Row(about=ref, label="School", text=told.school)
        for ref, told, hidden in ((one.ref, one.told, one.hidden) for one in packing.children())
        if told.school and not hidden
    ]
    return [*schools, *_of_group(packing, G.EDUCATION), *packing.text("education")]


def _risk(packing: Packing) -> list[Row]:
    worries = [
        Row(text=one.worries, on=day_of(one.at.date()))
        for one in packing.picture.decisions[:1]
        if one.worries.strip()
    ]
    opinion = packing.picture.referral.contact.opinion
    first = (
        [Row(label="When it was first raised", text=opinion, known="An opinion")] if opinion.strip() else []
    )
    return packing.text("risk") + worries + first


def _voice(packing: Packing) -> list[Row]:
    contact = packing.picture.referral.contact
    rows = (
        [Row(text=contact.child_words, on=day_of(contact.received_at.date()), known="The child's own words")]
        if contact.child_words.strip()
        else []
    )
    rows += [
        Row(text=one.child_voice, on=day_of(one.at.date()))
        for one in packing.picture.decisions
        if one.child_voice.strip()
    ]
    return rows + packing.text("voice")


def _worked(packing: Packing) -> list[Row]:
    strengths = [
        packing.picture.referral.contact.strengths,
        *(one.strengths for one in packing.picture.decisions[:1]),
    ]
    return packing.text("worked") + [Row(label="Going well", text=one) for one in strengths if one.strip()]


def _agencies(packing: Packing) -> list[Row]:
    if packing.protected:
        return []
    children = [one.person.description.person_id for one in packing.children()]
    rows = Involvement.objects.filter(person_id__in=children, to_at__isnull=True, team__isnull=False)
    names = rows.order_by("team__agency__name").values_list("team__agency__name", flat=True).distinct()
    asked = [check.agency.name for check in packing.picture.checks]
    return [Row(text=name) for name in dict.fromkeys([*names, *asked])]


def _gaps(packing: Packing) -> list[Row]:
    rows = packing.text("gaps")
    rows += [
        Row(text=one.unknowns, on=day_of(one.at.date()))
        for one in packing.picture.decisions[:1]
        if one.unknowns.strip()
    ]
    rows += (
        [Row(text=f"{one.agency_name} has not answered.") for one in packing.picture.out]
        if not packing.protected
        else []
    )
    return [*rows, Row(text=SEALED)]


def _workers(packing: Packing) -> list[Row]:
    referral, area = packing.picture.referral, packing.pack.area
    lead = referral.lead
    rows = (
        [Row(label="Leads", text=", ".join(part for part in (lead.name, lead.job, lead.phone) if part))]
        if lead
        else []
    )
    return [
        *rows,
        Row(label="In office hours", text=f"{area.hub_name}, {area.hub_phone}"),
        Row(label="Out of hours", text=f"{area.edt_name}, {area.edt_phone}"),
    ]


Maker = Callable[[Packing], "list[Row] | list[Drawn] | list[Row | Drawn]"]
MAKERS: dict[str, Maker] = {
    "safety": _safety, "identifiers": _identifiers, "family": _family, "addresses": _addresses, "move": _move,
    "legal": legal, "status": _status, "plan": _plan, "timeline": _timeline, "risk": _risk,
    "abuse": abuse, "missing": missing, "health": _health, "education": _education, "voice": _voice,
    "worked": _worked, "agencies": _agencies, "agreed": agreed, "gaps": _gaps, "workers": _workers,
}  # fmt: skip
