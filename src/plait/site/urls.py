"""Every address of Plait. Each view behind one has a door (site/middleware.py refuses the rest)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from plait.base.access.doors import door
from plait.base.ui.views import gallery
from plait.desk.views.home import home
from plait.site.views import errors, health
from plait.site.views.when_down import when_down

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("when-plait-is-down/", when_down, name="when-down"),
    path("", include("plait.base.federation.urls")),
    path("", include("plait.agencies.urls")),
    path("", include("plait.referrals.urls.raising")),
    path("", include("plait.desk.urls.hub")),
    path("", include("plait.referrals.urls.hub")),
    path("", include("plait.referrals.urls.deciding")),
    path("", include("plait.thresholds.urls")),
    path("", include("plait.sharing.urls")),
    path("", include("plait.feedback.urls")),
    path("", include("plait.escalation.urls")),
    path("", include("plait.stepdown.urls")),
    path("", include("plait.handover.urls")),
    path("", include("plait.people.urls")),
    path("", include("plait.desk.urls.story")),
    path("", include("plait.privacy.urls")),
    path("", include("plait.insights.urls")),
    path("", include("plait.practice.urls")),
    path("", include("plait.notices.urls")),
    path("", include("plait.referrals.urls.checks")),
]
if settings.PLAIT_DATA == "fictional":
    shown = door("Open to all, with fictional data only: every component on one page", open_to_all=True)(
        gallery
    )
    urlpatterns.append(path("gallery/", shown, name="gallery"))

handler400 = errors.handler400
handler403 = errors.handler403
handler404 = errors.handler404
handler500 = errors.handler500
