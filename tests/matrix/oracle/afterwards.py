"""Steps down, who disagrees, and questions to those who can act."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import (
    ALL_PRACTITIONERS,
    ANSWER_CHECKS,
    HUB,
    LEAD_CHILDREN,
    NOBODY,
    OPEN_NO_CHILD,
    RAISED,
    RATE_URGENCY,
    WORKS_ON,
    the,
)

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
# A custodian's lists hold only what is about a record they keep; the designated officer's, only what is on the closed list.
_SETTLE = HUB | {"custodian", "designated_officer"}
page("feedback/to-settle/", _SETTLE)
page("feedback/disagreements/", _SETTLE)
# Ava was at school when her teacher told: whoever works on it, of the hub or of a team that takes children on.
record(
    "feedback/pickup/<uuid:contact_id>/", {"contact_id": "contact:ava"}, WORKS_ON["ava"], WORKS_ON["ava"],
    names=("contact:ava",),
)  # fmt: skip
record("feedback/pickup/<uuid:contact_id>/", {"contact_id": "contact:kit"}, NOBODY, NOBODY)
_decide = WORKS_ON["ava"] - {"call_handler"}
# Whoever works with an answer of another agency says whether it helped; its own agency only reads what is said.
record(
    "feedback/answers/<uuid:check_id>/", {"check_id": "check:ava-police"}, _decide, _decide,
    names=("check:ava-police",),
)  # fmt: skip
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
    ("stepdown:ava", "stepdown"): (WORKS_ON["ava"] - {"lead"}, the("lead")),
    ("challenge:ava", "challenge"): (the("teacher"), NOBODY),
}
for (_key, _kind), (_may, _no) in _DISPUTE.items():
    for _way in ("raise", "ask") if _kind != "challenge" else ("raise",):
        record(f"escalations/{_way}/{_kind}/<uuid:record_id>/", {"record_id": _key}, _may, _may, told_no=_no)
# One question before all of them: what do you want? And a view that is kept beside a decision, where the hub decided it.
for (_key, _kind), (_may, _no) in _DISPUTE.items():
    if _kind == "challenge":
        continue
    _fill = {"record_id": _key}
    record(f"differently/{_kind}/<uuid:record_id>/", _fill, _may, _may, told_no=_no)
    if _kind != "stepdown":
        _silent = WORKS_ON["ava"] if _kind == "check" else NOBODY
        record(
            f"differently/{_kind}/<uuid:record_id>/keep/",
            _fill,
            _may - _silent,
            _may - _silent,
            told_no=_no | _silent,
        )
# The first talk: whoever decided may answer, and a colleague of the hub for them.
_BOTH = _SCHOOL | HUB
_named: tuple[str, ...]
_fill, _named = {"escalation_id": "escalation:ava"}, ("escalation:ava", "contact:ava", "person:ava")
record("escalations/<uuid:escalation_id>/", _fill, _BOTH, names=_named)
record("escalations/<uuid:escalation_id>/call/", _fill, _BOTH, _BOTH, names=_named)
record("escalations/<uuid:escalation_id>/more-urgent/", _fill, _BOTH, _BOTH, names=_named)
record("escalations/<uuid:escalation_id>/end/", _fill, _SCHOOL, _SCHOOL, told_no=HUB, names=_named)
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
