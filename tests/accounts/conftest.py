"""An agency, an officer with a password, and a program that acts for the same agency."""

import pytest
from django.core.cache import cache

from actip.accounts import clients, person
from actip.accounts.models import Agency, User

PASSWORD = "a quiet river in the north"


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = "tests.accounts.urls"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.SESSIONS_AT_ONCE = 2
    cache.clear()


def add_user(name: str, **values) -> User:
    """A user, made while the system acts: the database lets nobody else."""
    with person.as_system("a test"):
        return User.objects.create_user(name, **values)


def amend(record, **values) -> None:
    """Change a row as the system, past the forms."""
    with person.as_system("a test"):
        type(record).objects.filter(pk=record.pk).update(**values)
    record.refresh_from_db()


@pytest.fixture
def agency(db):
    with person.as_system("a test"):
        return Agency.objects.create(code="unit-a", kind="police", name_th="หน่วย ก", name_en="Unit A")


@pytest.fixture
def other_agency(db):
    with person.as_system("a test"):
        return Agency.objects.create(code="unit-b", kind="police", name_th="หน่วย ข", name_en="Unit B")


@pytest.fixture
def officer(agency):
    return add_user("officer", password=PASSWORD, agency=agency, role="POL", name_en="Officer A")


@pytest.fixture
def program(officer):
    """An API client and its secret."""
    with person.as_system("a test"):
        client = clients.register(client_id="unit-a-api", like=officer, purpose="test", record_types=["reports"])
        return client, clients.new_secret(client)


@pytest.fixture
def sign_in(client, officer):
    """Sign the officer in through the page; gives the answer."""

    def do(password: str = PASSWORD, username: str = "officer", browser=client, **extra):
        return browser.post("/sign-in/", {"login": username, "password": password, **extra})

    return do
