"""Addresses of the dashboards, and of the indicators in the API."""

from django.urls import path

from reporting import api, court_money, funnel, pages

urlpatterns = [
    path("dashboard/", pages.dashboard, name="dashboard"),
    path("dashboard/court-money/", court_money.page, name="court-money"),
    path("dashboard/referral-path/", funnel.page, name="referral-path"),
    path("dashboard/<slug:code>/<int:year>/", pages.figure, name="figure"),
    path("api/v1/indicators/", api.IndicatorList.as_view(), name="api-indicators"),
    path("api/v1/indicators/referral-path/", api.ReferralPath.as_view(), name="api-referral-path"),
    path("api/v1/indicators/<slug:code>/", api.IndicatorFigures.as_view(), name="api-indicator"),
]
