"""Rate it, accept it, answer it otherwise, or pass it to the team that has the child."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.queries import teams_of_kind
from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.referrals.access import open_contact
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.say_what_was_done import say_what_was_done
from plait.referrals.actions.take_back import take_back
from plait.referrals.forms.hub import AcceptForm, AnswerForm, BecauseForm, PassOnForm, RateForm
from plait.referrals.forms.later import TRULY
from plait.referrals.presenters.danger import opens_later
from plait.referrals.presenters.hub import names_in
from plait.referrals.queries.hub import open_with, people_of, referral_behind
from plait.referrals.queries.rated import rated

SCREENERS = "Those in the hub who rate urgency"
QUALIFIED = "Qualified workers in the hub"


@door(SCREENERS, lets_in=needs("contact:rate"), act="contact:rate", methods=("GET", "POST"))
def rate(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """How urgent and why. If somebody rated it meanwhile, both are shown and nothing typed is lost."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    pack = current(at=at)
    form = RateForm(
        request.POST or None,
        pack=pack,
        received=contact.received_at,
        at=at,
        initial={"was": contact.rating, "rating": contact.rating},
    )
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        given, last = form.cleaned_data, contact.ratings.order_by("-at", "-pk").first()
        if given["was"] != contact.rating and given["rating"] != contact.rating:
            meanwhile = {"rating": rated(pack, contact.rating), "given": last}
            form.data = {**request.POST.dict(), "was": contact.rating}
        elif given["rating"] == contact.rating and not (
            last and last.by == by.id and last.because == given["because"]
        ):
            form.add_error("rating", "It has this rating already. Choose another, or go back.")
        else:
            try:
                rate_contact(
                    contact_id=str(contact_id), rating=given["rating"], because=given["because"],
                    rated_at=form.decided_at(), by=by, at=at,
                )  # fmt: skip
            except Refused as refusal:
                if refusal.verdict.reason not in TRULY:
                    raise
                stay_with(request, form, refusal, act="deed:rate_contact")
            else:
                messages.success(
                    request, "The rating is kept, and its times run from when the concern was received."
                )
                return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/rate.html",
        {
            "form": form,
            "contact": contact,
            "now": rated(pack, contact.rating),
            "meanwhile": meanwhile,
            "opens": opens_later(pack, at=at),
            "names": names_in(people_of(contact)),
        },
    )


@door(QUALIFIED, lets_in=needs("referral:accept"), act="contact:accept", methods=("GET", "POST"))
def accept(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Accept it as a referral. People nobody has looked at are a warning, never a bar."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    done = referral_behind(contact)
    if done is not None and (request.method == "GET" or done.accepted_by == by.id):
        messages.info(request, f"{done.accepted_by_name} has accepted it already. Nothing was changed.")
        return redirect("hub-concern", contact_id=contact_id)
    form = AcceptForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            accept_referral(
                contact_id=str(contact_id), because=form.cleaned_data["because"], accepted_at=form.decided_at(),
                by=by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:accept_referral")
            if done is not None:
                form.add_error(None, f"{done.accepted_by_name} has accepted it: {done.accepted_because}")
        else:
            since = "began now" if form.decided_at() is None else "have run since then"
            messages.success(request, f"Accepted. The 45 working days of an assessment {since}.")
            return redirect("hub-concern", contact_id=contact_id)
    people = people_of(contact)
    unknown = [one for one in people if one.confirmed_at is None]
    return render(
        request,
        "referrals/hub/accept.html",
        {"form": form, "contact": contact, "unknown": len(unknown), "names": names_in(people)},
    )


@door(QUALIFIED, lets_in=needs("referral:accept"), act="contact:answer", methods=("GET", "POST"))
def answer(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Advice, early help, no further action."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    form = AnswerForm(request.POST or None, pack=current(at=at))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            answer_contact(
                contact_id=str(contact_id), outcome=given["outcome"], because=given["because"], by=by, at=at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:answer_contact")
            if contact.answered_because:
                form.add_error(None, f"A colleague has answered it: {contact.answered_because}")
        else:
            messages.success(request, "The answer is kept. Whoever raised it hears what came of it.")
            return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/answer.html",
        {"form": form, "contact": contact, "names": names_in(people_of(contact))},
    )


@door(QUALIFIED, lets_in=needs("referral:accept"), act="contact:pass-on", methods=("GET", "POST"))
def pass_on(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """The team that has the child already stands first."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    people = people_of(contact)
    held = open_with([str(one.description.person_id) for one in people], besides=contact, at=at)
    has = {str(row.team_id) for rows in held.values() for row in rows if row.team_id}
    teams = sorted(
        [*teams_of_kind("casework"), *teams_of_kind("edt")],
        key=lambda team: (str(team.pk) not in has, team.name),
    )
    choices = [
        (
            str(team.pk),
            f"{team.name}, {team.agency.name}{' (has the child now)' if str(team.pk) in has else ''}",
        )
        for team in teams
    ]
    form = PassOnForm(request.POST or None, teams=choices, initial={"team": next(iter(has), None)})
    if request.method == "POST" and form.is_valid():
        pass_to_worker(contact_id=str(contact_id), team_id=form.cleaned_data["team"], by=by, at=at)
        messages.success(request, "Passed on. It stays the hub’s until that team accepts it.")
        return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/pass_on.html",
        {
            "form": form,
            "contact": contact,
            "names": names_in(people),
            "rating": rated(current(at=at), contact.rating),
        },
    )


@door(QUALIFIED, lets_in=needs("referral:accept"), act="contact:take-back", methods=("GET", "POST"))
def back(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Take back what a team has not accepted, with a reason."""
    by, at = request.actor, request.at
    open_contact(by, str(contact_id), at=at)
    form = BecauseForm(
        request.POST or None,
        label="Why are you taking it back?",
        button="Take it back",
        hint="That team cannot open it any more. The hub’s own times go on from where they stood.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            take_back(contact_id=str(contact_id), because=form.cleaned_data["because"], by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:take_back")
        else:
            messages.success(request, "Taken back. It is the hub’s to decide again.")
            return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/small_step.html",
        {"form": form, "title": "Take it back from that team", "contact_id": contact_id},
    )


@door(
    "Members of a team that accepted a concern the hub passed on",
    lets_in=needs("lead:accept"),
    act="contact:say-done",
    methods=("GET", "POST"),
)
def done(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """What the child's own team did with it; then nothing is owed about it."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    form = BecauseForm(
        request.POST or None,
        label="What did you do with it?",
        button="Say so, and end it",
        hint="Whom you saw, and what changes in the plan. Whoever told us hears that you acted on it, never what you write here.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            say_what_was_done(contact_id=str(contact_id), because=form.cleaned_data["because"], by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:say_what_was_done")
        else:
            messages.success(request, "Kept. Whoever told us hears that you have acted on it.")
            return redirect("hub-passed")
    context = {
        "form": form,
        "title": "Say what you did",
        "names": names_in(people_of(contact)),
        "contact_id": contact_id,
    }
    return render(request, "referrals/hub/small_step.html", context)
