"""How often a program may call: a bucket per client, exact across processes."""

from rest_framework.throttling import BaseThrottle

from actip.accounts import throttle
from actip.accounts.models import ApiClient

SIZE, PER_MINUTE = 300, 600


class PerClient(BaseThrottle):
    """SIZE requests at once, then PER_MINUTE; people with a session are not counted.

    The bucket stays locked until the request's transaction ends, so that the requests of one client follow each other.
    """

    _wait = 0

    def allow_request(self, request, view) -> bool:
        if not isinstance(request.auth, ApiClient):
            return True
        self._wait = throttle.take(f"api:{request.auth.client_id}", size=SIZE, per_minute=PER_MINUTE)
        return self._wait == 0

    def wait(self) -> int:
        return self._wait
