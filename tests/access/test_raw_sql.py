"""What raw SQL, written as the application's role, cannot do past the actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actip.accounts import person
from actip.records import actions
from compensation.models import FundPayment
from tests.access.conftest import refuses, sql, tried
from tests.factories import make

pytestmark = pytest.mark.django_db


APPROVE = "UPDATE compensation_fundpayment SET status = 'approved', approved_role = actip.me_role(), approved_by_id = %s, approved_at = now() WHERE id = %s"
PAY = (
    "UPDATE compensation_fundpayment SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = '2026-02-01',"
    " residence = 'outside' WHERE id = %s"
)


def test_raw_sql_cannot_skip_the_three_people(world, story):
    payment = story.payment(world)
    shg, fap, pay = (world.user(role) for role in ("SHG", "FAP", "PAY"))
    with person.as_user(shg):
        assert refuses(APPROVE, [shg.pk, payment.pk])
        assert refuses(APPROVE, [fap.pk, payment.pk])
        assert refuses(PAY, [pay.pk, payment.pk])
        assert refuses("UPDATE compensation_fundpayment SET requested_by_id = %s WHERE id = %s", [fap.pk, payment.pk])
    with person.as_user(fap):
        assert refuses(APPROVE, [shg.pk, payment.pk])
        assert refuses("UPDATE compensation_fundpayment SET amount = 9 WHERE id = %s", [payment.pk])
        assert refuses(f"{APPROVE.split(' WHERE')[0]}, amount = 9 WHERE id = %s", [fap.pk, payment.pk])
        actions.move(payment, "approve", by=fap)
        assert refuses(PAY, [fap.pk, payment.pk])
    with person.as_user(pay):
        assert refuses(PAY, [fap.pk, payment.pk])
        assert refuses("UPDATE compensation_fundpayment SET amount = 9 WHERE id = %s", [payment.pk])
        assert tried(PAY, [pay.pk, payment.pk])


def test_the_three_stay_three_when_one_person_changes_her_role(world, story):
    """Whoever asked for a payment is not its approver, even after she was moved to the Fund."""
    payment, shg = story.payment(world), world.user("SHG")
    with person.as_system("she moves"):
        shg.role, shg.agency = "FAP", world.fund
        shg.save()
    with person.as_user(shg):
        assert FundPayment.objects.exists()
        with pytest.raises(IntegrityError, match="payment_requester_is_not_approver"), transaction.atomic():
            sql(APPROVE, [shg.pk, payment.pk])


def test_a_payment_cannot_be_born_approved_or_paid(world, story):
    payment, shg = story.payment(world), world.user("SHG")
    copy = (
        "INSERT INTO compensation_fundpayment SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), %s, %s))).*"
        " FROM compensation_fundpayment p WHERE id = %s"
    )
    with person.as_user(shg):
        assert tried(copy, ["purpose", "more", payment.pk])
        for column, value in (("status", "approved"), ("approved_by_id", shg.pk), ("paid_by_id", world.user("PAY").pk)):
            assert refuses(copy, [column, value, payment.pk]), column


def test_raw_sql_cannot_make_somebody_a_victim(world, story):
    with world.as_("POL"):
        assert refuses("UPDATE victims_person SET status = 'victim' WHERE id = %s", [story.victim.pk])
        assert refuses("UPDATE victims_person SET source = 'x', external_id = '1' WHERE id = %s", [story.victim.pk])


def test_nobody_signs_for_somebody_else(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        decision = make("identification-decisions", by=pol, person=story.victim)
        sign = (
            "UPDATE victims_identificationdecision SET status = 'undetermined', decided_on = '2026-01-09', reasons = 'x',"
            " decided_at = now(), decided_by_id = %s WHERE id = %s"
        )
        assert refuses(sign, [world.user("PMJ").pk, decision.pk])
        assert tried(sign, [pol.pk, decision.pk])


def test_a_decision_is_never_edited(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        decision = make("identification-decisions", by=pol, person=story.victim)
        actions.move(decision, "close_undetermined", by=pol, facts={"decided_on": date(2026, 1, 9), "reasons": "x"})
        assert refuses("UPDATE victims_identificationdecision SET reasons = 'y' WHERE id = %s", [decision.pk])
    with person.as_system("not even an import"):
        assert refuses("UPDATE victims_identificationdecision SET reasons = 'y' WHERE id = %s", [decision.pk])


def test_a_record_is_not_hung_into_another_kind_of_matter(world, story):
    """A case row in the matter of a person would be read by whoever reads the person."""
    pol = world.user("POL")
    insert = (
        "INSERT INTO cases_case SELECT (jsonb_populate_record(c, jsonb_build_object('id', %s::text, 'matter_id', %s::text))).*"
        " FROM cases_case c WHERE id = %s"
    )
    with person.as_user(pol):
        mine = str(story.victim.matter_id)
        assert refuses(insert, [mine, mine, story.case.pk])


def test_a_record_keeps_its_matter(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        other = make("cases", by=pol)
        for table, pk in (("cases_suspect", story.suspect.pk), ("victims_person", story.victim.pk)):
            assert refuses(f"UPDATE {table} SET matter_id = %s WHERE id = %s", [other.matter_id, pk])
        assert refuses("UPDATE cases_suspect SET case_id = %s WHERE id = %s", [other.pk, story.suspect.pk])


def test_a_shelter_keeps_its_agency_and_others_keep_their_hands_off(world, story):
    with world.as_("SHG"):
        assert tried("UPDATE victims_shelter SET beds = 3 WHERE id = %s", [story.shelter.pk])
        assert refuses("UPDATE victims_shelter SET agency_id = %s WHERE id = %s", [world.ngo.pk, story.shelter.pk])
        assert refuses("UPDATE victims_shelter SET beds = 3 WHERE id = %s", [story.home.pk])
