"""A victim in a shelter, and the people of the Fund around her."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from actip.accounts import person
from actip.records import actions
from compensation.models import FundPayment
from tests.factories import make


class Money:
    """`money.ask(...)`, `money.approve(payment)`, `money.pay(payment)`: each by the persona whose step it is."""

    def __init__(self, world):
        self.world = world
        self.approver_two = world.add_user("FAP", "fund", "approver-two")
        self.payer_two = world.add_user("PAY", "fund", "payer-two")
        self.keeper = world.add_user("PAY", "fund", "account-keeper")  # enters accounts, and so pays to none of them
        with world.as_("PMJ"):
            self.victim = make("people", by=world.user("PMJ"))

    def ask(self, amount="3000.00", **values) -> FundPayment:
        with self.world.as_("PMJ"):
            return make(
                "fund-payments", by=self.world.user("PMJ"), person=self.victim, amount=Decimal(amount), **values
            )

    def move(self, user, record, name: str, **facts):
        with person.as_user(user):
            return actions.move(record, name, by=user, facts=facts)

    def approve(self, payment, name: str = "approve", user=None, **facts):
        return self.move(user or self.world.user("FAP"), payment, name, **facts)

    def pay(self, payment, on="2026-02-03"):
        from datetime import date

        return self.move(self.world.user("PAY"), payment, "pay", paid_on=date.fromisoformat(on))

    def paid(self, amount="3000.00", on="2026-02-03"):
        return self.pay(self.approve(self.ask(amount)), on)


@pytest.fixture
def money(world) -> Money:
    return Money(world)


@pytest.fixture
def desk(world, settings):
    from tests.compensation.desk import Desk
    from tests.compensation.test_state import Office

    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return Desk(Office(world))


def sql(statement: str, values=()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str, values=()) -> str:
    """The SQLSTATE with which PostgreSQL refuses a statement; "" if it lets it through (undone in either case)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return getattr(error.__cause__, "pgcode", "") or "?"
    return ""
