"""Addresses of the dashboards, and of the page that shows what pages are made of."""

from django.urls import path

from reporting import components, court_money, funnel, pages

urlpatterns = [
    path("dashboard/", pages.dashboard, name="dashboard"),
    path("dashboard/court-money/", court_money.page, name="court-money"),
    path("dashboard/referral-path/", funnel.page, name="referral-path"),
    path("dashboard/<slug:code>/<int:year>/", pages.figure, name="figure"),
    path("components/", components.components, name="components"),
]
