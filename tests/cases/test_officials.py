"""Complicity of officials: closed to the units concerned, which the case cannot be given to either."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from actip.accounts import person
from actip.records import actions
from cases.models import ComplicityConflict, OfficialComplicity
from tests.access.conftest import refuses, sql, tried
from tests.cases.conftest import as_owner
from tests.factories import build, make
from tests.rows import copied

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world):
    """A case of DSI, shared with the police unit whose officer is said to be involved, its supervisor and the prosecutor."""
    dsi = world.user("DSI")
    with world.as_("DSI"):
        case = make("cases", by=dsi, investigator="dsi")
        suspect = make("suspects", by=dsi, case=case)
        for agency in (world.police, world.prosecutor):
            actions.assign(case.matter, by=dsi, agency=agency, basis="case_team")
        return make("official-complicity", by=dsi, case=case, suspect=suspect, agency=world.police_two, other_agency="")


def seen(world, role: str) -> tuple[int, int, bool, bool, bool]:
    """Rows, rows of the conflict list, in the history of the matter, known to exist, the record's own history."""
    with world.as_(role), transaction.atomic():
        matter, pk = sql("SELECT id FROM access_matter WHERE kind = 'case'")[0][0], world.complicity
        return (
            OfficialComplicity.objects.count(),
            ComplicityConflict.objects.count(),
            "official-complicity"
            in {row[0] for row in sql("SELECT record_type FROM actip.matter_history(%s, 100)", [matter])},
            bool(sql("SELECT actip.existence(%s, '{official-complicity}')", [matter])[0][0]),
            bool(sql("SELECT 1 FROM actip.history('official-complicity', %s)", [str(pk)])),
        )


def test_the_unit_concerned_sees_nothing_and_the_others_what_the_matrix_says(world, file):
    world.__dict__["complicity"] = file.pk
    assert seen(world, "SPV") == (1, 0, True, True, True)
    assert seen(world, "POL") == (0, 0, False, True, False)
    with world.as_("DSI"):
        for agency in (world.police, world.ticac):
            make("complicity-conflicts", by=world.user("DSI"), complicity=file, agency=agency)

    assert seen(world, "SPV") == (0, 0, False, False, False), "nor which other units are"
    assert seen(world, "POL") == (0, 0, False, False, False)
    assert seen(world, "PRO") == (1, 2, True, True, True)
    assert seen(world, "DSI") == (1, 2, True, True, True)


def test_what_is_written_of_an_official_moves_no_last_touched(world, file):
    """The unit concerned keeps its case: its list would say that something was written there which it cannot find."""
    dsi = world.user("DSI")

    def told() -> tuple:
        """Within one transaction the hour is one: what is touched shows only if the last touch lies before."""
        with world.as_("POL"):
            return (
                sql("SELECT touched_at, status, next_due_at FROM access_matter WHERE kind = 'case'")[0],
                sql("SELECT max(touched_at) FROM access_feed WHERE kind = 'case'")[0],
            )

    with person.as_system("it was touched yesterday"):
        sql("SELECT actip.date_matters(ARRAY[%s]::uuid[], ARRAY[now() - interval '1 day'])", [file.case.matter_id])
    before = told()
    with world.as_("DSI"):
        conflict = make("complicity-conflicts", by=dsi, complicity=file, agency=world.police)
        file.allegation = "Paid by the owner"
        actions.save(file, by=dsi, entered=("allegation",))
        make("official-complicity", by=dsi, case=file.case, suspect=file.suspect, agency=world.police, other_agency="")
    assert conflict.pk
    assert told() == before

    with world.as_("DSI"):
        make("suspects", by=dsi, case=file.case)
    assert told() != before, "the control: what the unit may read does"


def test_the_case_is_not_given_to_a_unit_concerned_and_nobody_says_why(world, file):
    dsi = world.user("DSI")
    with world.as_("DSI"):
        make("complicity-conflicts", by=dsi, complicity=file, agency=world.ticac)
        for agency in (world.police_two, world.ticac):
            with pytest.raises(actions.OutOfReach):
                actions.assign(file.case.matter, by=dsi, agency=agency, basis="case_team")
        actions.assign(file.case.matter, by=dsi, agency=world.court, basis="case_team")
        insert = (
            "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, assigned_by_id,"
            " from_agency_id, version, created_at, updated_at) VALUES (gen_random_uuid(), %s, %s, 'case_team', 'accepted', false,"
            " now(), '', '', actip.me_user(), actip.me_agency(), 1, now(), now())"
        )
        assert refuses(insert, [file.matter_id, world.police_two.pk])
        assert tried(insert, [file.matter_id, world.health.pk])
    with person.as_system("an import"):
        assert refuses(
            insert.replace("actip.me_user()", "NULL").replace("actip.me_agency()", "NULL"),
            [file.matter_id, world.police_two.pk],
        )


def test_an_agency_keeps_no_file_about_itself(world, file):
    dsi = world.user("DSI")
    with world.as_("DSI"):
        with pytest.raises(ValidationError, match="about itself"):
            make("official-complicity", by=dsi, case=file.case, agency=world.dsi)
        with pytest.raises(ValidationError, match="about itself"):
            actions.save(build("complicity-conflicts", complicity=file, agency=world.dsi), by=dsi)
        assert refuses("UPDATE cases_officialcomplicity SET agency_id = %s", [world.dsi.pk])
        another = make("complicity-conflicts", by=dsi, complicity=file, agency=world.ticac)
        assert refuses(*copied("cases_complicityconflict", another, agency_id=world.dsi.pk))
        assert tried(*copied("cases_complicityconflict", another, agency_id=world.amlo.pk))  # the control


def test_what_the_official_is_said_to_have_done_is_kept_encrypted(world, file):
    with world.as_("DSI"):
        assert "ด่าน".encode() not in bytes(sql("SELECT allegation FROM cases_officialcomplicity")[0][0])
        assert (
            "ด่าน"
            in actions.reveal(OfficialComplicity.objects.get(), by=world.user("DSI"), reason="การประชุม")["allegation"]
        )


def test_discipline_goes_its_way(world, file):
    dsi = world.user("DSI")
    with world.as_("DSI"):
        actions.move(file, "open_inquiry", by=dsi, facts={"inquiry_on": date(2026, 2, 1)})
        facts = {"decided_on": date(2026, 5, 1), "decision_number": "ตร. 12/2569"}
        with pytest.raises(ValidationError):
            actions.move(file, "discipline", by=dsi, facts=facts)
        assert actions.move(file, "discipline", by=dsi, facts=facts | {"measure": "suspension"}).status == "disciplined"


def test_the_control_without_the_policy_the_unit_would_see_it(world, file):
    world.__dict__["complicity"] = file.pk
    with world.as_("DSI"):
        make("complicity-conflicts", by=world.user("DSI"), complicity=file, agency=world.police)
    assert seen(world, "SPV")[0] == 0
    function = sql("SELECT pg_get_functiondef('actip.concerns_me(uuid)'::regprocedure)")[0][0]
    as_owner(function.replace("actip.is_concerned(of_record, actip.me_agency())", "false"))
    try:
        assert seen(world, "SPV")[0] == 1
    finally:
        as_owner(function)
