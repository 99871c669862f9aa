"""Addresses of notices."""

from django.urls import path

from plait.notices.views import own

urlpatterns = [
    path("notices/", own.notices, name="notices"),
    path("notices/read/", own.mark_all, name="notices-read"),
    path("notices/unread/", own.mark_back, name="notices-unread"),
    path("notices/settings/", own.settings, name="notices-settings"),
    path("notices/<uuid:notice_id>/open/", own.open_one, name="notice-open"),
]
