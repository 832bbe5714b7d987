"""What connects a case to others: told by kind alone, at both ends within reach; what lies out of reach leaves no trace."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actip.accounts import person
from actip.records import actions
from cases import links
from tests.access.conftest import browsing, sql
from tests.cases.test_story import signed_in
from tests.factories import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
PHONE, DOCUMENT, PLATE = "081-777-0001", "1-1020-00304-05-1", "กข 1234 กรุงเทพมหานคร"
NAME = "สมศักดิ์ ทดสอบ"


def entangled(by, **more):
    """A case with a suspect, a vehicle and a place; what it shares is given."""
    case = make("cases", by=by, **({"report": more["report"]} if "report" in more else {}))
    suspect = make("suspects", by=by, case=case)
    make(
        "suspect-identities",
        by=by,
        suspect=suspect,
        full_name=NAME,
        phone=more.get("phone", ""),
        document=more.get("document", ""),
    )
    return case


def with_vehicle(world, case, number, kind="vehicle"):
    with person.as_system("shared with the office"):
        actions.assign(case.matter, by=None, agency=world.agencies["amlo"], basis="case_team")
    with world.as_("AML"):
        asset = make("assets", by=world.user("AML"), case=case, kind=kind)
        make("asset-numbers", by=world.user("AML"), asset=asset, number=number)
    return asset


@pytest.fixture
def stranger(world):
    return world.add_user("POL", "police_two", "stranger")


@pytest.fixture
def mine(world):
    with world.as_("POL"):
        return entangled(world.user("POL"), phone=PHONE, document=DOCUMENT)


@pytest.fixture
def near(world):
    """Another case of one's own unit that shares all of it."""
    with world.as_("POL"):
        return entangled(world.user("POL"), phone="+66 81 777 0001", document=DOCUMENT.replace("-", ""))


@pytest.fixture
def far(world, stranger):
    """A case of another unit that shares all of it."""
    with person.as_user(stranger):
        return entangled(stranger, phone=PHONE, document=DOCUMENT)


def told(case, user) -> list[tuple]:
    with person.as_user(user):
        return [(link.label, link.case.pk) for link in links.of_case(type(case).objects.get(pk=case.pk))]


def test_a_telephone_and_a_document_connect_cases_that_she_reads(world, mine, near):
    pol = world.user("POL")
    assert sorted(told(mine, pol)) == [("Same person", near.pk), ("Telephone", near.pk)]
    assert sorted(told(near, pol)) == [("Same person", mine.pk), ("Telephone", mine.pk)]


def test_what_lies_out_of_reach_leaves_no_trace_and_the_system_sees_it(world, mine, far):
    pol = world.user("POL")
    assert told(mine, pol) == []
    with world.as_("POL"):
        assert sql("SELECT * FROM actip.case_links(%s, 60)", [mine.pk]) == []
        assert sql("SELECT * FROM actip.case_links(%s, 60)", [far.pk]) == []
    with person.as_system("the control"):
        assert {row[4] for row in sql("SELECT * FROM actip.case_links(%s, 60)", [mine.pk])} == {far.pk}


def test_another_number_connects_nothing(world, mine):
    pol = world.user("POL")
    with world.as_("POL"):
        entangled(pol, phone="081-777-0002", document="1-1005-00112-23-1")
    assert told(mine, pol) == []


def test_a_case_out_of_reach_is_not_told_from_its_own_end_either(world, mine, far, stranger):
    """Places stand in the open part of a case: whoever may not read the case learns nothing of its places through hers."""
    place = {"kind": "factory", "province": "TH-74", "district": "เมืองสมุทรสาคร", "from_on": date(2025, 3, 1)}
    with world.as_("POL"):
        make("case-places", by=world.user("POL"), case=mine, **place)
    with person.as_user(stranger):
        make("case-places", by=stranger, case=far, **place)
    for asks, case in ((world.user("POL"), far), (stranger, mine)):
        with person.as_user(asks):
            assert sql("SELECT * FROM actip.case_links(%s, 60)", [case.pk]) == []
    with person.as_system("the control"):
        assert ("place",) in sql("SELECT kind FROM actip.case_links(%s, 60)", [far.pk])


def test_a_hidden_case_moves_no_number_and_takes_no_place_of_a_shown_one(world, mine, near, far):
    pol = world.user("POL")
    with world.as_("POL"):
        rows = sql("SELECT thing, other_case FROM actip.case_links(%s, 2)", [mine.pk])
    assert rows == [(1, near.pk), (2, near.pk)]
    with browsing(signed_in(pol)) as browser:
        page = browser.get(f"/cases/{mine.pk}/links/").content.decode()
    assert str(near.pk) in page
    assert str(far.pk) not in page
    with person.as_system("the control"):
        assert len(sql("SELECT thing FROM actip.case_links(%s, 60)", [mine.pk])) == 4


def test_access_to_both_ends_is_asked_for(world, mine, far, stranger):
    """Who reads one case and only knows of the other, or reads no suspects of it, learns of no link; given it, she does."""
    pol = world.user("POL")
    with person.as_user(stranger):
        given = actions.assign(far.matter, by=stranger, agency=world.police, basis="case_team")
    assert len(told(mine, pol)) == 2
    with person.as_user(stranger):
        actions.move(given, "end", by=stranger)
    assert told(mine, pol) == []
    with world.as_("POL"):
        actions.assign(mine.matter, by=pol, agency=world.rights, basis="case_team")
    with person.as_user(stranger):
        actions.assign(far.matter, by=stranger, agency=world.rights, basis="case_team")
    assert told(mine, world.user("RLP")) == []  # reads the cases, not the suspects
    with world.as_("POL"):
        actions.assign(mine.matter, by=pol, agency=world.prosecutor, basis="case_team")
    with person.as_user(stranger):
        actions.assign(far.matter, by=stranger, agency=world.prosecutor, basis="case_team")
    assert len(told(mine, world.user("PRO"))) == 2  # the control: reads both


def test_a_vehicle_or_an_account_is_the_same_by_its_number_and_kind(world, mine, near):
    with_vehicle(world, mine, PLATE)
    with_vehicle(world, near, "กข1234กรุงเทพมหานคร")
    with_vehicle(world, near, PLATE, kind="account")
    amlo, pol = world.user("AML"), world.user("POL")
    assert ("Vehicle", near.pk) in told(mine, amlo)
    assert [label for label, _case in told(mine, pol)].count("Vehicle") == 1
    with world.as_("POL"):
        actions.assign(mine.matter, by=pol, agency=world.rights, basis="case_team")
        actions.assign(near.matter, by=pol, agency=world.rights, basis="case_team")
    assert told(mine, world.user("RLP")) == []  # assets are not open to her role


def test_a_report_connects_the_cases_that_came_from_it_and_reporters_never_do(world):
    pol = world.user("POL")
    with world.as_("POL"):
        reports = [make("reports", by=pol) for _ in range(2)]
        for report in reports:
            make("reporters", by=pol, report=report, phone=PHONE)
            actions.move(report, "triage", by=pol, facts={"danger": "concern", "duplicates": "none_found"})
        first, second = entangled(pol, report=reports[0]), entangled(pol, report=reports[0])
        third = entangled(pol, report=reports[1])
    assert told(first, pol) == [("Report", second.pk)]
    assert told(third, pol) == []


def test_a_place_connects_cases_of_one_district_kind_and_time(world, mine, near):
    pol = world.user("POL")
    place = {"kind": "factory", "province": "TH-74", "district": "เมืองสมุทรสาคร", "from_on": date(2025, 3, 1)}
    with world.as_("POL"):
        make("case-places", by=pol, case=mine, **place, to_on=date(2025, 5, 1))
        make("case-places", by=pol, case=near, **place | {"from_on": date(2026, 3, 1)})
        for vague in ({"kind": "unknown"}, {"district": ""}):  # connects nothing, though both say it
            for case in (mine, near):
                make("case-places", by=pol, case=case, **place | {"from_on": date(2025, 4, 1)} | vague)
        assert not [label for label, _case in told(mine, pol) if label not in ("Same person", "Telephone")]
        assert "Factory" not in {label.split()[0] for label, _case in told(mine, pol)}
        make("case-places", by=pol, case=near, **place | {"from_on": date(2025, 4, 1)})
    assert any(label.startswith("Factory") for label, _case in told(mine, pol))


def test_the_page_draws_names_by_kind_alone_and_a_table_says_the_same(world, mine, near):
    with browsing(signed_in(world.user("POL"))) as browser:
        page = browser.get(f"/cases/{mine.pk}/links/").content.decode()
        story = browser.get(f"/cases/{mine.pk}/").content.decode()
    assert f"/cases/{mine.pk}/links/" in story
    drawn = re.search(r'<svg class="links".*?</svg>', page, re.DOTALL)[0]
    for part in (drawn, page[page.index("<table") :]):
        assert part.count(near.matter.number) >= 1
        assert "Telephone" in part
    assert drawn.count('class="tie"') == 4
    assert not [word for word in (NAME, "0817770001", PHONE, DOCUMENT, "style=") if word in page]


def test_the_page_is_for_readers_of_the_case(world, mine, far):
    with browsing(signed_in(world.user("POL"))) as browser:
        assert browser.get(f"/cases/{mine.pk}/links/").status_code == 200
        assert "Nothing that you can open" in browser.get(f"/cases/{mine.pk}/links/").content.decode()
        assert browser.get(f"/cases/{far.pk}/links/").status_code == 404
    with browsing(signed_in(world.user("HOT"))) as browser:
        assert browser.get(f"/cases/{mine.pk}/links/").status_code == 403


def test_it_costs_the_same_for_many_cases_as_for_one(world, mine, near):
    pol = world.user("POL")
    with world.as_("POL"):
        case = type(mine).objects.get(pk=mine.pk)
        with CaptureQueriesContext(connection) as few:
            links.of_case(case)
        for _ in range(4):
            entangled(pol, phone=PHONE, document=DOCUMENT)
        with CaptureQueriesContext(connection) as many:
            found = links.of_case(case)
            [link.case.matter.number for link in found]
    assert len(many) == len(few)
    assert len(found) == 10
