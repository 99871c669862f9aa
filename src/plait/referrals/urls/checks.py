"""Addresses of the agency that was asked."""

from django.urls import path

from plait.referrals.views.checks import answer, desk, rang

urlpatterns = [
    path("checks/", desk.desk, name="checks"),
    path("checks/answers/", desk.batch, name="checks-batch"),
    path("checks/<uuid:check_id>/", answer.check, name="check"),
    path("checks/<uuid:check_id>/answer/", answer.answer, name="check-answer"),
    path("checks/<uuid:check_id>/draft/", answer.draft, name="check-draft"),
    path("checks/<uuid:check_id>/answered/", answer.receipt, name="check-receipt"),
    path("checks/<uuid:check_id>/rang/", rang.rang, name="check-rang"),
]
