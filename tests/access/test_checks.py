"""The program refuses to start on a connection that row security would not bind."""

import os

import environ
import pytest
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection, connections

from actip.access import checks

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def codes() -> set[str]:
    return {code for code, _sentence, _hint in checks.findings()}


@pytest.fixture
def as_role(monkeypatch):
    """Look at the database as another role."""

    def become(alias: str):
        monkeypatch.setattr(checks, "connection", connections[alias])

    return become


def test_the_applications_role_is_bound():
    assert checks.findings() == []
    assert [
        message
        for message in run_checks(tags=[Tags.security], include_deployment_checks=True)
        if message.id.startswith("access")
    ] == []


def test_the_deploying_role_is_refused(as_role):
    as_role("owner")

    assert codes() == {"access.E002", "access.E003", "access.E004", "access.E005"}


def test_a_superuser_is_refused(monkeypatch):
    url = os.environ.get("SUPERUSER_DATABASE_URL")
    if not url:
        pytest.skip("SUPERUSER_DATABASE_URL is not set")
    other = connection.copy()
    other.settings_dict |= {
        key: value
        for key, value in environ.Env.db_url_config(url).items()
        if key in ("USER", "PASSWORD", "HOST", "PORT")
    }
    monkeypatch.setattr(checks, "connection", other)
    try:
        assert "access.E001" in codes()
    finally:
        other.close()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("ALTER TABLE cases_suspect NO FORCE ROW LEVEL SECURITY", "access.E006"),
        ("ALTER TABLE cases_suspect DISABLE ROW LEVEL SECURITY", "access.E006"),
    ],
)
def test_what_is_loosened_is_noticed(as_role, statement, code):
    with connections["owner"].cursor() as cursor:  # in the test's transaction: the owner alone sees it
        cursor.execute(statement)
    as_role("owner")

    assert code in codes()


def test_start_up_says_what_is_wrong_and_what_to_do(monkeypatch):
    monkeypatch.setattr(checks, "findings", lambda: [("access.E001", "The role is a superuser.", "Use another.")])

    with pytest.raises(ImproperlyConfigured, match=r"The role is a superuser\. Use another\."):
        checks.refuse()
    assert run_checks(tags=[Tags.security], include_deployment_checks=True)


def test_a_database_that_does_not_answer_does_not_stop_the_start(monkeypatch):
    def fail():
        raise OperationalError("no route")

    monkeypatch.setattr(checks, "findings", fail)

    checks.refuse()
    assert "access.E000" in {message.id for message in run_checks(tags=[Tags.security], include_deployment_checks=True)}


def test_a_database_that_does_not_answer_the_question_does(monkeypatch):
    """Whatever was put on the connection, a check that could not be made is no check passed."""

    def fail():
        raise ProgrammingError("permission denied")

    monkeypatch.setattr(checks, "findings", fail)

    with pytest.raises(ProgrammingError):
        checks.refuse()
