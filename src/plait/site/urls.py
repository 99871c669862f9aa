"""Every address of Plait. Each view behind one has a door (site/middleware.py refuses the rest)."""

from django.urls import URLPattern, URLResolver, include, path

from plait.site.views import errors, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("plait.agencies.urls")),
    path("", include("plait.feedback.urls")),
]

handler400 = errors.handler400
handler403 = errors.handler403
handler404 = errors.handler404
handler500 = errors.handler500
