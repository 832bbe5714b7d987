"""From a filtered list to its records and from one to the next; what waits says what to do."""

import re

import pytest

from actip.accounts import person
from actip.records import actions
from tests.factories import make
from tests.factories.cases import referred

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(world, sign_in):
    """Three cases of one province, with others between them, in the order of the list."""
    officer, found = world.user("POL"), {}
    with person.as_user(officer):
        for _n in range(3):
            case = make("cases", by=officer, province="TH-50")
            found[str(case.pk)] = case
            make("cases", by=officer, province="TH-10")
    page = sign_in("POL").get("/cases/?province=TH-50").content.decode()
    return [found[key] for key in re.findall(r'href="/cases/([0-9a-f-]{36})/', page)]


def around(page: str) -> dict[str, str]:
    """Links to the records before and after."""
    return {way: url.replace("&amp;", "&") for url, way in re.findall(r'<a href="([^"]+)" rel="(prev|next)">', page)}


def test_one_goes_from_record_to_record_inside_a_filtered_list(three, sign_in):
    client = sign_in("POL")
    listed = client.get("/cases/?province=TH-50").content.decode()
    opened = re.search(rf'href="(/cases/{three[0].pk}/\?list=[^"]+)"', listed)[1]

    first = client.get(opened).content.decode()
    middle = client.get(around(first)["next"]).content.decode()
    last = client.get(around(middle)["next"]).content.decode()

    assert set(around(first)) == {"next"}
    assert str(three[1].pk) in around(first)["next"]
    assert str(three[2].pk) in around(middle)["next"]
    assert str(three[0].pk) in around(middle)["prev"]
    assert set(around(last)) == {"prev"}
    assert 'href="/cases/?province=TH-50"' in last


def test_by_state_as_well(three, sign_in, world):
    with world.as_("POL"):
        actions.move(three[1], "inquire", by=world.user("POL"))

    page = sign_in("POL").get(f"/cases/{three[0].pk}/?list=status%3Dopened%26province%3DTH-50").content.decode()

    links = " ".join(around(page).values())
    assert str(three[2].pk) in links
    assert str(three[1].pk) not in links


@pytest.mark.parametrize("asked", ["", "province%3DTH-99x", "nothing%3D1", "%00", "opened_on_from%3D99", "cursor%3Dx"])
def test_without_a_list_that_can_be_read_there_are_no_neighbours(three, sign_in, asked):
    answer = sign_in("POL").get(f"/cases/{three[1].pk}/?list={asked}")

    assert answer.status_code == 200
    assert around(answer.content.decode()) == {}


def test_in_a_register_likewise(world, sign_in):
    with person.as_system("shelters"):
        for code in ("A", "B", "C"):
            make("shelters", agency=world.shelter, code=f"HERE-{code}", province="TH-50")
        make("shelters", agency=world.shelter, code="HERE-BB", province="TH-10")
    client = sign_in("PMJ")
    keys = re.findall(r'href="/shelters/([0-9a-f-]{36})/', client.get("/shelters/?province=TH-50").content.decode())

    links = around(client.get(f"/shelters/{keys[1]}/?list=province%3DTH-50").content.decode())

    assert (keys[0] in links["prev"], keys[2] in links["next"]) == (True, True)


def test_neighbours_are_those_within_reach(three, sign_in, world):
    """Another agency, assigned to the middle one alone, meets no other; the agency that has them all does."""
    with world.as_("POL"):
        actions.assign(three[1].matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    address = f"/cases/{three[1].pk}/?list=province%3DTH-50"

    assert around(sign_in("PRO").get(address).content.decode()) == {}
    assert set(around(sign_in("POL").get(address).content.decode())) == {"prev", "next"}


def test_a_referred_report_says_to_open_a_case_to_whoever_may(world, sign_in):
    with world.as_("HOT"):
        hot = world.user("HOT")
        report = referred(make("reports", by=hot), by=hot, to=world.police)
    with world.as_("POL"):
        actions.move(report.matter.assignments.get(state="offered"), "accept", by=world.user("POL"))

    assert "Next: New: case" in sign_in("POL").get("/").content.decode()
    assert "Next: New: case" not in sign_in("HOT").get("/").content.decode()


def test_empty_filters_are_made_once_and_in_the_language_of_each(world, sign_in):
    client = sign_in("HOT")
    pages = {}
    for language in ("en", "th", "en"):
        client.cookies["django_language"] = language
        pages.setdefault(language, []).append(client.get("/reports/").context["panel"])

    assert pages["en"][0] == pages["en"][1]
    assert "Province" in pages["en"][0]
    assert "จังหวัด" in pages["th"][0]
