"""Addresses of raising a concern, of one's own drafts and receipts, and of recording a call."""

from django.urls import URLPattern, path

from plait.referrals.forms.raising import STEPS
from plait.referrals.views.raising import call, check, own, people, start, steps

DRAFT = "concerns/drafts/<uuid:draft_id>/"

urlpatterns: list[URLPattern] = [
    path("concerns/", own.mine),
    path("concerns/mine/", own.mine, name="my-concerns"),
    path("concerns/start/", start.start, name="raise-start-new"),
    path("concerns/drafts/", start.drafts, name="raise-drafts"),
    path(f"{DRAFT}check/", check.check, name="raise-check"),
    path(f"{DRAFT}sent/", check.receipt, name="raise-receipt"),
    path(f"{DRAFT}discard/", start.discard, name="raise-discard"),
    path(f"{DRAFT}save/<str:part>/", steps.autosave, name="raise-autosave"),
    path("concerns/<uuid:contact_id>/", own.own, name="own-concern"),
    path("calls/new/", call.record, name="call-record"),
    path("calls/<uuid:draft_id>/draft/", call.unsent_call, name="call-draft"),
    path("calls/<uuid:draft_id>/done/", call.done, name="call-done"),
]
for _step in STEPS:
    given = {"key": _step.key}
    if _step.many:
        urlpatterns += [
            path(f"{DRAFT}{_step.key}/", people.people, given, name=f"raise-{_step.key}"),
            path(f"{DRAFT}{_step.key}/<int:number>/", people.one, given, name=f"raise-{_step.key}-one"),
            path(
                f"{DRAFT}{_step.key}/<int:number>/remove/",
                people.remove,
                given,
                name=f"raise-{_step.key}-remove",
            ),
        ]
    else:
        urlpatterns.append(path(f"{DRAFT}{_step.key}/", steps.step, given, name=f"raise-{_step.key}"))
