"""Refusals and breakdowns in plain words. The addresses name these functions as handler400, handler403, handler404 and handler500."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

PAGES = frozenset({400, 403, 404, 409, 413, 428, 429, 500, 503})


def refuse(request: HttpRequest, status: int, what: object = "", back_url: str = "") -> HttpResponse:
    """A page for a status, with the reason in words where it may be told."""
    name = f"errors/{status}.html" if status in PAGES else "errors/400.html"
    return render(request, name, {"status": status, "what": what, "back_url": back_url}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 403, str(exception) if exception.args else "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says nothing about why: a record out of reach and a record that never was look the same."""
    return refuse(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without a request, so that no context processor asks the database that may just have failed."""
    return HttpResponse(render_to_string("errors/500.html", {"status": 500}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("errors/csrf.html", {"status": 403}), status=403)
