"""Special rule 12: what a person may do changes by two administrators, whatever code writes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from actip.accounts import clients, limits, person, roles
from actip.accounts.models import RoleChange, User
from tests.access.conftest import refuses, tried
from tests.accounts.conftest import add_user
from tests.records.handover import browser
from tests.victims.browsers import browsing

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(agency):
    """Two administrators, and somebody whose role is to change."""
    made = {name: add_user(name, agency=agency, role="ADM", is_staff=True) for name in ("first", "second")}
    return made | {"officer": add_user("clerk", agency=agency, role="POL"), "agency": agency}


def proposed(office, role: str = "SPV", **more) -> RoleChange:
    what = {"agency": office["agency"], "role": role, "is_child_cleared": False, "is_staff": False} | more
    with person.as_user(office["first"]):
        return roles.propose(office["officer"], what, reason="leads the unit now", by=office["first"])


def role_of(user) -> str:
    return User.objects.get(pk=user.pk).role


def test_the_one_who_proposed_it_cannot_confirm_it_and_another_can(office):
    change = proposed(office)
    with person.as_user(office["first"]), pytest.raises(ValidationError, match="Another administrator"):
        roles.answer(change, "confirmed", by=office["first"])
    assert role_of(office["officer"]) == "POL"

    with person.as_user(office["second"]):
        roles.answer(change, "confirmed", by=office["second"])
    assert role_of(office["officer"]) == "SPV"
    assert limits._made_for(User.objects.get(pk=office["officer"].pk)) != limits._made_for(office["officer"])


def test_who_is_no_administrator_neither_proposes_nor_answers_a_change(office):
    """By SQL, and in her own name: two colleagues would else make each other what they like."""
    change = proposed(office)
    colleague = add_user("colleague", agency=office["agency"], role="POL")
    propose = (
        "INSERT INTO accounts_rolechange (user_id, agency_id, role, is_child_cleared, is_staff, reason, state, proposed_by_id, proposed_at)"
        " VALUES (%s, %s, 'ADM', true, true, 'x', 'proposed', %s, now())"
    )
    answer = "UPDATE accounts_rolechange SET state = 'confirmed', decided_by_id = %s, decided_at = now() WHERE id = %s"
    auditor = add_user("auditor", agency=office["agency"], role="AUD")  # reads what was proposed
    for by, may in ((colleague, False), (auditor, False), (office["second"], True)):
        with person.as_user(by):
            assert tried(propose, [add_user(f"for-{by}", role="POL").pk, office["agency"].pk, by.pk]) == may
            assert tried(answer, [by.pk, change.pk]) == may


def test_the_second_answer_is_told_about_the_first(office):
    change = proposed(office)
    with person.as_user(office["second"]):
        roles.answer(change, "refused", by=office["second"])
        with pytest.raises(ValidationError, match="done already, by"):
            roles.answer(change, "confirmed", by=office["second"])
    assert role_of(office["officer"]) == "POL"


def test_nobody_proposes_for_herself_or_confirms_her_own(office):
    what = {"agency": office["agency"], "role": "SPV", "is_child_cleared": False, "is_staff": True}
    with person.as_user(office["first"]), pytest.raises(ValidationError, match="their own role"):
        roles.propose(office["first"], what, reason="I want it", by=office["first"])
    office["officer"] = office["second"]
    change = proposed(office, "POL")
    with person.as_user(office["second"]), pytest.raises(ValidationError, match="Another administrator"):
        roles.answer(change, "confirmed", by=office["second"])


def test_one_proposal_at_a_time_and_only_roles_that_exist(office):
    with pytest.raises(ValidationError, match="no such role"):
        proposed(office, "XYZ")
    proposed(office)
    with pytest.raises(ValidationError, match="waits already"):
        proposed(office, "HOT")


@pytest.mark.parametrize(
    "change",
    [
        "role = 'SPV'",
        "agency_id = NULL",
        "is_child_cleared = true",
        "is_staff = true",
        "is_superuser = true",
        "is_client = true",
    ],
)
def test_by_raw_sql_no_administrator_changes_alone_what_somebody_may_do(office, change):
    with person.as_user(office["first"]):
        assert refuses(f"UPDATE accounts_user SET {change} WHERE id = %s", [office["officer"].pk])


def test_raw_sql_makes_nobody_who_may_do_something(office):
    insert = (
        "INSERT INTO accounts_user (username, password, role, agency_id, is_active, is_staff, is_superuser, is_client,"
        " is_child_cleared, name_th, name_en, first_name, last_name, email, sex, language, shortcuts, sessions, date_joined)"
        " VALUES (%s, '!', %s, %s, true, %s, %s, %s, %s, '', '', '', '', '', '', 'th', true, '[]', now())"
    )
    nothing = [False] * 4
    with person.as_user(office["first"]):
        assert refuses(insert, ["made", "SPV", None, *nothing])
        assert refuses(insert, ["made", "", office["agency"].pk, *nothing])
        for place in range(4):  # the administration, everything, a program, children's files
            assert refuses(insert, ["made", "", None, *(place == other for other in range(4))]), place
        assert tried(insert, ["made", "", None, *nothing])
    with person.as_user(office["officer"]):
        assert refuses(insert, ["made", "", None, *nothing])
        for change in ("is_active = false", "username = 'taken'"):
            assert refuses(f"UPDATE accounts_user SET {change} WHERE id = %s", [office["second"].pk]), change


def test_raw_sql_proposes_in_nobodys_name_and_answers_nothing_at_once(office):
    first, second = office["first"].pk, office["second"].pk
    change = proposed(office)
    with person.as_user(office["second"]):
        roles.answer(change, "refused", by=office["second"])
    propose = (
        "INSERT INTO accounts_rolechange (user_id, agency_id, role, is_child_cleared, is_staff, reason, state, proposed_by_id, proposed_at,"
        " decided_by_id, decided_at) VALUES (%s, %s, 'SPV', false, false, 'x', %s, %s, now(), %s, %s)"
    )
    values = [office["officer"].pk, office["agency"].pk]
    with person.as_user(office["first"]):
        assert tried(propose, [*values, "proposed", first, None, None])  # the control
        assert refuses(propose, [*values, "proposed", second, None, None])
        assert refuses(propose, [*values, "confirmed", first, second, "2026-01-01"])


def test_an_administrator_who_left_is_no_second_one(office):
    change = proposed(office)
    answer = "UPDATE accounts_rolechange SET state = 'confirmed', decided_by_id = %s, decided_at = now() WHERE id = %s"
    with person.as_user(office["second"]):
        assert tried(answer, [office["second"].pk, change.pk])  # the control
    with person.as_system("she left while she was signed in"):
        User.objects.filter(pk=office["second"].pk).update(is_active=False)
    with person.as_user(office["second"]):
        assert refuses(answer, [office["second"].pk, change.pk])


def test_raw_sql_signs_for_no_second_administrator(office):
    change = proposed(office)
    first, second = office["first"].pk, office["second"].pk
    with person.as_user(office["first"]):
        for values in (
            f"state = 'confirmed', decided_by_id = {second}, decided_at = now()",
            f"state = 'confirmed', decided_by_id = {first}, decided_at = now()",
            "role = 'ADM'",
            f"proposed_by_id = {second}",
        ):
            assert breaks(f"UPDATE accounts_rolechange SET {values} WHERE id = %s", [change.pk]), values
        assert refuses("DELETE FROM accounts_rolechange WHERE id = %s", [change.pk])
    with person.as_user(office["second"]):
        assert breaks("UPDATE accounts_rolechange SET role = 'HOT' WHERE id = %s", [change.pk])
    for user in (office["officer"], add_user("stranger", agency=office["agency"], role="SPV")):
        with person.as_user(user):
            assert not RoleChange.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                roles.propose(add_user("any", agency=office["agency"]), {"role": "SPV"}, reason="no", by=user)
    assert role_of(office["officer"]) == "POL"


def test_a_program_of_an_administrator_is_no_second_one(office):
    program = add_user("program", agency=office["agency"], role="ADM", is_client=True, password=None)
    change = proposed(office)
    with person.as_user(program), pytest.raises(DatabaseError, match="a person confirms"), transaction.atomic():
        roles.answer(change, "confirmed", by=program)


def test_two_people_hold_even_for_the_system(office):
    """The constraint is the table's: no trigger that lets the system pass can lift it."""
    change = proposed(office)
    with person.as_system("a test"):
        for who in (office["first"].pk, office["officer"].pk):
            values = f"state = 'confirmed', decided_by_id = {who}, decided_at = now()"
            assert breaks(f"UPDATE accounts_rolechange SET {values} WHERE id = %s", [change.pk])


def test_the_second_administrator_finds_it_on_her_page_and_confirms(office, settings):
    change = proposed(office)
    path = f"/role-changes/{change.pk}/"
    first, second = browser(office["first"]), browser(office["second"])

    own = first.get("/role-changes/").content.decode()
    assert "Another administrator confirms it." in own
    assert 'value="confirm"' not in own
    assert 'href="/role-changes/"' in second.get("/role-changes/").content.decode()
    assert "Another administrator" in first.post(path, {"answer": "confirm"}, follow=True).content.decode()
    assert role_of(office["officer"]) == "POL"
    assert "signs in anew" in second.post(path, {"answer": "confirm"}, follow=True).content.decode()
    assert role_of(office["officer"]) == "SPV"
    assert second.post(path, {"answer": "what"}, follow=True).status_code == 200
    assert browser(office["officer"]).get("/role-changes/").status_code == 403


def test_who_has_no_role_yet_signs_in_and_finds_nothing(office):
    new = browser(add_user("new"))

    assert {new.get(path).status_code for path in ("/", "/cases/", "/search/", "/profile/", "/role-changes/")} <= {
        200,
        403,
    }
    assert new.get("/cases/").status_code == 403


def breaks(statement: str, values: list) -> bool:
    """Whether the database refuses it, by a guard or by a constraint."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def test_a_second_administrator_finds_in_her_work_what_waits_for_her(office, settings):
    settings.ROOT_URLCONF = "actip.urls"
    proposed(office)
    with person.as_system("a program"):
        program = clients.register(client_id="unit-api", like=office["officer"], purpose="statistics", record_types=[])
    with person.as_user(office["first"]):
        clients.new_secret(program)

    found = {}
    for name in ("first", "second", "officer"):
        with browsing(office[name]) as signed_in:
            page = signed_in.get("/")
        found[name] = [(task["label"], task["url"]) for task in page.context["second"]]
        assert ("Waits for a second administrator" in page.content.decode()) == (name == "second")

    assert found == {
        "first": [],
        "officer": [],
        "second": [(str(office["officer"]), "/role-changes/"), ("unit-api", "/admin/accounts/apiclient/")],
    }
