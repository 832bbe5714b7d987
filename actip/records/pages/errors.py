"""Refusals and breakdowns in plain words. The addresses name these functions as handler400, handler403, handler404 and handler500."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from actip.audit.trail import NotAudited
from actip.records.actions import Conflict, OutOfReach, Refused
from actip.records.api import problems

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 409, 413, 428, 429, 500, 503})
AWAY = (OperationalError, InterfaceError, NotAudited)
ANSWERS: tuple[tuple[type[Exception], int], ...] = (
    (Refused, 403), (OutOfReach, 404), (Conflict, 409), (ValidationError, 400), (DataError, 400),
)  # fmt: skip


class Refusals:
    """Turns what actions and the database refuse into a page; what the request had written was undone before.

    Stands last in MIDDLEWARE. The API answers for itself, but for what fails around its views.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return problems.fault(exception) if isinstance(exception, AWAY) else None
        if isinstance(exception, AWAY):
            log.error("not served: %s", type(exception).__name__, exc_info=exception)
            return away()
        for refusal, status in ANSWERS:
            if isinstance(exception, refusal):
                return refuse(request, status, _sentence(exception))
        return None


def refuse(request: HttpRequest, status: int, what: object = "", back_url: str = "") -> HttpResponse:
    """A page for a status, with the reason in words where it may be told."""
    name = f"errors/{status}.html" if status in PAGES else "errors/400.html"
    return render(request, name, {"status": status, "what": what, "back_url": back_url}, status=status)


def away() -> HttpResponse:
    """The database does not answer, or the audit trail cannot be written: nothing of it is asked for this page."""
    return HttpResponse(render_to_string("errors/503.html", {"status": 503}), status=503, headers={"Retry-After": "60"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig)
    return problems.for_program(request, exception) or refuse(request, 413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 403, str(exception) if exception.args else "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says nothing about why: a record out of reach and a record that never was look the same."""
    return problems.for_program(request, exception) or refuse(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without a request, so that no context processor asks the database that may just have failed."""
    if request.path.startswith("/api/"):
        return problems.fault(sys.exc_info()[1])
    if isinstance(sys.exc_info()[1], AWAY):
        return away()
    return HttpResponse(render_to_string("errors/500.html", {"status": 500}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("errors/csrf.html", {"status": 403}), status=403)


def _sentence(exception: Exception) -> str:
    """What a refusal says; a broken value says nothing that could be repeated to the reader."""
    if isinstance(exception, ValidationError):
        return " ".join(exception.messages)
    return "" if isinstance(exception, DataError | OutOfReach) else str(exception)
