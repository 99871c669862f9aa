"""Being worried, the hub, deciding and leading, whoever was asked, and what came of it."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import (
    ANSWER_CHECKS,
    ASK_PARTNERS,
    BEHIND,
    EVERYBODY_SIGNED_IN,
    HUB,
    LEAD_CHILDREN,
    MAY_BE_WORRIED,
    NOBODY,
    RAISED,
    RATE_URGENCY,
    TAKE_CALLS,
    WAS_ASKED,
    WORKS_ON,
    the,
)
from tests.matrix.world import MAILBOX

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
record(
    "calls/<uuid:draft_id>/draft/", {"draft_id": "draft:ringing"}, the("call_handler"), the("call_handler")
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
# What was said of risk is settled by the hub; of the closed list by nobody here.
for _whose in ("ava", "ruby", "closed"):
    _may = WORKS_ON[_whose] & RATE_URGENCY
    record(
        f"{_CONCERN}settle/<str:kind>/", {"contact_id": f"contact:{_whose}", "kind": "=telling"}, _may, _may,
        names=(f"contact:{_whose}",),
    )  # fmt: skip
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
_may = (
    WORKS_ON["hazel"] & LEAD_CHILDREN
)  # what they did, once they have accepted it; before, they are told so
record(f"{_CONCERN}what-was-done/", _hazel, _may, _may, names=("contact:hazel",))
record("hub/passed/<uuid:contact_id>/accept/", _hazel, None, the("family_helper"), told_no=the("edt"))

# ---------------------------------------------------------------- deciding and leading
for _whose, _contact in BEHIND.items():
    _fill, _may = {"referral_id": f"referral:{_whose}"}, WORKS_ON[_contact]
    record("referrals/<uuid:referral_id>/", _fill, _may, names=(f"referral:{_whose}",))
    record("referrals/<uuid:referral_id>/decide/draft/", _fill, None, _may)
    for _deed in ("decide", "protect", "strategy", "levels", "close", "reopen", "step-down"):
        record(f"referrals/<uuid:referral_id>/{_deed}/", _fill, _may, _may, names=(f"referral:{_whose}",))
record(
    "referrals/<uuid:referral_id>/strategy/<uuid:record_id>/print/",
    {"referral_id": "referral:ava", "record_id": "strategy"}, WORKS_ON["ava"], names=("referral:ava",),
)  # fmt: skip
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
    "referrals/<uuid:referral_id>/disputed/",
    {"referral_id": "referral:ava"},
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
