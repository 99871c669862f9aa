"""The morning list: what the hub has asked the reader's teams, and many answers in one go."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.roles import may, needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Verdict, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import checks_that_wait, visible_checks
from plait.referrals.actions.answer_batch import answer_batch
from plait.referrals.forms.checks import BatchForm
from plait.referrals.presenters.checks import Row, answered_of, rows_of, sections_of
from plait.referrals.queries.asking import asked_now
from plait.referrals.queries.checks import answer_clocks, current_answers, on_the_list

ANSWERERS = "Safeguarding leads and check officers: what the hub asked the teams they are in"
answerers = needs("check:answer")


def _rows(request: PlaitRequest) -> list[Row]:
    checks = on_the_list(visible_checks(request.actor, at=request.at), at=request.at)
    ids = [str(check.pk) for check in checks]
    if checks:
        refs = [check.ref for check in checks]
        refs += [f"person:{one['person']}" for check in checks for one in check.shown.get("children", [])]
        record(act="check:list", about=refs, by=request.actor, at=request.at, fields=("identity",))
    return rows_of(checks, answer_clocks(ids), current_answers(ids), at=request.at)


def _form(request: PlaitRequest, rows: list[Row]) -> BatchForm:
    offered = [(row.id, row.reference) for row in rows if row.answered_at is None]
    return BatchForm(request.POST if request.method == "POST" else None, offered=offered)


def answers_for_an_agency(actor: Actor) -> Verdict:
    """Who is led here by the navigation: those who answer, except the hub's own people, who ask."""
    if may(actor, "hub:desk"):
        return no("asks-itself", say="The hub asks; agencies answer.", next_step="Open the hub’s desk")
    return answerers(actor)


def count_waiting(request: HttpRequest) -> int:
    """The number beside the page in the navigation."""
    asking = cast(PlaitRequest, request)
    return checks_that_wait.count(asking.actor, at=asking.at)


@door(ANSWERERS, lets_in=answerers, act="check:list")
def desk(request: PlaitRequest) -> HttpResponse:
    """Late, at risk, due, and answered lately."""
    rows = _rows(request)
    return _show(request, rows, _form(request, rows))


def _show(request: PlaitRequest, rows: list[Row], form: BatchForm) -> HttpResponse:
    said = {
        "sections": sections_of(rows),
        "answered": answered_of(rows),
        "waiting": sum(row.answered_at is None for row in rows),
        "form": form,
        "ticked": form.data.getlist("checks") if form.is_bound else [],  # type: ignore[attr-defined]
    }
    return render(request, "referrals/checks/desk.html", said)


@door(ANSWERERS, lets_in=answerers, act="check:answer", methods=("POST",))
def batch(request: PlaitRequest) -> HttpResponse:
    """Shows what was ticked and asks once; then answers, and says what became of each."""
    rows = _rows(request)
    form = _form(request, rows)
    if not form.is_valid() or request.POST.get("step") == "back":
        return _show(request, rows, form)
    chosen, kind = form.cleaned_data["checks"], form.cleaned_data["kind"]
    if request.POST.get("step") != "send":
        # Whoever says "not known" has seen what was asked: that they read it is kept.
        checks = {
            str(one.pk): one for one in visible_checks(request.actor, at=request.at).filter(pk__in=chosen)
        }
        refs = [one.ref for one in checks.values()]
        record(act="check:read", about=refs, by=request.actor, at=request.at, fields=("identity", "content"))
        asked = [(row, asked_now(checks[row.id])) for row in rows if row.id in checks]
        said = {"rows": asked, "form": form, "kind": kind}
        said["label"] = dict(form.fields["kind"].choices)[kind]  # type: ignore[attr-defined]
        return render(request, "referrals/checks/batch.html", said)
    done = answer_batch(answers=[(check, kind) for check in chosen], by=request.actor, at=request.at)
    if all(one.done for one in done):
        number = len(done)
        messages.success(
            request, f"{number} check{'' if number == 1 else 's'} answered. The hub can see it now."
        )
        return HttpResponseRedirect(reverse("checks"))
    return render(request, "referrals/checks/batch_done.html", {"done": done})
