"""What must hold after any sequence of attempts. 60 sequences by default; all ten thousand:

ACTIP_SEQUENCES=10000 bin/test tests/compensation/test_sequences.py
"""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections, transaction
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from compensation.models import Limit
from tests.compensation.sequences import Life, broken
from tests.conftest import empty
from tests.factories import make
from tests.worlds import World

pytestmark = pytest.mark.slow
COUNT = int(os.environ.get("ACTIP_SEQUENCES", "60"))
PART = 100


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """People of every part, a victim whom all of them reach, a claim; a limit above which two approve. Committed once."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            world = World()
            users = {
                "PMJ": [world.user("PMJ")],
                "FAP": [world.user("FAP"), world.add_user("FAP", "fund", "fap-two")],
                "PAY": [world.user("PAY"), world.add_user("PAY", "fund", "pay-two")],
                "PRO": [world.user("PRO")],
            }
            with world.as_("PMJ"):
                victim = make("people", by=world.user("PMJ"))
                actions.assign(victim.matter, by=world.user("PMJ"), agency=world.fund, basis="fund")
                actions.assign(victim.matter, by=world.user("PMJ"), agency=world.prosecutor, basis="case_team")
            with world.as_("PRO"):
                claim = make("claims", by=world.user("PRO"), person=victim)
            with person.as_system("a test's limits"):
                Limit.objects.create(
                    regime="fund", measure="alone", amount=Decimal("5000"), valid_from=timezone.localdate() - timedelta(days=9),
                    basis="a test", source="a test", confidence="A",
                )  # fmt: skip
            lives = {"users": users, "person_id": victim.pk, "payee_code": victim.matter.number, "claim_id": claim.pk}
        yield lives
        empty()


def live(stage, seed: int) -> tuple[Life, list[str]]:
    """One sequence in a transaction that is undone, and the promises that it broke."""
    with transaction.atomic():
        life = Life(seed, **stage)
        try:
            life.run()
            found = broken()
        finally:
            transaction.set_rollback(True)
            person.enter(None)
    return life, found


@pytest.mark.parametrize("part", range(max(1, COUNT // PART)))
def test_promises_hold_after_any_sequence(stage, django_db_blocker, part):
    done = refused = 0
    with django_db_blocker.unblock():
        for seed in range(part * PART, part * PART + min(PART, COUNT)):
            life, found = live(stage, seed)
            assert found == [], f"seed {seed}"
            done, refused = done + life.done, refused + life.refused

    assert done > PART  # a machine that is refused everything proves nothing
    assert refused > PART


@pytest.mark.parametrize(
    ("table", "trigger"),
    [
        ("compensation_receipt", "post_receipt"),
        ("compensation_fundpayment", "post_fund_payment"),
        ("compensation_order", "post_order"),
    ],
)
def test_the_control_without_a_trigger_a_promise_breaks(stage, django_db_blocker, table, trigger):
    def switch(how: str) -> None:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
            owner.execute(f"ALTER TABLE {table} {how} TRIGGER {trigger}")

    with django_db_blocker.unblock():
        switch("DISABLE")
        try:
            assert any(live(stage, seed)[1] for seed in range(20))
        finally:
            switch("ENABLE")
        assert not any(live(stage, seed)[1] for seed in range(5))
