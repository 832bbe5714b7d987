"""Sessions in the database of which a copy opens none.

Whoever reads the table (SQL injected into the application does) must not become somebody else: the cookie's key is kept
as a keyed hash, and the content is signed together with the key, so that it opens under no other.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

from actip.accounts.backend.prepared import Query

FOUND = Query(lambda: Session.objects.filter(session_key="").filter(expire_date__gt=timezone.now()))


class SessionStore(db.SessionStore):
    """Django's database sessions, with `session_key` of the table no longer the cookie's value."""

    @property
    def key_salt(self) -> str:
        return f"actip.accounts.sessions.{self.session_key}"

    def _get_session_from_db(self):
        found = FOUND.first(stored(self.session_key), timezone.now())
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=stored(session_key)).exists()

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=stored(key)).delete()


def stored(session_key: str | None) -> str:
    """What the table holds for a cookie's value: 160 bits of HMAC under the site's secret."""
    return salted_hmac("actip.accounts.sessions", session_key or "", algorithm="sha256").hexdigest()[:40]
