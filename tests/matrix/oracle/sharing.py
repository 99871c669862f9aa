"""What families agreed to, and what agencies agreed to."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import ANSWER_CHECKS, NOBODY, OPENS, the

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
