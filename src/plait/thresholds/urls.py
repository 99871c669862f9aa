"""Addresses of the levels of need, and of the sessions in which agencies learn to read them alike."""

from django.urls import path

from plait.thresholds.views import moderation, vignettes
from plait.thresholds.views.framework import area_levels, find_indicators

urlpatterns = [
    path("levels/", area_levels, name="area-levels"),
    path("levels/find/", find_indicators, name="find-indicators"),
    path("levels/moderation/", moderation.sessions, name="moderation"),
    path("levels/moderation/new/", moderation.new_session, name="moderation-new"),
    path("levels/moderation/<uuid:session_id>/", moderation.session, name="moderation-session"),
    path(
        "levels/moderation/<uuid:session_id>/vignette/", moderation.new_vignette, name="moderation-vignette"
    ),
    path("levels/vignettes/<uuid:vignette_id>/", vignettes.score, name="vignette-score"),
    path("levels/vignettes/<uuid:vignette_id>/recognised/", vignettes.recognised, name="vignette-recognised"),
    path("levels/vignettes/<uuid:vignette_id>/agreed/", vignettes.settle, name="vignette-settle"),
]
