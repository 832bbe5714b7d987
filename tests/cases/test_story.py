"""One screen tells what a case comes to: suspects, charges, outcomes, limits; only what whoever looks may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actip.accounts import person
from actip.records import actions
from cases.story import charges_matrix
from tests.access.conftest import browsing
from tests.factories import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


def signed_in(user):
    """The user with one open session, reading English."""
    with person.as_system("a session"):
        type(user).objects.filter(pk=user.pk).update(sessions=["test"], language="en")
    user.refresh_from_db()
    return user


def test_each_suspect_stands_beside_each_charge_and_its_outcome(world, case, suspect, charge):
    pol, pro = world.user("POL"), world.user("PRO")
    with world.as_("POL"):
        other = make("suspects", by=pol, case=case)
        make(
            "case-charges", by=pol, case=case, suspect=other, provision="PC-282", counts=3, offence_on=date(2025, 12, 2)
        )
        actions.move(charge, "lay", by=pol, facts={"laid_on": date(2026, 1, 10)})
    with world.as_("PRO"):
        actions.move(charge, "indict", by=pro, facts={"indicted_on": date(2026, 3, 1)})
        actions.move(charge, "acquit", by=pro, facts={"decided_on": date(2026, 9, 1)})
        found = charges_matrix(case, pro)
    assert len(found["provisions"]) == 2
    outcomes = [[[one["outcome"] for one in cell] for cell in row["cells"]] for row in found["rows"]]
    assert outcomes == [[["Acquitted"], []], [[], ["Proposed"]]]
    (unsure,) = found["rows"][1]["cells"][1]
    assert (unsure["counts"], unsure["is_sure"]) == (3, False)


def test_it_costs_the_same_for_one_suspect_as_for_many(world, case, suspect, charge):
    pol = world.user("POL")
    with world.as_("POL"):
        make("remands", by=pol, suspect=suspect)
        with CaptureQueriesContext(connection) as few:
            charges_matrix(case, pol)
        for number in range(4):
            more = make("suspects", by=pol, case=case)
            make("case-charges", by=pol, case=case, suspect=more, offence_on=date(2025, 1, 1 + number))
            make("remands", by=pol, suspect=more)
        with CaptureQueriesContext(connection) as many:
            found = charges_matrix(case, pol)
    assert len(many) == len(few)
    assert all(row["clocks"] for row in found["rows"])


def test_charges_without_their_suspects_for_whoever_reads_charges_alone(world, case, suspect, charge):
    with world.as_("POL"):
        actions.assign(case.matter, by=world.user("POL"), agency=world.rights, basis="case_team")
        make("remands", by=world.user("POL"), suspect=suspect)
    with world.as_("RLP"):
        found = charges_matrix(case, world.user("RLP"))
    assert [row.get("url") for row in found["rows"]] == [None]
    assert found["rows"][0]["clocks"] == []
    stranger = world.add_user("POL", "police_two", "stranger")
    with person.as_user(stranger):
        assert charges_matrix(case, stranger) == {"provisions": [], "rows": []}


def test_the_page_of_the_case_shows_it(world, case, suspect, charge):
    with browsing(signed_in(world.user("POL"))) as browser:
        page = browser.get(f"/cases/{case.pk}/").content.decode()
        assert "Suspects and charges" in page
        assert "4 to 12 years" in page
        charged = browser.get(f"/case-charges/{charge.pk}/").content.decode()
        assert "The law on the day of the offence" in charged


def test_interviewers_are_proposed_to_whoever_records_interviews_there(world, case):
    with person.as_system("sexes"):
        her = world.add_user("POL", "police", "her")
        type(her).objects.filter(pk=her.pk).update(sex="female", name_en="Officer Her")
    with browsing(signed_in(world.user("POL"))) as browser:
        assert "Officer Her" in browser.get(f"/cases/{case.pk}/interviewers/?wished=female").content.decode()
        assert "Officer Her" not in browser.get(f"/cases/{case.pk}/interviewers/?wished=male").content.decode()
    with browsing(signed_in(world.user("PRO"))) as browser:
        assert browser.get(f"/cases/{case.pk}/interviewers/").status_code == 403
    stranger = world.add_user("POL", "police_two", "stranger")
    with browsing(signed_in(stranger)) as browser:
        assert browser.get(f"/cases/{case.pk}/interviewers/").status_code == 404


def test_the_catalogue_is_open_to_whoever_reads_charges(world):
    with browsing(signed_in(world.user("CRT"))) as browser:
        page = browser.get("/offence-catalogue/").content.decode()
        assert "To be confirmed" in page
    with browsing(signed_in(world.user("SHG"))) as browser:
        assert browser.get("/offence-catalogue/").status_code == 403
