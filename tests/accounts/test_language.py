"""Thai and English."""

from django.conf import settings

from tests.accounts.conftest import amend


def test_the_switch_is_remembered_by_browser_and_person_and_leads_back(client, sign_in, officer):
    sign_in()

    answer = client.post("/language/", {"_language": "en", "_next": "/private/?page=2"})

    assert (answer.status_code, answer["Location"]) == (303, "/private/?page=2")
    assert client.get("/profile/")["Content-Language"] == "en"
    officer.refresh_from_db()
    assert officer.language == "en"


def test_without_a_choice_the_profile_decides(client, sign_in, officer):
    amend(officer, language="en")
    sign_in()

    assert client.get("/profile/", headers={"Accept-Language": "th"})["Content-Language"] == "en"


def test_the_api_speaks_the_language_that_is_asked_for(client, sign_in, officer):
    amend(officer, language="en")
    sign_in()

    assert client.get("/api/v1/who/", headers={"Accept-Language": "th"})["Content-Language"] == "th"


def test_a_visitor_can_switch_too(client, db):
    here = "http://testserver/sign-in/?x=1"
    answer = client.post("/language/", {"_language": "en"}, headers={"Referer": here})

    assert answer["Location"] == here
    assert client.get("/sign-in/")["Content-Language"] == "en"


def test_an_unknown_language_and_a_foreign_address_change_nothing(client, db):
    answer = client.post("/language/", {"_language": "xx", "_next": "https://example.org/"})

    assert answer["Location"] == "/"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_the_profile_keeps_language_and_shortcuts(client, sign_in, officer):
    sign_in()

    answer = client.post("/profile/", {"language": "en"})

    assert answer.status_code == 303
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"  # of this browser, as of the person
    officer.refresh_from_db()
    assert (officer.language, officer.shortcuts) == ("en", False)


def test_the_profile_changes_nothing_else(client, sign_in, officer):
    sign_in()

    client.post("/profile/", {"language": "en", "role": "ADM", "is_staff": "1"})

    officer.refresh_from_db()
    assert (officer.role, officer.is_staff) == ("POL", False)
