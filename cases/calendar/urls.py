"""Addresses of the hearing calendar."""

from django.urls import path

from cases.calendar import pages

urlpatterns = [
    path("hearing-calendar/", pages.month, name="hearing-calendar"),
    path("hearing-calendar/hearings.ics", pages.file, name="hearing-calendar-file"),
]
