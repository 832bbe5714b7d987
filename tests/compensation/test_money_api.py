"""The money pages over the API: approve many, pay a run once, take over the bank's answer, delegate, read statements."""

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from compensation.models import BankAccount, FundPayment, PaymentRun
from tests.api.conftest import Caller
from tests.compensation.test_approval import limit
from tests.compensation.test_runs import approved, state

pytestmark = pytest.mark.django_db
KEY = "run-2026-02-03-1"


@pytest.fixture
def caller(money, settings):
    settings.WHITENOISE_AUTOREFRESH = True
    return lambda role, **options: Caller(money.world.user(role), record_types=["*"], **options)


def ids(*payments) -> list[str]:
    return [str(payment.pk) for payment in payments]


def today() -> str:
    return timezone.localdate().isoformat()


@pytest.mark.parametrize(
    ("path", "body", "roles"),
    [
        ("payment-approval/preview/", {"payments": ["00000000-0000-0000-0000-000000000000"]}, {"FAP"}),
        ("payment-approval/", {"payments": ["00000000-0000-0000-0000-000000000000"]}, {"FAP"}),
        ("payment-runs/", None, {"PAY"}),
        ("payment-runs/preview/", {"payments": ["00000000-0000-0000-0000-000000000000"]}, {"PAY"}),
        ("delegations/", None, {"FAP", "FND", "DAT", "PMJ", "SHG", "NGO"}),
    ],
)
def test_each_address_opens_to_whom_the_matrix_admits(money, caller, path, body, roles):
    def status(role: str) -> int:
        program = caller(role)
        return (program.get(path) if body is None else program.post(path, body)).status

    found = {role: status(role) for role in money.world.users}

    assert {role for role, answer in found.items() if answer == 200} == roles
    assert {answer for role, answer in found.items() if role not in roles} == {403}


def test_a_program_needs_the_record_type(money):
    program = Caller(money.world.user("PAY"), record_types=["reports"])

    assert program.get("payment-runs/").status == 403
    assert program.get("statements/").status == 403


def test_many_are_approved_at_once_after_a_look(money, caller):
    limit("5000")
    small, large = money.ask("100.00"), money.ask("6000.00")
    approver = caller("FAP")

    look = approver.post("payment-approval/preview/", {"payments": ids(small, large)}).body
    done = approver.post("payment-approval/", {"payments": ids(small, large)}).body
    again = approver.post("payment-approval/", {"payments": ids(small, large)}).body

    assert (look["count"], look["total"], look["included"]) == (1, "100.00", ids(small))
    assert look["kinds"] == [{"kind": "Daily living expenses", "amount": "100.00"}]
    assert "second approver" in look["excluded"][0]["reason"]
    assert (done["included"], [each["id"] for each in done["excluded"]]) == (ids(small), ids(large))
    assert again["included"] == []
    assert (state(money, small), state(money, large)) == ("approved", "requested")


def test_what_was_changed_after_the_look_is_left_out(money, caller):
    payment, approver = money.ask("100.00"), caller("FAP")
    look = approver.post("payment-approval/preview/", {"payments": ids(payment)}).body
    with money.world.as_("PMJ"):
        payment.amount = 90000
        actions.save(payment, by=money.world.user("PMJ"))

    done = approver.post("payment-approval/", {"payments": ids(payment), "versions": look["versions"]}).body

    assert (done["included"], state(money, payment)) == ([], "requested")


def test_a_run_is_paid_once_whatever_is_sent_again(money, caller):
    chosen = [approved(money, "1000.00"), approved(money, "250.50")]
    payer, body = caller("PAY"), {"payments": ids(*chosen), "paid_on": today()}

    look = payer.post("payment-runs/preview/", {"payments": ids(*chosen)}).body
    first = payer.post("payment-runs/", body, Idempotency_Key=KEY)
    again = payer.post("payment-runs/", body, Idempotency_Key=KEY)
    other = payer.post("payment-runs/", body, Idempotency_Key="another-key-1")

    assert (look["count"], look["total"], look["excluded"]) == (2, "1250.50", [])
    assert "kind" not in str(look)  # the payer learns code and amount
    assert (first.status, again.status, other.status) == (201, 200, 400)
    assert first.body["id"] == again.body["id"]
    assert first.body["totals"] == {"waiting": {"count": 2, "amount": "1250.50"}}
    assert "done already, by" in again.body["detail"]
    assert all("done already, by" in each["detail"] for each in other.body["errors"])
    assert [run["id"] for run in payer.get("payment-runs/").body["results"]] == [first.body["id"]]
    with money.world.as_("PAY"):
        assert PaymentRun.objects.count() == 1
        assert set(FundPayment.objects.values_list("status", flat=True)) == {"paid"}


@pytest.mark.parametrize("key", ["", "short", "x" * 81])
def test_a_run_needs_a_key(money, caller, key):
    payment = approved(money)
    headers = {"Idempotency_Key": key} if key else {}

    answer = caller("PAY").post("payment-runs/", {"payments": ids(payment), "paid_on": today()}, **headers)

    assert (answer.status, answer.body["code"]) == (400, "idempotency_key")
    assert state(money, payment) == "approved"


def test_a_day_to_come_and_no_payment_are_refused_in_words(money, caller):
    payer = caller("PAY")

    wrong = payer.post("payment-runs/", {"payments": [], "paid_on": "2570-01-01"}, Idempotency_Key=KEY)

    assert wrong.status == 400
    assert {each["attr"] for each in wrong.body["errors"]} == {"payments", "paid_on"}


def test_the_banks_answer_comes_in_and_no_account_goes_out(money, caller):
    one, two = approved(money, "1000.00"), approved(money, "250.50")
    payer = caller("PAY")
    run = payer.post("payment-runs/", {"payments": ids(one, two), "paid_on": today()}, Idempotency_Key=KEY).body
    items = {item["payment"]: item for item in payer.get(f"payment-runs/{run['id']}/").body["payments"]}
    lines = [
        "H,ACTIP-BANK-1", f"D,{items[str(one.pk)]['reference']},1000.00,paid,",
        f"D,{items[str(two.pk)]['reference']},250.50,returned,closed", "D,NONE-0001,1.00,paid,", "T,3",
    ]  # fmt: skip

    found = payer.post(f"payment-runs/{run['id']}/answer/", {"content": "\n".join(lines)}).body
    again = payer.post(f"payment-runs/{run['id']}/answer/", {"content": "\n".join(lines)}).body
    torn = payer.post(f"payment-runs/{run['id']}/answer/", {"content": "D,x"})

    assert (len(found["paid"]), len(found["returned"]), found["problems"][0]["reference"]) == (1, 1, "NONE-0001")
    assert (again["paid"], again["returned"], len(again["same"])) == ([], [], 2)
    assert torn.status == 400
    assert (state(money, one), state(money, two)) == ("paid", "returned")
    told = payer.get(f"payment-runs/{run['id']}/")
    assert told.body["totals"]["returned"] == {"count": 1, "amount": "250.50"}
    assert "1234567890" not in told.text
    stranger = Caller(money.world.add_user("PAY", "rights", "payer-elsewhere"), record_types=["*"])
    assert stranger.get(f"payment-runs/{run['id']}/").status == 404
    with money.world.as_("PAY"):
        assert BankAccount.objects.exists()


def test_a_delegation_is_given_and_ended(money, caller):
    approver = caller("FAP", session=True)
    body = {"taker": money.approver_two.username, "starts_on": today(), "ends_on": today(), "reason": "ลาพักร้อน"}

    given = approver.post("delegations/", body)
    wrong = approver.post("delegations/", body | {"taker": money.world.user("PAY").username})
    back = approver.post("delegations/", body | {"ends_on": "2569-01-01"})
    ended = approver.post(f"delegations/{given.body['id']}/end/")

    assert (given.status, wrong.status, back.status, ended.status) == (201, 400, 400, 200)
    assert wrong.body["errors"][0]["attr"] == "taker"
    assert ended.body["ended_at"]
    assert caller("FND").post("delegations/", body).status == 403
    assert [row["id"] for row in caller("FND").get("delegations/").body["results"]] == [given.body["id"]]


def test_a_statement_gives_the_sums_of_its_entries(money, caller):
    money.paid("3000.00")
    money.approve(money.ask("500.00"))
    number = money.victim.matter.number
    reader = caller("FND")

    sums = reader.get(f"statements/?regime=fund&per=head&person={number}").body
    lines = reader.get(f"statements/entries/?regime=fund&figure=paid&person={number}").body
    everything = reader.get(f"statements/entries/?regime=fund&person={number}").body

    assert sums["totals"] == {"approved": "3500.00", "paid": "3000.00", "payable": "500.00"}
    assert sums["rows"] == [{"label": "Daily living expenses", "sums": sums["totals"]}]
    assert (lines["total"], len(lines["results"])) == ("3000.00", 1)
    assert lines["results"][0]["record_type"] == "fund-payments"
    debits, credits = (sum(float(line[side]) for line in everything["results"]) for side in ("debit", "credit"))
    assert debits == credits == 6500


def test_a_statement_of_what_is_not_hers_is_refused(money, caller):
    money.paid("3000.00")

    assert caller("PAY").get("statements/").status == 403
    wrong = caller("FND").get("statements/?regime=court")
    assert (wrong.status, wrong.body["errors"][0]["attr"]) == (400, "regime")
    assert caller("FND").get("statements/?regime=fund&per=month&since=2020-01-01").status == 400
    sensitive = caller("PMJ").get(f"statements/?regime=income&person={money.victim.matter.number}")
    assert sensitive.status == 403  # tier 4 tells of nobody by the API


def test_reading_a_statement_is_in_the_trail(money, caller):
    from actip.audit.models import Event

    caller("FND").get("statements/?regime=fund")
    with person.as_user(money.world.user("AUD")):
        assert Event.objects.filter(record_type="statements", verb="open").exists()


@pytest.mark.parametrize("key", [False, 7, 1.5, None, "x"])
def test_what_is_no_key_names_no_payment(money, caller, key):
    """7 was read as the key 00000000-0000-0000-0000-000000000007, which nobody meant."""
    answer = caller("PAY").post("payment-runs/preview/", {"payments": [key]})

    assert (answer.status, answer.type) == (400, "application/problem+json")
