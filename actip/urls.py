"""Addresses: signing in, the API, one set of pages for all record types, dashboards."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("actip.accounts.urls")),
]
