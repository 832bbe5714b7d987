"""A database that goes away in the middle: a clear answer, nothing half saved, and the same request sent again is done once."""

import json
from datetime import date

import pytest
from django.db import close_old_connections, connection, transaction
from django.test import Client

from actip.accounts import clients, limits, person
from actip.records import actions
from compensation import ledger
from compensation.models import Entry, FundPayment
from tests.compensation.conftest import Money
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
DAY = "2026-02-03"


@pytest.fixture
def approved(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with transaction.atomic():
        money = Money(World())
        return money, money.approve(money.ask("1000.00"))


@pytest.fixture
def dies_once(monkeypatch):
    """PostgreSQL ends this very connection when the payment has just been written, the first time."""
    write, died = actions._update, []

    def then_die(record, kind, version):
        write(record, kind, version)
        if not died:
            died.append(True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(actions, "_update", then_die)
    return died


def served(request):
    """One request as a server makes it: before each, connections that no longer answer are put away."""
    close_old_connections()
    return request()


def status_and_entries(money, payment) -> tuple[str, int]:
    with money.world.as_("FND"), transaction.atomic():
        assert ledger.out_of_balance() == 0
        kept = FundPayment.objects.get(pk=payment.pk)
        return kept.status, Entry.objects.filter(record_id=payment.pk, kind="payment").count()


def test_on_a_page_nothing_is_half_paid_and_pressing_again_pays_once(approved, dies_once):
    money, payment = approved
    browser = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    browser.force_login(money.world.user("PAY"), backend="actip.accounts.authentication.Backend")
    path, body = f"/fund-payments/{payment.pk}/moves/pay/", {"paid_on": "3/2/2569", "version": payment.version}

    first = served(lambda: browser.post(path, body))
    assert first.status_code == 503
    assert status_and_entries(money, payment) == ("approved", 0)

    assert served(lambda: browser.post(path, body)).status_code in (302, 303)
    assert status_and_entries(money, payment) == ("paid", 1)


def test_over_the_api_the_same_key_pays_once(approved, dies_once):
    money, payment = approved
    with person.as_system("a test's client"), transaction.atomic():
        client = clients.register(client_id="payer", like=money.world.user("PAY"), purpose="test", record_types=["*"])
        token = clients.issue(client)
    browser = Client(raise_request_exception=False)
    headers = {
        "Authorization": f"Bearer {token}", "Idempotency-Key": "pay-once-please", "If-Match": f'"{payment.version}"',
    }  # fmt: skip

    def pay():
        body = json.dumps({"paid_on": date.fromisoformat(DAY).isoformat()})
        path = f"/api/v1/fund-payments/{payment.pk}/moves/pay/"
        return browser.post(path, body, content_type="application/json", headers=headers)

    first = served(pay)
    assert (first.status_code, json.loads(first.content)["code"]) == (503, "unavailable")
    assert status_and_entries(money, payment) == ("approved", 0)

    second, third = served(pay), served(pay)
    assert (second.status_code, third.status_code) == (200, 200)
    assert status_and_entries(money, payment) == ("paid", 1)


def end_connection() -> None:
    """As a restart of the server would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.parametrize("path", ["/", "/api/v1/fund-payments/"])
def test_one_that_died_between_who_asks_and_what_is_asked_is_said_to_be_away(approved, path, monkeypatch):
    money, _payment = approved
    browser = Client(raise_request_exception=False)
    browser.force_login(money.world.user("PAY"), backend="actip.accounts.authentication.Backend")
    assert served(lambda: browser.get(path)).status_code == 200
    touch = limits.touch
    with monkeypatch.context() as once:
        once.setattr(limits, "touch", lambda request, moment: (touch(request, moment), end_connection()))
        first = served(lambda: browser.get(path))

    assert (first.status_code, first["Retry-After"]) == (503, "60")
    assert served(lambda: browser.get(path)).status_code == 200


def test_a_connection_that_died_between_two_requests_is_replaced(approved):
    money, payment = approved
    browser = Client(raise_request_exception=False)
    browser.force_login(money.world.user("PAY"), backend="actip.accounts.authentication.Backend")
    end_connection()

    assert served(lambda: browser.get(f"/fund-payments/{payment.pk}/")).status_code == 200
