"""What EXPLAIN ANALYZE counts tells no text of a row that is hidden: no comparison but equality is asked before the policies."""

import json
import os

import psycopg2
import pytest
from django.db import connections, transaction

from actip.accounts import person
from tests.conftest import empty  # noqa: F401 - tests that commit are cleaned up by it
from tests.factories import make
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
ASK = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT 1 FROM cases_search WHERE reason {} %s"


@pytest.fixture
def superuser():
    """A session in the test's database that is rolled back, with a search in it that nobody there may see."""
    if "SUPERUSER_DATABASE_URL" not in os.environ:
        pytest.skip("SUPERUSER_DATABASE_URL is not set")
    with transaction.atomic():
        officer = World().user("POL")
    with person.as_user(officer), transaction.atomic():
        make("searches", by=officer, case=make("cases", by=officer), reason="Kitti saw her at the pier")
    connection = psycopg2.connect(
        os.environ["SUPERUSER_DATABASE_URL"], dbname=connections["owner"].settings_dict["NAME"]
    )
    yield connection.cursor()
    connection.rollback()
    connection.close()


def let_through(cursor, sign: str, guess: str) -> int:
    """How many rows came as far as the policy, as the application's role is told."""
    cursor.execute("SET LOCAL ROLE actip_app")
    cursor.execute(ASK.format(sign), [guess])
    [(plan,)] = cursor.fetchall()
    cursor.execute("RESET ROLE")
    return counted(plan[0]["Plan"] if isinstance(plan, list) else json.loads(plan)[0]["Plan"])


def counted(plan: dict) -> int:
    own = plan["Actual Loops"] if plan.get("Parent Relationship") == "SubPlan" else 0
    return own + sum(counted(each) for each in plan.get("Plans", []))


@pytest.mark.parametrize("sign", ["<", ">=", "<=", ">"])
def test_a_guess_at_the_first_letters_tells_nothing(superuser, sign):
    assert {let_through(superuser, sign, guess) for guess in ("", "Kit", "Kiu", "\U0010ffff")} == {1}


def test_as_postgresql_comes_it_would(superuser):
    """The control."""
    superuser.execute("ALTER FUNCTION pg_catalog.text_ge(text, text) LEAKPROOF")

    assert [let_through(superuser, ">=", guess) for guess in ("Kit", "Kiu")] == [1, 0]
