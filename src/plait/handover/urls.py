"""Addresses about families who move."""

from django.urls import path

from plait.handover.views import discovery

urlpatterns = [
    path("people/<uuid:person_id>/other-areas/", discovery.of_child, name="person-other-areas"),
    path("areas/asked/", discovery.between_areas, name="asked-between-areas"),
    path("areas/asked/<uuid:ask_id>/", discovery.received, name="ask-received"),
]
