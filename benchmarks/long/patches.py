"""Planted faults: what is changed in a scratch copy, and which tests must then be red. (security.md 6.6)

Numbers are those of the reference list; those above 20 are our own, as a lease that never expires is (62; there 17). Faults of
attachments come with them. A file that leaves is a page as any other (8): its door keeps the row (7), so none can be left out.
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
        "return checks_that_wait.count(asking.actor, at=asking.at)",
        "return checks_that_wait(asking.actor, at=asking.at).model.objects.count()",
        (SAME, "-k", "counts"),
    ),
    Sabotage(
        5, "synchronous=NORMAL", "src/plait/base/db/sqlite/base.py",
        '"synchronous": 2,', '"synchronous": 1,',
        ("tests/incidents/test_power_cut.py",), quick=True,
    ),
    Sabotage(
        6, "write the audit on commit", "src/plait/base/audit/record.py",
        "    insert(rows)\n",
        "    transaction.on_commit(lambda: insert(rows))\n",
        ("tests/base/access/test_no_audit_no_answer.py",),
    ),
    Sabotage(
        7, "write the audit after the answer", "src/plait/base/access/doors.py",
        "        if written() == before:\n"
        '            record(act=the_door.act, about=f"page:{the_door.act}", by=request.actor, at=request.at)\n',
        "        late = written() == before\n    try:\n        with transaction.atomic():\n"
        '            late and record(act=the_door.act, about=f"page:{the_door.act}", by=request.actor, at=request.at)\n'
        "    except DatabaseError:\n        pass\n    with transaction.atomic():\n",
        ("tests/base/access/test_no_audit_no_answer.py",),
    ),
    Sabotage(
        9, "keep a decision for 60 seconds", "src/plait/people/access/opening.py",
        "    standing = standing_of(by, person_id, at=at)\n    verdict = may_open_person(standing)\n",
        "    standing = standing_of(by, person_id, at=at)\n"
        "    kept = open_person.__dict__.setdefault((by.id, person_id, int(at.timestamp()) // 60), [])\n"
        "    kept or kept.append(may_open_person(standing))\n    verdict = kept[0]\n",
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
        12, "import bypasses a shield", "src/plait/people/store/importing_pen.py",
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
        16, "a session survives its person's leaving", "src/plait/agencies/queries/__init__.py",
        "    if practitioner.left_at is not None and practitioner.left_at <= at:\n", "    if False:\n",
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
        "    proposal = _proposal(telling, str(contact.team.agency_id), at)\n",
        '    text = f"{text} It was {contact.referrer.name} who told us."\n'
        "    proposal = _proposal(telling, str(contact.team.agency_id), at)\n",
        (THREATS, "-k", "who_told_us"),
    ),
    Sabotage(
        23, "a restricted record stays on lists", "src/plait/people/access/opening.py",
        '    return Q(**{f"{lead}restricted": True}) & ~Q(Exists(named)) & ~kept',
        '    return Q(**{f"{lead}pk__in": []})',
        (SAME, "-k", "visible_people"),
    ),
    Sabotage(
        24, "a declared conflict is ignored", "src/plait/people/access/opening.py",
        "    return DeclaredConflict.objects.filter(practitioner_id=by.id, ended_at__isnull=True)",
        "    return DeclaredConflict.objects.none()",
        (EVERY, "-k", "who_may_read and checks"),
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
        "    shields = shields_in_force()\n    if not shields:\n        return None",
        "    shields = shields_in_force()\n    if shields:\n        return None",
        ("tests/people/test_identity_shield.py", "tests/people/test_identity_shield_any_order.py"),
    ),
    Sabotage(
        30, "the board sends to somebody who knows the family", "src/plait/desk/presenters/hub_board.py",
        "        if str(person.pk) in known:\n            continue\n", "",
        ("tests/desk/hub/test_hub_desk.py", "-k", "knows_the_family"),
    ),
    Sabotage(
        31, "a deputy who knows the family is told", "src/plait/referrals/handlers/ringing.py",
        "not_these=known, in_team_only", "in_team_only",
        ("tests/referrals/hub/test_ringing.py", "-k", "knows_the_family"),
    ),
    Sabotage(
        15, "emergency access over a conflict", "src/plait/people/rules/entering.py",
        "    if asked.conflicted:\n", "    if False:\n",
        ("tests/people/test_emergency_access.py", "-k", "conflict_is_the_same"),
    ),
    Sabotage(
        32, "a suspension is not looked at", "src/plait/agencies/queries/__init__.py",
        "    if practitioner.suspended_at is not None and practitioner.suspended_at <= at:\n", "    if False:\n",
        ("tests/people/test_access_changes.py", "-k", "only_the_row_was_changed and suspended"),
    ),
    Sabotage(
        33, "a prohibition is ignored", "src/plait/sharing/rules/gate.py",
        "            barrier = _first(clauses, forbids & speaking, facts, line, sure=False) if forbids else None\n",
        "            barrier = None\n",
        ("tests/sharing/test_prohibition_wins.py",), quick=True,
    ),
    Sabotage(
        34, "a revoked clause still permits", "src/plait/sharing/queries/agreements.py",
        "in_force | _outlasts(), revoked_at__isnull=True",
        "in_force | _outlasts()",
        ("tests/sharing/test_agreements.py", "-k", "very_next_request"),
    ),
    Sabotage(
        35, "a withdrawal is ignored", "src/plait/sharing/rules/family.py",
        "    if one.withdrawn:\n", "    if False:\n",
        ("tests/sharing/test_family_withdrawal.py", "-k", "reaches_three_services"),
    ),
    Sabotage(
        36, "emergency access opens private notes", "src/plait/people/access/notes.py",
        "    return [one for one in teams if str(one.pk) in involved]",
        '    taken = standing_of(by, person_id, at=at).kinds & {"emergency"}\n'
        "    return [one for one in teams if taken or str(one.pk) in involved]",
        ("tests/people/test_ways_in_pages.py", "-k", "no_emergency_and_no_claim"),
    ),
    Sabotage(
        37, "a claim shows a protected address", "src/plait/people/rules/opening.py",
        '    if given and given <= {"claimed", "emergency"}:\n', "    if False:\n",
        ("tests/people/test_claims.py", "-k", "no_protected_address"),
    ),
    Sabotage(
        38, "they look at their own emergency access", "src/plait/people/rules/entering.py",
        '    if own:\n        return no(\n            "own-access",',
        '    if False:\n        return no(\n            "own-access",',
        ("tests/people/test_emergency_access.py", "-k", "nobody_looks_at_their_own"),
    ),
    Sabotage(
        39, "they review their own look-up", "src/plait/privacy/access.py",
        "found.exclude(who_id=UUID(by.id))", "found",
        ("tests/privacy/test_reviewing.py", "-k", "about_themselves"),
    ),
    Sabotage(
        40, "a request is approved by whoever reviewed it", "src/plait/privacy/rules/redacting.py",
        "    if is_reviewer:\n", "    if False:\n",
        ("tests/privacy/test_rights.py", "-k", "from_the_letter"),
    ),
    Sabotage(
        41, "a request is handed over without a second person", "src/plait/privacy/actions/answer_request.py",
        "    if request.state != RightsRequest.State.APPROVED:\n", "    if False:\n",
        ("tests/privacy/test_rights.py", "-k", "from_the_letter"),
    ),
    Sabotage(
        42, "one person disposes", "src/plait/privacy/rules/retaining.py",
        "    if facts.is_first:\n", "    if False:\n",
        ("tests/privacy/test_disposing.py", "-k", "two_people"),
    ),
    Sabotage(
        43, "a role that opens no record opens one by its team", "src/plait/people/access/opening.py",
        '    return by.kind != "practitioner" or works_with_children(by)', "    return True",
        ("tests/people/test_roles_that_open_nothing.py",),
    ),
    Sabotage(
        44, "a claim opens a restricted record", "src/plait/people/rules/entering.py",
        "    if claim.restricted:\n", "    if False:\n",
        ("tests/people/test_claims.py", "-k", "restricted_child"),
    ),
    Sabotage(
        45, "nobody's own home is found", "src/plait/people/store/inferring.py",
        "    if not described or not HouseholdMark.objects.exists():", "    if True:",
        ("tests/people/test_own_people_found.py", "-k", "said_it_first"),
    ),
    Sabotage(
        46, "emergency access reaches the mother through the child", "src/plait/people/access/taken.py",
        "conflicted=standing.conflicted or knows,", "conflicted=standing.conflicted,",
        ("tests/people/test_emergency_access.py", "-k", "reach_her_through_the_child"),
    ),
    Sabotage(
        47, "a note that something is disputed is not shown beside it", "src/plait/sharing/queries/notes.py",
        "    notes = ItemNote.objects.filter(item__in=agencies, ended_at__isnull=True)\n",
        '    notes = ItemNote.objects.filter(item__in=agencies, ended_at__isnull=True).exclude(kind="disputed")\n',
        ("tests/privacy/test_putting_right.py", "-k", "stands_beside"),
    ),
    Sabotage(
        48, "a hidden address is read over two lines", "src/plait/people/presenters/known.py",
        'main = main.replace(mark, "").replace(tag, mark)', 'main = main.replace(mark, "")',
        ("tests/incidents/test_shielded_address.py", "-k", "who_knows_them"),
    ),
    Sabotage(
        49, "a search asks less where it found nobody", "src/plait/people/access/opening.py",
        "some_numbers(numbers, least=AS_ONE)", "some_numbers(numbers)",
        ("tests/matrix/test_channels.py", "-k", "asks_the_same"),
    ),
    Sabotage(
        50, "a wall between identities is raised by whoever works with children", "src/plait/people/views/identity.py",
        '    return may(actor, "decision:override") or may(actor, "restricted:keep")',
        '    return may(actor, "involvement:claim") or may(actor, "restricted:keep")',
        ("tests/people/test_identity_shield_page.py", "-k", "not_theirs"),
    ),
    Sabotage(
        51, "a declared conflict does not hide an escalation", "src/plait/escalation/access.py",
        "return Escalation.objects.filter(mine).exclude(_about_unreachable(by, at))",
        "return Escalation.objects.filter(mine)",
        ("tests/escalation/test_how_it_ends.py", "-k", "declared_conflict"),
    ),
    Sabotage(
        52, "whoever left or is away goes on owning", "src/plait/escalation/queries.py",
        "        if why:\n", "        if False:\n",
        ("tests/escalation/test_never_without_an_owner.py",),
    ),
    Sabotage(
        53, "whoever decided answers for themselves", "src/plait/escalation/rules/owning.py",
        'if one.decided and not (one.begins and side == "theirs"):', "if False:",
        ("tests/escalation/test_rules.py", "-k", "disputed_decider"),
    ),
    Sabotage(
        54, "an agency's page of scoring shows another's score", "src/plait/thresholds/queries/moderation.py",
        "return vignette.scores.filter(agency_id=agency_id).first()", "return vignette.scores.first()",
        ("tests/thresholds/test_moderation.py", "-k", "no_page_shows"),
    ),
    Sabotage(
        55, "whoever sits in no session scores in it", "src/plait/thresholds/access.py",
        'return bool(may(by, "moderation:score")) and session.seats.filter(agency_id=by.agency).exists()',
        'return bool(may(by, "moderation:score"))',
        ("tests/thresholds/test_moderation.py", "-k", "agency_s"),
    ),
    Sabotage(
        56, "a yes in words that were said anew still counts", "src/plait/sharing/queries/family.py",
        "        .exclude(_said_anew)\n", "",
        ("tests/sharing/test_family_withdrawal.py", "-k", "said_anew"),
    ),
    Sabotage(
        57, "a copy goes to whoever must not know", "src/plait/privacy/rules/telling.py",
        "    if any(is_meant(asks, who) for who in must_not_know):\n", "    if False:\n",
        ("tests/privacy/test_rights.py", "-k", "must_not_know or every_step"),
    ),
    Sabotage(
        58, "a reviewer reads a request about a family that they know", "src/plait/people/access/opening.py",
        "    if not known:\n        return frozenset()\n    ties", "    if True:\n        return frozenset()\n    ties",
        ("tests/privacy/test_rights.py", "-k", "family_that_they_know"),
    ),
    Sabotage(
        59, "an agreement binds an area that is not believed", "src/plait/sharing/queries/agreements.py",
        "if one.left_at is not None or one.agency_id in away", "if one.left_at is not None",
        ("tests/handover/test_area_agreements.py", "-k", "it_rests_while"),
    ),
    Sabotage(
        60, "another area changes in silence what was signed", "src/plait/sharing/rules/between.py",
        "        if not came.same:\n", "        if False:\n",
        ("tests/handover/test_area_agreements.py", "-k", "other_words_under"),
    ),
    Sabotage(
        61, "a reviewer reads which area a family was handed to", "src/plait/sharing/rules/gate.py",
        "    if not request.abroad:\n        return one.say", "    if True:\n        return one.say",
        ("tests/handover/test_offering.py", "-k", "never_which"),
    ),
    Sabotage(
        14, "the verifier skips consistency", "tools/verify_witness.py",
        "        if not consistent(old, self.heads[old], new, self.heads[new], proof):\n", "        if False:\n",
        ("tests/base/witness/test_outside.py", "-k", "every_forgery"),
    ),
    Sabotage(
        62, "a lease never expires", "src/plait/base/federation/rules/leases.py",
        "    return max(timedelta(0), lent.until - at)", "    return LEASE",
        ("tests/base/federation/test_leases.py", "-k", "fifteen_minutes"),
    ),
    Sabotage(
        63, "a clock that is late tells nobody", "src/plait/base/clock/store.py",
        "        announce(ClockRuns(", "        (ClockRuns(",
        ("tests/privacy/test_rights.py", "-k", "complaint_is_acknowledged"),
    ),
)  # fmt: skip
