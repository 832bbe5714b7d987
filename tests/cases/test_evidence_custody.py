"""Custody has no gap: two people sign, the giver is the last taker, and only what is whole goes to court."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from actip.accounts import person
from actip.records import actions
from cases.evidence import custody
from cases.models import CustodyTransfer, Evidence
from tests.access.conftest import refuses, sql, tried
from tests.factories import make

pytestmark = pytest.mark.django_db
SUBMIT = {"submitted_on": date(2026, 2, 1), "court_receipt": "ศาล 5/2569"}


@pytest.fixture
def colleague(world):
    return world.add_user("POL", "police", "colleague")


def hand_over(item, giver, taker, **more) -> CustodyTransfer:
    with person.as_user(giver):
        offer = make("custody-transfers", by=giver, evidence=Evidence.objects.get(pk=item.pk), **more)
    with person.as_user(taker):
        return actions.move(offer, "take", by=taker)


def now(item) -> Evidence:
    return Evidence.objects.get(pk=item.pk)


def test_who_enters_an_item_holds_it_until_another_has_taken_it(desk, colleague):
    with person.as_user(desk.officer):
        assert now(desk.item).custodian == now(desk.item).seized_by == desk.officer
        offer = make("custody-transfers", by=desk.officer, evidence=desk.item)
        assert now(desk.item).custodian == desk.officer
        with pytest.raises(ValidationError, match=r"Two people|สองคน"):
            actions.move(offer, "take", by=desk.officer)
    with person.as_user(colleague):
        taken = actions.move(offer, "take", by=colleague)
        assert (taken.number, taken.taken_by, taken.offered_by) == (1, colleague, desk.officer)
        assert (now(desk.item).custodian, now(desk.item).transfers) == (colleague, 1)


def test_only_the_custodian_hands_over(desk, colleague):
    hand_over(desk.item, desk.officer, colleague)

    with person.as_user(desk.officer):
        with pytest.raises(ValidationError):
            make("custody-transfers", by=desk.officer, evidence=now(desk.item))
        with pytest.raises(DatabaseError, match="only the custodian"), transaction.atomic():
            sql(INSERT, [desk.item.pk, desk.item.matter_id, desk.officer.pk])
    with person.as_user(colleague), transaction.atomic():
        sql(INSERT, [desk.item.pk, desk.item.matter_id, colleague.pk])
        assert CustodyTransfer.objects.get(status="offered").number == 2


INSERT = (
    "INSERT INTO cases_custodytransfer (id, version, created_at, updated_at, matter_id, evidence_id, number, place, condition,"
    " seal_number, offered_by_id, taken_condition, refuse_reason, status)"
    " SELECT gen_random_uuid(), 1, now(), now(), m, e, 7, 'x', 'x', 'x', o, '', '', 'offered'"
    " FROM (SELECT %s::uuid e, %s::uuid m, %s::int o) v"
)


def test_nobody_signs_for_somebody_else_in_sql(desk, colleague):
    with person.as_user(desk.officer):
        offer = make("custody-transfers", by=desk.officer, evidence=desk.item)
    take = "UPDATE cases_custodytransfer SET status = 'taken', taken_at = now(), taken_by_id = %s WHERE id = %s"
    with person.as_user(desk.officer):
        with pytest.raises(DatabaseError, match="only the custodian"), transaction.atomic():
            sql(INSERT.replace("'offered'", "'withdrawn'"), [desk.item.pk, desk.item.matter_id, colleague.pk])
        assert refuses(take, [colleague.pk, offer.pk])
        assert refuses(take, [desk.officer.pk, offer.pk])
        assert refuses("UPDATE cases_evidence SET custodian_id = %s WHERE id = %s", [colleague.pk, desk.item.pk])
        assert refuses("UPDATE cases_evidence SET transfers = 5 WHERE id = %s", [desk.item.pk])
    with person.as_user(colleague):
        assert refuses("UPDATE cases_custodytransfer SET place = 'x' WHERE id = %s", [offer.pk])
        assert refuses("UPDATE cases_custodytransfer SET status = 'withdrawn' WHERE id = %s", [offer.pk])
        assert tried(take, [colleague.pk, offer.pk])


def test_an_offer_to_another_agency_is_taken_there_alone(world, desk, colleague):
    visitor = world.add_user("POL", "police_two")
    with person.as_user(desk.officer):
        offer = make("custody-transfers", by=desk.officer, evidence=desk.item, to_agency=world.police_two)
    with person.as_user(visitor), pytest.raises(actions.OutOfReach):  # not before the case is open to it
        actions.move(offer, "take", by=visitor)
    with person.as_user(desk.officer):
        actions.assign(desk.case.matter, by=desk.officer, agency=world.police_two, basis="case_team")
    with person.as_user(colleague), pytest.raises(ValidationError):
        actions.move(offer, "take", by=colleague)
    with person.as_user(visitor):
        actions.move(offer, "take", by=visitor)
        assert now(desk.item).custodian == visitor


def test_refused_or_withdrawn_the_item_stays_where_it_is(desk, colleague):
    with person.as_user(desk.officer):
        first = make("custody-transfers", by=desk.officer, evidence=desk.item)
        with pytest.raises(ValidationError, match=r"already|แล้ว"):
            make("custody-transfers", by=desk.officer, evidence=now(desk.item))
    with person.as_user(colleague):
        actions.move(first, "refuse", by=colleague, facts={"refuse_reason": "ผนึกขาด"})
        assert now(desk.item).custodian == desk.officer
    with person.as_user(desk.officer):
        second = make("custody-transfers", by=desk.officer, evidence=now(desk.item))
        actions.move(second, "withdraw", by=desk.officer)
        assert custody.is_whole(desk.item)
    hand_over(desk.item, desk.officer, colleague)
    hand_over(desk.item, colleague, desk.officer)
    with person.as_user(desk.officer):
        assert custody.is_whole(desk.item)
        assert now(desk.item).transfers == 4


def test_what_is_whole_goes_to_court_and_then_stands(desk, colleague):
    desk.kept()
    hand_over(desk.item, desk.officer, colleague)
    with person.as_user(colleague):
        item = actions.move(now(desk.item), "submit", by=colleague, facts=SUBMIT)
        assert item.status == "submitted_to_court"
        assert refuses("UPDATE cases_evidence SET description = 'x' WHERE id = %s", [item.pk])
        with pytest.raises(ValidationError):
            make("custody-transfers", by=colleague, evidence=item)
        assert actions.move(
            item, "forfeit", by=colleague, facts={"ended_on": date(2026, 3, 1), "end_reference": "ก"}
        ).status


def test_an_unanswered_alarm_or_an_open_offer_stops_submission(desk, colleague):
    with person.as_user(colleague):
        alarm = make("evidence-alarms", by=colleague, evidence=desk.item)
    with person.as_user(desk.officer):
        assert custody.fault(desk.item) == "alarm"
        with pytest.raises(ValidationError):
            actions.move(now(desk.item), "submit", by=desk.officer, facts=SUBMIT)
        actions.move(alarm, "answer", by=desk.officer, facts={"answer": "ผนึกใหม่ S-002"})
        offer = make("custody-transfers", by=desk.officer, evidence=desk.item)
        assert custody.fault(desk.item) == "offer"
        actions.move(offer, "withdraw", by=desk.officer)
        assert actions.move(now(desk.item), "submit", by=desk.officer, facts=SUBMIT).status == "submitted_to_court"


def test_the_programs_own_alarms_are_not_raised_by_hand(desk):
    with person.as_user(desk.officer):
        with pytest.raises(ValidationError):
            make("evidence-alarms", by=desk.officer, evidence=desk.item, kind="custody_gap")
        alarm = make("evidence-alarms", by=desk.officer, evidence=desk.item)
        assert refuses("UPDATE cases_evidencealarm SET kind = 'custody_gap' WHERE id = %s", [alarm.pk])
        assert tried("UPDATE cases_evidencealarm SET note = 'x' WHERE id = %s", [alarm.pk])


def test_a_step_of_an_item_out_of_reach_does_not_exist(world, desk):
    """The class is open to her, the record is not: page, API and action say the same as for one that never was."""
    stranger = world.add_user("POL", "police_two")
    with person.as_user(desk.officer):
        offer = make("custody-transfers", by=desk.officer, evidence=desk.item)
    browser = desk.browser(stranger)
    for slug, record, step in (("evidence", desk.item, "submit"), ("custody-transfers", offer, "take")):
        assert browser.post(f"/{slug}/{record.pk}/moves/{step}/", SUBMIT).status_code == 404
        api = browser.post(
            f"/api/v1/{slug}/{record.pk}/moves/{step}/", {}, content_type="application/json", headers={"If-Match": "*"}
        )
        assert api.status_code == 404
        with person.as_user(stranger), pytest.raises(actions.OutOfReach):
            actions.move(record, step, by=stranger)


def test_electronic_evidence_says_where_it_comes_from(desk):
    whole = {"source": "โทรศัพท์", "tool": "UFED 7.70", "image_hash": "A" * 64, "acquired_on": date(2026, 1, 6)}
    with person.as_user(desk.officer):
        for name in whole:
            with pytest.raises(ValidationError):
                make(
                    "evidence",
                    by=desk.officer,
                    case=desk.case,
                    kind="electronic",
                    **whole | {name: None if name == "acquired_on" else ""},
                )
        with pytest.raises(ValidationError):
            make("evidence", by=desk.officer, case=desk.case, kind="electronic", **whole | {"image_hash": "zz"})
        assert make("evidence", by=desk.officer, case=desk.case, kind="electronic", **whole).image_hash == "a" * 64
