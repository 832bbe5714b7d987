"""The money pages as the people who use them meet them: approve many, pay a run, take the file, read the answer, delegate."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actip.records import actions
from compensation.models import Delegation, FundPayment, PaymentRun
from tests.compensation.test_runs import approved, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(settings, money):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.SESSIONS_AT_ONCE = 5

    def client(role: str) -> Client:
        browser = Client(headers={"Accept-Language": "en"})
        browser.cookies["django_language"] = "en"
        browser.force_login(money.world.user(role), backend="actip.accounts.authentication.Backend")
        return browser

    return client


PAGES = {
    "payment-approval": {"FAP"},
    "payment-runs": {"PAY"},
    "delegations": {"FAP", "FND", "DAT", "PMJ", "SHG", "NGO"},
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_to_whom_the_matrix_admits(money, sign_in, name):
    opened = {role for role in money.world.users if sign_in(role).get(reverse(name)).status_code == 200}

    assert opened == PAGES[name]


def test_many_are_approved_at_once_after_a_look_and_own_limits_are_said(money, sign_in):
    from tests.compensation.test_approval import limit

    limit("5000")
    small, large = money.ask("100.00"), money.ask("6000.00")
    browser = sign_in("FAP")
    chosen = {"payment": [str(small.pk), str(large.pk)]}

    page = browser.get(reverse("payment-approval")).content.decode()
    look = browser.post(reverse("payment-approval"), chosen | {"step": "look"}).content.decode()
    browser.post(reverse("payment-approval"), chosen | hidden(look) | {"step": "confirm"})

    assert "second approver" in page
    assert f"{small.payee_code}</span> · {small.get_kind_display()}: THB 100" in look
    assert "THB 6,000" in look  # left out, and why
    assert (state(money, small), state(money, large)) == ("approved", "requested")


def hidden(page: str) -> dict[str, str]:
    """What a preview sends along: which version of each request it showed."""
    return dict(re.findall(r'name="(version-[0-9a-f-]+)" value="([0-9]+)"', page))


def test_a_request_that_was_made_larger_after_the_look_is_not_approved(money, sign_in):
    same, larger = money.ask("100.00"), money.ask("100.00")
    browser = sign_in("FAP")
    chosen = {"payment": [str(same.pk), str(larger.pk)]}
    look = browser.post(reverse("payment-approval"), chosen | {"step": "look"}).content.decode()
    with money.world.as_("PMJ"):
        larger.amount = Decimal("90000.00")
        actions.save(larger, by=money.world.user("PMJ"))

    done = browser.post(reverse("payment-approval"), chosen | hidden(look) | {"step": "confirm"}, follow=True)

    assert (state(money, same), state(money, larger)) == ("approved", "requested")
    assert "Somebody else changed this record" in done.content.decode()
    browser.post(reverse("payment-approval"), chosen | {"step": "confirm"})  # without having looked
    assert state(money, larger) == "requested"


def test_the_payer_pays_a_run_takes_the_file_and_reads_the_answer(money, sign_in):
    payment = approved(money, "1000.00")
    browser = sign_in("PAY")

    listed = browser.get(reverse("payment-runs")).content.decode()
    look = browser.post(reverse("payment-runs"), {"payment": str(payment.pk), "step": "look"}).content.decode()
    key = re.search(r'name="key" value="(\w+)"', look)[1]
    body = {"payment": str(payment.pk), "step": "pay", "key": key, "paid_on": timezone.localdate().isoformat()}
    first, again = browser.post(reverse("payment-runs"), body), browser.post(reverse("payment-runs"), body)

    assert payment.payee_code in listed
    assert "Daily living" not in listed + look  # the payer learns no more than code and amount
    assert first["Location"] == again["Location"]
    assert "done already" in browser.get(first["Location"]).content.decode()
    refused = browser.post(f"{first['Location']}file/", {"reason": ""})
    assert refused.status_code == 302
    file = browser.post(f"{first['Location']}file/", {"reason": "โอนเงินรอบนี้"})
    assert (file["Content-Type"], file["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
    assert "1234567890" in file.content.decode()
    assert "1234567890" not in browser.get(first["Location"]).content.decode()
    with money.world.as_("PAY"):
        assert PaymentRun.objects.count() == 1
        assert FundPayment.objects.get(pk=payment.pk).status == "paid"


def test_the_day_of_payment_is_typed_in_either_calendar_and_a_wrong_one_keeps_the_run_on_the_page(money, sign_in):
    payment, today = approved(money, "1000.00"), timezone.localdate()
    browser, body = sign_in("PAY"), {"payment": str(payment.pk), "step": "pay", "key": "a-run-of-today"}
    thai_day = f"{today.day}/{today.month}/{today.year + 543}"

    for wrong in ("", "32/1/2569", f"{today.day}/{today.month}/{today.year + 544}"):
        refused = browser.post(reverse("payment-runs"), body | {"paid_on": wrong})
        assert refused.status_code == 422
        assert all(kept in refused.content.decode() for kept in (payment.payee_code, "a-run-of-today", "error-summary"))
    paid = browser.post(reverse("payment-runs"), body | {"paid_on": thai_day})

    assert paid.status_code == 302
    with money.world.as_("PAY"):
        assert FundPayment.objects.get(pk=payment.pk).paid_on == today


def test_another_agencys_run_does_not_exist(money, sign_in):
    from tests.compensation.test_runs import pay

    run = pay(money, [approved(money)]).run
    stranger = money.world.add_user("PAY", "rights", "payer-elsewhere")
    browser = Client()
    browser.force_login(stranger, backend="actip.accounts.authentication.Backend")

    assert browser.get(reverse("payment-run", args=[run.pk])).status_code == 404
    assert sign_in("PAY").get(reverse("payment-run", args=[run.pk])).status_code == 200


def test_a_delegation_is_given_and_ended_on_its_page(money, sign_in):
    today = timezone.localdate().isoformat()
    browser = sign_in("FAP")

    wrong = browser.post(
        reverse("delegations"),
        {"taker": money.world.user("PAY").pk, "starts_on": today, "ends_on": today, "reason": "ลา"},
    )
    right = browser.post(
        reverse("delegations"),
        {"taker": money.approver_two.pk, "starts_on": today, "ends_on": today, "reason": "ลาพักร้อน"},
    )
    given = Delegation.objects.count()  # nobody acts: nothing is there
    with money.world.as_("FAP"):
        pk = Delegation.objects.get().pk
    ended = browser.post(reverse("delegation-end", args=[pk]))

    assert (wrong.status_code, right.status_code, given, ended.status_code) == (422, 302, 0, 302)
    with money.world.as_("FAP"):
        assert Delegation.objects.get().ended_at
