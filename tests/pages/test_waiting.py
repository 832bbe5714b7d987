"""What waits and what is still to come, in words that are true of it."""

import re

import pytest

from actip.accounts import person
from actip.records import actions
from actip.records.pages.home import EACH
from tests.compensation.test_court import Court, filed
from tests.factories import make
from tests.factories.cases import referred

pytestmark = pytest.mark.django_db


@pytest.fixture
def going_home(world):
    """A return that is asked for, with no day yet."""
    with world.as_("PMJ"):
        by = world.user("PMJ")
        return make("returns", by=by, person=make("people", by=by))


def said(page: str, label: str) -> str:
    return re.search(rf"<dt>{label}</dt>\s*<dd>(.*?)</dd>", page, re.S)[1]


def test_a_day_that_a_step_is_yet_to_bring_is_not_yet_there(sign_in, going_home):
    client = sign_in("PMJ")
    page = client.get(f"/returns/{going_home.pk}/").content.decode()

    assert "Not yet" in said(page, "Returned on")
    assert "Not stated" in said(page, "Province of return")
    assert client.get("/returns/").content.decode().count("Not yet") == 2  # scheduled, returned


def test_a_number_that_a_step_is_yet_to_bring_is_not_yet_there(sign_in, world):
    """Whoever executes orders knows claims by the number that the court gives: until a claim is made nobody left it out."""
    court = Court(world)
    page = sign_in("PRO").get("/claims/").content.decode()
    assert "Number of the motion" in page
    assert "Not stated" not in page

    filed(court, court_document="คร. 17/2569")
    assert "คร. 17/2569" in sign_in("PRO").get("/claims/").content.decode()


def test_what_no_step_can_bring_any_more_was_not_stated(sign_in, world, going_home):
    with person.as_user(world.user("PMJ")):
        actions.move(going_home, "cancel", by=world.user("PMJ"), facts={"cancel_reason": "own_wish"})
    page = sign_in("PMJ").get(f"/returns/{going_home.pk}/").content.decode()

    assert "Not stated" in said(page, "Returned on")


def test_an_order_says_what_it_waits_for_or_that_nothing_is_owed(sign_in, world):
    court = Court(world)
    filed(court)
    order = court.order("5000.00", is_joint=True, punitive=0)
    facts = {"claim": court.claim, "suspect": court.defendants[1], "amount": order.amount, "punitive": 0}
    shared = court.make("orders", **facts, is_joint=True, same_debt_as=order)
    client = sign_in("PRO")

    def told(one) -> str:
        page = client.get(f"/orders/{one.pk}/").content.decode()
        assert "owed" not in re.search("<h1>(.*?)</h1>", page, re.S)[1]
        return said(page, "No step since")

    assert "2026" in told(order)
    assert "Owed with the other order" in told(shared)
    court.receive(order, "5000.00")
    assert "Nothing is owed" in told(order)
    assert "Nothing is owed" in client.get("/orders/").content.decode()


def test_access_of_a_whole_agency_says_so(sign_in, story):
    page = sign_in("POL").get("/assignments/").content.decode()

    assert "The whole agency" in page
    assert "Not stated" not in page


def test_access_without_an_end_says_so(sign_in, story):
    client = sign_in("POL")
    page = client.get("/assignments/").content.decode()

    assert "Open-ended" in page
    assert "Open-ended" in client.get(f"/cases/{story.case.pk}/?tab=assignments").content.decode()


def test_the_list_that_goes_on_from_her_work_keeps_the_state_that_waits(sign_in, world):
    officer = world.user("HOT")
    with person.as_user(officer):
        for _n in range(EACH + 1):
            make("reports", by=officer)
        referred(make("reports", by=officer), by=officer, to=world.police)
    client = sign_in("HOT")
    [part] = [part for part in client.get("/").context["waiting"] if part["kind"].slug == "reports"]

    totals = {more["url"]: client.get(more["url"]).context["total"] for more in part["more"]}
    assert totals["/reports/?status=received"] == EACH + 1
    assert totals["/reports/"] == EACH + 2  # other states wait for her as well


def test_a_request_to_merge_says_which_record_stays(sign_in, story):
    page = sign_in("PMJ").get(f"/merges/new/?person={story.victim.pk}").content.decode()

    assert f"{story.victim.matter.number} stays, and the other record leads to it" in page
