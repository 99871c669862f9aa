"""A wall between a former and a present identity of one person: from then on nothing crosses it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.access import stepped_up
from plait.agencies.queries import teams_of_kind
from plait.agencies.roles import may
from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, Verdict
from plait.base.audit.actor import Actor
from plait.base.ui.staying import stay_with
from plait.people.access import is_open_to, open_person
from plait.people.actions.shield_identity import shield_identity
from plait.people.forms import IdentityShieldForm
from plait.people.places import banner_of
from plait.people.presenters.person import said_of
from plait.people.queries import standing_id

# What the deed refuses with words that belong beside the form.
ON_THE_FORM = frozenset({"shield-incomplete", "candidate-gone"})


def may_wall(actor: Actor) -> Verdict:
    """Whoever may restrict a record."""
    return may(actor, "decision:override") or may(actor, "restricted:keep")


@door(
    "Hub managers and custodians, for a record that they may open",
    lets_in=may_wall,
    act="person:shield-identity",
    methods=("GET", "POST"),
)
def identity_shield(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Whoever may not open the record is refused before anybody is asked to show who they are: a proof would tell."""
    person = open_person(request.actor, str(person_id), at=request.at, act="person:identity")
    return _wall(request, {"person": banner_of(person), "person_id": str(person.pk)})


@stepped_up
def _wall(request: PlaitRequest, about: dict[str, Any]) -> HttpResponse:
    """What it does, what goes over, and one button. The answer says once where both records are, for the sealed file; afterwards
    neither is shown."""
    by, at, former = request.actor, request.at, about["person_id"]

    def may_choose(other: str) -> bool:
        return standing_id(other) != former and is_open_to(by, standing_id(other), at=at)

    given: dict[str, Any] = {
        "told": said_of(former),
        "teams": [(str(one.pk), str(one)) for one in teams_of_kind("custodian")],
        "may_choose": may_choose,
    }
    form = IdentityShieldForm(request.POST if request.method == "POST" else None, **given)
    if request.method == "GET" and (kept := held_form(request)):
        form = IdentityShieldForm.from_draft(kept, **given)
    if request.method == "POST" and form.is_valid():
        deed = {name: said for name, said in form.cleaned_data.items() if name != "sure"}
        try:
            wall = shield_identity(former_id=former, **deed, by=by, at=at)
        except Refused as refusal:
            if refusal.verdict.reason not in ON_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:shield_identity")
        else:
            where = {
                side: request.build_absolute_uri(reverse("person", args=[one]))
                for side, one in (("former", wall.former_id), ("present", wall.present_id))
            }
            return render(
                request, "people/identity_shield_stands.html", {**where, "custodians": wall.custodian}
            )
    return render(request, "people/identity_shield.html", {**about, "form": form})
