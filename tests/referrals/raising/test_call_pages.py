"""A call written down in a minute: what is asked first, what may wait, and what is kept."""

from datetime import datetime
from html.parser import HTMLParser
from uuid import uuid4

from plait.base.packs import current
from plait.referrals.forms.raising import STEP, form_of
from plait.referrals.forms.raising_call import call_form
from plait.referrals.models import Contact
from tests.referrals.raising.browser import SignIn, _now, sign_in

__all__ = ["_now", "sign_in"]

CALL = {
    "danger_now": "no", "caller_kind": "neighbour", "caller_name": "Mrs Ash", "caller_phone": "01632 960555",
    "caller_must_not_know": "no", "caller_works_with_children": "no", "caller_child_name": "Theo Marlow",
    "caller_child_age": "about 7", "caller_said": "Shouting every night.", "called_at": "8.50am",
    "called_on_day": "23", "called_on_month": "11", "called_on_year": "2026",
}  # fmt: skip


def test_a_call_is_recorded_on_one_page_and_once(sign_in: SignIn) -> None:
    client = sign_in("call_handler")
    assert client.get("/calls/new/").status_code == 200
    sending = {**CALL, "key": str(uuid4())}
    first, second = client.post("/calls/new/", sending), client.post("/calls/new/", sending)

    assert (
        first.status_code == second.status_code == 302
        and first.headers["Location"] == second.headers["Location"]
    )
    contact = Contact.objects.get()
    assert (contact.channel, contact.source_code, contact.happened_at) == ("phone", "1B", None)
    assert contact.people.get().description.surname == "Marlow"
    done = client.get(first.headers["Location"]).content.decode()
    assert contact.reference in done and "Ash" not in done
    assert sign_in("screener").get(first.headers["Location"]).status_code == 404


def test_a_call_written_down_later_has_its_true_time(sign_in: SignIn, at: datetime) -> None:
    client = sign_in("edt")
    client.post("/calls/new/", {**CALL, "called_at": "05:10", "key": str(uuid4())})
    contact = Contact.objects.get()
    assert contact.received_at == contact.happened_at and contact.received_at < at


def test_a_call_in_the_future_or_without_words_is_refused(sign_in: SignIn) -> None:
    client = sign_in("call_handler")
    assert "in the future" in client.post("/calls/new/", {**CALL, "called_at": "23:10"}).content.decode()
    assert "Answer" in client.post("/calls/new/", {**CALL, "caller_said": ""}).content.decode()
    assert not Contact.objects.exists()


def test_a_referrer_records_no_calls(sign_in: SignIn) -> None:
    assert sign_in("teacher").get("/calls/new/").status_code == 403
    assert sign_in("administrator").get("/concerns/start/").status_code == 403


class Names(HTMLParser):
    """The names of the inputs in their order, by whether they stand in a closed fold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside, self.closed = False, False
        self.open_names: list[str] = []
        self.closed_names: list[str] = []
        self.feed(page.split("<main", 1)[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "details":
            self.inside, self.closed = True, "open" not in said
        name = said.get("name") or ""
        if tag in ("input", "textarea", "select") and said.get("type") != "hidden" and name:
            found = self.closed_names if self.inside and self.closed else self.open_names
            if name not in found:
                found.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.inside = False


def test_the_story_and_the_child_come_first_and_the_rest_waits_under_plain_headings(sign_in: SignIn) -> None:
    client = sign_in("call_handler")
    page = client.get("/calls/new/").content.decode()
    names = Names(page)
    assert names.open_names == [
        "danger_now", "caller_said", "caller_child_name", "caller_child_age", "caller_kind", "caller_unnamed",
        "caller_name", "caller_phone", "caller_must_not_know", "caller_works_with_children",
    ]  # fmt: skip
    assert {"caller_must_not_know_who", "caller_child_where", "called_at", "called_on_day"} <= set(
        names.closed_names
    )
    for heading in (
        "Who must not know, and how to ring back safely",
        "What others told them, and words of a child",
        "More about the child",
        "More about this call",
    ):
        assert f'<span class="govuk-details__summary-text">{heading}</span>' in page
    # Closed folds are sent with the rest: a minute's call needs none of them.
    short = {name: value for name, value in CALL.items() if name not in ("caller_name", "caller_child_age")}
    short |= {"caller_unnamed": "unnamed", "key": str(uuid4())}
    named = client.post("/calls/new/", {**short, "caller_name": "Mrs Ash"}).content.decode()
    assert "take the name out" in named
    assert client.post("/calls/new/", short).status_code == 302
    told = Contact.objects.get()
    assert (told.referrer.phone, told.referrer.kind, told.source_code) == ("01632 960555", "anonymous", "9")
    assert told.referrer.relation == "A neighbour, friend or childminder", (
        "who they are is not whether they are named"
    )
    assert (told.observed, told.reported) == ("Shouting every night.", ""), "their own account is not hearsay"


def test_what_is_wrong_or_was_written_in_a_fold_is_never_hidden(sign_in: SignIn) -> None:
    client = sign_in("call_handler")
    wrong = Names(client.post("/calls/new/", {**CALL, "called_at": "23:10"}).content.decode())
    assert "called_at" in wrong.open_names and "caller_agency" in wrong.open_names
    assert "caller_must_not_know_who" in wrong.closed_names


def test_nothing_that_must_be_answered_is_empty_in_a_fold(at: datetime, pack: object) -> None:
    forms = [call_form(current(at=at), at=at, agencies=[])]
    forms += [form_of(step, current(at=at), at=at) for step in STEP.values()]  # type: ignore[misc]
    for form in forms:
        for fold in form.folded():
            assert not fold.open
            for field in fold.fields:
                assert not field.field.required or field.value(), field.name


def test_codes_of_a_child_wait_until_somebody_knows(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    start = client.post(
        "/concerns/start/", {"danger_now": "no", "works_with_children": "no", "key": str(uuid4())}
    )
    path = str(start.headers["Location"]).removesuffix("safety/") + "children/1/"
    page = client.get(path).content.decode()
    assert "More about this child (only if you know)" in page
    codes = {"child_ethnicity", "child_disability", "child_language"}
    assert codes <= set(Names(page).closed_names)
    client.post(path, {"child_given_name": "Theo", "child_language": "Polish"})
    assert "child_language" in Names(client.get(path).content.decode()).open_names
