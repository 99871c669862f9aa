"""Partner checks: asked, opened or answered, with their sharing decisions, answers, items, clock and notice."""

from datetime import datetime

from benchmarks.seeding.area import Area, dashed, team_of
from benchmarks.seeding.concerns import DAY, HOUR, Case, promise, timer, told, view
from benchmarks.seeding.families import involve
from plait.base.outbox.models import Message
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.sharing.models import Disclosure, DisclosureItem, InformationItem, SharingDecision

# agency: who of the cast answers for it
ANSWERERS = {
    "police": "police", "alder_lane": "dsl", "surgery": "gp", "health_visiting": "health_visitor",
    "housing": "housing", "camhs": "camhs", "probation": "probation",
}  # fmt: skip
KINDS = ("items", "nothing_relevant", "not_known", "not_known")
SEEN = "Seen in school with a bruise on the left arm; said that she fell from her bicycle. No medical advice was sought."


def ask(
    area: Area, case: Case, agency: str, *, at: datetime, answered: datetime | None = None, opened: bool = True,
    closed: datetime | None = None, kind: str = "",
) -> None:  # fmt: skip
    """One agency is asked about the children; `answered` says when it answered, if it did."""
    writer, check = area.writer, area.new_id()
    ref, team, screener = f"check:{dashed(check)}", team_of(area, agency), area.person("screener")
    decision = _shared(area, case, "ask", ref, to=agency, by=str(screener.pk), at=at)
    status = "answered" if answered else "opened" if opened else "asked"
    writer.add(
        PartnerCheck, id=check, reference=area.reference("C"), referral_id=case.referral, agency_id=area.agency(agency),
        team_id=team.pk.hex, status=status, mandatory=agency == "police", purpose="Deciding what help the children need",
        gateway="CA04_16LA", questions=["What do you know of the children since January?"],
        shown={"children": _shown(case), "adults": [], "concern": "Neglect"}, decision_id=decision,
        asked_by=str(screener.pk), asked_by_name=screener.name, asked_at=at,
        opened_at=at + HOUR if opened or answered else None, answered_at=answered, pack=area.pack.release_id,
    )  # fmt: skip
    involve(
        area,
        case.family.children,
        kind="asked",
        source=check,
        of="check",
        team=team.pk.hex,
        at=at,
        until=closed,
    )
    hours = {"red": 2, "amber": 24, "green": 48}[case.rating] * HOUR
    owner = f"{agency}_safeguarding"
    promise(
        area,
        f"{ref}:answer",
        "partner_return",
        begun=at,
        due=at + hours,
        kept=answered or closed,
        owner=owner,
    )
    timer(area, f"{ref}:answer", "check-late", due=at + hours, over=answered is not None)
    writer.add(
        Message, id=area.new_id(), key=f"{ref}:asked", kind="partner-asked", to_ref=f"team:{team.pk}", posted_at=at,
        subject_line="Something waits in Plait", template="notice", context={}, state="sent", attempts=1, sent_at=at,
    )  # fmt: skip
    area.audited("check:asked", [ref], who="screener", at=at)
    if answered:
        _answer(area, case, check, ref, agency, kind or area.chance.choice(KINDS), at=answered)


def _answer(area: Area, case: Case, check: str, ref: str, agency: str, kind: str, *, at: datetime) -> None:
    who = area.person(ANSWERERS[agency])
    decision = _shared(area, case, "answer", ref, to="council", by=str(who.pk), at=at)
    for child in case.family.children:
        area.writer.add(
            CheckAnswer, id=area.new_id(), partner_check_id=check, person_id=child, kind=kind, decision_id=decision,
            by=str(who.pk), by_name=who.name, at=at,
        )  # fmt: skip
        for visibility in ("shareable", "shareable", "sealed")[: 2 if kind == "items" else 0]:
            area.writer.add(
                InformationItem, id=area.new_id(), person_id=dashed(child), agency_id=str(who.agency_id),
                agency_name=who.agency.name, text=SEEN, happened_said="this term",
                assertion_kind=area.chance.choice(("observed", "record", "opinion", "child")), visibility=visibility,
                field_group="concern", source_ref=ref, written_by=str(who.pk), written_at=at,
            )  # fmt: skip
    if kind == "items":
        view(area, case, ANSWERERS[agency], at=at)
    area.audited("check:read", [ref], who=ANSWERERS[agency], at=at)
    if area.chance.random() < 0.5:
        told(
            area,
            case,
            about=ref,
            decision=decision,
            kind="helped",
            who=ANSWERERS[agency],
            agency=agency,
            at=at + DAY,
        )


def _shared(area: Area, case: Case, occasion: str, ref: str, *, to: str, by: str, at: datetime) -> str:
    decision, disclosure = area.new_id(), area.new_id()
    recipient = str(area.cast.agencies[to].pk)
    area.writer.add(
        SharingDecision, id=decision, occasion=occasion, outcome="share", purpose="Deciding what help is needed",
        gateway="CA04_16LA", from_agency="", to_agency=recipient, people=[dashed(one) for one in case.family.children],
        family_told="told", decided_by=by, decided_at=at, source_ref=ref, pack=area.pack.release_id,
    )  # fmt: skip
    area.writer.add(Disclosure, id=disclosure, decision_id=decision, recipient_agency=recipient, at=at)
    area.writer.add(
        DisclosureItem, id=area.new_id(), disclosure_id=disclosure, field_group="identity", label="Child",
        text=case.family.surname,
    )  # fmt: skip
    return decision


def _shown(case: Case) -> list[dict[str, str]]:
    family = case.family
    return [
        {
            "person": dashed(child),
            "name": f"{family.called[child][0]} {family.surname}",
            "born": family.called[child][1].isoformat(),
        }
        for child in family.children
    ]
