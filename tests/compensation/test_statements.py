"""Statements: each sum opens onto exactly its entries, one regime at a time, and what leaves says who took it and tells no names."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from compensation import books, takeaway
from compensation.models import ExchangeRate, Line
from tests.compensation.conftest import Money, refused
from tests.compensation.test_court import Court, filed
from tests.compensation.test_pages import sign_in  # noqa: F401  a fixture
from tests.factories import make

pytestmark = pytest.mark.django_db


def get(browser, name="statements", **query) -> str:
    answer = browser.get(reverse(name), query)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def links(page: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="(/statements/entries/\?[^"]+)"', page)]


@pytest.fixture
def money(world) -> Money:
    """With the ministry's case manager on the matter, who then reads what was paid."""
    found = Money(world)
    with world.as_("PMJ"):
        actions.assign(found.victim.matter, by=world.user("PMJ"), agency=world.msdhs, basis="protection")
    return found


@pytest.fixture
def court(world) -> Court:
    return Court(world)


def test_the_sums_of_a_statement_are_those_of_its_entries(money, sign_in):  # noqa: F811
    money.paid("3000.00", on="2026-01-03")
    money.paid("250.50", on="2026-02-03")
    money.approve(money.ask("1000.00"))
    browser = sign_in("DAT")
    with money.world.as_("PMJ"):
        number = money.victim.matter.number

    page = get(browser, regime="fund", person=number)
    amounts = {}
    for link in links(page):
        opened = browser.get(link).content.decode()
        amounts[re.search(r"figure=(\w+)", link)[1]] = re.search(r'tile-value">([^<]+)<', opened)[1]

    assert amounts == {"approved": "THB 4,250.50", "paid": "THB 3,250.50", "payable": "THB 1,000"}


def test_months_split_a_period_and_each_opens_onto_its_own_lines(money, sign_in):  # noqa: F811
    money.paid("3000.00", on="2026-01-31")
    money.paid("250.50", on="2026-02-01")
    browser = sign_in("DAT")

    page = get(browser, regime="fund", per="month", since="2026-01-01", until="2026-02-28")
    paid = [link for link in links(page) if "figure=paid" in link]
    sums = [re.search(r'tile-value">([^<]+)<', browser.get(link).content.decode())[1] for link in paid]

    assert sorted(sums) == ["THB 250.50", "THB 3,000", "THB 3,250.50"]  # two months and their total


def test_a_reversal_takes_its_sum_away_and_stays_in_the_entries(money, sign_in):  # noqa: F811
    payment = money.paid("3000.00")
    money.move(money.world.user("FAP"), payment, "reverse", reverse_reason="ซ้ำ")
    with money.world.as_("DAT"):
        scope = books.Scope("fund", matter=money.victim.matter)
        found = books.groups(scope, "regime")[""]
        paid = books.COLUMNS["fund"][1]
        lines = scope.lines(paid).count()

    assert found == {"approved": 0, "paid": 0, "payable": 0}
    assert lines == 2


def test_every_way_to_break_a_regime_down_gives_the_same_sum(court):
    filed(court)
    first = court.order("80000.00", punitive=Decimal("20000.00"), is_joint=True)
    court.make(
        "orders", claim=court.claim, suspect=court.defendants[1], amount=Decimal("80000.00"), punitive=Decimal(0), is_joint=True, same_debt_as=first
    )  # fmt: skip
    court.receive(first, "30000.00")
    court.make("order-changes", order=first, kind="write_off", amount=Decimal("100.00"))
    with person.as_user(court.user):
        scope = books.Scope("court", matter=court.victim.matter)
        sums = {
            per: {
                name: sum(group[name] for group in books.groups(scope, per).values())
                for name in ("ordered", "punitive", "received", "owed")
            }
            for per in books.PER
        }

    assert len({str(found) for found in sums.values()}) == 1
    assert sums["regime"] == {"ordered": 80000, "punitive": 20000, "received": 30000, "owed": 49900}


def test_a_statement_by_defendant_names_whom_she_reaches_and_opens(court, sign_in_as):
    order = court.order("500.00", punitive=Decimal(0))
    browser = sign_in_as(court.user)

    page = get(browser, regime="court", per="defendant", since="2025-06-01", until="2026-05-01")
    opened = browser.get(links(page)[0]).content.decode()

    assert str(order.suspect_id) in links(page)[0]
    assert "THB 500" in opened
    assert reverse("records:detail", args=["orders", order.pk]) in opened


def test_who_does_not_see_a_defendant_does_not_find_her_lines_by_an_id_that_she_knows(court, sign_in_as):
    order = court.order("500.00", punitive=Decimal(0))
    shelter = court.world.user("SHG")  # reads claims, no suspects
    with person.as_user(court.police):
        actions.assign(court.victim.matter, by=court.police, agency=shelter.agency, basis="protection")
    asked = {"regime": "court", "figure": "ordered", "defendant": str(order.suspect_id)}

    assert "THB 500" in get(sign_in_as(court.user), "statement-entries", **asked)
    assert "THB 500" not in get(sign_in_as(shelter), "statement-entries", **asked)
    assert "THB 500" in get(sign_in_as(shelter), "statement-entries", **asked | {"defendant": "none"})


def test_no_year_is_year_zero(court, sign_in_as):
    assert sign_in_as(court.user).get(reverse("statements"), {"regime": "court", "ordered": "0000"}).status_code < 500


@pytest.fixture
def sign_in_as(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def client(user) -> Client:
        browser = Client(headers={"Accept-Language": "en"})
        browser.cookies["django_language"] = "en"
        browser.force_login(user, backend="actip.accounts.authentication.Backend")
        return browser

    return client


def test_statements_open_to_who_reads_a_regime_and_to_nobody_else(money, sign_in):  # noqa: F811
    opened = {role for role in money.world.users if sign_in(role).get(reverse("statements")).status_code == 200}

    assert {"DAT", "PMJ", "SHG", "NGO", "FAP", "FND", "PRO", "LED", "RLP", "WPO"} <= opened
    assert not opened & {"PAY", "AUD", "HOT", "ADM", "NAT"}


def test_a_regime_that_she_does_not_read_is_no_choice(money, sign_in):  # noqa: F811
    browser = sign_in("FAP")

    assert browser.get(reverse("statements"), {"regime": "court"}).status_code == 422
    assert browser.get(reverse("statements"), {"regime": "fund"}).status_code == 200


def test_another_offices_person_is_not_there(money, sign_in):  # noqa: F811
    money.paid("3000.00")
    with money.world.as_("PMJ"):
        number = money.victim.matter.number

    assert sign_in("SHG").get(reverse("statements"), {"regime": "fund", "person": number}).status_code == 422
    assert sign_in("PMJ").get(reverse("statements"), {"regime": "fund", "person": number}).status_code == 200
    with money.world.as_("SHG"):
        assert not Line.objects.exists()


def test_over_everybody_a_year_at_most(money, sign_in):  # noqa: F811
    browser = sign_in("DAT")

    assert browser.get(reverse("statements"), {"since": "2024-01-01", "until": "2026-01-01"}).status_code == 422
    assert browser.get(reverse("statements"), {"since": "2025-01-01", "until": "2026-01-01"}).status_code == 200


def take(browser, shape, what="totals", purpose="ตรวจสอบบัญชี", **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return browser.post(reverse("statement-file"), {"asked": asked, "what": what, "shape": shape, "purpose": purpose})


def test_a_file_carries_its_mark_no_names_and_is_in_the_trail(money, sign_in):  # noqa: F811
    money.paid("3000.00", on="2026-01-03")
    browser = sign_in("DAT")
    with money.world.as_("PMJ"):
        code = money.victim.matter.number

    refused = take(browser, "csv", purpose="x", regime="fund", person=code)
    file = take(browser, "csv", "entries", regime="fund", person=code)
    text = file.content.decode()

    assert refused.status_code == 400
    assert (file.status_code, file["Cache-Control"]) == (200, "no-store")
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert "ตรวจสอบบัญชี" in text.splitlines()[0]
    assert code in text
    assert "3000.00" in text
    assert "Daily living" not in text  # what help was for does not leave beside a payee code
    with person.as_system("read the trail"):
        event = Event.objects.filter(verb="export", record_type="statements").get()
        assert (event.purpose, event.detail["part"]) == ("ตรวจสอบบัญชี", "entries")


def test_a_workbook_has_numbers_and_dates_and_runs_no_formula(money, sign_in):  # noqa: F811
    money.paid("3000.00", on="2026-01-03")
    browser = sign_in("DAT")
    with money.world.as_("PMJ"):
        code = money.victim.matter.number

    file = take(browser, "xlsx", "entries", purpose="=HYPERLINK(1)", regime="fund", person=code)
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    days = (date(2026, 1, 3) - date(1899, 12, 30)).days

    assert "<v>3000</v>" in sheet
    assert f"<v>{days}</v>" in sheet
    assert "<f>" not in sheet


def test_the_printers_page_carries_the_mark(money, sign_in):  # noqa: F811
    money.paid("3000.00", on="2026-01-03")
    page = take(sign_in("DAT"), "print", regime="fund", per="month", since="2026-01-01", until="2026-02-01")

    assert page.status_code == 200
    assert "ตรวจสอบบัญชี" in page.content.decode()
    assert "3,000.00" in page.content.decode()


@pytest.mark.parametrize(
    ("regime", "per", "is_narrow", "lines", "may"),
    [
        ("fund", "person", False, True, True), ("court", "defendant", True, True, True), ("income", "month", False, False, True),
        ("income", "person", False, False, False), ("income", "month", True, False, False), ("witness", "head", False, False, True),
        ("witness", "head", False, True, False),
    ],
)  # fmt: skip
def test_what_of_a_regime_may_leave(regime, per, is_narrow, lines, may):
    assert takeaway.may_leave(regime, per, is_narrow=is_narrow, lines=lines) is may


def test_earnings_leave_as_sums_over_everybody_alone(world, sign_in_as):
    with world.as_("PMJ"):
        victim = make("people", by=world.user("PMJ"))
        make("income-entries", by=world.user("PMJ"), person=victim, amount=Decimal("372.00"), on_day=date(2026, 1, 5))
        number = victim.matter.number
    browser = sign_in_as(world.user("PMJ"))
    period = {"since": "2026-01-01", "until": "2026-02-01"}

    assert take(browser, "csv", regime="income", per="month", **period).status_code == 200
    assert take(browser, "csv", regime="income", person=number).status_code == 400
    assert take(browser, "csv", "entries", regime="income", **period).status_code == 400
    assert number in get(browser, "statement-entries", regime="income", **period)  # on the page it is there


def test_another_currency_stands_beside_with_rate_day_and_source_and_in_no_file(money, sign_in):  # noqa: F811
    money.paid("3500.00", on="2026-01-03")
    with person.as_system("a rate"):
        ExchangeRate.objects.create(
            currency="EUR", on_day=date(2026, 1, 1), rate=Decimal("35"), source="a test", confidence="C"
        )
    browser = sign_in("DAT")
    period = {"regime": "fund", "since": "2026-01-01", "until": "2026-02-01"}

    page, plain = get(browser, beside="EUR", **period), get(browser, **period)
    file = take(browser, "csv", beside="EUR", **period).content.decode()

    assert "EUR 100.00" in page
    assert "35 THB" in page
    assert "a test" in page
    assert "to be confirmed" in page
    assert "EUR 100.00" not in plain + file
    assert "3500.00" in file
    with person.as_user(money.world.user("DAT")):
        assert refused("UPDATE compensation_exchangerate SET rate = 1 RETURNING id") == ""  # touches no row
        assert ExchangeRate.objects.get(currency="EUR").rate == 35


def test_a_statement_and_its_entries_say_of_whom_and_of_which_days_they_are(money, sign_in):  # noqa: F811
    money.paid("3000.00", on="2026-01-03")
    browser = sign_in("DAT")
    with money.world.as_("PMJ"):
        number = money.victim.matter.number

    days = {"regime": "fund", "since": "2026-01-01", "until": "2026-01-31"}
    assert "1 Jan 2026 – 31 Jan 2026" in get(browser, **days)
    assert "1 Jan 2026 – 31 Jan 2026" in get(browser, "statement-entries", **days)
    assert f"{number}, from the beginning – " in get(browser, regime="fund", person=number)
