"""Addresses of evidence files that differ from those of every record type; read before those."""

from django.urls import path

from actip.records import catalogue
from cases.evidence import pages
from cases.evidence.api import Files

KIND = catalogue.get("evidence-files")
SLUG = {"slug": KIND.slug}

app_name = "evidence"
urlpatterns = [
    path("evidence-files/new/", pages.add, name="add"),
    path("evidence-files/<uuid:pk>/content/", pages.content, name="content"),
    path(
        "api/v1/evidence-files/<uuid:pk>/content/",
        Files.as_view({"get": "content"}, kind=KIND),
        SLUG,
        name="api-content",
    ),
]
