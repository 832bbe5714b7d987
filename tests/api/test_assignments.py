"""Who works on a matter, and what was written along: for those who read the matter, not for those who know that there is one."""

import pytest

from actip.access.models import Assignment
from actip.accounts import person
from actip.records.api.serializers import shape
from tests.access.conftest import sql
from tests.access.story import Story
from tests.api.conftest import body_of
from tests.victims.browsers import browsing
from tests.worlds import WORKPLACES

pytestmark = pytest.mark.django_db
NOTE = "เธอพักอยู่กับป้าที่แม่สอด"


@pytest.fixture
def given(world):
    """Matter kind -> an assignment of a prosecutor with a note, beside one of each onlooker's agency."""
    story, found = Story(world), {}
    with person.as_system("assigned"):
        for matter in (story.case.matter, story.victim.matter):
            for agency in (world.ngo, world.fund):
                Assignment.objects.create(matter=matter, agency=agency, basis="case_team")
            found[matter.kind] = Assignment.objects.create(
                matter=matter, agency=world.prosecutor, officer=world.user("PRO"), basis="case_team", note=NOTE
            )
    return found


def test_who_knows_that_there_is_a_case_finds_her_own_agencys_alone(world, caller, given):
    other, program = given["case"], caller("NGO")

    rows = program.get(f"assignments/?matter={other.matter_id}").body["results"]
    assert {row["agency"] for row in rows} == {world.ngo.pk}
    assert program.get(f"assignments/{other.pk}/").status == 404
    with browsing(world.user("NGO")) as browser:
        assert browser.get(f"/assignments/{other.pk}/").status_code == 404


def test_a_list_begins_with_her_agencys_and_gives_a_whole_matters_when_asked(world, caller, given):
    matter = given["case"].matter_id
    officer = caller("POL")

    own = officer.get("assignments/?size=200").body["results"]
    whole = officer.get(f"assignments/?matter={matter}").body["results"]

    assert own
    assert {row["agency"] for row in own} == {world.police.pk}
    assert {world.police.pk, world.prosecutor.pk, world.ngo.pk} <= {row["agency"] for row in whole}
    assert {row["matter"] for row in whole} == {str(matter)}


# The NGO knows that there is a case; the Fund's approver does too, and sees a person masked.
@pytest.mark.parametrize(("role", "kind"), [("NGO", "case"), ("FAP", "case"), ("FAP", "person")])
def test_the_database_shows_no_more_of_a_matter_that_is_not_read(world, given, role, kind):
    user, matter = world.user(role), given[kind].matter_id
    with person.as_user(user):
        assert sql("SELECT count(*) FROM access_matter WHERE id = %s", [matter]) == [(1,)]
        found = sql("SELECT agency_id, from_agency_id FROM access_assignment WHERE matter_id = %s", [matter])
        assert found
        assert all(user.agency_id in row for row in found)


@pytest.mark.parametrize(("role", "kind"), [("POL", "case"), ("PMJ", "person"), ("NGO", "person")])
def test_who_reads_the_matter_reads_who_works_on_it(caller, given, role, kind):
    assert caller(role).get(f"assignments/{given[kind].pk}/").body["note"] == NOTE


def test_nobody_learns_who_works_elsewhere_by_naming_an_officer(world, caller):
    """Whoever works at another agency, in whichever of them, is answered for as somebody who never was."""
    program = caller("POL")
    matter = program.add("cases", **body_of("cases"))["id"]
    elsewhere, nobody = world.user("WPO"), 987654321

    for agency in (elsewhere.agency, world.police):
        refused = assigning(program, matter, elsewhere.pk, agency)
        assert refused == assigning(program, matter, nobody, agency)
        assert refused[0] == 400
    colleague = world.add_user("POL", "police", "colleague")
    assert assigning(program, matter, colleague.pk, world.police) == (201, None)


@pytest.mark.parametrize("first", ["POL", "HOT"])
def test_whoever_asked_first_does_not_decide_whom_others_may_name(world, caller, first):
    """What may be sent is worked out once for all who ask; whose officers may be named is not."""
    shape.cache_clear()
    for role in sorted(["POL", "HOT"], key=lambda role: role != first):
        program, own = caller(role), world.add_user(role, WORKPLACES[role], f"beside {role}")
        matter = program.add("reports", **body_of("reports"))["id"]
        assert assigning(program, matter, own.pk, own.agency) == (201, None)
        assert assigning(program, matter, world.user("WPO").pk, own.agency)[0] == 400


def assigning(program, matter: str, officer: int, agency) -> tuple:
    """The status and the errors that a program is answered with."""
    body = {"matter": matter, "agency": agency.pk, "officer": officer, "basis": "case_team"}
    answer = program.post("assignments/", body)
    return answer.status, answer.body.get("errors")
