"""Addresses of intake: the queue, the pool, short forms."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actip.records.pages import drafts
from cases.intake import entry, pages, pool_pages

REPORTS = {"slug": "reports"}
_form = require_http_methods(["GET", "HEAD", "POST"])

app_name = "intake"
urlpatterns = [
    path("intake/", login_required(require_safe(pages.queue)), REPORTS, name="queue"),
    path("intake/pool/", login_required(require_safe(pool_pages.pool)), REPORTS, name="pool"),
    path("intake/pool/take-out/", login_required(require_POST(pool_pages.take_out)), REPORTS, name="take_out"),
    path("intake/pool/<uuid:pk>/", login_required(require_safe(pool_pages.tip)), REPORTS, name="tip"),
    path("intake/pool/<uuid:pk>/close/", login_required(require_POST(pool_pages.close)), REPORTS, name="close_tip"),
    path("intake/new/", login_required(require_safe(entry.choose)), REPORTS, name="channels"),
    path("intake/new/<slug:channel>/", drafts.rescued(login_required(_form(entry.add))), REPORTS, name="add"),
]
