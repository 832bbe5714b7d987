"""Signing in with a name and a password."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password

from tests.accounts.conftest import PASSWORD, add_user, amend


def test_the_right_password_signs_in_and_lands_on_my_work(client, sign_in):
    answer = sign_in()

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert SESSION_KEY in client.session


def test_after_signing_in_she_is_on_the_page_where_she_was(client, sign_in):
    refused = client.post("/private/?tab=2", {"text": "typed"})

    assert refused["Location"] == "/sign-in/?next=/private/%3Ftab%3D2"
    assert sign_in(next="/private/?tab=2")["Location"] == "/private/?tab=2"


def test_next_never_leads_to_another_site(sign_in):
    assert sign_in(next="https://example.org/")["Location"] == "/"


@pytest.mark.parametrize(
    ("username", "password"), [("officer", "wrong"), ("nobody", PASSWORD), ("officer", "a\0b"), ("ก" * 500, "x")]
)
def test_wrong_names_and_wrong_passwords_get_the_same_answer(client, sign_in, username, password):
    answer = sign_in(password, username)

    assert answer.status_code == 200
    assert SESSION_KEY not in client.session
    assert "unit-a" not in answer.content.decode()


def test_a_closed_account_and_a_closed_agency_cannot_sign_in(client, sign_in, officer, agency):
    amend(agency, is_active=False)
    sign_in()
    assert SESSION_KEY not in client.session

    amend(agency, is_active=True)
    amend(officer, is_active=False)
    sign_in()
    assert SESSION_KEY not in client.session


def test_a_program_cannot_sign_in_to_pages(client, sign_in, program):
    sign_in("!", "unit-a-api")

    assert SESSION_KEY not in client.session


def test_five_wrong_passwords_lock_user_and_address_and_say_so(client, sign_in, officer):
    for _ in range(5):
        answer = sign_in("wrong")

    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "15" in answer.content.decode()
    assert sign_in().status_code == 429, "the right password is refused during the lock"
    assert SESSION_KEY not in client.session


def test_a_lock_holds_for_one_address_and_one_user_only(client, sign_in, officer, agency):
    add_user("colleague", password=PASSWORD, agency=agency, role="POL")
    for _ in range(5):
        sign_in("wrong")

    elsewhere = client.post("/sign-in/", {"login": "officer", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302
    client.post("/sign-out/")
    assert sign_in(PASSWORD, "colleague").status_code == 302


def test_nobody_registers_herself(client, db):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_out_ends_the_session(client, sign_in, officer):
    sign_in()

    client.post("/sign-out/")

    assert SESSION_KEY not in client.session
    officer.refresh_from_db()
    assert officer.sessions == []


def test_changing_the_password_keeps_this_session_and_leads_to_the_profile(client, sign_in):
    sign_in()
    new = "another quiet river further north"

    answer = client.post("/profile/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer["Location"] == "/profile/"
    assert client.get("/private/").status_code == 200


def test_a_weak_password_is_refused(client, sign_in):
    sign_in()

    answer = client.post(
        "/profile/password/", {"oldpassword": PASSWORD, "password1": "officer", "password2": "officer"}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/profile/password/", "/sign-in/again/"])
def test_who_has_no_password_is_sent_to_the_administrator(client, officer, address):
    amend(officer, password="!")
    client.force_login(officer)

    assert client.get(address, follow=True).redirect_chain[-1][0] == "/profile/"


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/sign-out/", "/profile/", "/profile/password/", "/second-factor/", "/sign-in/again/"]
)
def test_account_pages_open_in_both_languages(client, sign_in, address):
    if address != "/sign-in/":
        sign_in()

    for language in ("th", "en"):
        client.cookies["django_language"] = language
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"<h1>" in answer.content


def test_a_hash_of_older_strength_is_made_anew_at_sign_in(client, sign_in, settings, officer):
    settings.PASSWORD_HASHERS = ["actip.accounts.passwords.Argon2", "django.contrib.auth.hashers.MD5PasswordHasher"]
    amend(officer, password=make_password(PASSWORD, hasher="md5"))

    sign_in()

    officer.refresh_from_db()
    assert officer.password.startswith("argon2$")
    assert client.get("/private/").status_code == 200
