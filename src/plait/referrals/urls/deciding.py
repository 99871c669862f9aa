"""Addresses of deciding, leading and closing."""

from django.urls import path

from plait.referrals.views.deciding import decide, leading, page, strategy, views_of_level

urlpatterns = [
    path("referrals/<uuid:referral_id>/", page.referral_page, name="referral"),
    path("referrals/<uuid:referral_id>/print/", page.referral_print, name="referral-print"),
    path("referrals/<uuid:referral_id>/decide/", decide.decide, name="decide"),
    path("referrals/<uuid:referral_id>/decide/draft/", decide.draft, name="decide-draft"),
    path("referrals/<uuid:referral_id>/protect/", decide.protect, name="protect"),
    path("referrals/of/<uuid:contact_id>/protect/", decide.protect_concern, name="protect-concern"),
    path("referrals/<uuid:referral_id>/strategy/", strategy.strategy, name="strategy"),
    path(
        "referrals/<uuid:referral_id>/strategy/<uuid:record_id>/",
        strategy.strategy_page,
        name="strategy-record",
    ),
    path(
        "referrals/<uuid:referral_id>/strategy/<uuid:record_id>/print/",
        strategy.strategy_print,
        name="strategy-record-print",
    ),
    path(
        "referrals/<uuid:referral_id>/strategy/<uuid:record_id>/actions/<uuid:action_id>/",
        strategy.action,
        name="strategy-action",
    ),
    path("referrals/<uuid:referral_id>/levels/", views_of_level.levels, name="levels"),
    path("referrals/<uuid:referral_id>/close/", leading.close, name="close-referral"),
    path("referrals/<uuid:referral_id>/promises/<uuid:clock_id>/", leading.promise, name="settle-promise"),
    path("referrals/<uuid:referral_id>/reopen/", leading.reopen, name="reopen-referral"),
    path("checks/<uuid:check_id>/level/", views_of_level.check_level, name="check-level"),
    path("lead/", leading.lead_desk, name="lead-desk"),
    path("lead/<uuid:referral_id>/accept/", leading.accept, name="accept-lead"),
]
