"""Open to all, everybody’s own, and the ways in that somebody takes for themselves."""

from tests.matrix.oracle.question import QUESTIONS, Question, page, record
from tests.matrix.oracle.who import (
    ALL_PRACTITIONERS,
    ANSWER_CHECKS,
    ANSWER_CLAIMS,
    CLAIM,
    COUNCIL,
    EMERGENCY,
    EVERYBODY_SIGNED_IN,
    KEEP_THE_HUBS_ROTA,
    LEAD_CHILDREN,
    NOBODY,
    RATE_URGENCY,
    the,
)
from tests.matrix.world import MAILBOX

# ---------------------------------------------------------------- open to all, and one's own way to sign in
for _pattern in (
    "health/live", "health/ready", "when-plait-is-down/", "sign-in/", "sign-in/second-step/", "sign-in/passkey/",
    "sign-in/ended/", "sign-in/as/", "sign-in/by-mailbox/", "sign-out/", "account/password/forgotten/",
    "account/password/forgotten/sent/", "account/password/changed/", "gallery/", "complain-about-data/",
):  # fmt: skip
    QUESTIONS.append(Question(_pattern, open_to_all=True))
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
page("account/deputy/", ALL_PRACTITIONERS, ALL_PRACTITIONERS)
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
