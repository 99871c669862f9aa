"""The reviewer’s desk."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import ALL_PRACTITIONERS, ANSWER_CHECKS, LEAD_CHILDREN, NOBODY, OPENS, the

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
# The area's officer alone: an agency's reads nothing of the others, and whoever keeps the machines may be whom it is about.
page("privacy/witnesses/", the("privacy_officer"))
record(
    "privacy/witnesses/<uuid:alarm_id>/",
    {"alarm_id": "witness-alarm"},
    the("privacy_officer"),
    the("privacy_officer"),
    names=("witness-alarm",),
)
page("privacy/sheets/new/", OFFICERS, OFFICERS)
# Whoever made it is told that a second person approves it.
record(
    "privacy/sheets/<uuid:sheet_id>/",
    {"sheet_id": "sheet"},
    _council,
    the("caldicott"),
    told_no=the("privacy_officer"),
)

# ---------------------------------------------------------------- how the promises are kept, in figures
_READ_FIGURES = (ANSWER_CHECKS | LEAD_CHILDREN | {"scrutineer"}) - {"screener", "edt"}
for _pattern in ("insights/", "insights/file/", "insights/definitions/"):
    page(_pattern, _READ_FIGURES)
# Each sees only what they may open; a scrutineer opens no child’s record.
record("insights/behind/<str:measure>/", {"measure": "=decision"}, _READ_FIGURES - {"scrutineer"})

# ---------------------------------------------------------------- what one was told, and when mail comes
page("notices/", ALL_PRACTITIONERS)
page("notices/settings/", ALL_PRACTITIONERS, ALL_PRACTITIONERS)
page("notices/read/", None, ALL_PRACTITIONERS)
page("notices/unread/", None, ALL_PRACTITIONERS)
record(
    "notices/<uuid:notice_id>/open/",
    {"notice_id": "notice:screener"},
    None,
    the("screener"),
    names=("notice:screener",),
)
