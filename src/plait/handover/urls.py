"""Addresses about families who move."""

from django.urls import path

from plait.handover.views import discovery, handing, legs, requests

urlpatterns = [
    path("handovers/", handing.handovers, name="handovers"),
    path("handovers/<uuid:handover_id>/", handing.one, name="handover"),
    path("handovers/legs/<uuid:leg_id>/", legs.one, name="handover-leg"),
    path("referrals/<uuid:referral_id>/hand-over/", handing.offer, name="hand-over"),
    path("people/<uuid:person_id>/other-areas/", discovery.of_child, name="person-other-areas"),
    path("areas/asked/", discovery.between_areas, name="asked-between-areas"),
    path("areas/asked/known/<uuid:asked_id>/", requests.known_there, name="known-there"),
    path("areas/asked/<uuid:ask_id>/", discovery.received, name="ask-received"),
]
