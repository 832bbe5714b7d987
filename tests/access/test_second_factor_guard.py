"""SQL injected into somebody's request gives or takes nobody else's second factor."""

import json

import pytest

from actip.accounts import person
from tests.access.conftest import refuses, sql, tried

pytestmark = pytest.mark.django_db
ADD = (
    "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{\"secret\": \"x\"}', now())"
)
CODES = {"seed": "sealed", "used_mask": 1}


@pytest.fixture
def victim(world):
    """A prosecutor with recovery codes, one of them used."""
    user = world.user("PRO")
    with person.as_system("a test"):
        sql(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'recovery_codes', %s, now())",
            [user.pk, json.dumps(CODES)],
        )
    return user


def change(**data) -> str:
    """The statement that changes what the victim's row holds."""
    return f"UPDATE mfa_authenticator SET data = '{json.dumps(CODES | data)}' WHERE user_id = %s"


@pytest.mark.parametrize("role", ["POL", "SPV", "DAT"])
def test_nobody_touches_the_factor_of_another(world, victim, role):
    user = world.user(role)
    with person.as_user(user):
        assert refuses(ADD, [victim.pk])
        assert refuses("DELETE FROM mfa_authenticator WHERE user_id = %s", [victim.pk])
        assert refuses(change(used_mask=3), [victim.pk])
        assert refuses(f"UPDATE mfa_authenticator SET user_id = {user.pk} WHERE user_id = %s", [victim.pk])
        assert tried(ADD, [user.pk])  # her own


def test_by_acting_as_nobody_no_more_is_won_than_striking_off_a_code(world, victim):
    with person.as_user(world.user("POL")):
        sql("SELECT set_config('actip.context', '', true)")
        assert refuses(ADD, [victim.pk])
        assert refuses("DELETE FROM mfa_authenticator WHERE user_id = %s", [victim.pk])
        assert refuses(change(seed="of the attacker"), [victim.pk])
        assert refuses(change(used_mask=0), [victim.pk])  # the used one again
        assert tried(change(used_mask=3), [victim.pk])  # what signing in does
        assert tried("UPDATE mfa_authenticator SET last_used_at = now() WHERE user_id = %s", [victim.pk])


def test_she_herself_may_and_no_administrator(world, victim):
    """Who keeps users gives new passwords: with the factor gone as well she could be anybody."""
    with person.as_user(victim):
        assert tried(change(seed="new"), [victim.pk])
        assert tried("DELETE FROM mfa_authenticator WHERE user_id = %s", [victim.pk])
    with person.as_user(world.user("ADM")):
        assert refuses(change(seed="of the administrator"), [victim.pk])
        assert refuses("DELETE FROM mfa_authenticator WHERE user_id = %s", [victim.pk])
