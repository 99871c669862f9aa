"""Who may reach which page and whose record, written down by hand from the story: not from the code under test.

Every address of Plait stands here once or more. An address that nobody wrote down fails the test.
"""

from dataclasses import dataclass, field

from tests.matrix.world import CAST, MAILBOX

Who = frozenset[str]


def the(*keys: str) -> Who:
    return frozenset(keys)


NOBODY: Who = frozenset()
ALL_PRACTITIONERS: Who = frozenset(CAST)
EVERYBODY_SIGNED_IN = ALL_PRACTITIONERS | {MAILBOX}

# --- jobs
HUB = the("call_handler", "screener", "manager", "edt")
RATE_URGENCY = the("screener", "manager", "edt")
# A protected address, with a reason: who decides, and the lead of a child given to them.
SEES_WHERE = the("screener", "manager", "edt", "lead")
ASK_PARTNERS = the("screener", "manager")
TAKE_CALLS = HUB
LEAD_CHILDREN = the("lead", "family_helper", "edt")
OPEN_NO_CHILD = the(
    "privacy_officer", "police_privacy", "caldicott", "administrator", "pack_owner", "custodian", "ig_lead", "police_ig_lead"
)  # fmt: skip
# Emergency access: whoever may act for a child at once. Claims: they, and whoever only raises concerns.
OPEN_NO_CHILD_BY_THEMSELVES = OPEN_NO_CHILD | {"call_handler", "designated_officer"}
EMERGENCY = ALL_PRACTITIONERS - OPEN_NO_CHILD_BY_THEMSELVES - {"teacher", "youth_worker"}
CLAIM = EMERGENCY | {"teacher", "youth_worker"}
ANSWER_CLAIMS = RATE_URGENCY | LEAD_CHILDREN | {"custodian"}
MAY_BE_WORRIED = EVERYBODY_SIGNED_IN - OPEN_NO_CHILD
ANSWER_CHECKS = ASK_PARTNERS | (
    ALL_PRACTITIONERS
    - HUB
    - LEAD_CHILDREN
    - OPEN_NO_CHILD
    - {"teacher", "youth_worker", "designated_officer"}
)

# --- who works on which concern
WORKS_ON = {
    "ava": HUB | {"lead"},  # Esther Lunn accepted her
    "eva": HUB,  # the neighbour's call, answered by the hub
    "jonah": HUB,
    "kit": HUB,
    "fern": HUB,
    "wren": HUB,
    "hazel": HUB | {"family_helper"},  # passed to the family help team
    "ruby": the(
        "manager", "custodian"
    ),  # restricted: his by name, and its keepers'; no longer the hub's by team
    "closed": the("designated_officer"),  # alone
}
# --- who raised it, or answers for the safeguarding team of the agency that did
RAISED = {
    "ava": the("teacher", "dsl", "deputy_dsl"),
    "hazel": the("teacher", "dsl", "deputy_dsl"),
    "jonah": the("nurse"),
    "kit": the("health_visitor"),
    "ruby": the("camhs"),
    "wren": the(MAILBOX, "probation"),
    "closed": the("youth_worker"),
    "eva": NOBODY,  # a caller without a name
    "fern": NOBODY,
}
# --- whose story they may open
OPENS = {
    "ava": HUB | {"lead"},
    "theo": HUB | {"lead"},
    "leanne": HUB,  # the lead was given the children
    "dean": HUB,
    "jonah": HUB,
    "hazel": HUB | {"family_helper"},
    "ruby": the("manager", "custodian"),
    "footballer": the("designated_officer"),
}
# --- the hub's rota: read by everybody of the council, kept by its manager and the administrator
COUNCIL = the(
    "call_handler", "screener", "manager", "lead", "edt", "designated_officer", "custodian", "privacy_officer", "caldicott",
    "administrator", "pack_owner", "ig_lead",
)  # fmt: skip
KEEP_THE_HUBS_ROTA = the("manager", "administrator")
# --- which team was asked: Lee Farrow of the police declared that he knows Leanne Marlow
WAS_ASKED = {
    "ava-police": the("police"),
    "ava-alder_lane": the("dsl", "deputy_dsl"),
    "ava-housing": the("housing"),
    "pell-police": the("police", "police_ex_partner"),
    "pell-camhs": the("camhs"),
}
BEHIND = {"ava": "ava", "pell": "jonah"}


@dataclass(frozen=True, slots=True)
class Question:
    """One address with one record in it: who may read it, who may send to it (None: nobody can, there is no such way),
    who works on the record but is told *no* when they send, and which records an answer must name in the audit."""

    pattern: str
    fill: dict[str, str] = field(default_factory=dict)
    reads: Who | None = None
    sends: Who | None = None
    told_no: Who = NOBODY
    names: tuple[str, ...] = ()
    open_to_all: bool = False
    own_sign_in: bool = False

    def __str__(self) -> str:
        return f"{self.pattern or '(home)'} {' '.join(self.fill.values())}".strip()


QUESTIONS: list[Question] = []


def page(pattern: str, reads: Who | None, sends: Who | None = None, told_no: Who = NOBODY) -> None:
    """A page that is no one record's."""
    QUESTIONS.append(Question(pattern, {}, reads, sends, told_no))


def record(
    pattern: str, fill: dict[str, str], reads: Who | None, sends: Who | None = None, told_no: Who = NOBODY,
    names: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """A record's page."""
    QUESTIONS.append(Question(pattern, fill, reads, sends, told_no, names))


# ---------------------------------------------------------------- open to all, and one's own way to sign in
for _pattern in (
    "health/live", "health/ready", "when-plait-is-down/", "sign-in/", "sign-in/second-step/", "sign-in/passkey/",
    "sign-in/ended/", "sign-in/as/", "sign-in/by-mailbox/", "sign-out/", "account/password/forgotten/",
    "account/password/forgotten/sent/", "account/password/changed/", "gallery/", "complain-about-data/",
):  # fmt: skip
    QUESTIONS.append(Question(_pattern, open_to_all=True))  # noqa: PERF401
QUESTIONS += [
    Question("m/<str:token>/", {"token": "=no-such-token"}, open_to_all=True),
    Question("invitation/<str:token>/", {"token": "invitation"}, open_to_all=True),
    Question("^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", open_to_all=True),
]
for _pattern in (
    "account/sessions/", "account/again/", "account/again/code/", "account/again/passkey/", "account/password/",
    "account/methods/", "account/methods/app/add/", "account/methods/app/remove/", "account/methods/codes/",
    "account/methods/codes/new/", "account/methods/passkeys/", "account/methods/passkeys/add/",
    "account/methods/passkeys/<int:pk>/remove/", "account/methods/passkeys/<int:pk>/name/",
):  # fmt: skip
    QUESTIONS.append(Question(_pattern, {"pk": "=1"} if "<int" in _pattern else {}, own_sign_in=True))

# ---------------------------------------------------------------- everybody's
page("", EVERYBODY_SIGNED_IN)
page("levels/", EVERYBODY_SIGNED_IN)
page("levels/find/", EVERYBODY_SIGNED_IN, EVERYBODY_SIGNED_IN)
# Whoever runs moderation; who speaks for one of the six agencies. A draft is nobody's but the first's.
_RUNS = the("manager")
_SCORES = the("dsl", "deputy_dsl", "police", "police_ex_partner", "gp", "health_visitor", "camhs", "housing")
page("levels/moderation/", _RUNS | ANSWER_CHECKS | LEAD_CHILDREN)
page("levels/moderation/new/", _RUNS, _RUNS)
for _state, _sits in (("draft", NOBODY), ("scoring", _SCORES), ("closed", _SCORES)):
    _fill = {"session_id": f"moderation:{_state}"}
    _names = (f"moderation:{_state}",)
    record("levels/moderation/<uuid:session_id>/", _fill, _RUNS | _sits, _RUNS, told_no=_sits, names=_names)
    record("levels/moderation/<uuid:session_id>/vignette/", _fill, _RUNS, _RUNS, names=_names)
for _state in ("scoring", "closed"):
    _fill = {"vignette_id": f"vignette:{_state}"}
    _names = (f"moderation:{_state}",)
    record("levels/vignettes/<uuid:vignette_id>/", _fill, _SCORES, _SCORES, names=_names)
    record("levels/vignettes/<uuid:vignette_id>/recognised/", _fill, None, _RUNS | _SCORES, names=_names)
    record("levels/vignettes/<uuid:vignette_id>/agreed/", _fill, _RUNS, _RUNS, names=_names)
page("can-i-share/", EVERYBODY_SIGNED_IN, EVERYBODY_SIGNED_IN)
page("can-i-share/records/", EVERYBODY_SIGNED_IN)
page("feedback/", EVERYBODY_SIGNED_IN)
page("feedback/receipt/", the(MAILBOX), the(MAILBOX), ALL_PRACTITIONERS)
page("account/", ALL_PRACTITIONERS)
page("account/second-step/", ALL_PRACTITIONERS)
page("account/people-i-know/", ALL_PRACTITIONERS, ALL_PRACTITIONERS)
page("account/end-sessions/", None, ALL_PRACTITIONERS)
page("account/away/", ALL_PRACTITIONERS, ALL_PRACTITIONERS)
record(
    "account/away/<uuid:absence_id>/end/",
    {"absence_id": "absence:screener"},
    None,
    KEEP_THE_HUBS_ROTA | {"screener"},
)
page("duty/", ALL_PRACTITIONERS)
record(
    "duty/<uuid:team_id>/", {"team_id": "team:hub"}, COUNCIL, KEEP_THE_HUBS_ROTA, COUNCIL - KEEP_THE_HUBS_ROTA,
    names=("team:hub",),
)  # fmt: skip
record(
    "duty/<uuid:team_id>/away/", {"team_id": "team:hub"}, KEEP_THE_HUBS_ROTA, KEEP_THE_HUBS_ROTA,
    COUNCIL - KEEP_THE_HUBS_ROTA,
)  # fmt: skip
record("duty/<uuid:team_id>/manager/", {"team_id": "team:hub"}, the("administrator"), the("administrator"))
record(
    "duty/shifts/<uuid:shift_id>/end/", {"shift_id": "shift:hub"}, None, KEEP_THE_HUBS_ROTA,
    COUNCIL - KEEP_THE_HUBS_ROTA,
)  # fmt: skip

# ---------------------------------------------------------------- the people of an agency, and the audit
page("people/", the("administrator"))
page("people/invite/", the("administrator"), the("administrator"))
page("people/advisers/", the("administrator"), the("administrator"))
record(
    "people/advisers/<uuid:adviser_id>/end/", {"adviser_id": "adviser:council"}, None, the("administrator")
)
page("people/under-contract/", the("administrator"), the("administrator"))
record(
    "people/<uuid:practitioner_id>/end/", {"practitioner_id": "practitioner:una"}, the("administrator"),
    the("administrator"), names=("practitioner:una",),
)  # fmt: skip
page("audit/", the("privacy_officer"), the("privacy_officer"))
page("audit/attempts/", the("custodian"))
page("audit/declared/", the("privacy_officer"))
record(
    "audit/declared/<uuid:conflict_id>/",
    {"conflict_id": "conflict"},
    the("privacy_officer"),
    the("privacy_officer"),
)

page("audit/reviews/", the("privacy_officer"))
record(
    "audit/reviews/<uuid:review_id>/", {"review_id": "access-review"}, the("privacy_officer"),
    the("privacy_officer"), names=("access-review",),
)  # fmt: skip
page("audit/found/", the("privacy_officer", "custodian"))
record(
    "audit/found/<uuid:inferred_id>/", {"inferred_id": "inferred"}, the("privacy_officer"), the("privacy_officer"),
)  # fmt: skip

# ---------------------------------------------------------------- ways in that somebody takes for themselves
page("account/people-i-know/first/", ALL_PRACTITIONERS, ALL_PRACTITIONERS)
page("account/own-home/", ALL_PRACTITIONERS, ALL_PRACTITIONERS)
page("claims/", CLAIM)
page("claims/new/", CLAIM, CLAIM)
page("claims/answer/", ANSWER_CLAIMS)
# Anil Rao says that he works with Jonah Pell: a question to the hub, which is not asked of whoever leads others.
record(
    "claims/answer/<uuid:claim_id>/", {"claim_id": "claim:pell"}, RATE_URGENCY, RATE_URGENCY,
)  # fmt: skip
page("emergency/", EMERGENCY)
# The page is the same for every record and for none; what is sent without a reason changes nothing.
for _whose in ("ava", "ruby"):
    record("people/<uuid:person_id>/emergency/", {"person_id": f"person:{_whose}"}, EMERGENCY, EMERGENCY)
record(
    "people/<uuid:practitioner_id>/access/", {"practitioner_id": "practitioner:una"}, the("administrator"),
    the("administrator"), names=("practitioner:una",),
)  # fmt: skip

# ---------------------------------------------------------------- being worried
_TEACHERS = the("teacher", "dsl", "deputy_dsl")  # she decided it; they are her agency's safeguarding team
record(
    "can-i-share/records/<uuid:record_id>/", {"record_id": "advice:teacher"}, _TEACHERS, names=("advice:teacher",)
)  # fmt: skip
record(
    "can-i-share/records/<uuid:record_id>/use/", {"record_id": "advice:teacher"}, None, NOBODY, _TEACHERS
)  # fmt: skip
for _pattern in ("concerns/", "concerns/mine/", "concerns/drafts/"):
    page(_pattern, MAY_BE_WORRIED)
page("concerns/start/", MAY_BE_WORRIED, MAY_BE_WORRIED)
page("calls/new/", TAKE_CALLS, TAKE_CALLS)
for _whose, _raisers in RAISED.items():
    record(
        "concerns/<uuid:contact_id>/",
        {"contact_id": f"contact:{_whose}"},
        _raisers,
        names=(f"contact:{_whose}",),
    )
for _step in ("start", "safety", "children", "adults", "worry", "hopes", "family", "check"):
    record(
        f"concerns/drafts/<uuid:draft_id>/{_step}/",
        {"draft_id": "draft:half"},
        the("teacher"),
        the("teacher"),
    )
record("concerns/drafts/<uuid:draft_id>/discard/", {"draft_id": "draft:half"}, the("teacher"), the("teacher"))
for _who in ("children", "adults"):
    _one = {"draft_id": "draft:half", "number": "=1"}
    record(
        f"concerns/drafts/<uuid:draft_id>/{_who}/<int:number>/",
        _one,
        the("teacher"),
        the("teacher"),
        names=("draft:half",),
    )
    # Nobody stands there yet, so that even its author finds nothing to take out; taking out nothing changes nothing.
    record(f"concerns/drafts/<uuid:draft_id>/{_who}/<int:number>/remove/", _one, NOBODY, the("teacher"))
_part = {"draft_id": "draft:half", "part": "=worry"}
record("concerns/drafts/<uuid:draft_id>/save/<str:part>/", _part, None, the("teacher"))
record(
    "concerns/drafts/<uuid:draft_id>/sent/",
    {"draft_id": "draft:sent"},
    the("teacher"),
    names=("contact:hazel",),
)
record("calls/<uuid:draft_id>/done/", {"draft_id": "draft:call"}, the("call_handler"), names=("contact:fern",))  # fmt: skip

# ---------------------------------------------------------------- the hub
page("hub/", HUB | {"designated_officer"})
page("hub/board/", HUB)
page("hub/passed/", LEAD_CHILDREN)
for _whose, _workers in WORKS_ON.items():
    record(
        "hub/concerns/<uuid:contact_id>/",
        {"contact_id": f"contact:{_whose}"},
        _workers,
        names=(f"contact:{_whose}",),
    )
_CONCERN = "hub/concerns/<uuid:contact_id>/"
# For paper: in the agency whose hub keeps the file. The early help worker is told to print the story.
for _whose, _prints in (("ava", WORKS_ON["ava"]), ("hazel", HUB), ("ruby", WORKS_ON["ruby"])):
    record(f"{_CONCERN}print/", {"contact_id": f"contact:{_whose}"}, _prints, names=(f"contact:{_whose}",))
record(
    "referrals/<uuid:referral_id>/print/", {"referral_id": "referral:ava"}, WORKS_ON["ava"],
    names=("referral:ava",),
)  # fmt: skip
for _whose in ("ava", "ruby"):
    _fill = {"contact_id": f"contact:{_whose}", "contact_person_id": f"contact_person:{_whose}"}
    _may = WORKS_ON[_whose] & HUB
    record(f"{_CONCERN}who/<uuid:contact_person_id>/", _fill, _may, _may, names=(f"contact:{_whose}",))
for _whose in ("kit", "ruby", "closed"):
    _fill = {"contact_id": f"contact:{_whose}"}
    for _deed, _role in (
        ("rate", RATE_URGENCY), ("accept", RATE_URGENCY), ("answer", RATE_URGENCY), ("pass-on", RATE_URGENCY),
    ):  # fmt: skip
        _may = WORKS_ON[_whose] & _role
        record(f"{_CONCERN}{_deed}/", _fill, _may, _may, names=(f"contact:{_whose}",))
    record(
        "referrals/of/<uuid:contact_id>/protect/", _fill, WORKS_ON[_whose], WORKS_ON[_whose], names=(f"contact:{_whose}",)
    )  # fmt: skip
    # The closed list's own ways: nobody but its keepers, and for what does not stand on it not even they.
    for _deed in ("done", "close"):
        _may = WORKS_ON[_whose] & the("designated_officer")
        record(f"{_CONCERN}{_deed}/", _fill, _may, _may, names=(f"contact:{_whose}",))
# The hub takes back what it passed to a team that has not accepted it; where nothing was passed on, it is told so.
for _whose in ("hazel", "ruby", "closed"):
    _may = WORKS_ON[_whose] & RATE_URGENCY
    record(
        f"{_CONCERN}take-back/", {"contact_id": f"contact:{_whose}"}, _may, _may, names=(f"contact:{_whose}",)
    )
# Partners are asked once it is a referral; before, whoever works on it is told so.
record(f"{_CONCERN}ask/", {"contact_id": "contact:ava"}, ASK_PARTNERS, ASK_PARTNERS, names=("contact:ava",))
record(f"{_CONCERN}ask/", {"contact_id": "contact:ruby"}, NOBODY, NOBODY, told_no=the("manager"))
record(f"{_CONCERN}ask/", {"contact_id": "contact:closed"}, NOBODY, NOBODY)
for _deed in ("take-back", "ask-again"):
    record(
        f"{_CONCERN}checks/<uuid:check_id>/{_deed}/",
        {"contact_id": "contact:ava", "check_id": "check:ava-housing"},
        ASK_PARTNERS,
        ASK_PARTNERS,
        names=("contact:ava",),
    )
_hazel = {"contact_id": "contact:hazel"}
record("hub/passed/<uuid:contact_id>/accept/", _hazel, None, the("family_helper"), told_no=the("edt"))

# ---------------------------------------------------------------- deciding and leading
for _whose, _contact in BEHIND.items():
    _fill, _may = {"referral_id": f"referral:{_whose}"}, WORKS_ON[_contact]
    record("referrals/<uuid:referral_id>/", _fill, _may, names=(f"referral:{_whose}",))
    for _deed in ("decide", "protect", "strategy", "levels", "close", "reopen", "step-down"):
        record(f"referrals/<uuid:referral_id>/{_deed}/", _fill, _may, _may, names=(f"referral:{_whose}",))
record(
    "referrals/<uuid:referral_id>/strategy/<uuid:record_id>/",
    {"referral_id": "referral:ava", "record_id": "strategy"},
    WORKS_ON["ava"],
    names=("referral:ava",),
)
record(
    "referrals/<uuid:referral_id>/strategy/<uuid:record_id>/actions/<uuid:action_id>/",
    {"referral_id": "referral:ava", "record_id": "strategy", "action_id": "action"},
    WORKS_ON["ava"],
    WORKS_ON["ava"],
    names=("referral:ava",),
)
# The discussion was held, so there is nothing left to settle for anybody (tests/referrals/deciding/test_closing.py settles one).
record(
    "referrals/<uuid:referral_id>/promises/<uuid:clock_id>/",
    {"referral_id": "referral:ava", "clock_id": "promise-held"},
    NOBODY,
    NOBODY,
)
record(
    "referrals/<uuid:referral_id>/decisions/<uuid:decision_id>/differ/",
    {"referral_id": "referral:ava", "decision_id": "decision"},
    WORKS_ON["ava"],
    WORKS_ON["ava"],
    names=("referral:ava",),
)
page("lead/", LEAD_CHILDREN)
record(
    "lead/<uuid:referral_id>/accept/", {"referral_id": "referral:ava"}, WORKS_ON["ava"] & LEAD_CHILDREN, the("lead"),
    told_no=the("edt"), names=("referral:ava",),
)  # fmt: skip

# ---------------------------------------------------------------- whoever was asked
page("checks/", ANSWER_CHECKS)
page("checks/answers/", None, ANSWER_CHECKS)
for _check, _asked in WAS_ASKED.items():
    _fill = {"check_id": f"check:{_check}"}
    _named = (f"check:{_check}",)
    record("checks/<uuid:check_id>/", _fill, _asked, names=_named)
    record("checks/<uuid:check_id>/answered/", _fill, _asked, names=_named)
    record("checks/<uuid:check_id>/answer/", _fill, _asked, _asked, names=_named)
    _ringers = _asked | WORKS_ON[BEHIND[_check.partition("-")[0]]]
    record("checks/<uuid:check_id>/rang/", _fill, _ringers, _ringers)
for _check in ("ava-police", "pell-police"):
    _fill, _asked = {"check_id": f"check:{_check}"}, WAS_ASKED[_check]
    record("checks/<uuid:check_id>/level/", _fill, _asked, _asked, names=(f"check:{_check}",))
    record("checks/<uuid:check_id>/differ/", _fill, _asked, _asked, names=(f"check:{_check}",))
    record("checks/<uuid:check_id>/draft/", _fill, None, _asked)

# ---------------------------------------------------------------- what came of it
_TOLD = {
    "ava-teacher": the("teacher", "dsl", "deputy_dsl"),
    "police": the("police"),
    "surgery": the("gp"),
    "mailbox": the(MAILBOX, "probation"),
}
# Only who knew nothing is asked to dispose of the request.
_DISPOSES = {"surgery": the("gp")}
for _task, _told in _TOLD.items():
    _fill, _named = {"task_id": f"feedback:{_task}"}, (f"feedback:{_task}",)
    record("feedback/<uuid:task_id>/", _fill, _told, names=_named)
    # Opened without having sent anything, it is a signpost to the page above, whatever the id.
    record("feedback/<uuid:task_id>/disagree/", _fill, EVERYBODY_SIGNED_IN, _told)
    _dispose = _DISPOSES.get(_task, NOBODY)
    record("feedback/<uuid:task_id>/disposed/", _fill, None, _dispose, told_no=_told - _dispose)
# ---------------------------------------------------------------- step downs: Ava and Theo, held by Esther Lunn
page("step-down/", HUB | LEAD_CHILDREN | ANSWER_CHECKS)
_ava_down, _may = {"stepdown_id": "stepdown:ava"}, WORKS_ON["ava"]
record("step-down/<uuid:stepdown_id>/", _ava_down, _may, names=("stepdown:ava",))
for _deed in ("answer", "weigh", "another", "again", "up", "end"):
    record(f"step-down/<uuid:stepdown_id>/{_deed}/", _ava_down, _may, _may, names=("stepdown:ava",))
record(
    "step-down/<uuid:stepdown_id>/look/<str:promise>/", _ava_down | {"promise": "=visit"}, _may, _may,
    names=("stepdown:ava",),
)  # fmt: skip
# Nothing has to be filled in here; who only reads is told so.
record(
    "step-down/<uuid:stepdown_id>/add/", _ava_down, _may, _may - {"call_handler"}, told_no=the("call_handler"),
    names=("stepdown:ava",),
)  # fmt: skip
page("feedback/to-settle/", HUB)
page("feedback/disagreements/", HUB)
record("feedback/to-settle/<uuid:task_id>/", {"task_id": "feedback:held"}, HUB, HUB, names=("feedback:held",))
record("feedback/disagreements/<uuid:disagreement_id>/", {"disagreement_id": "disagreement"}, HUB, HUB)

# ---------------------------------------------------------------- who disagrees
# Whoever works with children, or raises concerns about them; not mailboxes, and nobody who opens no child’s record.
_MAY_DISPUTE = ALL_PRACTITIONERS - (OPEN_NO_CHILD - {"custodian"})
_SCHOOL = RAISED["ava"]
page("escalations/", _MAY_DISPUTE)
page("escalations/who-answers/", the("administrator"), the("administrator"))
record("escalations/who-answers/<uuid:post_id>/end/", {"post_id": "post"}, None, the("administrator"))
# The manager decided; the screener asked the police; nobody disputes what they decided themselves.
_DISPUTE = {
    ("feedback:ava-teacher", "feedback"): (_SCHOOL, NOBODY),
    ("contact:ava", "contact"): (_SCHOOL, NOBODY),
    ("decision", "decision"): (WORKS_ON["ava"] - {"manager"}, the("manager")),
    ("check:ava-police", "check"): (WORKS_ON["ava"] | {"police"}, NOBODY),
    ("challenge:ava", "challenge"): (the("teacher"), NOBODY),
}
for (_key, _kind), (_may, _no) in _DISPUTE.items():
    for _way in ("raise", "ask") if _kind != "challenge" else ("raise",):
        record(f"escalations/{_way}/{_kind}/<uuid:record_id>/", {"record_id": _key}, _may, _may, told_no=_no)
# The first talk: whoever decided may answer, and a colleague of the hub for them.
_BOTH = _SCHOOL | HUB
_fill, _named = {"escalation_id": "escalation:ava"}, ("escalation:ava", "contact:ava", "person:ava")
record("escalations/<uuid:escalation_id>/", _fill, _BOTH, names=_named)
record("escalations/<uuid:escalation_id>/call/", _fill, _BOTH, _BOTH, names=_named)
record("escalations/<uuid:escalation_id>/end/", _fill, _BOTH, _BOTH, names=_named)
record("escalations/<uuid:escalation_id>/answer/", _fill, HUB, HUB, told_no=_SCHOOL, names=_named)
record("escalations/<uuid:escalation_id>/right-to-ask/", _fill, HUB, HUB, told_no=_SCHOOL, names=_named)
_climb = _SCHOOL | {"manager"}
record("escalations/<uuid:escalation_id>/climb/", _fill, _climb, _climb, told_no=_BOTH - _climb, names=_named)
record("escalations/<uuid:escalation_id>/child/", _fill, NOBODY, NOBODY, told_no=_BOTH)
# The safeguarding lead raised this one: the teacher has no part in it.
_fill, _named, _LEADS = {"escalation_id": "escalation:over"}, ("escalation:over",), _SCHOOL - {"teacher"}
record("escalations/<uuid:escalation_id>/", _fill, _LEADS | HUB, names=_named)
record("escalations/<uuid:escalation_id>/child/", _fill, _LEADS, _LEADS, told_no=HUB, names=_named)
_fill, _named = {"challenge_id": "challenge:ava"}, ("challenge:ava", "contact:ava")
record("challenges/<uuid:challenge_id>/", _fill, _BOTH, names=_named)
record("challenges/<uuid:challenge_id>/answer/", _fill, HUB, HUB, told_no=_SCHOOL, names=_named)
record("challenges/<uuid:challenge_id>/right-to-ask/", _fill, HUB, HUB, told_no=_SCHOOL, names=_named)
record("challenges/<uuid:challenge_id>/take-back/", _fill, None, the("teacher"), told_no=_BOTH - {"teacher"})

# ---------------------------------------------------------------- questions to those who can act, and supervision
_ASKED = RATE_URGENCY | LEAD_CHILDREN | {"custodian"}
# A neighbour has waited to hear: only the hub may see that somebody does, and of the hub those who can act.
for _tail in ("", "supervision/"):
    record(
        f"questions/<uuid:prompt_id>/{_tail}", {"prompt_id": "prompt:ava"}, RATE_URGENCY, RATE_URGENCY,
        names=("person:ava",),
    )  # fmt: skip
page("supervision/", _ASKED)
# The screener took it, with her manager: nobody else of the hub, and nobody above it.
_two = the("screener", "manager")
record("supervision/<uuid:item_id>/", {"item_id": "supervision"}, _two, _two, names=("supervision",))

# ---------------------------------------------------------------- the story of one child
for _whose, _openers in OPENS.items():
    record(
        "people/<uuid:person_id>/story/",
        {"person_id": f"person:{_whose}"},
        _openers,
        names=(f"person:{_whose}",),
    )
for _whose in ("ava", "ruby", "footballer"):
    _fill, _openers, _named = (
        {"person_id": f"person:{_whose}"},
        OPENS[_whose],
        (f"person:{_whose}",),
    )
    record("people/<uuid:person_id>/round/", _fill, _openers, names=_named)
    record("people/<uuid:person_id>/looked/", _fill, _openers, names=_named)
    record("people/<uuid:person_id>/shield/", _fill, _openers, _openers, names=_named)
    _sees_where = _openers & SEES_WHERE
    record(
        "people/<uuid:person_id>/where/",
        _fill,
        _sees_where,
        _sees_where,
        told_no=_openers - _sees_where,
        names=_named,
    )
    record("people/<uuid:person_id>/shield/end/", _fill, _openers, _openers, names=_named)
    record("people/<uuid:person_id>/reaching/", _fill, _openers, names=_named)
    for _tail in ("way", "from", "leads"):
        record(f"people/<uuid:person_id>/reaching/{_tail}/", _fill, _openers, _openers, names=_named)
    record(
        "people/<uuid:person_id>/reaching/message/",
        _fill,
        _sees_where,
        _sees_where,
        told_no=_openers - _sees_where,
        names=_named,
    )
    record("people/<uuid:person_id>/story/copy/", _fill, _openers, _openers)
    record("people/<uuid:person_id>/story/print/", _fill, _openers, _openers)

# ---------------------------------------------------------------- how they are reached, and from whom they are protected
_opens_ava, _reaches_ava = OPENS["ava"], OPENS["ava"] & SEES_WHERE
record(
    "people/<uuid:person_id>/reaching/from/<uuid:protection_id>/",
    {"person_id": "person:ava", "protection_id": "protection"},
    _opens_ava,
    _opens_ava,
)
record(
    "people/<uuid:person_id>/reaching/message/<uuid:message_id>/",
    {"person_id": "person:ava", "message_id": "message"},
    None,
    _reaches_ava,
    told_no=_opens_ava - _reaches_ava,
)

# ---------------------------------------------------------------- what families agreed to
_ASKS = the("screener", "manager", "edt", "lead")  # of whoever opens Ava's story, those who ask families
_child, _leanne, _said = {"person_id": "person:ava"}, "person:leanne", {"agreement_id": "agreement:leanne"}
record("people/<uuid:person_id>/family-agreement/", _child, _ASKS, names=("person:ava",))
for _tail in ("ask", "told"):
    record(
        f"people/<uuid:person_id>/family-agreement/{_tail}/<uuid:who>/",
        {**_child, "who": _leanne},
        _ASKS,
        _ASKS,
    )
record("people/<uuid:person_id>/family-agreement/without/", _child, _ASKS, _ASKS, names=("person:ava",))
record(
    "people/<uuid:person_id>/family-agreement/keep/<str:form>/", {**_child, "form": "=without"}, None, _ASKS
)
record("family-agreement/<uuid:agreement_id>/", _said, _ASKS, names=("person:ava",))
for _tail in ("withdraw", "review", "sheet"):
    record(f"family-agreement/<uuid:agreement_id>/{_tail}/", _said, _ASKS, _ASKS, names=("person:ava",))
record(
    "family-agreement/withdrawals/<uuid:withdrawal_id>/", {"withdrawal_id": "withdrawal:leanne"}, _ASKS, _ASKS
)
page("family-agreement/due/", _ASKS | {"family_helper"})
record(
    "family-agreement/without/<uuid:record_id>/confirm/", {"record_id": "without:ava"}, None, the("manager")
)
page("agreement-notices/", ANSWER_CHECKS)
record("agreement-notices/<uuid:notice_id>/read/", {"notice_id": "notice:housing"}, None, the("housing"))
# ---------------------------------------------------------------- what agencies agreed to: the leads of its parties alone
_LEADS = the("ig_lead", "police_ig_lead")
_BETWEEN = "agreements/<uuid:agreement_id>/"
page("agreements/", _LEADS)
page("agreements/new/", _LEADS, _LEADS)
for _state, _tails in {
    "in-force": ("", "text/", "cedar/", "revoke/", "leave/", "clauses/<uuid:clause_id>/revoke/", "!next/"),
    "draft": (
        "heading/", "clauses/new/", "clauses/<uuid:clause_id>/", "!clauses/<uuid:clause_id>/take-out/", "!offer/",
    ),
    "waiting": ("sign/", "!take-back/"),
}.items():  # fmt: skip
    for _tail in _tails:
        _fill = {"agreement_id": f"sharing-agreement:{_state}"}
        if "clause_id" in _tail:
            _fill["clause_id"] = f"clause:{_state}"
        record(
            f"{_BETWEEN}{_tail.removeprefix('!')}", _fill, None if _tail.startswith("!") else _LEADS,
            None if _tail in ("", "text/", "cedar/") else _LEADS, names=(f"sharing-agreement:{_state}",),
        )  # fmt: skip
# What for: whoever may open it; sent without a choice it is refused to them in words.
for _whose in ("ava", "ruby", "footballer"):
    _fill = {"person_id": f"person:{_whose}"}
    record("people/<uuid:person_id>/purpose/", _fill, None, NOBODY, told_no=OPENS[_whose])
# Private notes: the team of an agency that was asked or told, as a team; no hub, no custodian, no lead of another agency.
NOTES = {
    "ava": the("lead", "police", "housing", "dsl", "deputy_dsl", "health_visitor", "gp"),
    "jonah": the("police", "police_ex_partner", "camhs", "nurse", "dsl", "deputy_dsl", "gp"),
}
for _whose, _team in NOTES.items():
    record(
        "people/<uuid:person_id>/our-notes/", {"person_id": f"person:{_whose}"}, _team, _team,
        names=(f"person:{_whose}",),
    )  # fmt: skip
# A colleague's way in is ended where it was taken; of an id that is no involvement there is nothing to end, for anybody.
record(
    "people/<uuid:person_id>/involvements/<uuid:involvement_id>/end/",
    {"person_id": "person:ava", "involvement_id": "contact:ava"},
    NOBODY,
    NOBODY,
)

# ---------------------------------------------------------------- who is who
_REVIEW = RATE_URGENCY | {"custodian"}  # a custodian's list holds only what is theirs
page("people/reviews/", _REVIEW)
for _kind, _tail in (("open", ""), ("decided", "undo/")):
    record(
        f"people/reviews/<uuid:review_id>/{_tail}", {"review_id": f"review:{_kind}"}, RATE_URGENCY, RATE_URGENCY,
        names=(f"review:{_kind}",),
    )  # fmt: skip
page("people/own-records/", ANSWER_CHECKS, ANSWER_CHECKS)
for _whose in ("ava", "leanne", "ruby", "footballer"):
    record(
        "people/<uuid:person_id>/",
        {"person_id": f"person:{_whose}"},
        OPENS[_whose],
        names=(f"person:{_whose}",),
    )
record(
    "people/<uuid:person_id>/merges/<uuid:merge_id>/undo/",
    {"person_id": "person:leanne", "merge_id": "merge:leanne"},
    RATE_URGENCY,
    RATE_URGENCY,
    told_no=the("call_handler"),
    names=("person:leanne",),
)

# ---------------------------------------------------------------- the reviewer's desk
OFFICERS = the(
    "privacy_officer", "police_privacy"
)  # of the area, and of one agency; the guardian reviews no look-ups
page("privacy/", OFFICERS | {"caldicott"})
page("privacy/look-ups/", OFFICERS)
for _key, _reviews in (("police", OFFICERS), ("asked", the("privacy_officer"))):
    _fill, _named = {"lookup_id": f"lookup:{_key}"}, (f"lookup:{_key}",)
    record("privacy/look-ups/<uuid:lookup_id>/", _fill, _reviews, _reviews, names=_named)
    record("privacy/look-ups/<uuid:lookup_id>/ask/", _fill, None, _reviews)
page("explain/", ALL_PRACTITIONERS)
for _key, _asked in (("police", NOBODY), ("asked", the("youth_worker"))):
    _fill = {"lookup_id": f"lookup:{_key}"}
    record("explain/<uuid:lookup_id>/", _fill, _asked, _asked, names=(f"lookup:{_key}",))
for _whose in ("ava", "ruby"):
    _may = OPENS[_whose] & the("manager", "custodian")
    for _tail in ("public-eye", "identity-shield"):
        record(
            f"people/<uuid:person_id>/{_tail}/",
            {"person_id": f"person:{_whose}"},
            _may,
            _may,
            names=(f"person:{_whose}",),
        )
page("privacy/public-eye/", the("manager", "custodian"))
record(
    "privacy/public-eye/<uuid:flag_id>/end/",
    {"flag_id": "flag"},
    the("manager", "custodian"),
    the("manager", "custodian"),
)

_DESK = OFFICERS | {"caldicott"}
for _pattern in ("privacy/requests/", "privacy/complaints/", "privacy/retention/"):
    page(_pattern, _DESK)
for _pattern in ("privacy/requests/new/", "privacy/complaints/new/", "privacy/holds/new/"):
    page(_pattern, _DESK, _DESK)
_council = the("privacy_officer", "caldicott")
_gathered = {"request_id": "request:gathered"}
record("privacy/requests/<uuid:request_id>/", _gathered, _DESK, _DESK, names=("request:gathered",))
record("privacy/requests/<uuid:request_id>/paper/", _gathered, NOBODY)
record(
    "privacy/requests/<uuid:request_id>/paper/",
    {"request_id": "request:approved"},
    _council,
    names=("request:approved",),
)
# The police have a privacy officer of their own, who alone reviews what they wrote.
_line = {"request_id": "request:gathered", "line_id": "line"}
record(
    "privacy/requests/<uuid:request_id>/lines/<uuid:line_id>/", _line, the("police_privacy"), the("police_privacy"),
    names=("request:gathered",),
)  # fmt: skip
page("privacy/notes/", OFFICERS)
page("privacy/claims/", OFFICERS)
page("privacy/without-agreement/", OFFICERS)
# The council shared it: its officer is the area's.
record(
    "privacy/without-agreement/<uuid:decision_id>/", {"decision_id": "sharing-decision:passed"}, the("privacy_officer"),
    the("privacy_officer"), names=("sharing-decision:passed",),
)  # fmt: skip
page("privacy/our-people/", OFFICERS, OFFICERS)
record("privacy/notes/<uuid:note_id>/", {"note_id": "note"}, OFFICERS, OFFICERS, names=("note",))
page("corrected/", ALL_PRACTITIONERS)
record("privacy/complaints/<uuid:complaint_id>/", {"complaint_id": "complaint"}, _council, _council)
page("privacy/retention/another-class/", OFFICERS, OFFICERS)
record("privacy/retention/<str:class_code>/", {"class_code": "=shared_item"}, OFFICERS, OFFICERS)
# Whoever proposed it is told that a second person agrees.
record(
    "privacy/disposals/<uuid:disposal_id>/", {"disposal_id": "disposal"}, OFFICERS, the("privacy_officer"),
    told_no=the("police_privacy"),
)  # fmt: skip
record("privacy/holds/<uuid:hold_id>/", {"hold_id": "hold"}, _council, _council)
for _pattern in ("privacy/register/", "privacy/register/text/", "privacy/sheets/"):
    page(_pattern, _DESK)
page("privacy/sheets/new/", OFFICERS, OFFICERS)
# Whoever made it is told that a second person approves it.
record(
    "privacy/sheets/<uuid:sheet_id>/",
    {"sheet_id": "sheet"},
    _council,
    the("caldicott"),
    told_no=the("privacy_officer"),
)
