"""Addresses of the hub's pages about one concern."""

from django.urls import path

from plait.referrals.views.hub import ask, closed_list, concern, first_steps, settling, who

CONCERN = "hub/concerns/<uuid:contact_id>/"

urlpatterns = [
    path(CONCERN, concern.concern, name="hub-concern"),
    path(f"{CONCERN}print/", concern.concern_print, name="hub-concern-print"),
    path(f"{CONCERN}who/<uuid:contact_person_id>/", who.who, name="hub-who"),
    path(f"{CONCERN}rate/", first_steps.rate, name="hub-rate"),
    path(f"{CONCERN}accept/", first_steps.accept, name="hub-accept"),
    path(f"{CONCERN}answer/", first_steps.answer, name="hub-answer"),
    path(f"{CONCERN}pass-on/", first_steps.pass_on, name="hub-pass-on"),
    path(f"{CONCERN}what-was-done/", first_steps.done, name="hub-say-done"),
    path(f"{CONCERN}take-back/", first_steps.back, name="hub-take-back"),
    path(f"{CONCERN}settle/<str:kind>/", settling.settle, name="hub-settle"),
    path(f"{CONCERN}ask/", ask.ask, name="hub-ask"),
    path(f"{CONCERN}checks/<uuid:check_id>/take-back/", ask.withdraw, name="hub-withdraw"),
    path(f"{CONCERN}checks/<uuid:check_id>/ask-again/", ask.again, name="hub-ask-again"),
    path(f"{CONCERN}done/", closed_list.note, name="closed-list-done"),
    path(f"{CONCERN}close/", closed_list.close, name="closed-list-close"),
    path("hub/passed/", concern.passed, name="hub-passed"),
    path("hub/passed/<uuid:contact_id>/accept/", concern.accept, name="hub-accept-passed"),
]
