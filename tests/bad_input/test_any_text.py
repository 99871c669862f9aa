"""Whatever is typed into the forms of the journey, there is an answer: never a fault of ours."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bad_input.pages import fill, wrong_with
from tests.bad_input.test_sent_twice import address
from tests.matrix.world import World, undone

# A browser sends no lone surrogates; everything else, NULs among it, can be pasted.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["\x00", "\u202e", "9" * 4400, "31", "2"]
)
CHOICE = st.sampled_from(
    [
        "yes",
        "no",
        "not_known",
        "on",
        "items",
        "cannot_share",
        "need_more",
        "speak_to_me",
        "nothing_relevant",
        "1",
        "x",
    ]
)
HALF = "/concerns/drafts/{draft:half}/"
FORMS = [
    *(("teacher", f"{HALF}{step}/") for step in ("start", "safety", "children/1", "adults/1", "worry", "hopes", "family", "check")),  # noqa: E501
    ("teacher", "/concerns/start/"), ("call_handler", "/calls/new/"), ("camhs", "/checks/{check:pell-camhs}/answer/"),
    ("camhs", "/checks/{check:pell-camhs}/draft/"), ("camhs", "/checks/{check:pell-camhs}/rang/"),
]  # fmt: skip
# The answer's page shows its boxes only once a kind of answer is chosen.
BOXES = {"same": "", "step": "", "more": "", "seen": "", "gateway": "", "family_told": "", "c0-kind": "", "c0-blocks": "", "c0-outcome": "",  # noqa: E501
         "c0-because": "", "c0-note": "", "c0-route": "", "c0-i0-text": "", "c0-i0-visibility": "", "c0-i0-happened_said": "",
         "c0-i0-field_group": "", "c0-i0-assertion_kind": "", "c1-kind": ""}  # fmt: skip


@settings(max_examples=25)
@given(data=st.data())
def test_there_is_always_an_answer(world: World, data: st.DataObject) -> None:
    who, pattern = data.draw(st.sampled_from(FORMS))
    browser, path = world.browsers[who], address(pattern, world)
    with undone():
        known: dict[str, Any] = (
            dict(BOXES) if "/checks/" in path else fill(browser, path) if "check/" not in path else {}
        )
        said = {name: data.draw(TEXT | CHOICE, label=name) for name in known}
        if "step" in said:
            said["step"] = data.draw(st.sampled_from(["start", "change", "preview", "send", ""]))
        answer = browser.post(path, said)
        assert list(wrong_with(answer)) == []
        if answer.status_code == 302:
            assert list(wrong_with(browser.get(answer.headers["Location"]))) == []
