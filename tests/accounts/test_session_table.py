"""A copy of the tables of sessions and tokens opens nothing, and what is written there by hand makes nobody somebody else."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection

from actip.accounts import clients
from actip.accounts.models import ApiToken
from actip.accounts.sessions import SessionStore
from tests.accounts.conftest import add_user

pytestmark = pytest.mark.django_db


def begin(user) -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.save()
    return session


def test_a_session_is_kept_found_renewed_and_ended(officer):
    session = begin(officer)
    key = session.session_key

    assert SessionStore(key)[SESSION_KEY] == str(officer.pk)
    assert session.exists(key)
    session.cycle_key()
    assert not session.exists(key)
    assert SessionStore(session.session_key)[SESSION_KEY] == str(officer.pk)
    session.flush()
    assert not Session.objects.exists()


def test_the_cookie_is_not_in_the_table(officer):
    key = begin(officer).session_key

    row = Session.objects.get()
    assert key not in (row.session_key, row.session_data)
    assert SessionStore(row.session_key).load() == {}


def test_another_persons_content_does_not_open_under_ones_own_cookie(officer, agency):
    victim, attacker = begin(officer), begin(add_user("attacker", agency=agency, role="HOT"))
    rows = {row.session_key: row for row in Session.objects.all()}
    stolen = next(row for row in rows.values() if SessionStore(victim.session_key)._get_session_from_db() == row)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET session_data = %s WHERE session_key <> %s",
            [stolen.session_data, stolen.session_key],
        )

    assert SessionStore(victim.session_key)[SESSION_KEY] == str(officer.pk)
    assert SessionStore(attacker.session_key).load() == {}


def test_a_token_cannot_be_made_by_writing_its_row(program):
    client, _secret = program
    token = clients.issue(client)
    row = ApiToken.objects.get()
    ApiToken.objects.create(hash=clients.digest("my own"), client=client, expires_at=row.expires_at)

    assert clients.holder(token)
    assert clients.holder("my own") is None
    assert clients.holder(row.hash) is None
