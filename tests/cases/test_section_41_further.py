"""Section 41 at each step of a charge, and what leads around it: a permission taken back, another defendant, somebody else's mark."""
# ruff: noqa: F811  fixtures are taken over by their names

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.accounts import person
from actip.records import actions
from cases.models import CaseCharge
from tests.access.conftest import browsing, sql
from tests.cases.test_section_41 import (  # noqa: F401  fixtures too
    DOCUMENT,
    FINDINGS,
    PERMISSION,
    SENTENCE,
    charge_her,
    decide,
    known,
    victim,
)  # fmt: skip
from tests.factories import make
from victims.models import IdentificationDecision, SamePersonLink

pytestmark = pytest.mark.django_db


def step(world, charge, name: str):
    """By whoever makes it; approved by the supervisor, indicted by the prosecutor."""
    by, facts = {
        "approve": ("SPV", {}), "lay": ("POL", {"laid_on": date(2026, 1, 30)}), "indict": ("PRO", {"indicted_on": date(2026, 2, 20)}),
        "drop": ("POL", {"drop_reason": "เป็นผู้เสียหาย"}),
    }[name]  # fmt: skip
    with world.as_(by):
        return actions.move(CaseCharge.objects.get(pk=charge.pk), name, by=world.user(by), facts=facts)


@pytest.mark.parametrize("steps", [["approve"], ["lay"], ["lay", "indict"]])
def test_no_step_goes_further_once_she_may_be_a_victim_and_dropping_it_always_does(world, case, suspect, known, steps):
    with world.as_("POL"):
        actions.assign(case.matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    charge = charge_her(world, case, suspect)
    for name in steps[:-1]:
        step(world, charge, name)
    with world.as_("PMJ"):
        pmj = world.user("PMJ")
        found = make("people", by=pmj)
        make("identities", by=pmj, person=found, document=DOCUMENT)
        make("identification-decisions", by=pmj, person=found)

    with pytest.raises(ValidationError, match=SENTENCE):
        step(world, charge, steps[-1])
    with world.as_("POL"):  # what is no step is written as before
        sql("UPDATE cases_casecharge SET counts = 2 WHERE id = %s", [charge.pk])
    step(world, charge, "drop")


def test_neither_a_permission_taken_back_nor_another_defendant_leads_around_it(world, case, suspect, victim, known):
    with world.as_("POL"):
        other = make("suspects", by=world.user("POL"), case=case)
    allowed = charge_her(world, case, suspect, **PERMISSION)
    of_another = charge_her(world, case, other, offence_on=date(2025, 12, 2))
    with world.as_("POL"):
        for what, charge in (
            ("permission_number = '', permission_on = NULL, permission_document = ''", allowed),
            (f"suspect_id = '{suspect.pk}'", of_another),
        ):
            with pytest.raises(IntegrityError, match="section 41"), transaction.atomic():
                sql(f"UPDATE cases_casecharge SET {what} WHERE id = %s", [charge.pk])


def test_a_mark_found_wrong_of_one_suspect_says_nothing_of_another(world, case, suspect, victim, known):
    """Nor does who else is identified: it is asked of this person."""
    pol, pro = world.user("POL"), world.user("PRO")
    with world.as_("POL"):
        other = make("suspects", by=pol, case=case)
        make("suspect-identities", by=pol, suspect=other, document=DOCUMENT)
    for one in (suspect, other):
        with pytest.raises(ValidationError, match=SENTENCE):
            charge_her(world, case, one)
    with world.as_("PRO"):
        actions.move(
            SamePersonLink.objects.get(suspect=suspect), "reject", by=pro, facts={"note": "เลขเอกสารถูกนำไปใช้โดยบุคคลอื่น"}
        )
    assert charge_her(world, case, suspect)
    with pytest.raises(ValidationError, match=SENTENCE):
        charge_her(world, case, other)


def test_the_decision_that_stands_counts_and_nobody_elses(world, case, suspect, victim, known):
    decide(world, victim, "decide_victim")
    pmj = world.user("PMJ")
    with world.as_("PMJ"):
        first = IdentificationDecision.objects.get(person=victim)
        again = make("identification-decisions", by=pmj, person=victim, supersedes=first, new_facts="พยานใหม่")
        actions.move(again, "decide_not_victim", by=pmj, facts=FINDINGS | {"referral": "labour_claim"})
        make("identification-decisions", by=pmj, person=make("people", by=pmj))
    assert charge_her(world, case, suspect)


def test_an_identity_is_refused_by_a_charge_of_its_own_suspect_that_needs_the_permission(world, case, suspect, victim):
    with world.as_("POL"):
        other = make("suspects", by=world.user("POL"), case=case)
    charge_her(world, case, other)
    charge_her(world, case, suspect, provision="ATIP-6-ADULT")
    with world.as_("POL"):
        assert make("suspect-identities", by=world.user("POL"), suspect=suspect, document=DOCUMENT)
    with person.as_system("look"):
        assert [link.suspect_id for link in SamePersonLink.objects.all()] == [suspect.pk]


@pytest.mark.parametrize("steps", [["approve"], ["lay"], ["lay", "indict"]])
def test_an_identity_is_refused_however_far_the_charge_has_gone(world, case, suspect, victim, steps):
    with world.as_("POL"):
        actions.assign(case.matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    charge = charge_her(world, case, suspect)
    for name in steps:
        step(world, charge, name)
    with world.as_("POL"), pytest.raises(ValidationError, match=SENTENCE):
        make("suspect-identities", by=world.user("POL"), suspect=suspect, document=DOCUMENT)


def test_whoever_tries_it_out_stands_in_the_trail(world, case, suspect, victim, known):
    """A refusal tells one bit; whoever asks it for one document after the other is found by the auditor."""
    pol = world.user("POL")
    sent = {"case": str(case.pk), "suspect": str(suspect.pk), "provision": "IMM-81", "offence_on": "2025-12-01"}
    with person.as_system("a session"):
        type(pol).objects.filter(pk=pol.pk).update(sessions=["test"])
    pol.refresh_from_db()
    with browsing(pol) as browser:
        page = browser.client.post(f"/case-charges/new/?case={case.pk}", sent | {"role": "principal", "counts": "1"})
        assert (page.status_code, browser.api("POST", "case-charges/", sent).status_code) == (422, 400)
        with person.as_system("look"):
            found = sql("SELECT user_id, record_type, detail ->> 'broken' FROM audit_event WHERE verb = 'refuse'")

    assert found == [(pol.pk, "case-charges", "charge_permission_s41")] * 2
