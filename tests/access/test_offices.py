"""The prosecutor decides on the file, the court orders, legal execution traces: a step of one office is not another's to record.

The matrix lets two offices write the same record; whose step each is follows from the law. What is tried at every distance stands in
test_matrix, test_api and test_pages.
"""

from datetime import date

import pytest
from django.urls import reverse

from actip.access import decide
from actip.accounts import person
from actip.records import actions, catalogue
from tests.access.conftest import refuses, sql, tried
from tests.cases.conftest import as_owner
from tests.compensation.test_court import Court
from tests.factories import make
from tests.victims.browsers import browsing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
PROSECUTOR, PREPARING, COURT = {"PRO"}, {"PRO", "DAT"}, {"PRO", "CRT"}
WHOSE = {
    "case-charges": dict.fromkeys(("indict", "convict", "acquit", "dismiss", "withdraw"), PROSECUTOR),
    "prosecutions": dict.fromkeys((move.name for move in catalogue.get("prosecutions").workflow.moves), PROSECUTOR),
    "claims": dict.fromkeys(("inform", "wish", "decline", "prepare", "request_execution", "request_rest"), PREPARING)
    | {"claim": {"PRO"}, "become_final": {"PRO", "CRT", "DAT"}, "trace": {"LED", "DAT"}}
    | dict.fromkeys(("order_full", "order_part", "refuse", "ordered_full_on_appeal", "ordered_part_on_appeal"), COURT),
    "orders": {"become_final": {"PRO", "CRT", "DAT"}, "overturn": COURT},
}  # fmt: skip
OF_OFFICES = [
    (kind, move) for kind in catalogue.all_types() if kind.workflow for move in kind.workflow.moves if move.offices
]
NOT_INDICTED = "UPDATE cases_prosecution SET status = 'not_indicted', decided_on = '2026-02-01', decision_reason = 'x' WHERE id = %s"


@pytest.fixture
def file(world, story):
    """A file with the prosecutor, on a case that the court reaches too."""
    pol, pro = world.user("POL"), world.user("PRO")
    with person.as_user(pol):
        for agency in (world.prosecutor, world.user("CRT").agency):
            actions.assign(story.case.matter, by=pol, agency=agency, basis="case_team")
    with person.as_user(pro):
        return make("prosecutions", by=pro, case=story.case)


def test_whose_each_step_is():
    found: dict[str, dict] = {}
    for kind, move in OF_OFFICES:
        found.setdefault(kind.slug, {})[move.name] = set(move.offices)
    assert found == WHOSE


@pytest.mark.parametrize(
    ("kind", "move"), OF_OFFICES, ids=lambda value: getattr(value, "slug", getattr(value, "name", ""))
)
def test_each_of_these_offices_may_make_it(kind, move):
    """A step that nobody may make would be a record that stands still."""
    assert [role for role in move.offices if move.verb not in decide.granted(role, kind.code)] == []


def test_the_database_knows_the_same_offices(world):
    with world.as_("POL"):
        held = sql("SELECT slug, source, target, offices FROM actip.move WHERE offices IS NOT NULL")
    assert {(slug, source, target, frozenset(offices)) for slug, source, target, offices in held} == {
        (kind.slug, source, move.target, frozenset(move.offices))
        for kind, move in OF_OFFICES
        for source in move.sources
    }


def test_the_court_does_not_decide_for_the_prosecutor(world, file):
    court = world.user("CRT")
    with browsing(court) as browser:
        page = browser.get(f"/prosecutions/{file.pk}/").content.decode()
        asked = browser.get(reverse("records:move", args=["prosecutions", file.pk, "not_indict"]))
        told = browser.api("POST", f"prosecutions/{file.pk}/moves/not_indict/", {"decided_on": "2026-02-01"})
        work = [part["kind"].slug for part in browser.get("/").context["waiting"]]

    assert "/moves/" not in page
    assert (asked.status_code, "for another office to record: Public prosecutor" in asked.content.decode()) == (
        409,
        True,
    )
    assert (told.status_code, "Public prosecutor" in told.json()["detail"]) == (403, True)
    assert "prosecutions" not in work
    with person.as_user(court):
        assert refuses(NOT_INDICTED, [file.pk])
        with pytest.raises(actions.Refused, match="Public prosecutor"):
            actions.move(file, "indict", by=court, facts={"decided_on": date(2026, 2, 1)})


def test_who_executes_an_order_does_not_record_that_it_was_overturned(world):
    case = Court(world)
    order = case.order("80000.00")
    led = world.user("LED")
    with person.as_user(case.police):
        actions.assign(case.victim.matter, by=case.police, agency=led.agency, basis="case_team")
    facts = {"overturned_on": date(2026, 2, 1), "overturn_reason": "ศาลอุทธรณ์กลับ"}
    overturned = "UPDATE compensation_order SET status = 'overturned', overturned_on = '2026-02-01', overturn_reason = 'x' WHERE id = %s"
    with person.as_user(led):
        assert type(order).objects.filter(pk=order.pk).exists()
        with pytest.raises(actions.Refused, match="Public prosecutor"):
            actions.move(order, "overturn", by=led, facts=facts)
        assert refuses(overturned, [order.pk])
    with person.as_user(case.user):
        assert tried(overturned, [order.pk])


def test_the_prosecutor_finds_it_in_her_work_and_decides(world, file):
    with browsing(world.user("PRO")) as browser:
        assert "prosecutions" in [part["kind"].slug for part in browser.get("/").context["waiting"]]
    with world.as_("PRO"):
        assert tried(NOT_INDICTED, [file.pk])


def test_the_control_without_the_offices_the_court_would(world, file):
    offices = "UPDATE actip.move SET offices = {} WHERE slug = 'prosecutions'"
    with person.as_user(world.user("CRT")):
        assert refuses(NOT_INDICTED, [file.pk])
        as_owner(offices.format("NULL"))
        try:
            assert tried(NOT_INDICTED, [file.pk])
        finally:
            as_owner(offices.format("'{PRO}'"))
