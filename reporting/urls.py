"""Addresses of the dashboards."""

from django.urls import path

from reporting import court_money, funnel, pages

urlpatterns = [
    path("dashboard/", pages.dashboard, name="dashboard"),
    path("dashboard/court-money/", court_money.page, name="court-money"),
    path("dashboard/referral-path/", funnel.page, name="referral-path"),
    path("dashboard/<slug:code>/<int:year>/", pages.figure, name="figure"),
]
