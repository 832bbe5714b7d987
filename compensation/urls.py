"""Addresses of the money pages that are no record's: approving and paying many, the bank's files, delegations, statements."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from compensation.pages import approval, delegations, interest, rights, runs, statements, takeaway, trial

urlpatterns = [
    path("payment-approval/", login_required(approval.page), name="payment-approval"),
    path("payment-runs/", login_required(runs.index), name="payment-runs"),
    path("payment-runs/<uuid:pk>/", login_required(runs.detail), name="payment-run"),
    path("payment-runs/<uuid:pk>/file/", login_required(require_POST(runs.file)), name="payment-run-file"),
    path("payment-runs/<uuid:pk>/answer/", login_required(require_POST(runs.answer)), name="payment-run-answer"),
    path("statements/", login_required(statements.page), name="statements"),
    path("trial-balance/", login_required(trial.page), name="trial-balance"),
    path("statements/entries/", login_required(statements.entries), name="statement-entries"),
    path("statements/file/", login_required(require_POST(takeaway.file)), name="statement-file"),
    path("orders/<uuid:pk>/interest/", login_required(require_POST(interest.confirm)), name="order-interest"),
    path("delegations/", login_required(delegations.page), name="delegations"),
    path("delegations/<int:pk>/end/", login_required(require_POST(delegations.end)), name="delegation-end"),
    path("people/<uuid:pk>/rights/<slug:language>/", login_required(require_safe(rights.page)), name="rights"),
]
