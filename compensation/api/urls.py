"""Addresses in the API of money that is no record's: approving and paying many, the bank's files, delegations, statements."""

from django.urls import path

from compensation.api import approval, delegations, runs, statements

urlpatterns = [
    path("payment-approval/", approval.Approve.as_view(), name="api-payment-approval"),
    path("payment-approval/preview/", approval.Preview.as_view(), name="api-payment-approval-preview"),
    path("payment-runs/", runs.Runs.as_view(), name="api-payment-runs"),
    path("payment-runs/preview/", runs.Preview.as_view(), name="api-payment-runs-preview"),
    path("payment-runs/<uuid:pk>/", runs.OneRun.as_view(), name="api-payment-run"),
    path("payment-runs/<uuid:pk>/answer/", runs.Answer.as_view(), name="api-payment-run-answer"),
    path("delegations/", delegations.Delegations.as_view(), name="api-delegations"),
    path("delegations/<int:pk>/end/", delegations.End.as_view(), name="api-delegation-end"),
    path("statements/", statements.Sums.as_view(), name="api-statements"),
    path("trial-balance/", statements.TrialBalance.as_view(), name="api-trial-balance"),
    path("statements/entries/", statements.Entries.as_view(), name="api-statement-entries"),
]
