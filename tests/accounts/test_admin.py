"""The stock admin keeps agencies, users and programs, and nothing else."""

import re

import pytest
from django.contrib import admin
from django.db import ProgrammingError

from actip.accounts import clients, person
from actip.accounts.models import Agency, ApiClient, User
from actip.audit import trail
from tests.accounts.conftest import add_user


@pytest.fixture
def administrator(client, agency):
    user = add_user("chief", agency=agency, role="ADM", is_staff=True)
    client.force_login(user)
    return user


def test_staff_see_three_kinds_and_nothing_else(client, administrator):
    page = client.get("/admin/").content.decode()

    assert set(re.findall(r'href="/admin/(\w+/\w+)/"', page)) == {
        "accounts/agency",
        "accounts/user",
        "accounts/apiclient",
    }
    for other in ("axes/accessattempt", "mfa/authenticator", "account/emailaddress"):
        assert client.get(f"/admin/{other}/").status_code in (403, 404)


def test_who_is_not_staff_sees_nothing(client, officer):
    client.force_login(officer)

    assert client.get("/admin/", follow=True).status_code in (403, 404)


def test_the_admin_has_no_way_in_of_its_own(client, db):
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith("/sign-in/")


def test_an_administrator_adds_a_user_and_changes_a_role(client, administrator, officer, other_agency):
    password = "a long sentence nobody knows"
    new = {
        "username": "new",
        "usable_password": "true",
        "password1": password,
        "password2": password,
        "name_th": "ใหม่",
        "name_en": "New",
        "agency": other_agency.pk,
        "role": "HOT",
    }
    client.post("/admin/accounts/user/add/", new)
    assert User.objects.get(username="new").role == "HOT"

    page = client.get(f"/admin/accounts/user/{officer.pk}/change/")
    values = {
        "username": "officer",
        "name_th": "",
        "name_en": "A",
        "language": "th",
        "agency": other_agency.pk,
        "role": "SPV",
        "is_active": "on",
    }
    answer = client.post(f"/admin/accounts/user/{officer.pk}/change/", values)

    assert page.status_code == 200
    assert answer.status_code == 302, answer.context["errors"]
    officer.refresh_from_db()
    assert (officer.role, officer.agency_id, officer.is_superuser) == ("SPV", other_agency.pk, False)
    with person.as_user(add_user("auditor", agency=other_agency, role="AUD")):
        entry = trail.history("users", officer.pk)[0]
    assert (entry.verb, entry.user_id, entry.is_by_hand) == ("change", administrator.pk, False)
    assert {"role", "agency_id"} <= set(entry.fields)
    assert "last_login" not in entry.fields


def test_staff_without_the_right_see_nothing_and_auditors_only_read(client, officer, agency):
    client.force_login(add_user("helper", agency=agency, role="POL", is_staff=True))
    assert client.get("/admin/accounts/user/").status_code == 403

    client.force_login(add_user("auditor", agency=agency, role="AUD", is_staff=True))
    assert client.get(f"/admin/accounts/user/{officer.pk}/change/").status_code == 200
    assert client.post(f"/admin/accounts/user/{officer.pk}/change/", {"role": "ADM"}).status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403


def test_the_database_refuses_too(client, officer, agency):
    """Whatever code tries: only the matrix's administrator or the system changes a role."""
    with person.as_user(officer), pytest.raises(ProgrammingError, match="only an administrator"):
        User.objects.filter(pk=officer.pk).update(role="ADM")


def test_an_administrator_makes_nobody_all_powerful(client, administrator, officer):
    page = client.get(f"/admin/accounts/user/{officer.pk}/change/").content.decode()

    assert "is_superuser" not in page
    assert "user_permissions" not in page


def test_nothing_is_deleted(client, administrator, officer):
    assert client.post(f"/admin/accounts/user/{officer.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=officer.pk).exists()


def test_a_new_secret_is_shown_once(client, administrator, program):
    data = {"action": "give_new_secret", "_selected_action": [program[0].pk]}

    page = client.post("/admin/accounts/apiclient/", data, follow=True).content.decode()

    secret = re.search(r"secret is ([\w-]{40,})", page) or re.search(r"([\w-]{43})\.? ", page)
    assert secret
    program[0].refresh_from_db()
    assert clients.has_secret(program[0], secret.group(1))
    assert not clients.has_secret(program[0], program[1])


@pytest.mark.parametrize("model", [Agency, User, ApiClient])
def test_lists_open(client, administrator, program, model):
    assert client.get(f"/admin/accounts/{model._meta.model_name}/").status_code == 200
    assert client.get(f"/admin/accounts/{model._meta.model_name}/add/").status_code == 200
    assert admin.site.is_registered(model)


def test_pages_hold_no_inline_script_or_style(client, administrator):
    """What the strict CSP would block."""
    for address in (
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        f"/admin/accounts/user/{administrator.pk}/change/",
    ):
        page = client.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son\w+=", page), address
