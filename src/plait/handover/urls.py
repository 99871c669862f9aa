"""Addresses about families who move."""

from django.urls import path

from plait.handover.views import alerts, discovery, handing, legs, loans, requests

urlpatterns = [
    path("handovers/", handing.handovers, name="handovers"),
    path("handovers/<uuid:handover_id>/", handing.one, name="handover"),
    path("handovers/legs/<uuid:leg_id>/", legs.one, name="handover-leg"),
    path("handovers/<uuid:handover_id>/lent/", loans.lent, name="lent-words"),
    path("referrals/<uuid:referral_id>/hand-over/", handing.offer, name="hand-over"),
    path("people/<uuid:person_id>/other-areas/", discovery.of_child, name="person-other-areas"),
    path("people/<uuid:person_id>/moves/", alerts.moves, name="person-moves"),
    path("people/<uuid:person_id>/missing/", alerts.raise_one, name="person-missing"),
    path("missing-families/", alerts.missing_families, name="missing-families"),
    path("missing-families/<uuid:alert_id>/", alerts.one, name="missing-family"),
    path("areas/asked/", discovery.between_areas, name="asked-between-areas"),
    path("areas/asked/known/<uuid:asked_id>/", requests.known_there, name="known-there"),
    path("areas/asked/<uuid:ask_id>/", discovery.received, name="ask-received"),
]
