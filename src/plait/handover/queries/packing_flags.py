"""What of a family the record holds as a flag or a status: orders, domestic abuse, times of being missing, what they agreed to.

Reads only. Whoever hands over adds their own words, or puts a reason in the place of what the record says (`rules.absent`)."""

from plait.handover.models import AlertOf, MissingAlert
from plait.handover.queries.hiding import abuse_known
from plait.handover.queries.packing_basis import Packing, day_of
from plait.handover.wire.package import Row
from plait.people.models import ProtectedFrom
from plait.people.queries import ids_of
from plait.sharing.models import AgreementPartner
from plait.sharing.queries.family import standing_agreements

ENQUIRY = {"single": "By children’s social care alone", "joint": "Jointly with the police"}
SERVICE = "A domestic abuse service works or worked with somebody of this family. Ring us before you speak to anybody of it."
KEPT_FROM = "Somebody is known from whom they are protected. Ring us for who it is and what keeps them safe."
STATES = {
    MissingAlert.State.LIVE: "Missing now: word of it is out",
    MissingAlert.State.FOUND: "Was missing, and is found",
    MissingAlert.State.ENDED: "Word that they were missing has ended; whether they were found does not stand here",
}


def legal(packing: Packing) -> list[Row]:
    """Orders that protect somebody of them, and enquiries under section 47."""
    rows = [
        Row(about=ref, label="Court order", text=f"{one.order}{_until(one)}")
        for ref, one in _protections(packing)
        if one.order
    ]
    rows += [
        Row(label="Section 47 enquiry", text=ENQUIRY[one.enquiry], on=day_of(one.held_at.date()))
        for one in packing.picture.strategies
        if one.enquiry in ENQUIRY
    ]
    return packing.text("legal") + _unless_corrected(packing, "legal", rows)


def abuse(packing: Packing) -> list[Row]:
    """That it is known here, and of whom; who it is goes from person to person."""
    rows = [Row(text=SERVICE)] if abuse_known(_people(packing)) else []
    harmed = (ref for ref, one in _protections(packing) if one.kind == ProtectedFrom.Kind.HARMED)
    rows += [Row(about=ref, text=KEPT_FROM) for ref in dict.fromkeys(harmed)]
    return packing.text("abuse") + _unless_corrected(packing, "abuse", rows + _indicators(packing, "abuse"))


def missing(packing: Packing) -> list[Row]:
    """Word of them that went out, and what agencies see of going missing and of being exploited."""
    them = AlertOf.objects.filter(person__in=list(ids_of(_people(packing)))).values("alert")
    alerts = MissingAlert.objects.filter(
        pk__in=them, side=MissingAlert.Side.OUT, state__in=list(STATES), hid=False
    )
    rows = (
        []
        if packing.protected
        else [
            Row(
                label=f"Word {one.reference}",
                text=STATES[MissingAlert.State(one.state)],
                on=day_of(one.at.date()),
            )
            for one in alerts.order_by("at", "pk")
        ]
    )
    return packing.text("missing") + _unless_corrected(
        packing, "missing", rows + _indicators(packing, "missing")
    )


def agreed(packing: Packing) -> list[Row]:
    """What each said to each service, while it stands. Nothing where a service would lead to somebody."""
    rows, today = [], packing.at.date()
    if not packing.protected:
        for one in standing_agreements(
            str(child.person.description.person_id) for child in packing.children()
        ):
            if one.ended_at is None and one.expires_on >= today:
                rows += [
                    Row(label=said.name, text=_answer(said), on=day_of(one.given_on))
                    for said in one.partners.all()
                ]
    return packing.text("agreed") + _unless_corrected(packing, "agreed", rows)


def _answer(said: AgreementPartner) -> str:
    taken_back = getattr(said, "withdrawal", None) is not None
    return f"{said.get_answer_display()}{', and taken back since' if taken_back else ''}"


def _unless_corrected(packing: Packing, code: str, rows: list[Row]) -> list[Row]:
    return [] if packing.offer.why_not.get(code) else rows


def _people(packing: Packing) -> list[str]:
    return [str(one.person.description.person_id) for one in packing.people]


def _protections(packing: Packing) -> list[tuple[str, ProtectedFrom]]:
    refs = {str(one.person.description.person_id): one.ref for one in packing.people}
    rows = ProtectedFrom.objects.filter(person__in=list(refs), ended_at=None).order_by("at", "pk")
    return [(refs[str(one.person_id)], one) for one in rows]


def _until(one: ProtectedFrom) -> str:
    return f", until {one.order_until:%-d %B %Y}" if one.order_until else ""


def _indicators(packing: Packing, tells: str) -> list[Row]:
    """What agencies see, in the words of the area's framework; never which agency."""
    words = {one.code: one.text for one in packing.pack.level_scheme.indicators if one.tells == tells}
    seen = dict.fromkeys(code for view in packing.picture.views for code in view.indicators if code in words)
    return [Row(text=words[code], known="Seen by an agency") for code in seen]
