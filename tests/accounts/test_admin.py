"""The stock admin keeps agencies, users and programs, and nothing else."""

import re

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, ProgrammingError, connection, transaction

from actip.accounts import clients, person, roles
from actip.accounts.models import Agency, ApiClient, RoleChange, User
from actip.audit import trail
from tests.accounts.conftest import add_user


@pytest.fixture
def administrator(client, agency):
    user = add_user("chief", agency=agency, role="ADM", is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def second(agency):
    return add_user("deputy", agency=agency, role="ADM", is_staff=True)


def wanted(agency, role: str) -> dict:
    return {"agency": agency, "role": role, "is_child_cleared": False, "is_staff": False}


def proposal(user) -> RoleChange:
    with person.as_system("a test"):
        return RoleChange.objects.select_related("agency", "proposed_by").get(user=user, state="proposed")


def test_staff_see_three_kinds_and_nothing_else(client, administrator):
    page = client.get("/admin/").content.decode()

    assert set(re.findall(r'href="/admin/(\w+/\w+)/"', page)) == {
        "accounts/agency",
        "accounts/user",
        "accounts/apiclient",
    }
    for other in ("axes/accessattempt", "mfa/authenticator", "account/emailaddress"):
        assert client.get(f"/admin/{other}/").status_code in (403, 404)


def test_users_are_listed_and_filtered_by_the_name_of_their_role(client, administrator, officer):
    shown = client.get("/admin/accounts/user/").content.decode()
    police = client.get("/admin/accounts/user/?role=POL").context["cl"].queryset
    nobody = client.get("/admin/accounts/user/?role=PAY").context["cl"].queryset

    assert '<td class="field-role_by_name">พนักงานสอบสวน</td>' in shown
    assert [user.role for user in police] == ["POL"]
    assert not nobody.exists()


def test_who_is_not_staff_sees_nothing(client, officer):
    client.force_login(officer)

    assert client.get("/admin/", follow=True).status_code in (403, 404)


def test_the_admin_has_no_way_in_of_its_own(client, db):
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith("/sign-in/")


def new_person(agency) -> dict:
    password = "a long sentence nobody knows"
    return {
        "username": "new",
        "usable_password": "true",
        "password1": password,
        "password2": password,
        "name_th": "ใหม่",
        "name_en": "New",
        "agency": agency.pk,
        "role": "HOT",
        "why": "hired in May",
    }


def test_who_is_added_may_do_nothing_until_a_second_administrator_confirms(client, administrator, second, other_agency):
    client.post("/admin/accounts/user/add/", new_person(other_agency))

    made = User.objects.get(username="new")
    assert (made.role, made.agency) == ("", None)
    change = proposal(made)
    assert (change.role, change.agency, change.proposed_by) == ("HOT", other_agency, administrator)
    with person.as_user(second):
        roles.answer(change, "confirmed", by=second)
    made.refresh_from_db()
    assert (made.role, made.agency) == ("HOT", other_agency)


def test_an_administrator_proposes_a_role_and_changes_the_rest_at_once(client, administrator, officer, other_agency):
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
    without_a_reason = client.post(f"/admin/accounts/user/{officer.pk}/change/", values)
    answer = client.post(f"/admin/accounts/user/{officer.pk}/change/", values | {"why": "she leads the unit now"})

    assert page.status_code == without_a_reason.status_code == 200
    assert "why" in without_a_reason.context["adminform"].form.errors
    assert answer.status_code == 302, answer.context["errors"]
    officer.refresh_from_db()
    assert (officer.name_en, officer.role) == ("A", "POL")
    assert proposal(officer).role == "SPV"
    again = client.post(f"/admin/accounts/user/{officer.pk}/change/", values | {"why": "again"}, follow=True)
    assert "ยัง" in again.content.decode() or "waits already" in again.content.decode()


def test_the_trail_tells_who_proposed_and_who_confirmed(administrator, second, officer, other_agency):
    with person.as_user(administrator):
        change = roles.propose(officer, wanted(other_agency, "SPV"), reason="leads now", by=administrator)
    with person.as_user(second):
        roles.answer(change, "confirmed", by=second)

    officer.refresh_from_db()
    assert (officer.role, officer.agency_id, officer.is_superuser) == ("SPV", other_agency.pk, False)
    with person.as_user(add_user("auditor", agency=other_agency, role="AUD")):
        entry = trail.history("users", officer.pk)[0]
        steps = [(one.verb, one.user_id) for one in trail.history("role-changes", change.pk)]
    assert (entry.verb, entry.user_id, entry.is_by_hand) == ("role_confirmed", second.pk, False)
    assert {"role", "agency_id"} <= set(entry.fields)
    assert "last_login" not in entry.fields
    assert steps == [("role_confirmed", second.pk), ("role_proposed", administrator.pk)]


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


def act(client, action: str, program) -> str:
    data = {"action": action, "_selected_action": [program.pk]}
    return client.post("/admin/accounts/apiclient/", data, follow=True).content.decode()


def signed_in(program) -> bool:
    """With whatever secret it has now."""
    with person.as_system("a test"):
        return ApiClient.objects.filter(ApiClient.working(), pk=program.pk).exists()


@pytest.mark.parametrize("what", ["secret", "record types"])
def test_what_one_administrator_gives_a_program_works_once_another_confirmed_it(
    client, administrator, second, program, what
):
    """Alone she would read, through a program, what no administrator reads."""
    given = program[0]
    token = clients.issue(given)
    assert signed_in(given), "the control: what the system set up works"
    assert clients.holder(token)

    if what == "secret":
        act(client, "give_new_secret", given)
    else:
        form = {"record_types": '["*"]', "purpose": given.purpose, "is_active": "on"}
        assert client.post(f"/admin/accounts/apiclient/{given.pk}/change/", form).status_code == 302
    assert not signed_in(given)
    assert not clients.holder(token)
    act(client, "confirm", given)
    assert not signed_in(given), "she cannot confirm it herself"

    client.force_login(second)
    act(client, "confirm", given)

    assert signed_in(given)
    given.refresh_from_db()
    assert (given.changed_by, given.confirmed_by) == (administrator, second)
    assert bool(clients.holder(token)) == (what != "secret"), "what was got with the old secret is over for good"
    with pytest.raises(ValidationError) as refusal:
        clients.confirm(given, by=second)
    assert refusal.value.code == "decided"


@pytest.mark.parametrize(
    "values",
    ["confirmed_by_id = {second}", "changed_by_id = NULL", "changed_by_id = {second}, confirmed_by_id = {chief}"],
)
def test_the_database_writes_who_told_a_program_what(client, administrator, second, program, values):
    """Whatever SQL she gets in: not in another's name, and not undone."""
    act(client, "give_new_secret", program[0])
    statement = f"UPDATE accounts_apiclient SET {values} WHERE id = {program[0].pk}"
    statement = statement.format(second=second.pk, chief=administrator.pk)

    with (
        person.as_user(administrator),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert not signed_in(program[0])


def write(user, statement: str, values) -> None:
    with person.as_user(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_whose_user_a_program_acts_as_is_told_by_two_and_switching_it_off_by_one(
    administrator, second, program, officer
):
    given, confirm = program[0], "UPDATE accounts_apiclient SET confirmed_by_id = %s WHERE id = %s"
    other = add_user("payers-program", agency=officer.agency, role="PAY", is_client=True)
    with pytest.raises(DatabaseError):  # what the system set up stands: nothing waits for her
        write(second, confirm, [second.pk, given.pk])
    write(administrator, "UPDATE accounts_apiclient SET user_id = %s WHERE id = %s", [other.pk, given.pk])
    assert not signed_in(given), "another user is another reach"

    write(second, confirm, [second.pk, given.pk])
    assert signed_in(given)
    write(administrator, "UPDATE accounts_apiclient SET is_active = false WHERE id = %s", [given.pk])
    assert not signed_in(given)


def test_who_was_closed_out_confirms_nothing(client, administrator, second, program):
    act(client, "give_new_secret", program[0])
    with person.as_system("she left a minute ago"):
        User.objects.filter(pk=second.pk).update(is_active=False)
    program[0].refresh_from_db()
    with person.as_user(second), pytest.raises(DatabaseError), transaction.atomic():
        clients.confirm(program[0], by=second)


def test_a_program_of_an_administrator_confirms_nothing(client, administrator, second, program):
    with person.as_system("a test"):
        other = clients.register(client_id="admins-own", like=second, purpose="test", record_types=["*"])
    act(client, "give_new_secret", program[0])

    program[0].refresh_from_db()
    with person.as_user(other.user), pytest.raises(DatabaseError), transaction.atomic():
        clients.confirm(program[0], by=other.user)


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
