"""Charges carry the law of the day of the offence, belong to a suspect of their case, and end by the prosecution's hand."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from actip.access import decide
from actip.accounts import person
from actip.records import actions, catalogue
from actip.records.pages import door
from actip.records.reference import keep
from cases.codes import PROVISIONS
from cases.models import CaseCharge, Offence
from cases.reference import shipped
from tests.access.conftest import refuses, sql, tried
from tests.compensation.conftest import refused
from tests.factories import build, make

pytestmark = pytest.mark.django_db


def row(charge, **more) -> tuple[str, list]:
    """An INSERT of a charge by hand."""
    values = {
        "case_id": charge.case_id, "suspect_id": charge.suspect_id, "matter_id": charge.matter_id, "provision": "ATIP-6-1",
        "offence_on": "2025-12-01",
    } | more  # fmt: skip
    names = ", ".join(values)
    statement = (
        "INSERT INTO cases_casecharge (id, version, created_at, updated_at, role, counts, permission_number, permission_document,"
        f" drop_reason, status, provision_th, provision_en, penalty_th, penalty_en, is_life, is_listed_s41, {names})"
        " VALUES (gen_random_uuid(), 1, now(), now(), 'principal', 1, '', '', '', 'proposed', '', '', 'made up', '', false, false,"
        f" {', '.join(['%s'] * len(values))})"
    )
    return statement, list(values.values())


@pytest.mark.parametrize("role", ["POL", "PRO"])
def test_only_the_prosecution_is_offered_what_only_it_records(world, charge, role):
    with world.as_("POL"):
        charge = actions.move(charge, "lay", by=world.user("POL"), facts={"laid_on": date(2026, 1, 5)})
    kind, user = catalogue.get("case-charges"), world.user(role)
    assert "indict" in [step.name for step in kind.workflow.open_from(charge.status)]
    with world.as_("POL"):
        actions.assign(charge.matter, by=world.user("POL"), agency=world.user("PRO").agency, basis="case_team")

    with world.as_(role):
        steps = door.Ways(user, charge, kind, decide.verbs(user, kind.code)).moves()

    assert ("indict" in [step.name for step in steps]) is (role == "PRO")
    assert "drop" in [step.name for step in steps]


def test_every_row_of_the_catalogue_has_a_name_and_every_name_a_row():
    assert {each["code"] for each in shipped()} == {code for code, _label in PROVISIONS}


def test_no_two_rows_of_a_provision_are_in_force_on_one_day():
    rows = sorted(shipped(), key=lambda each: (each["code"], each["valid_from"]))
    for one, other in pairwise(rows):
        if one["code"] == other["code"]:
            assert (one["valid_to"] or "still") < other["valid_from"], (one["code"], other["valid_from"])


def test_a_second_load_changes_nothing(world):
    with person.as_system("load again"):
        assert keep(Offence, shipped(), ("code", "valid_from")) == f"0 added, 0 changed, {len(shipped())} as they were."


@pytest.mark.parametrize(
    ("day", "penalty"),
    [
        (date(2008, 6, 5), "4 to 10 years and a fine of THB 80,000 to 200,000"),
        (date(2017, 1, 27), "4 to 10 years and a fine of THB 80,000 to 200,000"),
        (date(2017, 1, 28), "4 to 12 years and a fine of THB 400,000 to 1,200,000"),
        (date(2026, 1, 1), "4 to 12 years and a fine of THB 400,000 to 1,200,000"),
    ],
)
def test_a_charge_carries_the_penalty_of_the_day_of_the_offence(world, case, suspect, day, penalty):
    with world.as_("POL"):
        made = make("case-charges", by=world.user("POL"), case=case, suspect=suspect, offence_on=day)
        assert CaseCharge.objects.get(pk=made.pk).penalty_en == penalty


def test_before_the_law_there_is_no_charge_and_a_sentence_says_so(world, case, suspect):
    with world.as_("POL"), pytest.raises(ValidationError) as refused:
        make("case-charges", by=world.user("POL"), case=case, suspect=suspect, offence_on=date(2008, 6, 4))
    assert list(refused.value.message_dict) == ["offence_on"]
    with world.as_("POL"):
        make("case-charges", by=world.user("POL"), case=case, suspect=suspect, offence_on=date(2008, 6, 5))


def test_a_corrected_date_takes_the_other_law_and_a_corrected_catalogue_changes_no_charge(world, charge):
    before = charge.penalty_en
    with person.as_system("a correction"):
        Offence.objects.filter(code=charge.provision).update(penalty_en="Something else")
    with world.as_("POL"):
        found = CaseCharge.objects.get()
        found.counts = 3
        actions.save(found, by=world.user("POL"))
        assert CaseCharge.objects.get().penalty_en == before
        found = CaseCharge.objects.get()
        found.offence_on = date(2016, 1, 1)
        actions.save(found, by=world.user("POL"))
        assert CaseCharge.objects.get().penalty_en == "Something else"


def test_by_hand_too_the_law_comes_from_the_catalogue_alone(world, charge):
    with world.as_("POL"):
        statement, values = row(charge)
        sql(statement, values)
        made = CaseCharge.objects.get(provision="ATIP-6-1")
        assert made.penalty_en.startswith("6 months to 4 years")
        sql("UPDATE cases_casecharge SET penalty_en = 'made up', max_months = 1 WHERE id = %s", [made.pk])
        again = CaseCharge.objects.get(pk=made.pk)
        assert (again.penalty_en, again.max_months) == (made.penalty_en, 48)


def test_only_the_system_writes_the_catalogue(world):
    with world.as_("POL"):
        assert sql("SELECT count(*) FROM cases_offence")[0][0] == len(shipped())
        assert refuses("UPDATE cases_offence SET max_months = 1")
        assert refuses("DELETE FROM cases_offence")
    with person.as_system("load"):
        assert tried("UPDATE cases_offence SET max_months = 1")


def test_no_charge_against_a_suspect_of_another_case(world, case, charge):
    with world.as_("POL"):
        other = make("cases", by=world.user("POL"))
        stranger = make("suspects", by=world.user("POL"), case=other)
        with pytest.raises(ValidationError):
            actions.save(build("case-charges", case=case, suspect=stranger), by=world.user("POL"))
        statement, values = row(charge, suspect_id=stranger.pk)
        with pytest.raises(Exception, match="of another case"), transaction.atomic():
            sql(statement, values)
        assert tried(*row(charge))


@pytest.mark.parametrize("step", ["convict", "acquit", "dismiss", "withdraw"])
def test_a_charge_goes_from_laid_to_an_outcome_by_the_prosecutor(world, charge, step):
    pol, pro = world.user("POL"), world.user("PRO")
    with person.as_user(pol):
        actions.move(charge, "lay", by=pol, facts={"laid_on": date(2026, 1, 10)})
        with pytest.raises(actions.Refused, match="Public prosecutor"):
            actions.move(charge, "indict", by=pol, facts={"indicted_on": date(2026, 3, 1)})
        assert refuses("UPDATE cases_casecharge SET status = 'indicted', indicted_on = '2026-03-01'")
    with person.as_user(pro):
        with pytest.raises(ValidationError):
            actions.move(charge, "indict", by=pro, facts={"indicted_on": date(2026, 1, 9)})
        actions.move(charge, "indict", by=pro, facts={"indicted_on": date(2026, 3, 1)})
        with pytest.raises(ValidationError):
            actions.move(charge, step, by=pro)
        done = actions.move(charge, step, by=pro, facts={"decided_on": date(2026, 9, 1)})
        assert done.status in ("convicted", "acquitted", "dismissed", "withdrawn")


def test_half_a_permission_is_none(world, case, suspect):
    with world.as_("POL"), pytest.raises(ValidationError, match="all three"):
        make("case-charges", by=world.user("POL"), case=case, suspect=suspect, permission_number="ยธ 1/2569")


def test_unconfirmed_penalties_say_so(world, charge, case, suspect):
    with world.as_("POL"):
        sure = CaseCharge.objects.get()
        unsure = make("case-charges", by=world.user("POL"), case=case, suspect=suspect, provision="PC-282")
        assert [str(flag) for flag in sure.flags] == []
        assert [str(flag) for flag in unsure.flags] == ["Penalty to be confirmed"]


def test_by_hand_no_charge_goes_to_a_suspect_of_another_case(world):
    pol = world.user("POL")
    with person.as_user(pol):
        case, other = (make("cases", by=pol) for _ in range(2))
        own, second, stranger = (make("suspects", by=pol, case=one) for one in (case, case, other))
        charge = make("case-charges", by=pol, case=case, suspect=own)
        give = "UPDATE cases_casecharge SET suspect_id = %s WHERE id = %s"
        assert refused(give, [second.pk, charge.pk]) == ""  # the control
        assert refused(give, [stranger.pk, charge.pk]) == "23514"
