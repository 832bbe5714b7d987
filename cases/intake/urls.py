"""Addresses of intake: the queue, the pool, short forms, and batches over the API."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actip.records.pages import drafts
from cases.intake import api, entry, pages

REPORTS = {"slug": "reports"}
_form = require_http_methods(["GET", "HEAD", "POST"])

app_name = "intake"
urlpatterns = [
    path("intake/", login_required(require_safe(pages.queue)), REPORTS, name="queue"),
    path("intake/pool/", login_required(require_safe(pages.pool)), REPORTS, name="pool"),
    path("intake/pool/promote/", login_required(require_POST(pages.promote)), REPORTS, name="promote"),
    path("intake/new/", login_required(require_safe(entry.choose)), REPORTS, name="channels"),
    path("intake/new/<slug:channel>/", drafts.rescued(login_required(_form(entry.add))), REPORTS, name="add"),
    path("api/v1/reports/batch/", api.Batch.as_view(), REPORTS, name="batch"),
]
