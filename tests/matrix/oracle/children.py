"""The story of one child, how they are reached, and who is who."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import ANSWER_CHECKS, OPENS, RATE_URGENCY, SEES_WHERE, the

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
