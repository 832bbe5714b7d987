"""Addresses of the protection side beside those of records."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from victims.pages import glass, identity, occupancy

POSTED = ["GET", "HEAD", "POST"]

urlpatterns = [
    path("free-beds/", occupancy.page, name="free-beds"),
    path(
        "known/",
        login_required(require_http_methods(POSTED)(identity.known_already)),
        name="known",
    ),
    path("people/<uuid:pk>/glass/<slug:slug>/", login_required(require_http_methods(POSTED)(glass.page)), name="glass"),
    path("glass/", login_required(require_safe(glass.listed)), name="glass-list"),
    path("glass/<uuid:pk>/", login_required(require_http_methods(POSTED)(glass.one)), name="glass-review"),
    path("consent-form/<slug:language>/", login_required(require_safe(identity.consent_form)), name="consent-form"),
]
