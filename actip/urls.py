"""Addresses: signing in, the API, one set of pages for all record types, dashboards."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from actip.records.api.views import Nowhere

handler400 = "actip.records.pages.errors.bad_request"
handler403 = "actip.records.pages.errors.forbidden"
handler404 = "actip.records.pages.errors.not_found"
handler500 = "actip.records.pages.errors.server_error"

API: list[URLPattern | URLResolver] = [
    path("", include("actip.records.api.urls")),  # first: what is asked most
    path("", include("reporting.api_urls")),
    path("", include("cases.api_urls")),
    path("", include("victims.api_urls")),
    path("", include("compensation.api.urls")),
    re_path("", Nowhere.as_view()),
]
urlpatterns = [
    path("api/v1/", include(API)),  # first: a program's request passes by the pages' addresses untried
    path("", include("actip.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("reporting.urls")),
    path("", include("cases.intake.urls")),
    path("", include("cases.calendar.urls")),
    path("", include("victims.urls")),
    path("", include("cases.urls")),
    path("", include("cases.evidence.urls")),
    path("", include("compensation.urls")),
    path("", include("actip.records.pages.urls")),
]
