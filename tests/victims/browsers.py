"""A browser of a user of the small world: signed in as the scene's users are, reading English."""

from collections.abc import Iterator
from contextlib import contextmanager

from actip.accounts import person
from actip.accounts.models import User
from tests.access import conftest
from tests.access.scene import SESSION


@contextmanager
def browsing(user) -> Iterator[conftest.Browser]:
    with person.as_system("a browser"):
        User.objects.filter(pk=user.pk).update(sessions=[SESSION], language="en")
        user.refresh_from_db()
    with conftest.browsing(user) as browser:
        yield browser
