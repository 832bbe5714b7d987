"""Addresses in the API of what is no record's, or differs for one: batches of reports, tips, interviewers, evidence content."""

from django.urls import path

from actip.records import catalogue
from cases import api
from cases.evidence.api import Files
from cases.intake import api as intake
from cases.intake import tips_api

CONTENT = Files.as_view({"get": "content"}, kind=catalogue.get("evidence-files"))

urlpatterns = [
    path("reports/batch/", intake.Batch.as_view(), {"slug": "reports"}, name="api-batch"),
    path("tips/", tips_api.Tips.as_view(), name="api-tips"),
    path("tips/<uuid:pk>/", tips_api.OneTip.as_view(), name="api-tip"),
    path("tips/<uuid:pk>/moves/take-out/", tips_api.TakeOut.as_view(), name="api-tip-take-out"),
    path("tips/<uuid:pk>/moves/close/", tips_api.Close.as_view(), name="api-tip-close"),
    path("cases/<uuid:pk>/interviewers/", api.Interviewers.as_view(), name="api-interviewers"),
    path("evidence-files/<uuid:pk>/content/", CONTENT, {"slug": "evidence-files"}, name="api-content"),
]
