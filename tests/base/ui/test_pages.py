"""What every page says: whom to ring, who is reading, that the data are fictional, and nothing of any child in its title."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe

from plait.base.access.verdict import no, yes
from plait.base.audit.actor import Actor
from plait.base.clock import Standing
from plait.base.ui import context
from plait.base.ui.context import NavItem, folded
from plait.base.ui.dates import PartialDate
from plait.base.ui.middleware import ContentSecurityPolicy
from plait.base.ui.slots import fill, nav_entry
from plait.base.ui.views import gallery

pytestmark = pytest.mark.urls("tests.base.ui.urls")
Ask = Callable[..., HttpRequest]


def page(response: HttpResponse) -> str:
    return response.content.decode()


def drawn(source: str, request: HttpRequest | None = None, **given: Any) -> str:
    return Template(source).render(Context({"request": request, **given}))


def test_the_numbers_to_ring_stand_on_every_page(ask: Ask) -> None:
    for name in ("refused", "nothing_by_this_route", "cannot_answer"):
        for actor in (None, ask().actor):  # type: ignore[attr-defined]
            html = page(render(ask(actor=actor), f"ui/{name}.html"))
            assert 'href="tel:999"' in html
            assert html.count('href="tel:01632960100"') >= 2
            assert "01632 960 199" in html


def test_the_pack_in_force_decides_the_numbers(ask: Ask) -> None:
    request: Any = ask()
    request.pack = SimpleNamespace(
        area=SimpleNamespace(name="Harrowfen", hub_phone="01632 960 500", edt_phone="01632 960 599")
    )
    html = page(gallery(request))
    assert "Harrowfen" in html
    assert "01632 960 500" in html
    assert "01632 960 199" not in html


def test_a_page_for_nobody_has_no_account_and_asks_for_none(ask: Ask) -> None:
    html = page(gallery(ask(actor=None)))
    assert "Sign out" not in html
    assert "Printed" in html


def test_the_account_says_name_job_and_agency_and_signs_out_by_post(ask: Ask) -> None:
    html = page(gallery(ask()))
    assert "<strong>Dana Okafor</strong><br>Hub social worker, Ellowmere hub" in html
    assert '<form method="post" action="/out/">' in html
    assert "Printed by Dana Okafor, Ellowmere hub at 09:00 on Mon 23 Nov 2026." in html


def test_titles_are_neutral(ask: Ask) -> None:
    assert "<title>Plait</title>" in page(gallery(ask()))


def test_fictional_data_say_so_and_real_data_do_not(ask: Ask, settings: Any) -> None:
    settings.PLAIT_DATA = "fictional"
    assert "Fictional data" in page(gallery(ask()))
    settings.PLAIT_DATA = "real"
    assert "Fictional data" not in page(gallery(ask()))


def test_nothing_on_a_page_is_inline(ask: Ask) -> None:
    html = page(gallery(ask("/?faults=1")))
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    assert html.count("<script") == html.count(" defer></script>")


def _pages(number: int, *, stays: int = -1) -> list[NavItem]:
    return [
        NavItem(f"Page {one}", f"/{one}/", current=False, within=False, count=one, stays=one == stays)
        for one in range(number)
    ]


def test_a_short_navigation_is_not_folded_and_a_long_one_keeps_what_stays_in_sight() -> None:
    assert folded(_pages(6)).more == []
    long = folded(_pages(12, stays=10))
    assert [item.label for item in long.shown] == [f"Page {one}" for one in (0, 1, 2, 3, 10)]
    assert len(long.more) == 7 and long.waiting == 4 + 5 + 6 + 7 + 8 + 9 + 11 and not long.here


def test_the_fold_says_what_waits_in_it_and_where_the_reader_is(
    monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    pages = [*_pages(9), NavItem("Here", "/here/", current=True, within=False, count=None)]
    monkeypatch.setattr(context, "nav_for", lambda *_args: pages)
    html = page(gallery(ask("/")))
    row, fold = html.split("plait-more__list")
    assert 'govuk-service-navigation__item--active"><details' in row and ">26<" in row.rsplit("More", 1)[1]
    assert "Page 4" in row and "Page 5" not in row and 'aria-current="page">Here' in fold


def test_the_navigation_shows_only_what_its_door_allows(ask: Ask) -> None:
    nav_entry(label="Hub board", url_name="desk", lets_in=lambda actor: yes("hub"), count=lambda request: 4)
    nav_entry(label="Secret", url_name="gallery", lets_in=lambda actor: no("x", say="x", next_step="x"))
    html = page(gallery(ask("/desk/")))
    assert 'href="/desk/" aria-current="page">Hub board <span class="plait-count">4' in html
    assert "Secret" not in html
    assert "Hub board" not in page(gallery(ask(actor=None)))


def test_a_page_about_a_broken_database_counts_nothing(ask: Ask) -> None:
    def breaks(request: HttpRequest) -> int:
        raise AssertionError("asked the database")

    nav_entry(label="Hub board", url_name="desk", lets_in=lambda actor: yes("hub"), count=breaks)
    assert "Plait cannot answer" in page(render(ask(), "ui/cannot_answer.html"))


def test_slots_are_filled_in_order_and_escape_what_is_not_marked_safe(ask: Ask) -> None:
    fill("prompts", lambda request, context: mark_safe(f"<b>{context['subject']}</b>"))  # noqa: S308
    fill("prompts", lambda request, context: "<script>")
    fill("prompts", lambda request, context: None)
    assert drawn('{% slot "prompts" subject="x" %}', ask()) == "<b>x</b>\n&lt;script&gt;"
    assert drawn('{% slot "empty" %}', ask()) == ""
    assert drawn('{% slot "prompts" subject="x" %}') == ""


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 14, 3, tzinfo=UTC), "today 14:03"),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "tomorrow 09:00"),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), "Wed 1 Jul 2026, 09:30"),
    ],
)
def test_times_are_said_in_plain_words_and_local_time(ask: Ask, moment: datetime, said: str) -> None:
    assert f">{said}</time>" in drawn("{% when m %}", ask(), m=moment)


def test_paper_says_which_day_today_was(ask: Ask) -> None:
    """It is read later, when "today" is another day; a date that stands there already is not said twice."""
    near = drawn("{% when m %} {% day m %}", ask(), m=datetime(2026, 11, 23, 14, 3, tzinfo=UTC))
    assert near.count('data-paper="Mon 23 Nov 2026"') == 2
    assert "data-paper" not in drawn("{% when m %}", ask(), m=datetime(2026, 7, 1, 8, 30, tzinfo=UTC))


def test_days_are_said_in_plain_words(ask: Ask) -> None:
    assert ">today</time>" in drawn("{% day d %}", ask(), d=date(2026, 11, 23))
    assert drawn("{% day d %}", ask(), d=PartialDate(2016, 5)) == '<time datetime="2016-05">May 2016</time>'
    assert drawn("{% day d %}", ask(), d=None) == "not known"


@pytest.mark.parametrize("one", list(Standing))
def test_every_standing_has_a_word_and_a_sign(one: Standing) -> None:
    html = drawn("{% standing s %}", s=one)
    assert "<svg" in html
    assert html.endswith(f"{one.shown.capitalize()}</strong>")


def test_days_kept_as_text_are_said_the_same_way() -> None:
    assert drawn("{% day d %}", d="2016-05") == '<time datetime="2016-05">May 2016</time>'
    assert ">Thu 12 May 2016</time>" in drawn("{% day d %}", d="2016-05-12")


def test_a_tag_of_an_unknown_colour_is_a_mistake_of_ours() -> None:
    with pytest.raises(TemplateSyntaxError, match="mauve"):
        drawn('{% tag "x" "dot" "mauve" %}')


def test_phone_and_lines_let_nothing_through() -> None:
    assert drawn('{% phone "01632 960 114" %}').startswith(
        '<a class="govuk-link plait-phone" href="tel:01632960114">'
    )
    assert drawn("{% phone t %}", t="ring <them>") == "<bdi>ring &lt;them&gt;</bdi>"
    assert drawn('{% phone " " %}') == "no number given"
    assert drawn("{{ t|lines }}", t="a\n<b>") == '<p class="govuk-body" dir="auto">a<br>&lt;b&gt;</p>'


def test_the_summary_of_faults_leads_to_the_first_input_of_each(ask: Ask) -> None:
    html = page(gallery(ask("/?faults=1")))
    for target in (
        "id_name",
        "id_born_day",
        "id_time_seen",
        "id_safe_to_tell_0",
        "id_how_known_0",
        "id_understood",
    ):
        assert f'<a href="#{target}">' in html
        assert f'id="{target}"' in html


def test_a_posted_form_shows_back_what_was_typed(ask: Ask) -> None:
    html = page(gallery(ask(post={"name": "<Amal>", "born_year": "19"})))
    assert 'value="&lt;Amal&gt;"' in html
    assert 'name="born_year" type="text" inputmode="numeric" value="19"' in html


@pytest.mark.parametrize("actor", [None, Actor(id="a", name="A")])
def test_every_answer_is_kept_nowhere_and_runs_nothing_foreign(ask: Ask, actor: Actor | None) -> None:
    response = ContentSecurityPolicy(lambda request: HttpResponse("x"))(ask(actor=actor))
    assert response.headers["Cache-Control"] == "no-store"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_page_that_gives_nothing_away_is_the_same_bytes_every_time(ask: Ask) -> None:
    first, second = (render(ask("/people/x/"), "ui/nothing_by_this_route.html") for _ in range(2))
    assert first.content == second.content
    assert "csrfmiddlewaretoken" not in page(first)


def test_static_files_may_be_kept(ask: Ask) -> None:
    response = ContentSecurityPolicy(lambda request: HttpResponse("x"))(ask("/static/plait/plait.css"))
    assert "Cache-Control" not in response.headers
