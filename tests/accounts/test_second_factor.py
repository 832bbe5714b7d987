"""The second factor: everybody may, some roles must."""

import io
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from actip.accounts import person
from actip.audit import trail
from tests.accounts.conftest import PASSWORD, add_user, amend

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


def test_the_key_is_shown_as_it_is_typed_and_no_grey_word_stands_in_the_box(client, sign_in, officer):
    sign_in()
    client.post(client.get(START)["Location"], {"password": PASSWORD})
    answer = client.get(START)

    shown = answer.context["form"].key_in_fours
    assert {len(four) for four in shown.split()} == {4}
    assert shown.replace(" ", "") == answer.context["form"].secret
    assert f'<code class="long">{shown}</code>' in answer.content.decode()
    assert "placeholder" not in str(answer.context["form"])


@pytest.mark.parametrize("name", ["totp_activated", "totp_deactivated", "recovery_codes_generated"])
def test_what_was_done_is_said_in_words_of_this_site(name):
    with translation.override("th"):
        assert not re.search("[a-z]", render_to_string(f"mfa/messages/{name}.txt"))


def test_who_lost_everything_is_told_who_helps_and_a_command_does(client, sign_in, switched_on, officer):
    client.post("/sign-out/")
    asked = client.get(sign_in()["Location"]).content.decode()
    assert "กรุณาโทรหาผู้ดูแลระบบ" in asked

    call_command("remove_second_factor", "officer", why="Came with her card", stdout=io.StringIO())

    assert sign_in(browser=Client()).status_code == 200  # the password has ended with it
    amend(officer, password=make_password(PASSWORD))
    assert sign_in(browser=Client())["Location"] == "/"
    with person.as_user(add_user("auditor", agency=officer.agency, role="AUD")):
        entry = trail.history("users", officer.pk)[1]  # the new password stands above it
    assert (entry.verb, entry.kind, entry.fields) == ("factor_removed", "system", ["password"])
    for name in ("officer", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name, why="again")
