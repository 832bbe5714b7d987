"""The trial balance: one regime at the end of a day, equal by construction and said so, each balance opening onto its entries."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from actip.accounts import person
from actip.audit.models import Event
from compensation import ledger
from tests.api.conftest import Caller
from tests.compensation.test_pages import sign_in  # noqa: F401  a fixture
from tests.compensation.test_statements import get, links, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(money, sign_in):  # noqa: F811
    """The Fund's secretariat, after one payment in January, one in February and a request that was approved."""
    money.paid("3000.00", on="2026-01-03")
    money.paid("250.50", on="2026-02-03")
    money.approve(money.ask("1000.00"))
    return sign_in("FND")


def test_the_accounts_of_a_regime_stand_with_their_debits_credits_and_balance(money, reader):
    with money.world.as_("FND"):
        found = {one.account: (one.debits, one.credits, one.balance) for one in ledger.trial("fund", date(2100, 1, 1))}

    assert found == {
        "fund.help": (Decimal("4250.50"), 0, Decimal("4250.50")),
        "fund.payable": (Decimal("3250.50"), Decimal("4250.50"), -1000),
        "fund.bank": (0, Decimal("3250.50"), Decimal("-3250.50")),
    }
    page = get(reader, "trial-balance", regime="fund")
    assert "Debits and credits are equal." in page
    assert "THB 7,501" in page  # both sums: 4,250.50 + 3,250.50


def test_a_day_is_typed_in_either_calendar_and_counts_to_its_end(money, reader):
    with money.world.as_("FND"):
        assert ledger.trial("fund", date(2026, 1, 2)) == []
        assert [one.credits for one in ledger.trial("fund", date(2026, 1, 3))] == [0, 3000]
        assert [one.credits for one in ledger.trial("fund", date(2026, 2, 2))] == [0, 3000]
        assert [one.credits for one in ledger.trial("fund", date(2026, 2, 3))] == [0, Decimal("3250.50")]
    for day in ("2026-01-03", "3/1/2569", "3 ม.ค. 2569"):
        page = get(reader, "trial-balance", regime="fund", on=day)
        assert "THB 3,000" in page, day
        assert "250.50" not in page, day
    assert reader.get(reverse("trial-balance"), {"regime": "fund", "on": "gestern"}).status_code == 422
    assert "Nothing was posted until this day" in get(reader, "trial-balance", regime="fund", on="2026-01-02")


def test_today_is_the_day_where_none_is_given(reader):
    today = timezone.localdate().isoformat()

    assert links(get(reader, "trial-balance", regime="fund")) == links(get(reader, "trial-balance", on=today))
    assert all(f"until={today}" in link for link in links(get(reader, "trial-balance")))


def test_each_balance_opens_onto_the_entries_that_it_is_the_sum_of_back_to_the_first(reader):
    page = get(reader, "trial-balance", regime="fund", on="2100-01-01")
    opened = [reader.get(link) for link in links(page)]

    assert [answer.status_code for answer in opened] == [200, 200, 200]
    texts = [answer.content.decode() for answer in opened]
    assert [total in text for total, text in zip(("4,250.50", "THB -1,000", "3,250.50"), texts, strict=True)] == [
        True
    ] * 3
    assert all('href="/trial-balance/?regime=fund&amp;on=2100-01-01"' in text for text in texts)
    wide = {"regime": "fund", "figure": "fund.bank", "until": "2026-03-01"}
    assert reader.get(reverse("statements"), wide).status_code == 422  # sums over everybody still cover a year at most
    assert reader.get(reverse("statement-entries"), wide | {"figure": "state.bank"}).status_code == 422


def test_a_ledger_that_is_not_equal_is_told_with_the_amount(reader, monkeypatch):
    real = ledger.trial

    def torn(*args):
        first, *others = real(*args)
        return [replace(first, debits=first.debits + Decimal("12.50")), *others]

    monkeypatch.setattr(ledger, "trial", torn)
    page = get(reader, "trial-balance", regime="fund")

    assert "Debits exceed credits by THB 12.50." in page
    assert "out of balance" in page
    assert "are equal" not in page


def test_it_opens_to_whoever_reads_a_regime_and_shows_what_she_reaches(money, reader, sign_in):  # noqa: F811
    statements = {role for role in money.world.users if sign_in(role).get(reverse("statements")).status_code == 200}
    opened = {role for role in money.world.users if sign_in(role).get(reverse("trial-balance")).status_code == 200}

    assert opened == statements
    assert not opened & {"PAY", "AUD", "HOT", "ADM", "NAT"}
    assert sign_in("FAP").get(reverse("trial-balance"), {"regime": "court"}).status_code == 422
    assert "Nothing was posted until this day" in get(sign_in("SHG"), "trial-balance", regime="fund")


def test_what_a_reader_reaches_balances_though_others_have_more(money, reader):
    with person.as_system("all of it"):
        assert sum(one.balance for one in ledger.trial("fund", date(2100, 1, 1))) == 0
    for role in ("FND", "PMJ", "SHG", "NGO"):
        with money.world.as_(role):
            assert sum(one.balance for one in ledger.trial("fund", date(2100, 1, 1))) == 0, role


def test_it_leaves_as_a_file_with_its_mark_and_stands_in_the_trail(reader):
    refused = take(reader, "csv", "trial", purpose="x", regime="fund", on="2026-02-03")
    text = take(reader, "csv", "trial", regime="fund", on="2026-02-03").content.decode()

    assert refused.status_code == 400
    assert "ตรวจสอบบัญชี" in text.splitlines()[0]
    assert [line.split(",")[1:] for line in text.splitlines()[2:-1]][-1] == ["3250.50"] * 2 + [
        "0.00"
    ] or "Total" in text
    assert "Debits and credits are equal." in text
    assert take(reader, "csv", "trial", regime="court", on="2026-02-03").status_code == 400
    with person.as_system("read the trail"):
        assert Event.objects.filter(verb="export", record_type="trial-balance", purpose="ตรวจสอบบัญชี").count() == 1


def test_a_program_reads_the_same(money, reader):
    program = Caller(money.world.user("FND"), record_types=["*"])

    found = program.get("trial-balance/?regime=fund&on=3/2/2569").body
    lines = program.get("statements/entries/?regime=fund&figure=fund.bank&until=2026-02-03").body

    assert found["on"] == "2026-02-03"
    assert found["accounts"][-1] == {
        "account": "fund.bank", "label": "Paid by the Fund", "debits": "0.00", "credits": "3250.50", "balance": "-3250.50",
    }  # fmt: skip
    assert (found["totals"]["debits"], found["difference"]) == (found["totals"]["credits"], "0.00")
    assert (lines["total"], len(lines["results"])) == ("-3250.50", 2)
    assert program.get("trial-balance/?regime=court").status == 400
    assert Caller(money.world.user("PAY"), record_types=["*"]).get("trial-balance/").status == 403
    assert Caller(money.approver_two, record_types=["reports"]).get("trial-balance/").status == 403
