"""Addresses of the indicators in the API."""

from django.urls import path

from reporting import api

urlpatterns = [
    path("indicators/", api.IndicatorList.as_view(), name="api-indicators"),
    path("indicators/referral-path/", api.ReferralPath.as_view(), name="api-referral-path"),
    path("indicators/<slug:code>/", api.IndicatorFigures.as_view(), name="api-indicator"),
]
