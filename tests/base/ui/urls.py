"""The gallery and the few names that the layout asks for, without the rest of the site."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from plait.base.ui.views import gallery


def nothing(request: HttpRequest) -> HttpResponse:
    """Stands for the sign-out page."""
    return HttpResponse("")


urlpatterns = [
    path("", gallery, name="gallery"),
    path("desk/", gallery, name="desk"),
    path("out/", nothing, name="account_logout"),
]
