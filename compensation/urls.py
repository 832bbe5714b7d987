"""Addresses of the money pages that are no record's, and the same over the API: approving and paying many, the bank's files,
delegations, statements.
"""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from compensation.api import approval as api_approval
from compensation.api import delegations as api_delegations
from compensation.api import runs as api_runs
from compensation.api import statements as api_statements
from compensation.pages import approval, delegations, interest, rights, runs, statements, takeaway

urlpatterns = [
    path("payment-approval/", login_required(approval.page), name="payment-approval"),
    path("payment-runs/", login_required(runs.index), name="payment-runs"),
    path("payment-runs/<uuid:pk>/", login_required(runs.detail), name="payment-run"),
    path("payment-runs/<uuid:pk>/file/", login_required(require_POST(runs.file)), name="payment-run-file"),
    path("payment-runs/<uuid:pk>/answer/", login_required(require_POST(runs.answer)), name="payment-run-answer"),
    path("statements/", login_required(statements.page), name="statements"),
    path("statements/entries/", login_required(statements.entries), name="statement-entries"),
    path("statements/file/", login_required(require_POST(takeaway.file)), name="statement-file"),
    path("orders/<uuid:pk>/interest/", login_required(require_POST(interest.confirm)), name="order-interest"),
    path("delegations/", login_required(delegations.page), name="delegations"),
    path("delegations/<int:pk>/end/", login_required(require_POST(delegations.end)), name="delegation-end"),
    path("people/<uuid:pk>/rights/<slug:language>/", login_required(require_safe(rights.page)), name="rights"),
    path("api/v1/payment-approval/", api_approval.Approve.as_view(), name="api-payment-approval"),
    path("api/v1/payment-approval/preview/", api_approval.Preview.as_view(), name="api-payment-approval-preview"),
    path("api/v1/payment-runs/", api_runs.Runs.as_view(), name="api-payment-runs"),
    path("api/v1/payment-runs/preview/", api_runs.Preview.as_view(), name="api-payment-runs-preview"),
    path("api/v1/payment-runs/<uuid:pk>/", api_runs.OneRun.as_view(), name="api-payment-run"),
    path("api/v1/payment-runs/<uuid:pk>/answer/", api_runs.Answer.as_view(), name="api-payment-run-answer"),
    path("api/v1/delegations/", api_delegations.Delegations.as_view(), name="api-delegations"),
    path("api/v1/delegations/<int:pk>/end/", api_delegations.End.as_view(), name="api-delegation-end"),
    path("api/v1/statements/", api_statements.Sums.as_view(), name="api-statements"),
    path("api/v1/statements/entries/", api_statements.Entries.as_view(), name="api-statement-entries"),
]
