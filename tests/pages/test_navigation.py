"""The navigation: eight entries at most, those of the role's daily work first, the rest behind one word, each of them open."""

import re

import pytest

from actip.access import matrix
from actip.records import catalogue
from actip.records.pages import context

pytestmark = pytest.mark.django_db


def bar(client, address: str = "/") -> tuple[list[str], list[str]]:
    """Addresses in the bar, and behind "More"."""
    page = client.get(address).content.decode()
    nav = re.search(r'<nav class="nav".*?</nav>', page, re.S).group()
    shown, _fold, folded = nav.partition("<details")
    return tuple(re.findall(r'href="([^"]+)"', part) for part in (shown, folded))


@pytest.mark.parametrize("role", list(matrix.roles()))
def test_eight_entries_stand_in_the_bar_and_every_entry_opens(world, sign_in, role):
    client = sign_in(role)
    shown, folded = bar(client)

    assert shown[0] == "/"
    assert len(shown) <= context.IN_BAR + (not folded)
    assert len(folded) != 1
    assert len(set(shown + folded)) == len(shown + folded)
    for address in shown + folded:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("HOT", ["/", "/intake/", "/reports/"]),
        ("POL", ["/", "/intake/", "/reports/", "/cases/", "/people/"]),
        ("SPV", ["/", "/case-charges/"]),
        ("CRT", ["/", "/cases/", "/people/", "/hearing-calendar/", "/prosecutions/", "/court-cases/"]),
        ("SHG", ["/", "/people/", "/free-beds/", "/placements/", "/fund-payments/", "/care-plans/"]),
        ("LED", ["/", "/claims/", "/orders/"]),
        ("AML", ["/", "/cases/", "/assets/"]),
        ("RLP", ["/", "/cases/", "/people/", "/state-applications/"]),
        ("FAP", ["/", "/fund-payments/", "/payment-approval/"]),
        ("LAB", ["/", "/intake/", "/reports/", "/people/", "/screenings/"]),
        ("NAT", ["/", "/dashboard/"]),
    ],
)
def test_what_a_role_does_every_day_comes_first(world, sign_in, role, first):
    assert bar(sign_in(role))[0][: len(first)] == first


@pytest.mark.parametrize("role", list(matrix.roles()))
def test_on_the_first_day_the_page_of_her_work_says_what_comes_or_where_to_begin(world, sign_in, role):
    answer = sign_in(role).get("/")
    page, given = answer.content.decode(), answer.context["is_given"]

    assert "Nothing waits for you" in page
    assert given or answer.context["starts"]
    assert ("What others hand over to you appears here" in page) is given
    assert given is (role not in ("DSH", "NAT", "PAR", "AUD", "ADM"))


def test_who_reads_figures_begins_with_the_dashboard(world, sign_in):
    assert [start["url"] for start in sign_in("PAR").get("/").context["starts"]] == ["/dashboard/"]


def test_the_open_page_is_marked_also_behind_more(world, sign_in):
    client = sign_in("POL")
    address = bar(client)[1][0]
    page = client.get(address).content.decode()

    assert page.count(f'href="{address}" aria-current="page"') == 1
    assert client.get("/cases/").content.decode().count('href="/cases/" aria-current="page"') == 1


def test_a_desk_hangs_below_another_record():
    """A type that hangs below none stands in the navigation anyway."""
    assert all(kind.parent for kind in catalogue.all_types() if kind.desk)
