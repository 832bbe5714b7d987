"""The limits of a session."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.accounts.conftest import amend


def notice(answer) -> str:
    return " ".join(str(message) for message in answer.wsgi_request._messages)


@pytest.fixture
def signed_in(client, sign_in, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)  # now: PostgreSQL's clock cannot be moved
    sign_in()
    return client


def test_an_idle_session_ends_and_says_so(signed_in, settings, time_machine):
    time_machine.shift(settings.SESSION_IDLE - timedelta(seconds=1))
    assert signed_in.get("/private/").status_code == 200
    time_machine.shift(settings.SESSION_IDLE + timedelta(seconds=1))

    answer = signed_in.get("/private/")

    assert answer["Location"].startswith("/sign-in/?next=/private/")
    assert SESSION_KEY not in signed_in.session
    assert "nothing happened" in notice(answer) or "ไม่มีการใช้งาน" in notice(answer)


def test_use_does_not_stretch_a_session_beyond_the_whole_time(signed_in, settings, time_machine):
    step = settings.SESSION_IDLE / 2
    for _ in range(int(settings.SESSION_ABSOLUTE / step)):
        time_machine.shift(step)
        assert signed_in.get("/private/").status_code == 200

    time_machine.shift(timedelta(minutes=1))

    assert signed_in.get("/private/").status_code == 302


@pytest.mark.parametrize("change", ["role", "agency", "is_active", "agency_closed"])
def test_a_changed_role_or_agency_or_account_ends_the_session(signed_in, officer, agency, other_agency, change):
    if change == "role":
        amend(officer, role="SPV")
    elif change == "agency":
        amend(officer, agency=other_agency)
    elif change == "is_active":
        amend(officer, is_active=False)
    else:
        amend(agency, is_active=False)

    assert signed_in.get("/private/").status_code == 302
    assert SESSION_KEY not in signed_in.session


def test_a_session_goes_on_when_only_the_profile_changed(signed_in, officer):
    amend(officer, language="en", name_en="Somebody")

    assert signed_in.get("/private/").status_code == 200


def test_the_third_session_ends_the_oldest_with_a_notice_on_both_sides(client, sign_in):
    second, third = Client(), Client()
    sign_in()
    sign_in(browser=second)

    newest = sign_in(browser=third)

    assert notice(newest)
    oldest = client.get("/private/")
    assert oldest.status_code == 302
    assert notice(oldest)
    assert second.get("/private/").status_code == 200
    assert third.get("/private/").status_code == 200


def test_signing_out_makes_room(client, sign_in):
    second, third = Client(), Client()
    sign_in()
    sign_in(browser=second)
    second.post("/sign-out/")

    sign_in(browser=third)

    assert client.get("/private/").status_code == 200


def test_a_password_changed_elsewhere_ends_this_session(signed_in, officer):
    amend(officer, password=make_password("yet another quiet river"))

    assert signed_in.get("/private/").status_code == 302


def test_what_was_posted_too_late_is_answered_with_the_way_back_and_the_user_is_known(
    signed_in, settings, time_machine, officer
):
    time_machine.shift(settings.SESSION_IDLE + timedelta(minutes=1))

    answer = signed_in.post("/private/", {"text": "long story"})

    assert answer["Location"] == "/sign-in/?next=/private/"
    assert answer.wsgi_request.session_ended_for == officer


def test_a_part_asked_for_by_htmx_leads_the_whole_page_to_sign_in(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/?page=2"}

    answer = client.get("/private/", headers=headers)

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in/?next=http%3A%2F%2Ftestserver%2Fcases%2F%3Fpage%3D2"


def test_a_signed_in_request_costs_two_queries_for_session_and_user(signed_in, django_assert_num_queries):
    with django_assert_num_queries(2 + 2):  # and the savepoint around the view
        signed_in.get("/private/")
