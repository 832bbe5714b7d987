"""Every refusal of the API as application/problem+json (RFC 9457), in the words that pages use."""

from collections.abc import Iterator
from http import HTTPStatus

import orjson
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.views import set_rollback

from actip.audit.trail import NotAudited
from actip.records import actions

MEDIA_TYPE = "application/problem+json"


class Problem(exceptions.APIException):
    """A refusal of the API's own, with the status, code and sentence it is raised with."""

    def __init__(self, status: int, code: str, sentence: str):
        super().__init__(sentence, code)
        self.status_code = status


def handler(error: Exception, context: dict) -> HttpResponse | None:
    """The answer to an error in a view; None for a fault of ours, which is logged and answered 500.

    What a refused request wrote is undone by its own savepoint, so that only a broken transaction is given up here: the
    token that the request took from its client's bucket stays taken.
    """
    found = _answer(error)
    if isinstance(error, DatabaseError | InterfaceError | NotAudited) or found is None or found.status_code >= 500:
        set_rollback()
    for name, value in _headers(error).items() if found else ():
        found[name] = value
    return found


def for_program(request, error: Exception) -> HttpResponse | None:
    """The answer to a program whose request failed before its view was found; None where somebody waits for a page."""
    return handler(error, {}) if request.path.startswith("/api/") else None


def fault(error: BaseException | None) -> HttpResponse:
    """The answer to what was raised around a view: the database went away between two requests, or a fault of ours."""
    found = _answer(error) if isinstance(error, Exception) else None
    if found is None:
        return answer(500, "fault", _("Something went wrong here. It is written down; nothing was half saved."))
    found["Retry-After"] = "60"
    return found


def answer(status: int, code: str, detail: str, **more) -> HttpResponse:
    """One problem. `code` is for programs and stays the same; `detail` is for people, in their language."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "code": code}
    return HttpResponse(orjson.dumps(body | more), status=status, content_type=MEDIA_TYPE)


def _answer(error: Exception) -> HttpResponse | None:
    match error:
        case exceptions.ValidationError():
            return _invalid(list(_from_serializer(error.detail)))
        case ValidationError():
            return _invalid(list(_from_model(error)))
        case Http404() | actions.OutOfReach() | exceptions.NotFound():
            return answer(
                404, "not_found", _("The address may be mistyped, or the record does not exist for your agency.")
            )
        case actions.Refused() | PermissionDenied():
            words = _(
                "This kind of record or this step is not open to your role. If your work needs it, ask the administrator of your agency."
            )
            return answer(403, "permission_denied", str(error) or words)
        case actions.Conflict():
            return answer(412, "stale", str(error))
        case exceptions.Throttled():
            return answer(429, "throttled", _("Too many requests. Please wait."))
        case exceptions.APIException():
            return answer(error.status_code, str(error.get_codes()), str(error.detail))
        case RequestDataTooBig():
            return answer(413, "too_large", _("Nothing was saved. Shorten the text or split the file, and try again."))
        case SuspiciousOperation() | DataError():
            return answer(400, "not_understood", _("Something in this request cannot be understood."))
        case NotAudited():
            return answer(
                503,
                "not_audited",
                _("The audit trail cannot be written just now, so nothing is shown. Please try again in a minute."),
            )
        case OperationalError() | InterfaceError():
            return answer(
                503,
                "unavailable",
                _("The database does not answer just now. Nothing was half saved. Try again in a minute."),
            )
    return None


def _headers(error: Exception) -> dict[str, str]:
    found = {}
    if getattr(error, "auth_header", None):
        found["WWW-Authenticate"] = error.auth_header
    if isinstance(error, exceptions.Throttled) and error.wait:
        found["Retry-After"] = str(error.wait)
    if isinstance(error, NotAudited | OperationalError | InterfaceError):
        found["Retry-After"] = "60"
    if isinstance(error, actions.Conflict):
        found["ETag"] = f'"{error.theirs.version}"'
    return found


def _invalid(errors: list[dict]) -> HttpResponse:
    """400; or 409 where the input is fine but the record has gone on to another state."""
    if [each["code"] for each in errors] == ["state"]:
        return answer(409, "state", errors[0]["detail"])
    alone = errors[0]["detail"] if len(errors) == 1 else _("Some of what was sent cannot be accepted; see errors.")
    return answer(400, "invalid", alone, errors=errors)


def _from_serializer(detail, name: str = "") -> Iterator[dict]:
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _from_serializer(inner, "" if key == "non_field_errors" else str(key))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _from_serializer(inner, name)
    else:
        yield {"attr": name, "code": detail.code, "detail": str(detail)}


def _from_model(error: ValidationError) -> Iterator[dict]:
    named = error.error_dict.items() if hasattr(error, "error_dict") else [("", error.error_list)]
    for name, errors in named:
        for each in errors:
            for sentence in each.messages:
                yield {
                    "attr": "" if name == NON_FIELD_ERRORS else name,
                    "code": each.code or "invalid",
                    "detail": sentence,
                }
