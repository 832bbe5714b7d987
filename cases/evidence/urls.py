"""Addresses of evidence files that differ from those of every record type; read before those."""

from django.urls import path

from cases.evidence import pages

app_name = "evidence"
urlpatterns = [
    path("evidence-files/new/", pages.add, name="add"),
    path("evidence-files/<uuid:pk>/content/", pages.content, name="content"),
]
