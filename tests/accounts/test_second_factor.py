"""The second factor: everybody may, some roles must."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY

from tests.accounts.conftest import PASSWORD

START = "/second-factor/totp/activate/"


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def switch_on(client) -> str:
    """Confirm the password, scan, type the code; gives the secret."""
    again = client.get(START)["Location"]
    client.post(again, {"password": PASSWORD})
    secret = client.get(START).context["form"].secret
    answer = client.post(START, {"code": code(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


@pytest.fixture
def switched_on(client, sign_in, officer):
    """The officer's secret, after she switched the factor on."""
    sign_in()
    return switch_on(client)


def test_it_is_asked_for_at_the_next_sign_in(client, sign_in, switched_on):
    client.post("/sign-out/")

    answer = sign_in()

    assert answer["Location"].startswith("/second-factor/authenticate/")
    assert SESSION_KEY not in client.session
    wrong = client.post("/second-factor/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert SESSION_KEY not in client.session


def test_a_recovery_code_signs_in(client, sign_in, switched_on, officer):
    kept = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()
    client.post("/sign-out/")
    sign_in()

    client.post("/second-factor/authenticate/", {"code": kept[0]})

    assert SESSION_KEY in client.session


def test_codes_cannot_be_guessed_by_trying(client, sign_in, switched_on, officer):
    kept = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()
    client.post("/sign-out/")
    sign_in()
    for _ in range(5):
        client.post("/second-factor/authenticate/", {"code": "000000"})

    client.post("/second-factor/authenticate/", {"code": kept[0]})

    assert SESSION_KEY not in client.session


def test_the_secret_is_kept_sealed(switched_on, officer):
    data = Authenticator.objects.get(user=officer, type="totp").data

    assert switched_on not in str(data)


def test_a_role_that_must_have_it_can_do_nothing_before(client, sign_in, settings):
    settings.ACTIP_REQUIRE_SECOND_FACTOR = ["POL"]
    sign_in()

    assert client.get("/private/")["Location"] == START
    switch_on(client)
    assert client.get("/private/").status_code == 200


def test_other_roles_are_left_alone(client, sign_in, settings):
    settings.ACTIP_REQUIRE_SECOND_FACTOR = ["ADM"]
    sign_in()

    assert client.get("/private/").status_code == 200


def test_a_factor_that_must_be_cannot_be_switched_off(client, switched_on, settings, officer):
    settings.ACTIP_REQUIRE_SECOND_FACTOR = ["*"]

    client.post("/second-factor/totp/deactivate/")

    assert Authenticator.objects.filter(user=officer, type="totp").exists()


@pytest.mark.parametrize(
    "address",
    [
        "/second-factor/",
        "/second-factor/recovery-codes/",
        "/second-factor/recovery-codes/generate/",
        "/second-factor/totp/deactivate/",
    ],
)
def test_its_pages_open(client, switched_on, address):
    assert client.get(address).status_code == 200
