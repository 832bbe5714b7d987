"""Evidence past the actions: who holds it follows the signatures, what was signed stays, an alarm is answered once."""

from datetime import date

import pytest

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import refuses, sql, tried
from tests.compensation.conftest import refused
from tests.factories import make
from tests.rows import copied

pytestmark = pytest.mark.django_db
OWN, CONSTRAINT = "42501", "23514"


@pytest.fixture
def colleague(world):
    return world.add_user("POL", "police", "colleague")


@pytest.fixture
def handed(desk):
    """An offer by the officer who holds the item, to anybody of her agency."""
    with person.as_user(desk.officer):
        return make("custody-transfers", by=desk.officer, evidence=desk.item)


def update(table: str, what: str) -> str:
    return f"UPDATE {table} SET {what} WHERE id = %s"


def test_a_hand_over_stays_as_it_was_offered(desk, colleague, handed):
    table = "cases_custodytransfer"
    with person.as_user(desk.officer):
        other = make("evidence", by=desk.officer, case=desk.case)
        assert tried(
            update(table, "place = 'elsewhere', condition = 'x', seal_number = 'x'"), [handed.pk]
        )  # the control
        for what in (f"evidence_id = '{other.pk}'", "number = 9", f"offered_by_id = {colleague.pk}"):
            assert refuses(update(table, what), [handed.pk]), what
        assert refuses(update(table, f"taken_by_id = {desk.officer.pk}"), [handed.pk])  # nobody has taken it yet
    take = f"status = 'taken', taken_by_id = {colleague.pk}, taken_at = now(), taken_condition = 'as it was'"
    with person.as_user(colleague):
        assert refuses(update(table, "place = 'elsewhere'"), [handed.pk])
        assert tried(update(table, take), [handed.pk])  # the control
        for what in (
            "place = 'elsewhere'",
            "condition = 'x'",
            "seal_number = 'x'",
            f"to_agency_id = {desk.world.dsi.pk}",
        ):
            assert refuses(update(table, f"{take}, {what}"), [handed.pk]), what
        actions.move(handed, "take", by=colleague)
        assert refuses(update(table, "taken_condition = 'broken'"), [handed.pk])


def test_it_is_taken_and_refused_by_whom_it_was_offered_to(desk, colleague, handed):
    table, stranger = "cases_custodytransfer", desk.world.user("DSI")
    refuse = "status = 'refused', refuse_reason = 'broken seal'"
    with person.as_user(desk.officer):
        actions.assign(desk.case.matter, by=desk.officer, agency=desk.world.dsi, basis="case_team")
        assert refuses(update(table, refuse), [handed.pk])
    with person.as_user(stranger):
        assert sql(f"SELECT id FROM {table}")
        assert refuses(update(table, refuse), [handed.pk])
    with person.as_user(colleague):
        assert tried(update(table, refuse), [handed.pk])


def test_what_left_is_handed_over_no_more_and_what_was_said_of_it_stands(desk):
    """To court it goes whole; from then on nobody describes it otherwise."""
    said = (
        "kind = 'document'", "description = 'x'", "seized_on = seized_on - 1", "seizure_reference = 'x'", "seal_number = 'x'",
    )  # fmt: skip
    with person.as_user(desk.officer):
        for what in said:
            assert tried(update("cases_evidence", what), [desk.item.pk]), what  # the control
        for what in (f"seized_by_id = {desk.officer.pk + 1}", "custodian_id = NULL", "transfers = 5"):
            assert refuses(update("cases_evidence", what), [desk.item.pk]), what
        offer = make("custody-transfers", by=desk.officer, evidence=desk.item)
        actions.move(offer, "withdraw", by=desk.officer)
        item = type(desk.item).objects.get(pk=desk.item.pk)
        actions.move(
            item, "submit", by=desk.officer, facts={"submitted_on": date(2026, 2, 1), "court_receipt": "ศาล 5/2569"}
        )
        assert refused(*copied("cases_custodytransfer", offer, status="offered", number=9)) == CONSTRAINT
    for by in (person.as_user(desk.officer), person.as_system("an import")):
        with by:
            for what in (
                *said,
                "source = 'x'",
                "tool = 'x'",
                "examiner = 'x'",
                f"image_hash = '{'0' * 64}'",
                "acquired_on = '2026-01-06'",
            ):
                assert refuses(update("cases_evidence", what), [desk.item.pk]), what


def test_not_even_the_system_signs_for_an_officer(desk, colleague, handed):
    with person.as_system("an import"):
        assert refuses(update("cases_evidence", f"seized_by_id = {colleague.pk}"), [desk.item.pk])
        for what in (f"offered_by_id = {colleague.pk}", f"taken_by_id = {colleague.pk}, taken_at = now()"):
            assert refuses(update("cases_custodytransfer", what), [handed.pk]), what
    with person.as_user(colleague):
        actions.move(handed, "take", by=colleague)
    with person.as_system("an import"):
        assert refuses(update("cases_custodytransfer", "taken_condition = 'broken'"), [handed.pk])


@pytest.mark.parametrize("kind", ["file_altered", "file_missing", "custody_gap", "abuse_listed"])
def test_the_programs_own_alarms_are_raised_by_it_alone(desk, kind):
    with person.as_user(desk.officer):
        alarm = make("evidence-alarms", by=desk.officer, evidence=desk.item)
        assert refused(*copied("cases_evidencealarm", alarm)) == ""  # the control
        assert refused(*copied("cases_evidencealarm", alarm, kind=kind)) == OWN


def test_an_alarm_is_answered_once_and_never_changed(desk):
    answer = "status = 'answered', answer = 'looked at'"
    file = desk.kept()
    with person.as_user(desk.officer):
        other = make("evidence", by=desk.officer, case=desk.case)
        alarm = make("evidence-alarms", by=desk.officer, evidence=desk.item)
    with person.as_user(desk.officer):
        assert tried(update("cases_evidencealarm", answer), [alarm.pk])  # the control
        for what in (f"evidence_id = '{other.pk}'", "kind = 'other'", f"file_id = '{file.pk}'"):
            assert refuses(update("cases_evidencealarm", f"{answer}, {what}"), [alarm.pk]), what
        actions.move(alarm, "answer", by=desk.officer, facts={"answer": "looked at"})
        assert refuses(update("cases_evidencealarm", "answer = 'nothing'"), [alarm.pk])
