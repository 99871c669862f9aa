"""Planted faults: what is changed in a scratch copy, and which tests must then be red. (security.md 6.6)

Numbers are those of the reference list; those above 20 are our own. Faults of parts that are not built yet (attachments,
the sealed log, break-glass, leases, exports, redaction) come with those parts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One fault: in `file`, `old` becomes `new`; `tests` are pytest arguments of which at least one test must fail."""

    number: int
    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    quick: bool = False


EVERY, SAME = "tests/matrix/test_every_address.py", "tests/matrix/test_non_interference.py"
THREATS = "tests/incidents/test_from_the_threat_list.py"
SEEN = "tests/matrix/test_canaries.py"

SABOTAGES: tuple[Sabotage, ...] = (
    Sabotage(
        1, "remove a view's policy", "src/plait/desk/views/hub.py",
        'hub = needs("hub:desk")',
        'from plait.base.access.verdict import yes\n\n\ndef hub(actor: Actor) -> Verdict:\n    return yes("anybody")',
        (EVERY, "-k", "may_read and hub and board"),
    ),
    Sabotage(
        2, "add a view without a policy", "src/plait/site/urls.py",
        'urlpatterns: list[URLPattern | URLResolver] = [',
        'urlpatterns: list[URLPattern | URLResolver] = [\n    path("extra/", lambda request: errors.handler404(request, None)),',
        ("tests/house/test_doors.py",), quick=True,
    ),
    Sabotage(
        3, "answer 403 for a restricted record", "src/plait/base/access/doors.py",
        '"ui/nothing_by_this_route.html", status=404)',
        '"ui/nothing_by_this_route.html", status=403 if verdict.reason == "restricted" else 404)',
        (SAME, "-k", "not_there_are_the_same and restricted"),
    ),
    Sabotage(
        4, "count before filtering", "src/plait/referrals/views/checks/desk.py",
        "return how_many_wait(visible_checks(asking.actor, at=asking.at))",
        "return how_many_wait(visible_checks(asking.actor, at=asking.at).model.objects.all())",
        (SAME, "-k", "counts"),
    ),
    Sabotage(
        5, "synchronous=NORMAL", "src/plait/base/db/sqlite/base.py",
        '"synchronous": 2,', '"synchronous": 1,',
        ("tests/incidents/test_power_cut.py",), quick=True,
    ),
    Sabotage(
        6, "write the audit on commit", "src/plait/base/audit/record.py",
        "    AuditEntry.objects.bulk_create(rows)",
        "    transaction.on_commit(lambda: AuditEntry.objects.bulk_create(rows) and None)",
        ("tests/base/access/test_no_audit_no_answer.py",),
    ),
    Sabotage(
        7, "write the audit after the answer", "src/plait/base/access/doors.py",
        "            if written() == before:\n"
        "                record(act=the_door.act, about=page, by=request.actor, at=request.at)\n",
        "            late = written() == before\n        try:\n            with transaction.atomic():\n"
        "                late and record(act=the_door.act, about=page, by=request.actor, at=request.at)\n"
        "        except DatabaseError:\n            pass\n        if True:\n            pass\n",
        ("tests/base/access/test_no_audit_no_answer.py",),
    ),
    Sabotage(
        9, "keep a decision for 60 seconds", "src/plait/people/access.py",
        "    verdict = may_open_person(standing_of(by, person_id, at=at))\n",
        "    kept = open_person.__dict__.setdefault((by.id, person_id, int(at.timestamp()) // 60), [])\n"
        "    kept or kept.append(may_open_person(standing_of(by, person_id, at=at)))\n    verdict = kept[0]\n",
        (THREATS, "-k", "at_once"),
    ),
    Sabotage(
        10, "drop a field's class", "src/plait/people/models/persons.py",
        '        "restricted": C.SEALED,\n', "",
        ("tests/house/test_classes.py",), quick=True,
    ),
    Sabotage(
        11, "unshield on merge", "src/plait/people/actions/confirm_person.py",
        "    if was.address_hidden and not known.address_hidden:", "    if False and was.address_hidden:",
        (THREATS, "-k", "joined"),
    ),
    Sabotage(
        12, "import bypasses a shield", "src/plait/people/store/importing.py",
        "    if until is None and (address_key(place.line), place.postcode) in pen.homes", "    if False",
        ("tests/people/test_import.py", "-k", "protected_address"),
    ),
    Sabotage(
        27, "forget the hidden-address flag of a description", "src/plait/people/actions/describe_person.py",
        "address_hidden=bool(address_hidden_because),", "address_hidden=False,",
        ("tests/people/test_hidden_with_the_child.py",),
    ),
    Sabotage(
        13, "ids that tell their time", "src/plait/people/models/persons.py",
        "default=uuid.uuid4", "default=uuid.uuid1",
        (SAME, "-k", "ids_are_random"),
    ),
    Sabotage(
        16, "a session survives its person's leaving", "src/plait/agencies/sessions.py",
        "    if person.left_at is not None and person.left_at <= at:\n", "    if False:\n",
        (THREATS, "-k", "session_ends"),
    ),
    Sabotage(
        17, "a session survives suspension", "src/plait/agencies/sessions.py",
        "queries.practitioner_of(request.user) if request.user.is_authenticated else None",
        'queries.Practitioner.objects.select_related("agency").filter(user_id=session[SESSION_KEY]).first()',
        (THREATS, "-k", "session_ends"),
    ),
    Sabotage(
        20, "an effect twice", "src/plait/base/timers/effects.py",
        "    return first", "    return True",
        ("tests/base/timers/test_timers.py", "tests/base/timers/test_two_workers.py"),
    ),
    Sabotage(
        21, "an answer leaks an item kept to its agency", "src/plait/sharing/queries/items.py",
        '    return Q(visibility="shareable") | Q(agency_id=by.agency)', "    return Q()",
        (THREATS, "-k", "kept_to_an_agency"),
    ),
    Sabotage(
        22, "feedback names a third party", "src/plait/feedback/actions/promise_feedback.py",
        "    proposal = _proposal(telling, at)\n",
        '    text = f"{text} It was {contact.referrer.name} who told us."\n    proposal = _proposal(telling, at)\n',
        (THREATS, "-k", "who_told_us"),
    ),
    Sabotage(
        23, "a restricted record stays on lists", "src/plait/people/access.py",
        "    return Q(Exists(conflicts_of(by).filter(person_id=person))) | restricted",
        "    return Q(Exists(conflicts_of(by).filter(person_id=person)))",
        (SAME, "-k", "visible_people"),
    ),
    Sabotage(
        24, "a declared conflict is ignored", "src/plait/people/access.py",
        "    return Q(Exists(conflicts_of(by).filter(person_id=person))) | restricted",
        "    return restricted",
        (SEEN, "-k", "ex_partner"),
    ),
    Sabotage(
        25, "a view says that it may be cached", "src/plait/base/ui/middleware.py",
        'response.headers["Cache-Control"] = "no-store"', 'response.headers.setdefault("Cache-Control", "private")',
        (EVERY, "-k", "may_read and levels"),
    ),
    Sabotage(
        26, "inline script allowed", "src/plait/base/ui/middleware.py",
        "\"script-src\": \"'self'\"", "\"script-src\": \"'self' 'unsafe-inline'\"",
        (THREATS, "-k", "policy"), quick=True,
    ),
    Sabotage(
        28, "unshield when two known people are joined", "src/plait/people/store/identity.py",
        '    hidden = next((one for one in covers if one["address_hidden"]), covers[0])', "    hidden = covers[0]",
        ("tests/people/test_merging_is_exact.py", "-k", "whichever_of_two"),
    ),
    Sabotage(
        29, "join across an identity shield", "src/plait/people/store/crossings.py",
        "    if not sides & (one | other):\n        return False", "    if sides:\n        return False",
        ("tests/people/test_identity_shield.py",),
    ),
    Sabotage(
        30, "the board sends to somebody who knows the family", "src/plait/desk/presenters/hub_board.py",
        "        if str(person.pk) in known:\n            continue\n", "",
        ("tests/desk/hub/test_hub_desk.py", "-k", "knows_the_family"),
    ),
    Sabotage(
        31, "a deputy who knows the family is told", "src/plait/referrals/handlers.py",
        " if str(one.pk) not in known]", "]",
        ("tests/referrals/hub/test_ringing.py", "-k", "knows_the_family"),
    ),
)  # fmt: skip
