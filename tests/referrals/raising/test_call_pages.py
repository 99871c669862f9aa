"""A call written down in a minute: what is asked first, what may wait, and what is kept."""

from datetime import datetime
from html.parser import HTMLParser
from uuid import uuid4

from django.utils.timezone import now

from plait.base.packs import current
from plait.referrals.forms.raising import STEP, form_of
from plait.referrals.forms.raising_answers import Answers
from plait.referrals.forms.raising_call import call_form
from plait.referrals.forms.raising_concern import read
from plait.referrals.models import Contact, Draft
from tests.referrals.raising.browser import SignIn, _now, begin, sign_in

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


def test_a_day_or_a_postcode_that_is_none_is_said_beside_the_field_and_nothing_is_lost(
    sign_in: SignIn,
) -> None:
    client = sign_in("call_handler")
    key = str(uuid4())
    wrong = {"caller_child_age": "31/2/2019", "caller_child_postcode": "EW1 2A", "key": key}
    # What is typed is kept on the server while the caller speaks, for whoever writes it and nobody else.
    assert client.post(f"/calls/{key}/draft/", {"caller_said": "Half a sen"}).status_code == 204
    assert f"/calls/{key}/draft/" in client.get("/calls/new/").content.decode()
    assert "Half a sen" in client.get(f"/calls/{key}/draft/").content.decode()
    assert sign_in("screener").get(f"/calls/{key}/draft/").status_code == 404
    page = client.post("/calls/new/", {**CALL, **wrong}).content.decode()
    assert "There is no such day" in page and "not a whole postcode, like EW1 2AB" in page
    assert 'value="31/2/2019"' in page and 'value="EW1 2A"' in page and "Shouting every night." in page
    future = client.post("/calls/new/", {**CALL, "caller_child_age": "1 May 2031"}).content.decode()
    assert 'id="id_caller_child_age_error"' in future and "in the future" in future
    right = {"caller_child_age": "12/5/2019", "caller_child_postcode": "ew12ab", "key": key}
    assert client.post("/calls/new/", {**CALL, **right}).status_code == 302
    assert client.get(f"/calls/{key}/draft/").status_code == 404 and not Draft.objects.get(pk=key).answers
    heard = Contact.objects.get().people.get().description
    assert (f"{heard.born_on}", heard.age_said) == ("2019-05-12", ""), (
        "a day that was said is looked for as one"
    )
    assert heard.person.addresses.get().place.postcode == "EW12AB"

    teacher = sign_in("teacher")
    draft = begin(teacher)
    told = {"child_given_name": "Theo", "child_age": "about 7", "child_born_year": "2019"}
    half = teacher.post(draft + "children/1/", {**told, "child_postcode": "EW1"}).content.decode()
    assert "not a whole postcode" in half and 'value="EW1"' in half
    answers = Answers(Draft.objects.get(sent_at=None, about="concern").answers)
    kept = answers.part("children:1")
    assert kept is not None and kept["child_postcode"] == "EW1"
    answers.put("children:1", {**told, "child_postcode": "EW1 2AB"}, window="", done=True)
    child = read(answers, current(at=now()), at=now()).concern.children[0].described
    assert child.age_said == "about 7; born 2019"
