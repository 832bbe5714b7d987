"""The dashboard: each number opens onto its rows; computed stands beside published; statistics readers see the country."""

from datetime import date
from decimal import Decimal

import pytest

from actip.accounts import person
from actip.records import actions
from programmes.reference import shipped
from reporting import cells
from reporting.comparison import categories, compare, lines
from reporting.indicators import BY_CODE
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(world):
    """One payment made in 2022 and its people."""
    police, shelter, approver, payer = (world.user(role) for role in ("POL", "SHG", "FAP", "PAY"))
    with person.as_user(police):
        victim = make("people", by=police)
        actions.assign(victim.matter, by=police, agency=world.msdhs, basis="protection")
        actions.assign(victim.matter, by=police, agency=world.shelter, basis="protection")
    with person.as_user(shelter):
        payment = make("fund-payments", by=shelter, person=victim, amount=Decimal("2500.50"))
    with person.as_user(approver):
        actions.move(payment, "approve", by=approver)
    with person.as_user(payer):
        return actions.move(payment, "pay", by=payer, facts={"paid_on": date(2022, 5, 1)})


def test_a_number_opens_onto_exactly_its_rows(world, paid, client):
    client.force_login(world.user("DAT"))

    board = client.get("/dashboard/?year=2565")
    rows = client.get("/dashboard/fund/2022/?by=residence&is=outside")

    assert board.status_code == 200
    assert "/dashboard/fund/2022/?by=residence&amp;is=outside" in board.content.decode()
    assert [row["cells"][0]["value"] for row in rows.context["rows"]] == [paid.payee_code]
    assert (rows.context["n"], rows.context["amount"]) == (1, Decimal("2500.50"))


def test_computed_stands_beside_published_with_the_difference(world, paid):
    with world.as_("DAT"):
        found = {each.line.figure: each for each in compare(BY_CODE["fund"], 2022, cells.figures(BY_CODE["fund"]))}

    assert found["PF-069"].computed == Decimal("2500.50")
    assert found["PF-069"].published == Decimal(4957660)
    assert found["PF-069"].difference == Decimal("2500.50") - 4957660


def test_every_line_of_the_comparison_names_a_published_figure(db):
    from programmes.models import PublishedFigure

    with person.as_system("a test reads figures"):
        known = set(PublishedFigure.objects.values_list("figure", flat=True))
    assert {line.figure for line in lines()} <= known
    assert {line.indicator for line in lines()} <= set(BY_CODE)
    assert all(line.breakdown in ("", *BY_CODE[line.indicator].breakdowns) for line in lines())


def test_beside_parts_stands_the_total_that_they_add_up_to():
    """Of 2021 a later source restated the total: its parts are those of the first."""
    groups = {row["figure"]: row["check_group"] for row in shipped()}
    compared = {line.figure for line in lines()}
    totals = {group: figure for figure, group in groups.items() if group and "/" not in group}
    wanted = {totals.get(groups[line.figure].partition("/")[0]) for line in lines() if "/" in groups[line.figure]}
    assert wanted - {None} <= compared


def test_the_rest_is_what_no_other_line_names():
    line = next(line for line in lines() if line.categories == ("*",))
    figures = {(2022, "nationality", code): (1, Decimal(0)) for code in ("TH", "LA", "KH", "VN", "XX")}

    assert categories(line, figures) == ["KH", "VN"]


def test_who_counts_nothing_herself_sees_the_country_without_links(world, paid, client):
    client.force_login(world.user("NAT"))

    board = client.get("/dashboard/?year=2022")

    assert board.status_code == 200
    assert board.context["is_national"]
    assert "/dashboard/fund/" not in board.content.decode()
    assert client.get("/dashboard/fund/2022/").status_code == 403


def test_a_group_too_small_to_be_told_is_no_zero(world, paid, client):
    """One payment in the whole country: the board says neither 1 nor 0, and compares nothing with what was published."""
    cells.refresh()
    client.force_login(world.user("NAT"))

    board = client.get("/dashboard/?year=2022")

    section = next(each for each in board.context["sections"] if each["indicator"].code == "fund")
    assert [tile["value"] for tile in section["tiles"]] == ["–", "–"]
    assert {row["computed"] for row in section["compared"]} == {"–"}
    assert {row["difference"] for row in section["compared"]} == {None}
    assert section["is_hidden"]


@pytest.mark.parametrize(("role", "leads_there"), [("LED", True), ("NAT", True), ("HOT", False)])
def test_the_board_leads_to_court_money_where_that_opens(world, client, role, leads_there):
    client.force_login(world.user(role))

    assert ('href="/dashboard/court-money/"' in client.get("/dashboard/").content.decode()) is leads_there
    assert client.get("/dashboard/court-money/").status_code == (200 if leads_there else 403)


def test_the_administrator_has_no_dashboard(world, client):
    client.force_login(world.user("ADM"))

    assert client.get("/dashboard/").status_code == 403


@pytest.mark.parametrize("path", ["/dashboard/none/2022/", "/dashboard/fund/2022/?by=none&is=x", "/dashboard/fund/99/"])
def test_an_unknown_figure_is_not_found(world, client, path):
    client.force_login(world.user("DAT"))

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("year", ["3112", "69", "x", "๒๕๖๕", "2022'--"])
def test_a_year_that_is_none_still_shows_a_board(world, client, year):
    client.force_login(world.user("DAT"))

    assert client.get("/dashboard/", {"year": year}).status_code == 200


def test_the_api_gives_the_same_figures(world, paid, client):
    client.force_login(world.user("DAT"))

    told = client.get("/api/v1/indicators/fund/?year=2022").json()

    total = next(row for row in told["figures"] if row["breakdown"] == "")
    assert (total["count"], total["amount"], told["scope"]) == (1, "2500.50", "reach")
    assert client.get("/api/v1/indicators/fund/?year=๒๕๖๕").json()["figures"] == told["figures"]
    assert client.get("/api/v1/indicators/").json()["results"]
    assert client.get("/api/v1/indicators/none/").status_code == 404


@pytest.mark.parametrize("address", ["indicators/fund/", "indicators/referral-path/"])
@pytest.mark.parametrize("year", ["26", "next", "9999", "9" * 5_000, "-2022"])
def test_what_is_no_year_is_refused_in_words(world, client, address, year):
    client.force_login(world.user("DAT"))

    told = client.get(f"/api/v1/{address}", {"year": year}, headers={"Accept-Language": "en"})

    assert (told.status_code, told.json()["errors"][0]["attr"]) == (400, "year")
    assert "year" in told.json()["detail"]
