"""Addresses of the pages of an inquiry that are no page of a record type, and of the offence catalogue."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_safe

from cases import pages

urlpatterns = [
    path("cases/<uuid:pk>/interviewers/", login_required(require_safe(pages.interviewers)), name="interviewers"),
    path("cases/<uuid:pk>/links/", login_required(require_safe(pages.links)), name="case-links"),
    path("offence-catalogue/", login_required(require_safe(pages.offences)), name="offences"),
]
