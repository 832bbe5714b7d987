"""Controls that must turn red: custody that was cut past every guard, by the owner of the tables, is found all the same."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction

from actip.accounts import person
from actip.records import actions
from cases.evidence import checks, custody
from cases.models import Evidence, EvidenceAlarm
from tests.access.conftest import sql
from tests.cases.desk import Desk
from tests.factories import make
from tests.worlds import World

SUBMIT = {"submitted_on": date(2026, 2, 1), "court_receipt": "ศาล 5/2569"}
GAPS = {
    "the middle": "DELETE FROM cases_custodytransfer WHERE number = 1 AND evidence_id = %s",
    "the last": "DELETE FROM cases_custodytransfer WHERE number = 2 AND evidence_id = %s",
    "all": "DELETE FROM cases_custodytransfer WHERE evidence_id = %s",
    "the giver": "UPDATE cases_custodytransfer SET status = 'withdrawn' WHERE number = 1 AND evidence_id = %s",
    "the holder": "UPDATE cases_evidence SET custodian_id = NULL WHERE id = %s",
}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_gap_in_custody_is_found_stops_submission_and_raises_one_alarm():
    with transaction.atomic():
        desk = Desk(World())
        colleague = desk.world.add_user("POL", "police", "colleague")
        supervisor = desk.world.user("SPV")
    for gap, statement in GAPS.items():
        with transaction.atomic(), person.as_user(desk.officer):
            item = make("evidence", by=desk.officer, case=desk.case)
        for giver, taker in ((desk.officer, colleague), (colleague, desk.officer)):
            with transaction.atomic(), person.as_user(giver):
                offer = make("custody-transfers", by=giver, evidence=Evidence.objects.get(pk=item.pk))
            with transaction.atomic(), person.as_user(taker):
                actions.move(offer, "take", by=taker)
        with transaction.atomic(), person.as_user(desk.officer):
            assert custody.fault(item) == "", gap

        with connections["owner"].cursor() as owner:
            owner.execute(statement, [item.pk])

        with transaction.atomic(), person.as_user(desk.officer):
            assert custody.fault(item) == "custody", gap
            with pytest.raises(ValidationError):
                actions.move(Evidence.objects.get(pk=item.pk), "submit", by=desk.officer, facts=SUBMIT)
            with pytest.raises(DatabaseError, match="only what is whole"), transaction.atomic():
                sql("UPDATE cases_evidence SET status = 'submitted_to_court' WHERE id = %s", [item.pk])
        for _night in range(2):
            list(checks.run(checks.Found()))
        with transaction.atomic(), person.as_user(desk.officer):
            assert [alarm.kind for alarm in EvidenceAlarm.objects.filter(evidence=item)] == ["custody_gap"], gap
        assert "custody has a gap" in desk.browser(supervisor).get("/").content.decode()
