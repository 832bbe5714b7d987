"""The trail around a request: its id and its refusals, those by a constraint of the database too.

What cannot be audited is answered 503 by actip.records.pages.errors.
"""

import re
import uuid

from actip.audit import trail

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
REFUSED = (403, 404)


class Audited:
    """Stands after the middleware that sets the person, so that refusals have an actor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        token = trail.request_id.set(given if GIVEN.fullmatch(given) else uuid.uuid4().hex)
        trail.broken.set("")
        try:
            response = self.get_response(request)
            if (response.status_code in REFUSED or trail.broken.get()) and request.resolver_match:
                trail.refusal(request, response.status_code)
            response["X-Request-ID"] = trail.request_id.get()
            return response
        finally:
            trail.request_id.reset(token)
