"""Other areas: who may see whom to ring there, who may say whom this area believes, and who may end that."""

from tests.matrix.oracle.question import QUESTIONS, Question, page, record
from tests.matrix.oracle.who import HUB, OPENS, the

QUESTIONS.append(Question(".well-known/plait-area", open_to_all=True))
# Other areas send here; whoever asks for these as a page is told that there is no such way.
QUESTIONS.append(Question("x/v1/messages", open_to_all=True))
QUESTIONS.append(Question("x/v1/work", open_to_all=True))

# All of the agency that runs the hub: the police's information governance lead keeps none of the area's ties.
_READS = HUB | the("ig_lead")
_PINS = the("manager", "ig_lead")
page("areas/", _READS)
_RINGS = _PINS | the("edt")
page("areas/incidents/", _RINGS)
record(
    "areas/incidents/<uuid:incident_id>/",
    {"incident_id": "border-incident"},
    _RINGS,
    _RINGS,
    names=("border-incident",),
)
# What areas ask each other: whoever says who is who; of what is quiet or kept the custodians alone.
_LOOKS = the("screener", "manager", "edt")
page("areas/asked/", _LOOKS | the("custodian"))
for _ask, _who in (
    ("possible", _LOOKS),
    ("wanted", _LOOKS),
    ("quiet", the("custodian")),
    ("kept", the("custodian")),
):
    record(
        "areas/asked/<uuid:ask_id>/",
        {"ask_id": f"ask-received:{_ask}"},
        _who,
        _who,
        names=(f"ask-received:{_ask}",),
    )
record(
    "people/<uuid:person_id>/other-areas/", {"person_id": "person:jonah"}, OPENS["jonah"], _LOOKS,
    told_no=OPENS["jonah"] - _LOOKS, names=("person:jonah",),
)  # fmt: skip
record(
    "areas/asked/known/<uuid:asked_id>/", {"asked_id": "area-asked:jonah"}, OPENS["jonah"], _LOOKS,
    told_no=OPENS["jonah"] - _LOOKS, names=("family-ask:jonah",),
)  # fmt: skip
page("areas/new/", _PINS, _PINS)
# The manager proposed it: told that a second person confirms. Others who read it are told that they may not.
record(
    "areas/proposals/<uuid:proposal_id>/", {"proposal_id": "area-proposal:south"}, _READS, the("ig_lead"),
    told_no=_READS - the("ig_lead"), names=("area-proposal:south",),
)  # fmt: skip
record("areas/<uuid:peer_id>/", {"peer_id": "area:north"}, _READS, names=("area:north",))
record(
    "areas/<uuid:peer_id>/suspend/", {"peer_id": "area:north"}, _PINS | the("edt"), _PINS | the("edt"),
    names=("area:north",),
)  # fmt: skip
